"""What can be wrong with a programme file, as data without text. Their sentences are worded by handlers."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

LONGEST_VALUE: Final = 100
"""How many characters of a faulty cell a fault quotes."""


class FaultKind(StrEnum):
    """What is wrong, and, under each kind, a sentence that says what would be right.

    The names in braces are the fields of Fault that this kind fills, beside `row`, `column` and `value`.
    """

    # The file as a whole: row 0, no column

    FILE_TOO_LARGE = "file_too_large"
    """The file is larger than {highest} MB: split it, or take pictures out of it."""
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    """The file unpacks to far more than it should: save the table anew, alone, as .xlsx or .csv."""
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    """This is not a table we can read: save it as .xlsx or .csv."""
    UNREADABLE = "unreadable"
    """The file is damaged or protected by a password: open it, and save it anew as .xlsx or .csv."""
    NO_ROWS = "no_rows"
    """There are no slots in the file: under the row of column names, write one row for each slot."""
    TOO_MANY_ROWS = "too_many_rows"
    """The file has {given} rows, and {highest} are read at once: split it into several files."""
    TOO_WIDE = "too_wide"
    """The table is {given} columns wide, and {highest} are read: delete what stands far to the right."""

    # The row of column names

    MISSING_COLUMN = "missing_column"
    """There is no column “{column}”: add it to the first row."""
    UNKNOWN_COLUMN = "unknown_column"
    """There is no such column as “{column}”: did you mean “{suggestion}”? Otherwise delete it."""
    DUPLICATE_COLUMN = "duplicate_column"
    """“{column}” says the same as the column “{other}”: keep one of them."""

    # One row as text

    BROKEN_QUOTES = "broken_quotes"
    """The quotation marks in this row do not match: double those inside a text, and close the one that opens it."""
    CELL_WITHOUT_COLUMN = "cell_without_column"
    """“{value}” stands in no named column: name its column, or put a text that has the separator in it in quotes."""

    # One cell

    MISSING_VALUE = "missing_value"
    """“{column}” must be filled in."""
    MISSING_IN_EVERY_LANGUAGE = "missing_in_every_language"
    """Write this in at least one language: “{column}”, or one of its sisters."""
    BROKEN_FORMULA = "broken_formula"
    """The formula in this cell has no result: write the value itself."""
    CONTROL_CHARACTERS = "control_characters"
    """There are invisible control characters in this text ({other}): type it anew."""
    TOO_LONG = "too_long"
    """The text has {given} characters, and {highest} fit: shorten it."""
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    """“{value}” is not a whole number: write one from {lowest} to {highest}."""
    NOT_A_NUMBER = "not_a_number"
    """“{value}” is not a number: write degrees with a point, like 59.9177."""
    OUT_OF_RANGE = "out_of_range"
    """“{value}” is not between {lowest} and {highest}."""
    NOT_A_DATE = "not_a_date"
    """“{value}” is not a date: write it like 28.11.2026 or 2026-11-28, several with ; between them."""
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    """The year of “{value}” is not between {lowest} and {highest}."""
    NOT_A_TIME = "not_a_time"
    """“{value}” is not a time of day: write it like 15:30, several with ; between them."""
    NOT_A_MOMENT = "not_a_moment"
    """“{value}” is not a date with a time: write it like 28.11.2026 18:00."""
    UNKNOWN_ZONE = "unknown_zone"
    """“{value}” is not a time zone: write it like {suggestion}."""
    UNKNOWN_KIND = "unknown_kind"
    """“{value}” is not a kind of event: did you mean {suggestion}?"""
    UNKNOWN_FORMAT = "unknown_format"
    """“{value}” is not a format: write in_person, online or hybrid; the nearest is {suggestion}."""
    UNKNOWN_CLASS_POLICY = "unknown_class_policy"
    """“{value}” does not say how classes are taken: at_once, asked, never."""
    UNKNOWN_PUPIL_POLICY = "unknown_pupil_policy"
    """“{value}” does not say how pupils are taken: at_once, asked."""
    NOT_YES_OR_NO = "not_yes_or_no"
    """“{value}” is neither yes nor no."""
    NOT_A_LINK = "not_a_link"
    """“{value}” is not a link: write the whole address, beginning with https://."""
    BAD_REMINDERS = "bad_reminders"
    """“{value}” is not a reminder rule: write 1d@18:00 (the day before at 18:00) or 2h (two hours before), with ;
    between them, nothing for the usual ones, or - for none."""

    # One row's cells together

    TIMES_DO_NOT_MATCH_DATES = "times_do_not_match_dates"
    """There are {given} times for {expected} dates: write one time, or one for each date."""
    MINUTES_DO_NOT_MATCH_DATES = "minutes_do_not_match_dates"
    """There are {given} lengths for {expected} dates: write one length, or one for each date."""
    TOO_MANY_MEETINGS = "too_many_meetings"
    """There are {given} meetings, and a course has {highest} at most."""
    MEETINGS_OUT_OF_ORDER = "meetings_out_of_order"
    """The meeting {value} stands after {other}, and begins before it: write meetings in order of time."""
    MEETINGS_OVERLAP = "meetings_overlap"
    """The meeting {value} begins while {other} is still on: move it, or make meetings shorter."""
    CLOSES_BEFORE_OPENS = "closes_before_opens"
    """Registration closes ({value}) before it opens ({other})."""
    CLOSES_AFTER_START = "closes_after_start"
    """Registration closes ({value}) after the first meeting begins ({other}): close it earlier, or leave this empty."""
    OPENS_AFTER_START = "opens_after_start"
    """Registration opens ({value}) only when the first meeting has begun ({other}): open it earlier."""
    HALF_COORDINATES = "half_coordinates"
    """“{other}” is given without this: write both coordinates, or neither."""
    MISSING_PLACE = "missing_place"
    """It is attended in person, or a place is begun: write the name of the place, and its city."""
    MISSING_LINK = "missing_link"
    """It is attended online: write the link to take part."""
    GRADES_REVERSED = "grades_reversed"
    """The highest grade, {value}, is below the lowest, {other}: exchange them."""
    STRICT_WITHOUT_GRADES = "strict_without_grades"
    """Other grades are refused, but no grades are named: write them, or leave this empty."""
    ASK_WITHOUT_WHY = "ask_without_why"
    """Something more is asked of a pupil: say why."""
    WHY_WITHOUT_ASK = "why_without_ask"
    """It says why something is asked, but not what: write the question, or leave this empty."""

    # Rows together

    DUPLICATE_SLOT = "duplicate_slot"
    """The slot “{value}” is in row {earlier_row} already: give each slot a name of its own."""
    CONTRADICTION = "contradiction"
    """Row {earlier_row} says “{other}”, this one “{value}”: write the same, or leave it empty here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what, and what its sentence needs. What a kind does not fill stays None."""

    kind: FaultKind
    row: int = 0
    """As the spreadsheet numbers it, from 1; 0 for the file as a whole."""
    column: str = ""
    """The column's name as it stands in the file; empty for a whole row."""
    value: str = ""
    """The faulty cell, or the part of it that is faulty, as it reads; cut at LONGEST_VALUE characters."""
    suggestion: str = ""
    """What was probably meant; empty where nothing is near."""
    other: str = ""
    """What it contradicts: another value, or another column's name."""
    earlier_row: int | None = None
    lowest: int | None = None
    highest: int | None = None
    given: int | None = None
    expected: int | None = None

    def data(self) -> dict[str, str | int]:
        """Every field that is filled, by name: what the sentence's braces are filled with."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}


class FaultyProgramme(Exception):  # noqa: N818  it is the file that is at fault, as DESIGN.md words it
    """The file has faults; nothing of it may be imported. `faults` holds every one, in order of row and column."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Final = tuple(faults)
        super().__init__(self.faults)


def quoted(value: str) -> str:
    """That much of a cell as a fault shows."""
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
