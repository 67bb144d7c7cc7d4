"""The list of my bookings, coming and past."""

from typing import Final

from domain.bookings import BookingLine, BookingPage, BookingState
from handlers.buttons import (
    Browse,
    MyBookings,
    SeeBooking,
)
from handlers.screens import dates
from handlers.screens.screen import Button, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import _, fill, language, plural

_STATE_ICONS: Final = {
    BookingState.REQUESTED: "👪",
    BookingState.CONFIRMED: "✅",
    BookingState.WAITLISTED: "🙋",
    BookingState.OFFERED: "🎉",
    BookingState.CANCELLED: "✖️",
    BookingState.DECLINED: "✖️",
    BookingState.EXPIRED: "⌛",
}


def my_bookings(page: BookingPage, *, past: bool, several: bool) -> Screen:
    """My bookings, coming or past. `several`: the reader has more than one child, so names are shown."""
    title = _("Past bookings") if past else _("My bookings")
    if not page.lines:
        text = _("Nothing here yet.") if past else _("You have no bookings yet. Shall we look what is coming?")
    else:
        text = plural(
            "{n} booking on this page. Press one to see more.",
            "{n} bookings on this page. Press one to see more.",
            len(page.lines),
        )
    rows: list[Row] = [
        (Button(_line(line, several=several), SeeBooking(booking=line.id).pack()),) for line in page.lines
    ]
    turning = []
    if page.page:
        turning.append(Button("⬅️", MyBookings(past=int(past), page=page.page - 1).pack()))
    if page.more:
        turning.append(Button("➡️", MyBookings(past=int(past), page=page.page + 1).pack()))
    if turning:
        rows.append(tuple(turning))
    other = (
        Button(_("⬅️ Coming ones"), MyBookings().pack()) if past else Button(_("🕰 Past ones"), MyBookings(past=1).pack())
    )
    rows.append((other, Button(_("🗓 Upcoming"), Browse().pack())))
    return Screen(text=fill("<b>{title}</b>\n\n{text}", title=title, text=text), rows=(*rows, home_row()))


def _line(line: BookingLine, *, several: bool) -> str:
    name = f"{line.pupil}: " if several else ""
    when = dates.moment(line.slot.starts_at, line.slot.zone)
    icon = "👋" if line.was_there else _STATE_ICONS[line.state]
    if line.with_class:
        icon = "✖️" if line.absent else "👪" if line.permission_missing else icon
        name += _("with {school_class}").format(school_class=line.with_class) + " · "
    return f"{icon} {when} · {name}{line.slot.title.to(language())}"
