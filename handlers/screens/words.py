"""The programme's own words, as readers of each language say them."""

from collections.abc import Callable
from typing import Final

from domain.programme import Audience, Event, EventKind, Format, Place, Slot, SlotLine
from handlers.buttons import Home
from handlers.screens import dates
from handlers.screens.lengths import short
from handlers.screens.screen import Button, Row
from handlers.texts import Html, _, fill, language, plural

KIND_ICONS: Final = {
    EventKind.EXCURSION: "🏛",
    EventKind.MASTER_CLASS: "🛠",
    EventKind.OPEN_DAY: "🚪",
    EventKind.LECTURE: "💬",
    EventKind.COURSE: "📚",
    EventKind.INTERNSHIP: "🧭",
    EventKind.MEETING: "🤝",
}

_KINDS: Final[dict[EventKind, Callable[[], str]]] = {
    EventKind.EXCURSION: lambda: _("Excursion"),
    EventKind.MASTER_CLASS: lambda: _("Master class"),
    EventKind.OPEN_DAY: lambda: _("Open day"),
    EventKind.LECTURE: lambda: _("Lecture"),
    EventKind.COURSE: lambda: _("Course"),
    EventKind.INTERNSHIP: lambda: _("Internship"),
    EventKind.MEETING: lambda: _("Meeting"),
}


def kind(of: EventKind) -> str:
    """What sort of event it is."""
    return _KINDS[of]()


def how(attended: Format) -> str:
    """How it is attended."""
    match attended:
        case Format.ONLINE:
            return _("online")
        case Format.HYBRID:
            return _("in person or online")
        case Format.IN_PERSON:
            return _("in person")


def audience(of: Audience) -> str:
    """Whom it is for."""
    match of.grade_from, of.grade_to:
        case None, None:
            return _("for everybody")
        case low, None:
            return _("from grade {low}").format(low=low)
        case None, high:
            return _("up to grade {high}").format(high=high)
        case low, high if low == high:
            return _("for grade {low}").format(low=low)
        case low, high:
            return _("for grades {low}–{high}").format(low=low, high=high)


def seats(line: SlotLine, now: int) -> str:
    """How many seats there are, in a few words."""
    if line.opens_at is not None and line.opens_at > now:
        return _("registration opens {day}").format(day=dates.moment(line.opens_at, line.zone))
    return seats_left(line.free)


def seats_left(free: int) -> str:
    """How many seats can be booked at once."""
    return plural("{n} seat left", "{n} seats left", free) if free > 0 else _("full, waiting list open")


def city(line: SlotLine) -> str:
    """Where it is, in a word."""
    return line.city.to(language()) if line.city else _("online")


def place(of: Place) -> str:
    """ "Museum of Metrology, Moskovsky pr. 19, St Petersburg": what the map and the route need."""
    reader = language()
    parts = [of.name.to(reader), of.address.to(reader), of.city.to(reader)]
    return ", ".join(dict.fromkeys(short(part) for part in parts if part))


def where(slot: Slot, *, ticket: bool = False) -> Html:
    """The lines that say where: the place, the online link (only to those who hold a ticket), or both."""
    lines = []
    if slot.place:
        lines.append(fill("📍 {place}", place=place(slot.place)))
    if slot.event.format.attended_online:
        link = fill('💻 <a href="{link}">{join}</a>', link=Html(_attribute(slot.online_link)), join=_("Join online"))
        lines.append(
            link
            if ticket and slot.online_link
            else fill("💻 {promise}", promise=_("Online: the link is in the ticket"))
        )
    return Html("\n".join(lines))


def bring_and_forbidden(event: Event) -> Html:
    """What to bring and what is not allowed, one a line; empty where there is nothing to say."""
    reader = language()
    lines = []
    if event.bring:
        lines.append(fill(_("🎒 Bring: {what}"), what=event.bring.to(reader)))
    if event.forbidden:
        lines.append(fill(_("🚫 Not allowed: {what}"), what=event.forbidden.to(reader)))
    return Html("\n".join(lines))


def home_row() -> Row:
    """The way home."""
    return (Button(_("🏠 Home"), Home().pack()),)


def _attribute(link: str) -> str:
    return link.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
