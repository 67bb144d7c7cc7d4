"""`doctor`: looks whether everything is in order, a line each. Leaves mending to whoever reads it."""

from bot.doctor.rounds import look

__all__ = ["look"]
