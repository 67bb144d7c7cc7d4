"""A table as found in a file: its rows under their own numbers, before anybody asks what they mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from papers.tables.cells import Cell, is_empty
from papers.tables.faults import FaultyTable, TableFault, TableFaultKind

MOST_ROWS: Final = 20_000
"""How many rows with something in them are read, below the row of column names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its number as the spreadsheet shows it, from 1, and its cells from the first column on."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: the row of column names, and those rows below it in which something stands."""

    header: Line
    lines: Sequence[Line]
    broken: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    """Cells whose formula has no result, by row number and column index (from 0), and what they show instead."""
    faults: Sequence[TableFault] = ()
    """Found while the file was taken apart into rows."""


def sheet_of(
    rows: Iterable[Sequence[Cell]],
    broken: Mapping[tuple[int, int], str] = MappingProxyType({}),
    faults: Sequence[TableFault] = (),
) -> Sheet:
    """A sheet of all rows from the first on. The first that is not empty holds the names of columns.

    Raises FaultyTable: no rows, too many rows.
    """
    speaking_rows = {row for row, _ in broken}
    lines = [
        Line(number=number, cells=cells)
        for number, cells in enumerate(rows, 1)
        if number in speaking_rows or not all(is_empty(cell) for cell in cells)
    ]
    if len(lines) - 1 > MOST_ROWS:
        raise FaultyTable(TableFault(kind=TableFaultKind.TOO_MANY_ROWS, given=len(lines) - 1, highest=MOST_ROWS))
    if len(lines) <= 1 and not faults:
        raise FaultyTable(TableFault(kind=TableFaultKind.NO_ROWS))
    header = lines[0] if lines else Line(number=1, cells=())
    return Sheet(header=header, lines=lines[1:], broken=broken, faults=faults)
