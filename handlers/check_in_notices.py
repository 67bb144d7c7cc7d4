"""What is sent around check-in: to guardians, that their child has arrived; to organizers, whom they await tomorrow."""

from domain.bookings import Booking
from domain.messages import Letter
from handlers.check_in_buttons import PrintList, SeeDoor
from handlers.family_buttons import SeeChildWishes
from handlers.screens import dates
from handlers.screens.screen import Button, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language


def checked_in(letter: Letter) -> Screen:
    """The child has arrived."""
    booking = letter.booking
    if booking is None or letter.meeting is None:
        raise ValueError("a letter about an arrival is about no booking or meeting")
    pupil = letter.pupil or (booking.pupil if isinstance(booking, Booking) else None)
    if pupil is None:
        raise ValueError("a letter about an arrival is about nobody")
    slot = booking.slot
    text = fill(
        _("👋 <b>{name} has arrived:</b> {title}\n\nIt lasts until {until}. You asked me to tell you."),
        name=pupil.first_name,
        title=slot.event.title.to(language()),
        until=dates.clock(letter.meeting.ends_at, slot.zone),
    )
    rows = ((Button(_("🔔 What I am told"), SeeChildWishes().pack()), *home_row()),)
    return Screen(text=text, rows=rows)


def door_list(letter: Letter) -> Screen:
    """Tomorrow's list; the file itself is put beside these words when they are sent."""
    slot, meeting = letter.slot, letter.meeting
    if slot is None or meeting is None:
        raise ValueError("a letter with a list is about no meeting")
    text = fill(
        _(
            "🖨 <b>Whom you await: {title}</b>\n📅 {when}\n\nThe list to print, as it stands now. Should there be no "
            "network at the door: tick on paper, and enter it here afterwards."
        ),
        title=slot.event.title.to(language()),
        when=dates.span(meeting.starts_at, meeting.ends_at, slot.zone),
    )
    rows = (
        (
            Button(_("🚪 To the door"), SeeDoor(meeting=meeting.id).pack()),
            Button(_("🔄 A fresh list"), PrintList(meeting=meeting.id).pack()),
        ),
        home_row(),
    )
    return Screen(text=text, rows=rows)
