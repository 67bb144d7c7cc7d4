"""Calendar files (.ics, RFC 5545) of a booking, and feeds of many, for whatever calendar their owner uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from icalendar import Calendar, Event, vDuration

from domain.moments import Instant, local, utc

MAKER: Final = "-//Etalon//Bookings//EN"
"""Who made the file, as RFC 5545 (3.7.3) asks."""
LOOK_AGAIN: Final = timedelta(hours=6)
"""How soon programs that subscribed should look again (RFC 7986, 5.7); Google's takes about a day all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One meeting in a feed. `uid` is its own for ever; `sequence` grows when it is moved or called off."""

    uid: str
    sequence: int
    changed_at: Instant
    starts_at: Instant
    ends_at: Instant
    zone: str
    """IANA."""
    title: str
    description: str
    place: str
    latitude: float | None
    longitude: float | None
    cancelled: bool


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


def feed(entries: Sequence[FeedEntry], *, name: str) -> bytes:
    """A calendar that programs subscribe to, under this name; the same entries make the same bytes.

    Times are shown in their zones, which the calendar describes. What is called off stays in it, as cancelled. No
    alarms: the reminders are ours.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    for one in entries:
        calendar.add_component(_entry(one))
    if entries:
        first = min(local(one.starts_at, one.zone).year for one in entries)
        last = max(local(one.ends_at, one.zone).year for one in entries)
        calendar.add_missing_timezones(first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
    return bytes(calendar.to_ical())


def _entry(one: FeedEntry) -> Event:
    entry = Event()
    entry.add("uid", one.uid)
    entry.add("sequence", one.sequence)
    # Without a METHOD, both say when the entry last changed (RFC 5545, 3.8.7.2): the same entry is the same bytes.
    entry.add("dtstamp", utc(one.changed_at))
    entry.add("last-modified", utc(one.changed_at))
    entry.add("dtstart", local(one.starts_at, one.zone))
    entry.add("dtend", local(one.ends_at, one.zone))
    entry.add("summary", one.title)
    for name, text in (("description", one.description), ("location", one.place)):
        if text:
            entry.add(name, text)
    if one.latitude is not None and one.longitude is not None:
        entry.add("geo", (one.latitude, one.longitude))
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    return entry
