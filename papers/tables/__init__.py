"""Tables out of files: .xlsx and delimited text, unpacked under limits, before anybody asks what their columns mean."""

from papers.tables.cells import Cell, is_empty, normal, plain
from papers.tables.faults import FaultyTable, TableFault, TableFaultKind
from papers.tables.reading import read_table
from papers.tables.sheets import Line, Sheet, sheet_of

__all__ = [
    "Cell",
    "FaultyTable",
    "Line",
    "Sheet",
    "TableFault",
    "TableFaultKind",
    "is_empty",
    "normal",
    "plain",
    "read_table",
    "sheet_of",
]
