"""A slot as its organizers see it: how it stands, and what can be done. Leaves moving and phoning to their modules."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.bookings import BookingState
from domain.moments import Instant
from domain.moves import ChangeKind, Seated, SlotOverview, ToldChange, UsualReason, Why
from domain.programme import Slot
from domain.rights import OrganizerRole
from handlers.capacity_buttons import BringAnswers, SeeByHand, SeeSeatRules
from handlers.check_in_buttons import SeeDoorOfSlot
from handlers.organizer_buttons import Organize
from handlers.programme_buttons import ManageEvent, SeeDate
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row, where
from handlers.slot_buttons import CancelSlot, ManageSlot, MoveSlot, SeeCalls, SetSeats
from handlers.texts import Html, _, fill, language, plural

REASONS: Final[dict[UsualReason, Callable[[], str]]] = {
    UsualReason.ILLNESS: lambda: _("somebody who was to receive you has fallen ill"),
    UsualReason.TOO_FEW: lambda: _("too few have registered"),
    UsualReason.PREMISES: lambda: _("the rooms cannot be used"),
    UsualReason.WEATHER: lambda: _("because of the weather"),
}
"""The usual reasons, as those who are told read them; in the order of their buttons."""


def reason(why: Why) -> str:
    """A reason in the reader's words; empty where none was given."""
    return REASONS[why.usual]() if why.usual else why.typed


def slot(of: SlotOverview, now: Instant) -> Screen:
    """A slot: numbers, state, who is answerable, and what can be done."""
    parts = [heading(of.slot), Html("\n".join(_numbers(of))), _state(of, now), _who(of)]
    rows = [*_changing(of, now), *_more(of), *_ways_back(of)]
    return Screen(text="\n\n".join(part for part in parts if part), rows=tuple(rows))


def heading(of: Slot) -> Html:
    """What, when, where, in a few lines."""
    return fill(
        "<b>{title}</b>\n📅 {times}\n{where}",
        title=of.event.title.to(language()),
        times=dates.times(of),
        where=where(of, ticket=True),
    )


def _numbers(of: SlotOverview) -> list[Html]:
    slot_ = of.slot
    lines = [fill(_("💺 Seats taken: {taken} of {capacity}"), taken=slot_.seats_taken, capacity=slot_.capacity)]
    named = (
        (BookingState.CONFIRMED, _("✅ Certain: {n} ({seats})")),
        (BookingState.REQUESTED, _("⏳ Wait for a yes: {n} ({seats})")),
        (BookingState.OFFERED, _("🎁 Have been offered seats: {n} ({seats})")),
        (BookingState.WAITLISTED, _("🙋 In the waiting list: {n} ({seats})")),
    )
    for state, words in named:
        if number := of.parties.get(state, 0):
            lines.append(fill(words, n=number, seats=_seats(of.seats.get(state, 0))))
    return lines


def _seats(number: int) -> str:
    return plural("{n} seat", "{n} seats", number)


def _state(of: SlotOverview, now: Instant) -> Html:
    """Whether one can register, and what became of the slot."""
    slot_ = of.slot
    if not of.published:
        head = _("📝 A draft: nobody but its organizers sees it.")
    elif slot_.cancelled_at is not None:
        head = _("✖️ Cancelled.")
    elif slot_.ends_at <= now:
        head = _("🏁 It is over.")
    elif slot_.opens_at is not None and slot_.opens_at > now:
        head = _("🔒 Registration opens {day}.").format(day=dates.moment(slot_.opens_at, slot_.zone))
    elif slot_.closes_at <= now:
        head = _("🔒 Registration is closed.")
    else:
        head = _("🟢 Registration is open until {day}.").format(day=dates.moment(slot_.closes_at, slot_.zone))
    lines = [fill("{head}", head=head)]
    if of.change:
        lines.append(what_became(of.change, slot_.zone))
    return Html("\n".join(lines))


def what_became(change: ToldChange, zone: str) -> Html:
    """When it was moved or cancelled, and why."""
    said = _("↪️ Moved, told {when}") if change.kind is ChangeKind.MOVED else _("✖️ Cancelled, told {when}")
    line = fill(said, when=dates.moment(change.at, zone))
    return fill("{line}: {why}", line=line, why=reason(change.why)) if change.why else line


def _who(of: SlotOverview) -> Html:
    partner = of.slot.event.partner
    return fill(
        _("🏢 {host}\n☎️ Answerable: {contact}"), host=partner.name.to(language()), contact=partner.contact or "—"
    )


def _changing(of: SlotOverview, now: Instant) -> list[Row]:
    """What only whoever makes the programme may do."""
    number = of.slot.id
    if not of.may(OrganizerRole.PROGRAMME):
        return []
    rows: list[Row] = []
    if of.slot.ends_at > now and of.change:
        words = _("📞 Who knows, whom to phone: {n}").format(n=of.open_calls)
        rows.append((Button(words, SeeCalls(slot=number).pack()),))
    if of.slot.cancelled_at is None and of.slot.ends_at > now:
        rows += [
            (
                Button(_("↪️ Move"), MoveSlot(slot=number).pack()),
                Button(_("💺 Seats"), SetSeats(slot=number).pack()),
            ),
            (
                Button(_("🔓 Registration"), SeeDate(slot=number).pack()),
                Button(_("✖️ Cancel this date"), CancelSlot(slot=number).pack()),
            ),
        ]
    return rows


def _more(of: SlotOverview) -> list[Row]:
    """What others hang here: a row each, shown to those whose role allows what is behind it."""
    rows: list[Row] = []
    if of.published and of.may(OrganizerRole.CHECK_IN):
        rows.append((Button(_("🚪 Who is here"), SeeDoorOfSlot(slot=of.slot.id).pack()),))
    if of.published and of.may(OrganizerRole.PROGRAMME):
        rows += [
            (
                Button(_("⚖️ Who gets the seats"), SeeSeatRules(slot=of.slot.id).pack()),
                Button(_("☎️ By phone"), SeeByHand(slot=of.slot.id).pack()),
            ),
            (Button(_("📄 Form answers"), BringAnswers(slot=of.slot.id).pack()),),
        ]
    return rows


def _ways_back(of: SlotOverview) -> list[Row]:
    if of.may(OrganizerRole.PROGRAMME):
        return [(Button(_("⬅️ The event"), ManageEvent(event=of.slot.event.id).pack()), *home_row())]
    return [(Button(_("🛠 Organizing"), Organize().pack()), *home_row())]


def ask_seats(of: Slot, revision: int) -> Screen:
    """How many seats?"""
    text = fill(
        _(
            "<b>How many seats?</b>\n\n{heading}\n💺 Now {capacity}, of which {taken} are taken\n\nChoose, or type a "
            "number. New seats go to the waiting list at once."
        ),
        heading=heading(of),
        capacity=of.capacity,
        taken=of.seats_taken,
    )
    wished = [of.capacity + more for more in (-10, -5, -1, 1, 5, 10)]
    buttons = [
        Button(str(seats), SetSeats(slot=of.id, seats=seats, seen=revision).pack())
        for seats in wished
        if seats >= max(of.seats_taken, 1)
    ]
    rows: list[Row] = [tuple(buttons[:3]), tuple(buttons[3:])]
    return Screen(text=text, rows=(*(row for row in rows if row), to_slot(of)))


def too_few_seats(of: Slot, revision: int, affected: Sequence[Seated], wanted: int) -> Screen:
    """Fewer than are taken: who that would concern, and what can be done instead."""
    lines = [fill("• {who}", who=_seated(one)) for one in affected]
    head = plural(
        "<b>{n} seat is taken.</b> Nobody is thrown out by a number.",
        "<b>{n} seats are taken.</b> Nobody is thrown out by a number.",
        of.seats_taken,
    )
    text = fill(
        _(
            "{head}\n\nWith {wanted} seats, it would concern those who came last, the newest first:\n{lines}\n\nYou "
            "can lower it to what is taken: then nobody new comes in, and a seat that is given up goes to the waiting "
            "list as before."
        ),
        head=Html(head),
        wanted=wanted,
        lines=Html("\n".join(lines)),
    )
    lower = _("⬇️ Lower it to {n}").format(n=of.seats_taken)
    rows: list[Row] = []
    if of.seats_taken != of.capacity:
        rows.append((Button(lower, SetSeats(slot=of.id, seats=of.seats_taken, seen=revision).pack()),))
    return Screen(text=text, rows=(*rows, to_slot(of)))


def _seated(one: Seated) -> str:
    """Who that is: never more than a first name and a school."""
    name = f"{one.name} ({one.teacher})" if one.teacher else one.name
    parts = [name, one.school, _seats(one.seats) if one.teacher else ""]
    return ", ".join(part for part in parts if part)


def to_slot(of: Slot) -> Row:
    """The way back to the slot, and home."""
    return (Button(_("⬅️ Back"), ManageSlot(slot=of.id).pack()), *home_row())
