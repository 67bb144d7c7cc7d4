"""A sheet of form answers: which column says what, what would come of it, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from domain.bookings import BookingState
from domain.capacity import Preview
from domain.identities import Intent, SlotId
from domain.programme import Slot
from handlers.capacity_buttons import BringAnswers, BringIn, CheckAnswers, MapColumn, SameOrOther, SeeByHand, SeeColumns
from handlers.screens.capacity import heading
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import ManageSlot
from handlers.texts import Html, _, fill, plural
from papers.form_answers import RowFault, RowFaultKind, What
from papers.tables import TableFault, TableFaultKind

_MOST_FAULTS: Final = 12
_MOST_ALIKE: Final = 5
_LONGEST_NAME: Final = 30


def ask_file(of: Slot) -> Screen:
    """The sheet, please."""
    text = fill(
        _(
            "{heading}\n\n<b>📄 Form answers</b>\nSend me the sheet as .xlsx or .csv: one pupil a row, column names "
            "above. I read first name, grade and school, and if you like age and phone; nothing is brought in before "
            "you have seen it."
        ),
        heading=heading(of),
    )
    return Screen(text=text, rows=(_back(of.id),))


def unreadable(of: Slot, fault: TableFault) -> Screen:
    """This is no sheet that can be read."""
    return ask_file(of).topped(f"⚠️ {fill(_FAULTS[fault.kind](), given=fault.given, highest=fault.highest)}")


_FAULTS: Final[dict[TableFaultKind, Callable[[], str]]] = {
    TableFaultKind.FILE_TOO_LARGE: lambda: _(
        "The file is larger than {highest} MB. Split it, or take the pictures out of it."
    ),
    TableFaultKind.UNPACKS_TOO_LARGE: lambda: _(
        "The file unpacks to more than a table needs. Copy the table into a new file, and save it as .xlsx or .csv."
    ),
    TableFaultKind.NOT_A_SPREADSHEET: lambda: _("This is not a table that can be read. Save it as .xlsx or .csv."),
    TableFaultKind.UNREADABLE: lambda: _(
        "The file is damaged or protected by a password. Open it, and save it anew as .xlsx or .csv."
    ),
    TableFaultKind.NO_ROWS: lambda: _("There are no answers in the file."),
    TableFaultKind.TOO_MANY_ROWS: lambda: _(
        "The file has too many rows: {given}. At most {highest} are read at once; split it into several files."
    ),
    TableFaultKind.TOO_WIDE: lambda: _(
        "The table is too wide, it has this many columns: {given}. At most {highest} are read; delete what stands far "
        "to the right."
    ),
    TableFaultKind.BROKEN_QUOTES: lambda: _("The quotation marks in the file do not match. Save it anew as .xlsx."),
}

_WHAT: Final[dict[What, Callable[[], str]]] = {
    What.NAME: lambda: _("First name"),
    What.GRADE: lambda: _("Grade"),
    What.SCHOOL: lambda: _("School"),
    What.AGE: lambda: _("Age"),
    What.PHONE: lambda: _("Phone"),
    What.ANSWER: lambda: _("What the event asks"),
}
_MUST: Final = (What.NAME, What.GRADE, What.SCHOOL)


def columns(of: Slot, names: Sequence[str], found: Mapping[str, int], *, rows: int) -> Screen:
    """Which column says what, as far as I can tell; each changed by a tap."""
    asked = [what for what in What if what is not What.ANSWER or of.event.question]
    must = {*_MUST, *([What.ANSWER] if of.event.question else [])}
    buttons: list[Row] = []
    for what in asked:
        column = _short(names[found[what]]) if what in found else ("❓" if what in must else "—")
        buttons.append((Button(f"{_WHAT[what]()}: {column}", SeeColumns(slot=of.id, what=what).pack()),))
    if all(what in found for what in must):
        buttons.append((Button(_("👍 Check the rows"), CheckAnswers(slot=of.id).pack()),))
        hint = _("Is each column what I took it for? Tap one to change it.")
    else:
        hint = _("Some columns I can't tell: tap those with a question mark.")
    text = fill(
        _("{heading}\n\n<b>📄 Form answers</b>: rows read: {rows}\n{hint}"), heading=heading(of), rows=rows, hint=hint
    )
    return Screen(text=text, rows=(*buttons, _back(of.id)))


def which_column(of: Slot, what: What, names: Sequence[str], sample: Sequence[str]) -> Screen:
    """Which column is it?"""
    rows: list[Row] = [
        (
            Button(
                f"{_short(name) or '—'} ({_short(sample[place])})" if place < len(sample) else _short(name) or "—",
                MapColumn(slot=of.id, what=what, place=place + 1).pack(),
            ),
        )
        for place, name in enumerate(names)
    ]
    if what not in _MUST:
        rows.append((Button(_("No column says it"), MapColumn(slot=of.id, what=what, place=0).pack()),))
    text = fill(_("{heading}\n\n<b>Which column says: {what}?</b>"), heading=heading(of), what=_WHAT[what]())
    return Screen(text=text, rows=(*rows, (Button(_("⬅️ Back"), SeeColumns(slot=of.id).pack()), *home_row())))


def faulty(of: Slot, faults: Sequence[RowFault]) -> Screen:
    """Rows that have to be put right first: nothing is brought in by half."""
    lines = [fill("• {line}", line=_fault(one)) for one in faults[:_MOST_FAULTS]]
    if len(faults) > _MOST_FAULTS:
        lines.append(Html(plural("… and {n} more", "… and {n} more", len(faults) - _MOST_FAULTS)))
    text = fill(
        _(
            "{heading}\n\n<b>These rows can't be read:</b>\n{lines}\n\nNothing was brought in. Put them right and send "
            "the file again, or choose another column."
        ),
        heading=heading(of),
        lines=Html("\n".join(lines)),
    )
    rows: tuple[Row, ...] = (
        (Button(_("🔤 Columns"), SeeColumns(slot=of.id).pack()),),
        (Button(_("📄 Another file"), BringAnswers(slot=of.id).pack()),),
        _back(of.id),
    )
    return Screen(text=text, rows=rows)


_ROW_FAULTS: Final[dict[RowFaultKind, Callable[[], str]]] = {
    RowFaultKind.NO_NAME: lambda: _("there is no first name; write one."),
    RowFaultKind.NO_GRADE: lambda: _("“{value}” is no grade from 1 to 12; write the number."),
    RowFaultKind.NO_SCHOOL: lambda: _("there is no school; write its name or number."),
    RowFaultKind.TOO_LONG: lambda: _("“{value}…” is too long; shorten it."),
    RowFaultKind.NO_ANSWER: lambda: _("what the event asks is not answered; write it."),
    RowFaultKind.BAD_PHONE: lambda: _("“{value}” is no phone number; write it whole, or leave it out."),
}


def _fault(of: RowFault) -> str:
    what = _ROW_FAULTS[of.kind]().format(value=of.value)
    return _("Row {row}: {what}").format(row=of.row, what=what)


def preview(of: Slot, found: Preview, intent: Intent) -> Screen:
    """What would come of it, before anything is done."""
    lines = [
        fill(_("✅ Get a seat: {n}"), n=found.seated),
        fill(_("🙋 Wait: {n}"), n=len(found.waiting)),
        fill(_("⏭ Left out, booked already: {n}"), n=found.left_out),
    ]
    if found.waiting:
        lines.append(fill(_("Those who wait: {names}"), names=", ".join(found.waiting)))
    rows: list[Row] = []
    for one in found.alike[:_MOST_ALIKE]:
        lines.append(
            fill(
                _(
                    "❓ Row {row}: {name} of this school and grade is booked already, or stands in the file twice. The "
                    "same pupil?"
                ),
                row=one.row,
                name=one.name,
            )
        )
        rows.append(
            (
                Button(
                    _("{name}: the same").format(name=one.name), SameOrOther(slot=of.id, row=one.row, other=0).pack()
                ),
                Button(
                    _("{name}: another").format(name=one.name), SameOrOther(slot=of.id, row=one.row, other=1).pack()
                ),
            )
        )
    if not found.alike and found.coming:
        bring = plural("📥 Bring {n} pupil in", "📥 Bring {n} pupils in", found.coming)
        rows.append((Button(bring, BringIn(slot=of.id, intent=intent).pack()),))
    rows.append((Button(_("🔤 Columns"), SeeColumns(slot=of.id).pack()),))
    text = fill(
        _("{heading}\n\n<b>📄 What would come of it</b>\n{lines}\n\nNothing was brought in yet."),
        heading=heading(of),
        lines=Html("\n".join(lines)),
    )
    return Screen(text=text, rows=(*rows, _back(of.id)))


def brought_in(of: Slot, states: Sequence[BookingState]) -> Screen:
    """What came of it."""
    seated = sum(state is BookingState.CONFIRMED for state in states)
    text = fill(
        _("{heading}\n\n<b>📥 Brought in: {n}</b>\n✅ Have a seat: {seated}\n🙋 Wait: {waiting}"),
        heading=heading(of),
        n=len(states),
        seated=seated,
        waiting=len(states) - seated,
    )
    see = Button(_("☎️ See them"), SeeByHand(slot=of.id).pack())
    return Screen(text=text, rows=((see,), _back(of.id)))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _back(slot: SlotId) -> Row:
    return (Button(_("⬅️ The date"), ManageSlot(slot=slot).pack()), *home_row())
