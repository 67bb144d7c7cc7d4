"""Instants, local times and quiet hours: how time is counted. Who asks what time it is gets it from a Clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NewType, Protocol
from zoneinfo import ZoneInfo

Instant = NewType("Instant", int)
"""Whole Unix seconds, UTC."""

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class Clock(Protocol):
    """The one source of the present. Handed to everyone; nothing else asks what time people have."""

    def now(self) -> Instant:
        """The present, in whole Unix seconds."""
        ...


def instant(local_date: date, local_time: time, zone: str) -> Instant:
    """The instant at which clocks in `zone` (an IANA name) show this date and time.

    A time that a spring change skips is read with the offset before the change, so 02:30 becomes 03:30;
    a time that an autumn change repeats is its first occurrence. Both are what PEP 495 calls fold=0.
    """
    return Instant(int(datetime.combine(local_date, local_time, ZoneInfo(zone)).timestamp()))


def exists(local_date: date, local_time: time, zone: str) -> bool:
    """Whether clocks in `zone` ever show this: in spring they jump over an hour."""
    shown = local(instant(local_date, local_time, zone), zone)
    return (shown.date(), shown.time()) == (local_date, local_time)


def local(moment: Instant, zone: str) -> datetime:
    """That instant as clocks in `zone` show it."""
    return datetime.fromtimestamp(moment, ZoneInfo(zone))


def utc(moment: Instant) -> datetime:
    """That instant as an aware datetime in UTC."""
    return datetime.fromtimestamp(moment, UTC)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when to when, by local clocks, nothing that can wait is sent. The usual night spans midnight."""

    starts: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read "22:00-08:00". Raises ValueError for anything else, and for a span that begins where it ends."""
        try:
            starts, ends = (time.fromisoformat(part.strip()) for part in text.replace("–", "-").split("-"))
        except ValueError:
            raise ValueError(f"quiet hours are written like 22:00-08:00, not {text!r}") from None
        if starts == ends:
            raise ValueError("quiet hours need two different times, like 22:00-08:00")
        return cls(starts, ends)

    def over_at(self, moment: Instant, zone: str) -> Instant:
        """When it is no longer quiet: `moment` itself outside quiet hours, else the morning after, in `zone`."""
        here = local(moment, zone)
        clock = here.time()
        spans_midnight = self.starts > self.ends
        quiet = (clock >= self.starts or clock < self.ends) if spans_midnight else (self.starts <= clock < self.ends)
        if not quiet:
            return moment
        morning = here.date()
        if spans_midnight and clock >= self.starts:
            morning += timedelta(days=1)
        return instant(morning, self.ends, zone)
