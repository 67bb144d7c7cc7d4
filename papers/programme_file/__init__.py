"""Programme files: a spreadsheet, one row a slot, read into a ProgrammeDraft or refused with every fault it has."""

from papers.programme_file.ahead import moved_ahead
from papers.programme_file.columns import Column
from papers.programme_file.faults import Fault, FaultKind, FaultyProgramme
from papers.programme_file.reading import read_programme

__all__ = ["Column", "Fault", "FaultKind", "FaultyProgramme", "moved_ahead", "read_programme"]
