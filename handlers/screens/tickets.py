"""Tickets: what is shown at the door, what the day needs, and the file for the calendar."""

from domain.bookings import Booking
from handlers.buttons import (
    AskCancel,
    Calendar,
    MyBookings,
    OtherDates,
    ShowPlace,
)
from handlers.screens import dates
from handlers.screens.lengths import LONGEST_CAPTION, fitting, short
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import bring_and_forbidden, home_row, where
from handlers.texts import Html, _, fill, language


def ticket(booking: Booking, picture: File, *, place: Where = Where.KEPT) -> Screen:
    """What is shown at the door: a QR picture, and below it all that the day needs."""
    slot = booking.slot
    head = fill(
        _("🎟 <b>{title}</b>\n{name}, your ticket. Code to say aloud: <code>{code}</code>"),
        title=short(slot.event.title.to(language())),
        name=booking.pupil.first_name,
        code=booking.ticket_code,
    )
    times = fill("📅 {times}", times=dates.times(slot))
    close = Html(_("Show this picture at the entrance.")) if slot.place else None
    text = fitting([head, times, where(slot, ticket=True)], [bring_and_forbidden(slot.event), close], LONGEST_CAPTION)
    return Screen(text=text, picture=picture, where=place, rows=_ticket_rows(booking))


def ticket_again(booking: Booking, picture: File) -> Screen:
    """The ticket where it already hangs: only its caption and buttons come back."""
    return ticket(booking, picture, place=Where.ON_THE_SPOT)


def _ticket_rows(booking: Booking) -> tuple[Row, ...]:
    slot = booking.slot
    first = [Button(_("📆 To my calendar"), Calendar(booking=booking.id).pack())]
    if slot.place and slot.place.has_pin:
        first.append(Button(_("📍 On the map"), ShowPlace(slot=slot.id).pack()))
    return (
        tuple(first),
        (
            Button(_("🔁 Other date"), OtherDates(booking=booking.id).pack()),
            Button(_("✖️ Can't come"), AskCancel(booking=booking.id, here=1).pack()),
        ),
        (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),
    )


def calendar_entry(booking: Booking, file: File) -> Screen:
    """The booking as a file for one's calendar."""
    text = fill(
        _("Open this file to put <b>{title}</b> into your calendar."), title=booking.slot.event.title.to(language())
    )
    return Screen(text=text, document=file, where=Where.BESIDE)


def strangers_ticket() -> Screen:
    """A ticket scanned by somebody who has no part in it: no name, nothing."""
    return Screen(text=_("This is somebody's ticket. It is checked at the entrance."), rows=(home_row(),))
