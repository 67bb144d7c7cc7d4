"""One row by itself: the values of its cells by column, and where its faults are taken down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from domain.classes import LARGEST_CLASS
from domain.languages import Texts
from domain.typed import HIGHEST_GRADE, LOWEST_GRADE
from papers.programme_file import cells, days
from papers.programme_file.cells import Reader
from papers.programme_file.columns import Column, Family
from papers.programme_file.faults import Fault, FaultKind, quoted
from papers.tables import Cell, plain

LONGEST_TITLE: Final = 120
LONGEST_DESCRIPTION: Final = 2_000
LONGEST_TEXT: Final = 300
LARGEST_CAPACITY: Final = 10_000
SHORTEST_MINUTES: Final = 5
LONGEST_MINUTES: Final = 1_440

_GRADE: Final = cells.whole_from(LOWEST_GRADE, HIGHEST_GRADE)
READERS: Final[Mapping[Column, Reader]] = {
    **dict.fromkeys(Column, cells.line_of(LONGEST_TEXT)),
    **dict.fromkeys((*Family.BRING.columns, *Family.FORBIDDEN.columns), cells.lines_of(LONGEST_TEXT)),
    **dict.fromkeys(Family.TITLE.columns, cells.line_of(LONGEST_TITLE)),
    **dict.fromkeys(Family.DESCRIPTION.columns, cells.lines_of(LONGEST_DESCRIPTION)),
    Column.KIND: cells.kind,
    Column.GRADE_FROM: _GRADE,
    Column.GRADE_TO: _GRADE,
    Column.STRICT_GRADES: cells.yes_or_no,
    Column.CLASSES: cells.class_policy,
    Column.PUPILS_PER_ADULT: cells.whole_from(1, LARGEST_CLASS),
    Column.PUPILS: cells.pupil_policy,
    Column.CANCELLED: cells.yes_or_no,
    Column.FORMAT: cells.format_,
    Column.LATITUDE: cells.degrees_up_to(90),
    Column.LONGITUDE: cells.degrees_up_to(180),
    Column.ONLINE_LINK: cells.link,
    Column.DATE: days.dates,
    Column.TIME: days.times,
    Column.MINUTES: cells.wholes_from(SHORTEST_MINUTES, LONGEST_MINUTES),
    Column.ZONE: cells.zone,
    Column.CAPACITY: cells.whole_from(1, LARGEST_CAPACITY),
    Column.OPENS: days.opening,
    Column.CLOSES: days.closing,
    Column.REMINDERS: cells.reminders,
}
"""How each column is read. Names and short texts have one line."""

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Journal:
    """Takes down faults, under the names that columns have in this file (`names`)."""

    names: Mapping[Column, str]
    faults: list[Fault] = field(default_factory=list)

    def add(self, row: int, column: Column | None, fault: Fault) -> None:
        """Take down what is wrong in a row: in this column, or in the row as a whole."""
        name = "" if column is None else self.names.get(column, str(column))
        self.faults.append(replace(fault, row=row, column=name, value=quoted(fault.value), other=quoted(fault.other)))

    def missing(self, row: int, column: Column, kind: FaultKind = FaultKind.MISSING_VALUE) -> None:
        """Take down that a cell is empty; not where the file has no such column, which was said once for all rows."""
        if column in self.names:
            self.add(row, column, Fault(kind=kind))

    def any_of(self, family: Family) -> Column:
        """The column of a text in three languages that the file has first; its Russian one where it has none."""
        return next((column for column in family.columns if column in self.names), family.columns[0])


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says: its values by column. Empty and unreadable cells are missing from `values`."""

    number: int
    values: Mapping[Column, object]
    shown: Mapping[Column, str]
    """Every filled cell as it reads."""

    def one(self, column: Column, kind: type[Kept]) -> Kept | None:
        """The value in a column; None where it is empty or was not readable."""
        value = self.values.get(column)
        return value if isinstance(value, kind) else None

    def text(self, column: Column) -> str:
        """The text in a column, empty where there is none."""
        return self.one(column, str) or ""

    def texts(self, family: Family) -> Texts:
        """A text in its three languages."""
        return Texts(*(self.text(column) for column in family.columns))

    def unreadable(self, columns: Iterable[Column]) -> bool:
        """Whether one of these is filled, but could not be read. That has been reported; nothing hangs on it."""
        return any(column in self.shown and column not in self.values for column in columns)


def read_row(number: int, filled: Mapping[Column, Cell], broken: Mapping[Column, str], journal: Journal) -> Row:
    """A row out of its filled cells. Reports each that cannot be read; `broken` are formulas without a result."""
    values: dict[Column, object] = {}
    shown: dict[Column, str] = {}
    for column, cell in filled.items():
        shown[column] = plain(cell)
        if column in broken:
            journal.add(number, column, Fault(kind=FaultKind.BROKEN_FORMULA, value=broken[column]))
            continue
        found: list[Fault] = []
        value = READERS[column](cell, found.append)
        for fault in found:
            journal.add(number, column, replace(fault, value=fault.value or shown[column]))
        if value == "":
            del shown[column]  # nothing but invisible characters, which came along when something was pasted
        elif value is not None:
            values[column] = value
    return Row(number, values, shown)
