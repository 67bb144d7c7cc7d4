"""Dates and times as people write them, in the reader's language and the place's zone."""

from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime

from domain.moments import Instant, local
from domain.programme import Slot
from handlers.texts import language, plural, zone

_DAY: Final = "EEE, d MMMM"
_DAY_AND_TIME: Final = "EEE, d MMMM, HH:mm"
_SHORT_DAY: Final = "d MMM"
_MEETINGS_SHOWN: Final = 8


def day(on: date) -> str:
    """ "сб, 28 ноября"."""
    return format_date(on, _DAY, locale=language().value)


def short_day(on: date) -> str:
    """ "28 нояб."."""
    return format_date(on, _SHORT_DAY, locale=language().value)


def weekday(on: date) -> str:
    """ "сб"."""
    return format_date(on, "EEEEEE", locale=language().value)


def month(on: date) -> str:
    """ "Ноябрь 2026": it stands alone, so it begins with a capital in every language."""
    name = format_date(on, "LLLL y", locale=language().value)
    return name[:1].upper() + name[1:]


def moment(at: Instant, where: str) -> str:
    """ "сб, 28 ноября, 15:30", with the offset where `where` (IANA) keeps other time than the reader."""
    here = local(at, where)
    return format_datetime(here, _DAY_AND_TIME, locale=language().value) + _offset(here, at)


def clock(at: Instant, where: str) -> str:
    """ "15:30", with the offset where it differs from the reader's."""
    here = local(at, where)
    return f"{here:%H:%M}{_offset(here, at)}"


def span(starts_at: Instant, ends_at: Instant, where: str) -> str:
    """ "сб, 28 ноября, 15:30–17:00"; both days where it ends on another one."""
    starts, ends = local(starts_at, where), local(ends_at, where)
    begins = format_datetime(starts, _DAY_AND_TIME, locale=language().value)
    if starts.date() == ends.date():
        return f"{begins}–{ends:%H:%M}{_offset(starts, starts_at)}"
    return f"{begins} – {format_datetime(ends, _DAY_AND_TIME, locale=language().value)}{_offset(starts, starts_at)}"


def times(slot: Slot) -> str:
    """The meetings of a slot, one a line; of a long course the first ones, and how many more there are."""
    lines = [span(meeting.starts_at, meeting.ends_at, slot.zone) for meeting in slot.meetings[:_MEETINGS_SHOWN]]
    if more := len(slot.meetings) - len(lines):
        lines.append(plural("… and {n} more meeting", "… and {n} more meetings", more))
    return "\n".join(lines)


def _offset(here: datetime, at: Instant) -> str:
    if here.utcoffset() == local(at, zone()).utcoffset():
        return ""
    offset = f"{here:%z}"
    hours, minutes = offset[:3].replace("+0", "+").replace("-0", "-"), offset[3:]
    return f" (UTC{hours}{'' if minutes == '00' else ':' + minutes})"
