"""What organizers are told around seats: too few have registered; seats are free for somebody who has to be phoned."""

from domain.classes import ClassBooking
from domain.messages import Letter, LetterKind
from handlers.announce_buttons import NewAnnouncement
from handlers.capacity_buttons import SeeWrittenDown
from handlers.screens import capacity, dates
from handlers.screens.screen import Button, File, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill


def is_for_by_hand(letter: Letter) -> bool:
    """Whether it is about somebody without an account, who has to be phoned."""
    return letter.booking is not None and letter.booking.by_hand and letter.kind in _WORDS


def to_phone(letter: Letter) -> Screen:
    """Seats came free for them, or went on."""
    booking = letter.booking
    if booking is None:
        raise ValueError(f"a letter of kind {letter.kind} has no booking")
    name = booking.school_class.name if isinstance(booking, ClassBooking) else booking.pupil.first_name
    school = booking.school_class.school if isinstance(booking, ClassBooking) else booking.pupil.school
    text = fill(
        _WORDS[letter.kind](),
        name=name,
        school=school.name,
        about=capacity.heading(booking.slot),
        n=booking.seats,
        until=dates.moment(booking.held_until or booking.slot.closes_at, booking.slot.zone),
    )
    see = Button(_("☎️ See, and tell me what they say"), SeeWrittenDown(booking=booking.id).pack())
    return Screen(text=text, rows=((see,), home_row()))


_WORDS = {
    LetterKind.OFFER: lambda: _(
        "☎️ <b>Please call: seats came free for {name}, {school}.</b>\nSeats: {n}\n\n{about}\n\nThey have no account "
        "here. The seats are kept for them until <b>{until}</b>."
    ),
    LetterKind.OFFER_EXPIRED: lambda: _(
        "⌛ Nobody answered for {name}, {school}, so the seats went on to the next in line:\n\n{about}"
    ),
}


def too_few(letter: Letter, _picture: File | None) -> Screen:
    """Fewer have registered than was hoped: keep, announce, or cancel?"""
    if letter.slot is None:
        raise ValueError("a warning of too few has no slot")
    partner = letter.slot.event.partner.id
    announce = (Button(_("📣 Announce it"), NewAnnouncement(partner=partner, chosen=1).pack()),)
    return capacity.too_few(letter.slot, announce)
