"""Who knows of a slot's move or cancellation and whom to phone, for organizers; and thanks to those who answer."""

from collections.abc import Callable
from typing import Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.moves import Call, CallList, CallState
from handlers.buttons import MyBookings, SeeBooking
from handlers.class_buttons import SeeClassBooking
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.managing_slots import to_slot, what_became
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.slot_buttons import SeeCalls, ToldByPhone
from handlers.texts import Html, _, fill, language

PAGE: Final = 8

_STATES: Final[dict[CallState, Callable[[], str]]] = {
    CallState.NOT_REACHED: lambda: _("🔴 Not reached: {n}"),
    CallState.TOLD: lambda: _("🟡 Told, no answer yet: {n}"),
    CallState.ON_ITS_WAY: lambda: _("📨 On its way: {n}"),
    CallState.PHONED: lambda: _("📞 Told by phone: {n}"),
    CallState.ANSWERED: lambda: _("🟢 Answered: {n}"),
}
_SIGNS: Final = {
    CallState.NOT_REACHED: "🔴",
    CallState.TOLD: "🟡",
    CallState.ON_ITS_WAY: "📨",
    CallState.PHONED: "📞",
    CallState.ANSWERED: "🟢",
}


def calls(found: CallList, *, page: int) -> Screen:
    """A page of the list: whoever was not reached comes first."""
    pages = max(-(-len(found.calls) // PAGE), 1)
    page = min(page, pages - 1)
    shown = found.calls[page * PAGE : (page + 1) * PAGE]
    counts = [words().format(n=found.count(state)) for state, words in _STATES.items() if found.count(state)]
    parts = [
        fill(
            _("<b>{title}</b>\n📅 {when}\n{what}"),
            title=found.slot.event.title.to(language()),
            when=dates.moment(found.slot.starts_at, found.slot.zone),
            what=what_became(found.change, found.slot.zone),
        ),
        Html("\n".join(counts)),
        Html("\n".join(_line(number, call, found) for number, call in _numbered(shown, page))),
        _how_to_reach(found),
    ]
    rows: list[Row] = [(_button(number, call, found, page),) for number, call in _numbered(shown, page) if _can(call)]
    return Screen(
        text="\n\n".join(part for part in parts if part),
        rows=(*rows, *_turning(found, page, pages), to_slot(found.slot)),
    )


def _numbered(shown: tuple[Call, ...], page: int) -> list[tuple[int, Call]]:
    return list(enumerate(shown, start=page * PAGE + 1))


def _line(number: int, call: Call, found: CallList) -> Html:
    """One party: never more than a first name, a class and its teacher, and a number that the teacher gave."""
    who = (
        fill("{name}, {teacher}, {school}", name=call.name, teacher=call.teacher, school=short(call.school, 60))
        if call.teacher
        else fill(_("{name}, grade {grade}, {school}"), name=call.name, grade=call.grade, school=short(call.school, 60))
    )
    notes = []
    if call.phone and call.state.is_open:
        notes.append(f"📞 {call.phone}")
    if call.by_hand:
        notes.append(_("written down by hand"))
    if call.state is CallState.PHONED and call.phoned_at is not None:
        when = dates.moment(call.phoned_at, found.slot.zone)
        by = call.phoned_by or _("an owner")
        notes.append(_("told by phone by {who}, {when}").format(who=by, when=when))
    rest = fill(" · {notes}", notes=" · ".join(notes)) if notes else ""
    return Html(f"{number}. {_SIGNS[call.state]} {who}{rest}")


def _can(call: Call) -> bool:
    return call.state.is_open or call.state is CallState.PHONED


def _button(number: int, call: Call, found: CallList, page: int) -> Button:
    undo = call.state is CallState.PHONED
    words = _("↩️ {n}. {name}: not told after all") if undo else _("📞 {n}. {name}: told by phone")
    press = ToldByPhone(slot=found.slot.id, booking=call.booking, undo=int(undo), page=page)
    return Button(words.format(n=number, name=short(call.name, 24)), press.pack())


def _turning(found: CallList, page: int, pages: int) -> list[Row]:
    slot = found.slot.id
    buttons = []
    if page:
        buttons.append(Button("⬅️", SeeCalls(slot=slot, page=page - 1).pack()))
    if page + 1 < pages:
        buttons.append(Button("➡️", SeeCalls(slot=slot, page=page + 1).pack()))
    return [tuple(buttons), (_again(found),)] if buttons else [(_again(found),)]


def _again(found: CallList) -> Button:
    return Button(_("🔄 Look again"), SeeCalls(slot=found.slot.id).pack())


def _how_to_reach(found: CallList) -> Html | None:
    """How pupils are reached whom no letter reaches: their phones are nobody's here."""
    if not found.open:
        return None
    pupils = [call for call in found.calls if call.state.is_open and not call.teacher]
    lines = [
        _("Phone the number that was given, if there is one; a class's teacher else through the school."),
    ]
    if pupils:
        lines.append(
            _(
                "I keep no phone numbers of pupils and give out no accounts: please ask their school's office to pass "
                "it on, and say which event it is about."
            )
        )
    return fill("<i>{lines}</i>", lines=" ".join(lines))


def answered(booking: Booking | ClassBooking) -> Screen:
    """Thanks: the host sees that they know."""
    said = (
        _("👍 Thank you! You keep your seats, and the host sees that you know.")
        if not booking.state.is_over
        else _("👍 Thank you! The host sees that you know.")
    )
    see = (
        SeeClassBooking(booking=booking.id).pack()
        if isinstance(booking, ClassBooking)
        else SeeBooking(booking=booking.id).pack()
    )
    rows: tuple[Row, ...] = (
        (Button(_("🎟 See the booking"), see), Button(_("🎟 My bookings"), MyBookings().pack())),
        home_row(),
    )
    return Screen(text=said, rows=rows)
