"""Calendar files (.ics, RFC 5545) of a booking, for whatever calendar its owner uses."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from icalendar import Calendar, Event

from domain.moments import Instant, local, utc

MAKER: Final = "-//Etalon//Bookings//EN"
"""Who made the file, as RFC 5545 (3.7.3) asks."""


def calendar_file(
    *,
    uid: str,
    title: str,
    description: str,
    place: str,
    latitude: float | None,
    longitude: float | None,
    url: str,
    meetings: Sequence[tuple[Instant, Instant, int]],
    zone: str,
    now: Instant,
) -> bytes:
    """One entry for each meeting: (starts, ends, version), shown in `zone` (an IANA name), which the file describes.

    `uid` is the booking's own, the same every time: the file of a moved meeting then replaces the entry it had, because
    its version is greater. Empty texts, coordinates that are None and an empty `url` are left out. No alarms: the
    reminders are ours. Raises ValueError without meetings.
    """
    if not meetings:
        raise ValueError("a calendar file without meetings")
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for number, (starts_at, ends_at, version) in enumerate(meetings, 1):
        entry = Event()
        entry.add("uid", f"{uid}-{number}")
        entry.add("sequence", version)
        entry.add("dtstamp", utc(now))
        entry.add("dtstart", local(starts_at, zone))
        entry.add("dtend", local(ends_at, zone))
        entry.add("summary", title if len(meetings) == 1 else f"{title} ({number}/{len(meetings)})")
        for name, text in (("description", description), ("location", place), ("url", url)):
            if text:
                entry.add(name, text)
        if latitude is not None and longitude is not None:
            entry.add("geo", (latitude, longitude))
        entry.add("status", "CONFIRMED")
        entry.add("transp", "OPAQUE")
        calendar.add_component(entry)
    first, last = local(meetings[0][0], zone).year, local(meetings[-1][1], zone).year
    calendar.add_missing_timezones(first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
    return bytes(calendar.to_ical())
