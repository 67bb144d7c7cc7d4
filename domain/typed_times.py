"""Dates and times as organizers type them: "28.11 15:30 x25", "сб 15:30–17:00", "28 ноября 15:30 25 мест"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from domain.drafts import MOST_SEATS, Planned
from domain.moments import exists
from domain.programme import MeetingTime
from domain.typed import tidy

FARTHEST: Final = timedelta(days=2 * 366)
"""How far ahead a date may be; a year typed wrong is farther."""
_JUST_OVER: Final = timedelta(days=60)
"""A day without a year that is over by less is a slip, not next year's."""
MOST_LINES: Final = 60
LONGEST_LINE: Final = 300
SHORTEST: Final = 5
LONGEST: Final = 24 * 60
"""Minutes that a meeting may last (docs/programme-file.md)."""


class Why(StrEnum):
    """What is wrong with a line."""

    NO_DAY = "no_day"
    NO_TIME = "no_time"
    NOT_A_DAY = "not_a_day"
    """Like 31.02: the calendar does not have it."""
    NOT_A_TIME = "not_a_time"
    OVER = "over"
    TOO_FAR = "too_far"
    SKIPPED = "skipped"
    """Clocks jump over it."""
    SEATS = "seats"
    LENGTH = "length"
    UNCLEAR = "unclear"
    """Something else stands there that could be meant."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, and why."""

    text: str
    why: Why


@dataclass(frozen=True, slots=True)
class Read:
    """What several lines came to: the dates of those that were right, and those that were not."""

    planned: tuple[Planned, ...]
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is not typed: today and now by local clocks, the zone, how long a date lasts."""

    now: datetime
    zone: str
    minutes: int


_MONTHS: Final = (
    ("янв", "қаң", "jan"),
    ("фев", "ақп", "feb"),
    ("мар", "нау", "mar"),
    ("апр", "сәу", "apr"),
    ("мая", "май", "мам", "may"),
    ("июн", "мау", "jun"),
    ("июл", "шіл", "jul"),
    ("авг", "там", "aug"),
    ("сен", "қыр", "sep"),
    ("окт", "қаз", "oct"),
    ("ноя", "қар", "nov"),
    ("дек", "жел", "dec"),
)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAYS: Final = (
    ("пн", "понедельник", "дс", "дүйсенбі", "mon", "monday"),
    ("вт", "вторник", "сс", "сейсенбі", "tue", "tuesday"),
    ("ср", "среда", "среду", "сәрсенбі", "wed", "wednesday"),
    ("чт", "четверг", "бс", "бейсенбі", "thu", "thursday"),
    ("пт", "пятница", "пятницу", "жм", "жұма", "fri", "friday"),
    ("сб", "суббота", "субботу", "сн", "сенбі", "sat", "saturday"),
    ("вс", "воскресенье", "жк", "жс", "жексенбі", "sun", "sunday"),
)
_WEEKDAY_OF: Final = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_NEAR: Final = {"сегодня": 0, "бүгін": 0, "today": 0, "завтра": 1, "ертең": 1, "tomorrow": 1, "послезавтра": 2}

_NUMERIC: Final = re.compile(r"(?<![\d.:])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d:])(?!\.\d)")
_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NAMED: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:-?(?:го|ші|шы|th|st|nd|rd))?\s+([^\W\d_]{3,})\.?(?:\s+(\d{4})(?!\d)(?:\s?г\w*\.?)?)?"
)
_CLOCK: Final = re.compile(r"(?<![\d.:])(\d{1,2})[:.](\d{2})(?:\s*[-–—]\s*(\d{1,2})[:.](\d{2}))?(?![\d:])(?!\.\d)")
_SEATS: Final = re.compile(
    r"(?:[xх×*]\s*(\d+))|(?:(?<!\d)(\d+)\s*(?:мест\w*|чел\w*|орын\w*|адам\w*|seats?|people|pax))"
)
_LENGTH: Final = re.compile(r"(?<!\d)(\d+)\s*(?:мин\w*|min\w*)(?!\w)|(?<!\d)(\d+)\s*(?:час\w*|сағ\w*|ч|h|hours?)(?!\w)")
_YEAR_END: Final = re.compile(r"\s(?:в|at|in|on|на|до|по|с|и|жылғы|сағат|год\w*)\s")
_LEAVE: Final = " ,;.-–—:()|/"


def read(text: str, setting: Setting) -> Read:
    """Dates out of lines, one a line; several meetings of one course stand on one line with ; between them."""
    planned: list[Planned] = []
    bad: list[BadLine] = []
    for line in text.splitlines()[: MOST_LINES + 1]:
        plain = tidy(line)[:LONGEST_LINE]
        if not plain:
            continue
        found = _line(plain, setting)
        if isinstance(found, Why):
            bad.append(BadLine(plain, found))
        else:
            planned.append(found)
    return Read(tuple(planned), tuple(bad))


def moment(text: str, setting: Setting) -> datetime | Why:
    """One date and time, or what is wrong with it."""
    found = _line(tidy(text)[:LONGEST_LINE], setting)
    return found if isinstance(found, Why) else datetime.combine(found.meetings[0].on, found.meetings[0].at)


def day(text: str, today: date) -> date | Why:
    """One day alone, or what is wrong with it."""
    found, rest = _day(f" {tidy(text)[:LONGEST_LINE].casefold()} ", today)
    if isinstance(found, date) and rest.strip(_LEAVE):
        return Why.UNCLEAR
    return found


def _line(line: str, setting: Setting) -> Planned | Why:
    seats, rest = _seats(f" {line.casefold()} ")
    if seats is None:
        return Why.SEATS
    meetings: list[MeetingTime] = []
    for part in rest.split(";"):
        if not part.strip(_LEAVE):
            continue
        meeting = _meeting(f" {part} ", setting, meetings[-1] if meetings else None)
        if isinstance(meeting, Why):
            return meeting
        meetings.append(meeting)
    if not meetings:
        return Why.NO_DAY
    meetings.sort(key=lambda one: (one.on, one.at))
    return Planned(meetings=tuple(meetings), seats=seats)


def _seats(line: str) -> tuple[int | None, str]:
    """How many seats, 0 where nothing is said, None where that cannot be; and the line without it."""
    found = _SEATS.search(line)
    if found is None:
        return 0, line
    digits = found[1] or found[2]
    seats = int(digits) if len(digits) <= len(str(MOST_SEATS)) else 0
    return (seats if 1 <= seats <= MOST_SEATS else None), line[: found.start()] + " " + line[found.end() :]


def _meeting(part: str, setting: Setting, before: MeetingTime | None) -> MeetingTime | Why:
    minutes, part = _length(part)
    on, rest = _day(part, setting.now.date())
    if isinstance(on, Why):
        return on
    at, lasts, rest = _clock(rest)
    if at is None:
        if before is None or lasts is not None:
            return Why.NOT_A_TIME if lasts is not None else Why.NO_TIME
        at, lasts = before.at, before.minutes
    if any(character.isalnum() for character in _YEAR_END.sub(" ", rest).strip(_LEAVE)):
        return Why.UNCLEAR
    lasts = minutes or lasts or setting.minutes
    if not SHORTEST <= lasts <= LONGEST:
        return Why.LENGTH
    return _checked(MeetingTime(on=on, at=at, minutes=lasts), setting)


def _checked(meeting: MeetingTime, setting: Setting) -> MeetingTime | Why:
    if datetime.combine(meeting.on, meeting.at) <= setting.now:
        return Why.OVER
    if meeting.on - setting.now.date() > FARTHEST:
        return Why.TOO_FAR
    return meeting if exists(meeting.on, meeting.at, setting.zone) else Why.SKIPPED


def _length(part: str) -> tuple[int, str]:
    found = _LENGTH.search(part)
    if found is None:
        return 0, part
    digits = found[1] or found[2]
    minutes = int(digits) * (1 if found[1] else 60) if len(digits) < 5 else LONGEST + 1  # noqa: PLR2004  a day has 1440
    return minutes or LONGEST + 1, part[: found.start()] + " " + part[found.end() :]


def _day(part: str, today: date) -> tuple[date | Why, str]:
    """The day that is meant, and what stands beside it. Without a year it is the next such day."""
    for pattern, read_it in ((_ISO, _iso), (_NUMERIC, _numeric), (_NAMED, _named)):
        for found in pattern.finditer(part):
            on = read_it(found, today)
            if on is not None:
                return on, _without_weekday(part[: found.start()] + " " + part[found.end() :])
    words = re.findall(r"[^\W\d_]+", part)
    for word in words:
        if word in _NEAR:
            return today + timedelta(days=_NEAR[word]), part.replace(word, " ", 1)
        if word in _WEEKDAY_OF:
            ahead = (_WEEKDAY_OF[word] - today.weekday() - 1) % 7 + 1
            return today + timedelta(days=ahead), part.replace(word, " ", 1)
    return Why.NO_DAY, part


def _without_weekday(rest: str) -> str:
    """A weekday beside a date says it again. It is not checked: people count wrong, and the date is what is meant."""
    for word in re.findall(r"[^\W\d_]+", rest):
        if word in _WEEKDAY_OF:
            return rest.replace(word, " ", 1)
    return rest


def _iso(found: re.Match[str], _today: date) -> date | Why | None:
    return _real(int(found[1]), int(found[2]), int(found[3]))


def _numeric(found: re.Match[str], today: date) -> date | Why | None:
    if found[3] is None and int(found[2]) > 12:  # noqa: PLR2004  15.30 is a time
        return None
    return _nearest(int(found[1]), int(found[2]), found[3], today)


def _named(found: re.Match[str], today: date) -> date | Why | None:
    month = _MONTH_OF.get(found[2][:3])
    return None if month is None else _nearest(int(found[1]), month, found[3], today)


def _nearest(day_: int, month: int, year: str | None, today: date) -> date | Why:
    if year is not None:
        return _real(int(year) + (2000 if len(year) == 2 else 0), month, day_)  # noqa: PLR2004  28.11.26
    for guess in range(today.year - 1, today.year + 5):
        on = _real(guess, month, day_)
        if isinstance(on, date) and on >= today - _JUST_OVER:
            return on
    return Why.NOT_A_DAY


def _real(year: int, month: int, day_: int) -> date | Why:
    try:
        return date(year, month, day_)
    except ValueError:
        return Why.NOT_A_DAY


def _clock(part: str) -> tuple[time | None, int | None, str]:
    """When it begins and how many minutes it lasts, if said; a length without a beginning: no such time."""
    found = _CLOCK.search(part)
    if found is None:
        return None, None, part
    rest = part[: found.start()] + " " + part[found.end() :]
    begins = _of_day(int(found[1]), int(found[2]))
    if begins is None:
        return None, 0, rest
    if found[3] is None:
        return begins, None, rest
    ends = _of_day(int(found[3]), int(found[4]))
    if ends is None:
        return None, 0, rest
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return begins, minutes if minutes > 0 else minutes + LONGEST, rest


def _of_day(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004  hours, minutes


def weekly(first: Planned, until: date, but: Sequence[date] = ()) -> tuple[Planned, ...]:
    """The same every week, from its first meeting's day until `until`, that day included; `but` these days."""
    start = first.meetings[0].on
    weeks = max((until - start).days // 7, 0)
    every = (
        Planned(
            meetings=tuple(
                MeetingTime(on=one.on + timedelta(weeks=week), at=one.at, minutes=one.minutes) for one in first.meetings
            ),
            seats=first.seats,
        )
        for week in range(weeks + 1)
    )
    return tuple(one for one in every if one.meetings[0].on not in but)
