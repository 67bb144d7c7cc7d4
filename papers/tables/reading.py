"""Reading a file as a table, whatever made it. Heavy, and given files by strangers: run it in a pool."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from papers.tables.delimited import read_delimited
from papers.tables.faults import FaultyTable, TableFault, TableFaultKind
from papers.tables.sheets import Sheet
from papers.tables.workbooks import read_workbook

_MEGABYTE: Final = 1024 * 1024
_WORKBOOK_NAMES: Final = frozenset({".xlsx", ".xlsm"})
_TEXT_NAMES: Final = frozenset({".csv", ".tsv", ".txt"})
_ZIP: Final = b"PK\x03\x04"


def read_table(data: bytes, file_name: str, *, largest_mb: int, is_known: Callable[[str], bool]) -> Sheet:
    """The table in the file. What is inside decides how it is read; the name may only rule a file out.

    `is_known` says of a column's name whether it is one; the separator that finds most of them is taken for the right
    one. Raises FaultyTable.
    """
    if len(data) > largest_mb * _MEGABYTE:
        raise FaultyTable(TableFault(kind=TableFaultKind.FILE_TOO_LARGE, highest=largest_mb))
    ending = PurePath(file_name).suffix.lower()
    if ending and ending not in _WORKBOOK_NAMES | _TEXT_NAMES:
        raise FaultyTable(TableFault(kind=TableFaultKind.NOT_A_SPREADSHEET, value=ending))
    if data.startswith(_ZIP):
        return read_workbook(data)
    if ending in _WORKBOOK_NAMES:
        raise FaultyTable(TableFault(kind=TableFaultKind.UNREADABLE))
    return read_delimited(data, is_known)
