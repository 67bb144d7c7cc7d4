"""A table to be written: its columns with what kind of thing stands in them, and its rows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto

Cell = str | int | float | date | datetime | time | None
"""What stands in a cell; None: nothing."""


class Kind(Enum):
    """What a column holds, and so how it is written."""

    TEXT = auto()
    WHOLE = auto()
    SHARE = auto()
    """From 0 to 1, read as a percentage."""
    MEAN = auto()
    """Two decimals."""
    DAY = auto()
    TIME = auto()
    MOMENT = auto()
    """A date with its time of day, by local clocks: spreadsheets know no zones."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, in the reader's language, and its kind."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `note` stands above it: what is counted, of whom, over which time. `sheet`: a shorter name for it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    sheet: str = ""
