"""A class's list as it comes in: asked for, added, or refused line by line."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.class_lists import ClassListDraft
from domain.classes import SchoolClass
from handlers.class_buttons import SeeClass
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill, plural
from papers.class_lists.faults import ClassListFault
from papers.class_lists.faults import ClassListFaultKind as Kind

MOST_SHOWN: Final = 10
"""Faults that one message tells; the others show themselves after these are mended."""


def ask_names(known: SchoolClass) -> Screen:
    """Type, paste or send a file."""
    text = fill(
        _(
            "📋 <b>The list of {name}.</b> Type or paste the names, one child a line, or send an .xlsx or .csv file."
            "\n\nNames are enough: birth dates, phones and IINs are neither read nor kept. Only you see the list; "
            "the host "
            "gets it for the gate, where it asks for it."
        ),
        name=known.name,
    )
    return Screen(text=text, rows=_back(known))


def added(draft: ClassListDraft) -> Html:
    """What was taken over, and what the teacher ought to look at."""
    lines = [plural("✅ {n} name added.", "✅ {n} names added.", len(draft.pupils))]
    for equal in draft.equal_names:
        rows = ", ".join(map(str, equal.rows))
        lines.append(fill(_("❔ “{name}” stands there more than once (lines {rows})."), name=equal.name, rows=rows))
    if any(column.personal for column in draft.left_unread):
        names = ", ".join(column.column for column in draft.left_unread if column.personal)
        lines.append(fill(_("🔒 Left unread and not kept: {columns}."), columns=names))
    return Html("\n".join(lines))


def faults(found: Sequence[ClassListFault], known: SchoolClass) -> Screen:
    """What is wrong, line by line. Nothing was taken over."""
    lines = [fill("• {where}{words}", where=_where(one), words=sentence(one)) for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(Html(plural("… and {n} more.", "… and {n} more.", len(found) - MOST_SHOWN)))
    text = fill(
        _("<b>Nothing was added yet.</b> Please mend this and send it again:\n\n{lines}"), lines=Html("\n".join(lines))
    )
    return Screen(text=text, rows=_back(known))


def unreadable(known: SchoolClass) -> Screen:
    """The file took too long or too much."""
    text = _("I could not read this file. Please paste the names instead, one child a line.")
    return Screen(text=text, rows=_back(known))


def _where(fault: ClassListFault) -> str:
    return _("line {n}:").format(n=fault.row) + " " if fault.row else ""


def sentence(fault: ClassListFault) -> str:
    """What is wrong, and what would be right."""
    return SENTENCES[fault.kind]().format(**fault.data())


SENTENCES: Final[dict[Kind, Callable[[], str]]] = {
    Kind.FILE_TOO_LARGE: lambda: _("the file is larger than {highest} MB: take the pictures out of it"),
    Kind.UNPACKS_TOO_LARGE: lambda: _("the file is far too large inside: copy the list into a new file"),
    Kind.NOT_A_SPREADSHEET: lambda: _("this is no table I can read: save it as .xlsx or .csv, or paste the names"),
    Kind.UNREADABLE: lambda: _("the file is damaged or has a password: save it anew, or paste the names"),
    Kind.NO_ROWS: lambda: _("there are no names in it: write one child a line"),
    Kind.TOO_MANY_ROWS: lambda: _("there are {given} names, and {highest} are read at once: one class a list"),
    Kind.TOO_WIDE: lambda: _("the table is {given} columns wide, and {highest} are read: delete what stands far right"),
    Kind.NO_NAME_COLUMN: lambda: _("I can't tell which column has the names: write “Surname” and “First name” on top"),
    Kind.DUPLICATE_COLUMN: lambda: _("“{column}” says the same as the column “{other}”: keep one of them"),
    Kind.BROKEN_QUOTES: lambda: _("the quotation marks in this row do not match"),
    Kind.BROKEN_FORMULA: lambda: _("the formula in this cell has no result: write the name itself"),
    Kind.MISSING_NAME: lambda: _("something stands in this row, but no name"),
    Kind.MISSING_FIRST_NAME: lambda: _("“{value}” is a surname alone: write the first name, too"),
    Kind.TOO_LONG: lambda: _("the name has {given} characters, and {highest} fit"),
    Kind.DIGITS: lambda: _("there are digits in “{value}”: leave phones, IINs and birth dates out; they are not kept"),
    Kind.SEVERAL_NAMES: lambda: _("“{value}” seems to be several children: write one a line"),
    Kind.NOT_A_CHILD: lambda: _("“{value}” looks like a heading or a remark, not like a child's name: take it out"),
    Kind.STRANGE_CHARACTERS: lambda: _("names do not have these characters: {other} (in “{value}”); take them out"),
}


def _back(known: SchoolClass) -> tuple[Row, ...]:
    return ((Button(_("⬅️ To the class"), SeeClass(school_class=known.id).pack()), *home_row()),)
