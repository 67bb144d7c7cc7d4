"""Classes and their bookings in words: for their teachers, for organizers, and in what is sent about them."""

from domain.classes import ClassBooking
from domain.people import School
from handlers.screens import dates
from handlers.screens.words import where
from handlers.texts import Html, _, fill, language, plural


def about(booking: ClassBooking) -> Html:
    """What a class is booked for, in a few lines."""
    return fill(
        "<b>{title}</b>\n📅 {times}\n{where}\n👥 {school_class}: {party}",
        title=booking.slot.event.title.to(language()),
        times=dates.times(booking.slot),
        where=where(booking.slot, ticket=booking.confirmed),
        school_class=booking.school_class.name,
        party=party(booking.seats - booking.adults, booking.adults),
    )


def party(number: int, adults: int) -> str:
    """ "25 pupils + 2 adults"."""
    return _("{pupils} + {adults}").format(pupils=pupils(number), adults=plural("{n} adult", "{n} adults", adults))


def needs(booking: ClassBooking) -> Html:
    """What the host should know, a line each; empty where there is nothing."""
    wanted = booking.needs
    lines = []
    if wanted.wheelchair:
        lines.append(_("♿️ Somebody comes in a wheelchair"))
    if wanted.note:
        lines.append(fill(_("📝 {note}"), note=wanted.note))
    if wanted.phone:
        lines.append(fill(_("📞 {phone}"), phone=wanted.phone))
    return Html("".join(f"\n{line}" for line in lines))


def pupils(number: int) -> str:
    """How many pupils, in words."""
    return plural("{n} pupil", "{n} pupils", number)


def free_seats(number: int) -> str:
    """How many seats are free, in few words."""
    return plural("{n} seat", "{n} seats", number)


def card(booking: ClassBooking) -> Html:
    """All that an organizer decides by."""
    return fill(
        _("{about}\n🏫 {school}\n👤 {teacher}{needs}"),
        about=about(booking),
        school=school(booking.school_class.school),
        teacher=booking.school_class.teacher_name,
        needs=needs(booking),
    )


def school(of: School) -> str:
    """A school with its city, where that is known."""
    return f"{of.name}, {of.city}" if of.city else of.name
