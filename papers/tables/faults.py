"""Why a file is no table that can be read: what all kinds of files have in common, under kinds of the same names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TableFaultKind(StrEnum):
    """What is wrong with a file as a whole. Faults of programmes and of class lists have kinds of the same names."""

    FILE_TOO_LARGE = "file_too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    UNREADABLE = "unreadable"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    BROKEN_QUOTES = "broken_quotes"
    """The one that has a row, and that does not keep the rows before it from being read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """One of them, with the figures that its sentence needs."""

    kind: TableFaultKind
    row: int = 0
    """As the spreadsheet numbers it, from 1; 0 for the file as a whole."""
    value: str = ""
    given: int | None = None
    highest: int | None = None


class FaultyTable(Exception):  # noqa: N818  it is the file that is at fault
    """The file cannot be read as a table."""

    def __init__(self, fault: TableFault) -> None:
        self.fault: Final = fault
        super().__init__(fault)
