"""One sentence for each fault of a programme file: where it is, what is wrong, and what would be right.

Plain text, for a terminal as for a chat: whoever shows it as HTML escapes it. Which faults there are, and what each
carries, is papers/programme_file's affair.
"""

from collections.abc import Callable, Sequence
from typing import Final

from domain.programme import EventKind
from handlers.screens.words import kind
from handlers.texts import _, plural
from papers.programme_file.faults import Fault, FaultKind

_SENTENCES: Final[dict[FaultKind, Callable[[Fault], str]]] = {
    # The file as a whole: nothing stands before these
    FaultKind.FILE_TOO_LARGE: lambda _fault: _(
        "The file is larger than {highest} MB. Split it, or take the pictures out of it."
    ),
    FaultKind.UNPACKS_TOO_LARGE: lambda _fault: _(
        "The file unpacks to more than a table needs. Copy the table into a new file, and save it as .xlsx or .csv."
    ),
    FaultKind.NOT_A_SPREADSHEET: lambda _fault: _("This is not a table that can be read. Save it as .xlsx or .csv."),
    FaultKind.UNREADABLE: lambda _fault: _(
        "The file is damaged or protected by a password. Open it, and save it anew as .xlsx or .csv."
    ),
    FaultKind.NO_ROWS: lambda _fault: _(
        "The file has no slots. Under the row of column names, write one row for each slot."
    ),
    FaultKind.TOO_MANY_ROWS: lambda _fault: _(
        "The file has too many rows: {given}. At most {highest} are read at once; split it into several files."
    ),
    FaultKind.TOO_WIDE: lambda _fault: _(
        "The table is too wide, it has this many columns: {given}. At most {highest} are read; delete what stands far "
        "to the right."
    ),
    # The row of column names
    FaultKind.MISSING_COLUMN: lambda _fault: _("this column is missing; add it to the row of column names."),
    FaultKind.UNKNOWN_COLUMN: lambda fault: (
        _("there is no column of this name. Did you mean “{suggestion}”? If not, delete it.")
        if fault.suggestion
        else _("there is no column of this name; delete it, or give it one of the names that are known.")
    ),
    FaultKind.DUPLICATE_COLUMN: lambda _fault: _("this is the same as the column “{other}”; keep one of the two."),
    # One row as text
    FaultKind.BROKEN_QUOTES: lambda _fault: _(
        "the quotation marks do not match; double those inside a text, and close the one that opens it."
    ),
    FaultKind.CELL_WITHOUT_COLUMN: lambda _fault: _(
        "“{value}” stands under no column name; name its column, or put a text that has a separator in it in quotes."
    ),
    # One cell
    FaultKind.MISSING_VALUE: lambda _fault: _("this must not be empty; fill it in."),
    FaultKind.MISSING_IN_EVERY_LANGUAGE: lambda _fault: _(
        "this is empty in every language; fill in one of them at least: _ru, _kk or _en."
    ),
    FaultKind.BROKEN_FORMULA: lambda _fault: _("the formula in this cell has no result; write the value itself."),
    FaultKind.CONTROL_CHARACTERS: lambda _fault: _(
        "the text has invisible control characters in it ({other}); type it anew."
    ),
    FaultKind.TOO_LONG: lambda _fault: _(
        "the text is too long. Characters in it: {given}, and at most {highest} fit; shorten it."
    ),
    FaultKind.NOT_A_WHOLE_NUMBER: lambda _fault: _(
        "“{value}” is not a whole number; write one from {lowest} to {highest}."
    ),
    FaultKind.NOT_A_NUMBER: lambda _fault: _(
        "“{value}” is not a number; write degrees with a point, for example 59.9177."
    ),
    FaultKind.OUT_OF_RANGE: lambda _fault: _("“{value}” does not fit here; write a number from {lowest} to {highest}."),
    FaultKind.NOT_A_DATE: lambda _fault: _(
        "“{value}” is not a date; write it like 28.11.2026 or 2026-11-28, several with ; between them."
    ),
    FaultKind.YEAR_OUT_OF_RANGE: lambda _fault: _(
        "the year of “{value}” cannot be right; it should be from {lowest} to {highest}."
    ),
    FaultKind.NOT_A_TIME: lambda _fault: _(
        "“{value}” is not a time of day; write it like 15:30, several with ; between them."
    ),
    FaultKind.NOT_A_MOMENT: lambda _fault: _("“{value}” is not a date with a time; write it like 28.11.2026 18:00."),
    FaultKind.UNKNOWN_ZONE: lambda fault: (
        _("“{value}” is not a time zone. Did you mean {suggestion}?")
        if fault.suggestion
        else _("“{value}” is not a time zone; write it like Europe/Moscow or Asia/Almaty.")
    ),
    FaultKind.UNKNOWN_KIND: lambda _fault: _("“{value}” is not a kind of event; write one of these: {kinds}."),
    FaultKind.UNKNOWN_FORMAT: lambda _fault: _("“{value}” is not a format; write in person, online or hybrid."),
    FaultKind.UNKNOWN_CLASS_POLICY: lambda _fault: _(
        "“{value}” does not say how classes are taken; write at once, asked or never."
    ),
    FaultKind.UNKNOWN_PUPIL_POLICY: lambda _fault: _(
        "“{value}” does not say how pupils are taken; write at once or asked."
    ),
    FaultKind.NOT_YES_OR_NO: lambda _fault: _("“{value}” is neither yes nor no; write one of the two."),
    FaultKind.NOT_A_LINK: lambda _fault: _(
        "“{value}” is not a link; write the whole address, beginning with https://."
    ),
    FaultKind.BAD_REMINDERS: lambda _fault: _(
        "“{value}” is not a reminder rule; write 1d@18:00 (the day before, at 18:00) or 2h (two hours before), several "
        "with ; between them, a - for none, and nothing at all for the usual ones."
    ),
    # One row's cells together
    FaultKind.TIMES_DO_NOT_MATCH_DATES: lambda _fault: _(
        "times and dates do not match. Times: {given}, dates: {expected}; write one time for all, or one for each date."
    ),
    FaultKind.MINUTES_DO_NOT_MATCH_DATES: lambda _fault: _(
        "lengths and dates do not match. Lengths: {given}, dates: {expected}; write one length for all, or one for "
        "each date."
    ),
    FaultKind.TOO_MANY_MEETINGS: lambda _fault: _(
        "these are too many meetings for one course: {given}. The most it can have: {highest}."
    ),
    FaultKind.MEETINGS_OUT_OF_ORDER: lambda _fault: _(
        "the meeting {value} is written after {other}, but begins before it; write meetings in order of time."
    ),
    FaultKind.MEETINGS_OVERLAP: lambda _fault: _(
        "the meeting {value} begins while {other} is still on; move it, or make the meetings shorter."
    ),
    FaultKind.CLOSES_BEFORE_OPENS: lambda _fault: _(
        "registration would close ({value}) before it opens ({other}); write a later time."
    ),
    FaultKind.CLOSES_AFTER_START: lambda _fault: _(
        "registration would close ({value}) only after the beginning ({other}); write an earlier time, or leave this "
        "empty."
    ),
    FaultKind.OPENS_AFTER_START: lambda _fault: _(
        "registration would open ({value}) only after the beginning ({other}); write an earlier time."
    ),
    FaultKind.HALF_COORDINATES: lambda _fault: _(
        "this is empty, but “{other}” is filled in; write both coordinates, or neither."
    ),
    FaultKind.MISSING_PLACE: lambda _fault: _("a place needs its city and its name; fill this in."),
    FaultKind.MISSING_LINK: lambda _fault: _("people take part online, so they need a link; fill this in."),
    FaultKind.GRADES_REVERSED: lambda _fault: _(
        "the highest grade ({value}) is below the lowest ({other}); swap them."
    ),
    FaultKind.STRICT_WITHOUT_GRADES: lambda _fault: _(
        "other grades are refused, but no grades are named; name them, or leave this empty."
    ),
    FaultKind.ASK_WITHOUT_WHY: lambda _fault: _("pupils are asked something more; say here why it is needed."),
    FaultKind.WHY_WITHOUT_ASK: lambda _fault: _(
        "there is a reason for a question, but no question; write it here, or delete the reason."
    ),
    # Rows together
    FaultKind.DUPLICATE_SLOT: lambda _fault: _(
        "the slot “{value}” is in row {earlier_row} already; give each slot a key of its own."
    ),
    FaultKind.CONTRADICTION: lambda _fault: _(
        "“{value}” contradicts row {earlier_row}, which says “{other}”; write the same here, or leave it empty."
    ),
}


def sentence(fault: Fault) -> str:
    """Where it is, what is wrong and what would be right, on one line of plain text in the reader's language."""
    known = {name: _on_one_line(value) for name, value in fault.data().items()}
    kinds = ", ".join(kind(one).lower() for one in EventKind)
    what = _SENTENCES[fault.kind](fault).format(**known, kinds=kinds)
    if not fault.row:
        return what
    if not fault.column:
        return _("Row {row}: {what}").format(row=fault.row, what=what)
    return _("Row {row}, column “{column}”: {what}").format(row=fault.row, column=known["column"], what=what)


def summary(faults: Sequence[Fault]) -> str:
    """How many faults there are, and that the file was left out whole."""
    return plural("{n} fault found; nothing was imported.", "{n} faults found; nothing was imported.", len(faults))


def _on_one_line(value: str | int) -> str | int:
    return " ".join(value.split()) if isinstance(value, str) else value


def too_few_seats(slot: str, taken: int) -> str:
    """A slot of a programme file is smaller than what is booked in it."""
    return _(
        "Slot “{slot}”: {taken} seats are taken, so its capacity must be {taken} or more. Nothing was imported."
    ).format(slot=slot, taken=taken)
