"""The clock: down over a time, put forward and back, zones that change."""
