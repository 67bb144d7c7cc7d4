"""Reading a sheet of form answers as text, under limits. Heavy, and given files by strangers: run it in the pool."""

from dataclasses import dataclass
from typing import Final

from papers.form_answers.columns import is_known
from papers.tables import FaultyTable, TableFault, TableFaultKind, is_empty, plain, read_table

LARGEST_FILE_MB: Final = 2
MOST_ROWS: Final = 500
"""Answers brought in at once: no hall of ours has more seats."""
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 200


@dataclass(frozen=True, slots=True)
class FormTable:
    """What stands above the columns, and the rows as text, each with its number in the file."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_form_answers(data: bytes, file_name: str) -> FormTable:
    """The table in a file of `.xlsx` or delimited text; empty rows are left out. Raises FaultyTable."""
    sheet = read_table(data, file_name, largest_mb=LARGEST_FILE_MB, is_known=is_known)
    if sheet.faults:
        raise FaultyTable(sheet.faults[0])
    names = tuple(plain(cell)[:LONGEST_CELL] for cell in sheet.header.cells[:MOST_COLUMNS])
    rows = tuple(
        (line.number, tuple(plain(cell)[: LONGEST_CELL + 1] for cell in line.cells[: len(names)]))
        for line in sheet.lines
        if not all(map(is_empty, line.cells[: len(names)]))
    )
    if not rows:
        raise FaultyTable(TableFault(kind=TableFaultKind.NO_ROWS))
    if len(rows) > MOST_ROWS:
        raise FaultyTable(TableFault(kind=TableFaultKind.TOO_MANY_ROWS, given=len(rows), highest=MOST_ROWS))
    return FormTable(names, rows)
