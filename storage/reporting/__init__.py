"""Reports: what is counted for organizers, by partner and period. Only looks; runs on the reports connection."""
