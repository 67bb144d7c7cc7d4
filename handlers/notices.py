"""What is sent without being asked for: the words of each letter, in its reader's language."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.bookings import Booking
from domain.identities import BookingId, SlotId
from domain.messages import Letter, LetterKind
from handlers import capacity_notices, change_notices, check_in_notices, class_notices
from handlers.announce_notices import WORDS as OF_ANNOUNCING
from handlers.announced import announced
from handlers.buttons import (
    AskCancel,
    Browse,
    MyBookings,
    SeeBooking,
    SeeEvent,
    SeeSlot,
    ShowPlace,
    ShowTicket,
    new_intent,
)
from handlers.class_notices import is_about_class
from handlers.programme_notices import event_not_published, event_published
from handlers.request_notices import WORDS as OF_REQUESTS
from handlers.screens import bookings, dates, interest, pupil_links, tickets
from handlers.screens.screen import Button, File, Row, Screen
from handlers.screens.words import bring_and_forbidden, home_row, where
from handlers.texts import Html, _, fill, language


def worded(letter: Letter, *, picture: File | None = None) -> Screen:
    """The letter as its reader sees it; `picture` is the ticket's QR code, for letters that carry a ticket."""
    if capacity_notices.is_for_by_hand(letter):
        screen = capacity_notices.to_phone(letter)
    elif is_about_class(letter):
        screen = class_notices.WORDS[letter.kind](letter)
    else:
        screen = _WORDS[letter.kind](letter, picture)
    if letter.asks is not None:
        screen = interest.asking(screen, letter.asks, letter.id)
    if letter.possible_repeat and letter.enclosed.message is None:
        note = _("<i>(Perhaps you have seen this already: I am not sure that it arrived.)</i>")
        screen = replace(screen, text=f"{screen.text}\n\n{note}")
    return screen


def _booking(letter: Letter) -> Booking:
    if not isinstance(letter.booking, Booking):
        raise TypeError(f"a letter of kind {letter.kind} is about no pupil's booking")
    return letter.booking


def _about(booking: Booking) -> Html:
    return fill(
        "<b>{title}</b>\n📅 {times}\n{where}",
        title=booking.slot.event.title.to(language()),
        times=dates.times(booking.slot),
        where=where(booking.slot, ticket=booking.confirmed),
    )


def _for_child(letter: Letter) -> bool:
    return _booking(letter).pupil.person != letter.to.id


def _reminder(letter: Letter, _picture: File | None) -> Screen:
    booking = _booking(letter)
    slot = booking.slot
    meeting = letter.meeting or slot.meetings[0]
    name = booking.pupil.first_name
    head = _("🔔 Soon, for {name}: <b>{title}</b>") if _for_child(letter) else _("🔔 {name}, soon: <b>{title}</b>")
    parts = [
        fill(head, name=name, title=slot.event.title.to(language())),
        fill(
            "📅 {when}\n{where}",
            when=dates.span(meeting.starts_at, meeting.ends_at, slot.zone),
            where=where(slot, ticket=True),
        ),
        bring_and_forbidden(slot.event),
    ]
    first = [Button(_("🎟 Ticket"), ShowTicket(booking=booking.id).pack())]
    if slot.place:
        first.append(Button(_("🗺 Route"), ShowPlace(slot=slot.id).pack()))
    return Screen(
        text="\n\n".join(part for part in parts if part),
        rows=(tuple(first), (Button(_("✖️ Can't come"), AskCancel(booking=booking.id).pack()),), home_row()),
    )


def _ticket(letter: Letter, picture: File | None) -> Screen:
    booking = _booking(letter)
    if picture is None:
        return Screen(
            text=fill(_("✅ <b>The seat is yours!</b>\n\n{about}"), about=_about(booking)), rows=_see(booking.id)
        )
    return tickets.ticket(booking, picture).topped(_("✅ <b>The seat is yours!</b>"))


def _plain(text: Callable[[], str], *, again: bool = False) -> Callable[[Letter, File | None], Screen]:
    """A letter of one sentence about a booking; `again`: with the way to other dates."""

    def word(letter: Letter, _picture: File | None) -> Screen:
        booking = _booking(letter)
        rows = _again(booking.slot.id) if again else _see(booking.id)
        return Screen(text=fill(text(), name=booking.pupil.first_name, about=_about(booking)), rows=rows)

    return word


def _offer(letter: Letter, _picture: File | None) -> Screen:
    return bookings.offer(_booking(letter), new_intent())


def _more_dates(letter: Letter, _picture: File | None) -> Screen:
    if letter.event is None:
        raise ValueError("a letter about more dates has no event")
    text = fill(
        _("🔔 <b>{title}</b> has seats again. You asked me to tell you."), title=letter.event.title.to(language())
    )
    return Screen(
        text=text, rows=((Button(_("📅 See the dates"), SeeEvent(event=letter.event.id).pack()),), home_row())
    )


def _see(booking: BookingId) -> tuple[Row, ...]:
    return ((Button(_("🎟 See the booking"), SeeBooking(booking=booking).pack()),), home_row())


def _again(slot: SlotId) -> tuple[Row, ...]:
    return (
        (Button(_("📅 Other dates"), SeeSlot(slot=slot).pack()), Button(_("🗓 Upcoming"), Browse().pack())),
        (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),
    )


_WORDS: Final[dict[LetterKind, Callable[[Letter, File | None], Screen]]] = {
    LetterKind.REMINDER: _reminder,
    LetterKind.TICKET: _ticket,
    LetterKind.CONSENT_REFUSED: _plain(
        lambda: _("Your parent said no this time, so the seat went on:\n\n{about}\n\nPerhaps there is another day."),
        again=True,
    ),
    LetterKind.HOLD_EXPIRED: _plain(
        lambda: _("No parent answered in time, so the seat went on:\n\n{about}\n\nYou can register again."), again=True
    ),
    LetterKind.OFFER: _offer,
    LetterKind.OFFER_EXPIRED: _plain(
        lambda: _("The seat that was kept for {name} went on to the next in line:\n\n{about}"), again=True
    ),
    LetterKind.CANCELLED_FOR_YOU: _plain(lambda: _("The booking of {name} was cancelled:\n\n{about}"), again=True),
    LetterKind.CHILD_CONFIRMED: _plain(lambda: _("✅ {name} has a seat:\n\n{about}")),
    LetterKind.SLOT_MOVED: change_notices.moved,
    LetterKind.SLOT_CANCELLED: change_notices.cancelled,
    LetterKind.MORE_DATES: _more_dates,
    LetterKind.TOO_FEW: capacity_notices.too_few,
    LetterKind.PUPIL_MOVED: pupil_links.letter_moved,
    LetterKind.PUPIL_MOVED_AWAY: pupil_links.letter_moved_away,
    LetterKind.INTEREST: lambda letter, _picture: interest.day_after(letter.event),
    LetterKind.ANNOUNCEMENT: announced,
    LetterKind.CHECKED_IN: lambda letter, _picture: check_in_notices.checked_in(letter),
    LetterKind.DOOR_LIST: lambda letter, _picture: check_in_notices.door_list(letter),
    LetterKind.EVENT_PUBLISHED: event_published,
    LetterKind.EVENT_NOT_PUBLISHED: event_not_published,
    **OF_ANNOUNCING,
    **OF_REQUESTS,
}
