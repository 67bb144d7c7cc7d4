"""What can be wrong with a class list, as data without text. Their sentences are worded by handlers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final, Self

LONGEST_VALUE: Final = 60
"""How many characters of a faulty cell or line a fault quotes."""
FEW_DIGITS: Final = 4
"""So many may be a class or a year, and are shown."""


class ClassListFaultKind(StrEnum):
    """What is wrong, and, under each kind, a sentence that says what would be right.

    The names in braces are the fields of ClassListFault that this kind fills, beside `row` and `column`.
    """

    # The file as a whole: row 0, no column

    FILE_TOO_LARGE = "file_too_large"
    """The file is larger than {highest} MB: take the pictures out of it."""
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    """The file unpacks to more than a list needs: copy the list into a new file."""
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    """This is not a table that can be read: save it as .xlsx or .csv, or paste the names."""
    UNREADABLE = "unreadable"
    """The file is damaged or protected by a password: save it anew, or paste the names."""
    NO_ROWS = "no_rows"
    """There are no names in it: write one child a line."""
    TOO_MANY_ROWS = "too_many_rows"
    """There are {given} names, and {highest} are read at once: one class a list."""
    TOO_WIDE = "too_wide"
    """The table is {given} columns wide, and {highest} are read: delete what stands far to the right."""

    # The row of column names

    NO_NAME_COLUMN = "no_name_column"
    """It cannot be told which column has the names: put a row on top that says “Surname” and “First name”."""
    DUPLICATE_COLUMN = "duplicate_column"
    """“{column}” says the same as the column “{other}”: keep one of them."""

    # One row

    BROKEN_QUOTES = "broken_quotes"
    """The quotation marks in this row do not match."""
    BROKEN_FORMULA = "broken_formula"
    """The formula in this cell has no result: write the name itself."""
    MISSING_NAME = "missing_name"
    """Something stands in this row, but no name."""
    MISSING_FIRST_NAME = "missing_first_name"
    """“{value}” is a surname alone: write the first name, too."""
    TOO_LONG = "too_long"
    """The name has {given} characters, and {highest} fit."""
    DIGITS = "digits"
    """There are digits in “{value}”: leave phone numbers, IINs and birth dates out; they are not kept."""
    SEVERAL_NAMES = "several_names"
    """“{value}” seems to be several children: write one a line, surname and first name with a space between."""
    NOT_A_CHILD = "not_a_child"
    """“{value}” does not look like a child's name, but like a heading, a total or a remark: take it out."""
    STRANGE_CHARACTERS = "strange_characters"
    """There are characters in “{value}” that names do not have ({other}): take them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassListFault:
    """One thing that is wrong: where, what, and what its sentence needs. What a kind does not fill stays None."""

    kind: ClassListFaultKind
    row: int = 0
    """Of the file or of the typed text, from 1; 0 for the whole."""
    column: str = ""
    """The column's name as it stands in the file; empty where it has none."""
    value: str = field(default="", repr=False)
    """What is faulty, as it reads, cut at LONGEST_VALUE characters; more than FEW_DIGITS digits are shown as “•”.

    It is a child's name: not in the repr, so that it comes into no log.
    """
    other: str = field(default="", repr=False)
    given: int | None = None
    highest: int | None = None

    def data(self) -> dict[str, str | int]:
        """Every field that is filled, by name: what the sentence's braces are filled with."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}


class FaultyClassList(Exception):  # noqa: N818  it is the list that is at fault
    """The list has faults; nothing of it may be kept. `faults` holds every one, in order of rows."""

    def __init__(self, faults: Iterable[ClassListFault]) -> None:
        self.faults: Final = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[ClassListFault, ...]]]:
        """It comes back whole from another process, though its message says none of the names."""
        return type(self), (self.faults,)


def quoted(value: str) -> str:
    """That much of a name as a fault shows. Many digits may be a phone or an IIN: not to be repeated in a chat."""
    if sum(map(str.isnumeric, value)) > FEW_DIGITS:
        value = "".join("•" if character.isnumeric() else character for character in value)
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
