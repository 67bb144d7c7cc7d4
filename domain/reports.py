"""Reports: what is counted of the programme, over which time, for whom. Numbers only: no report names anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from domain.identities import PartnerId
from domain.languages import Texts
from domain.moments import DAY, Instant, instant, local

SMALL: Final = 5
"""Groups of fewer pupils are not shown by themselves: who knows the school would know the pupil."""


class Period(StrEnum):
    """Over which time is counted; the values travel in buttons. All but the last end now."""

    MONTH = "m"
    """The last 30 days."""
    QUARTER = "q"
    """The last 91 days."""
    YEAR = "y"
    """This school year, which began on 1 September."""
    LAST_YEAR = "l"
    ALL = "a"
    AHEAD = "n"
    """The next 91 days: what is booked already, and what is still to be filled."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when on, and before when."""

    since: Instant
    before: Instant


def span(period: Period, now: Instant, zone: str) -> Span:
    """When a period begins and ends; school years begin on 1 September by clocks in `zone`.

    What is still ahead would make every date look empty, so only AHEAD looks there.
    """
    match period:
        case Period.MONTH:
            return Span(Instant(now - 30 * DAY), now)
        case Period.QUARTER:
            return Span(Instant(now - 91 * DAY), now)
        case Period.ALL:
            return Span(Instant(0), now)
        case Period.AHEAD:
            return Span(now, Instant(now + 91 * DAY))
    today = local(now, zone).date()
    began = today.year if today.month >= _SEPTEMBER else today.year - 1
    this_year = instant(date(began, _SEPTEMBER, 1), time(), zone)
    if period is Period.YEAR:
        return Span(this_year, now)
    return Span(instant(date(began - 1, _SEPTEMBER, 1), time(), zone), this_year)


_SEPTEMBER: Final = 9


class Subject(StrEnum):
    """What a report is about."""

    FILLING = "f"
    ATTENDANCE = "a"
    FUNNEL = "u"
    WAITING = "w"
    INTEREST = "i"
    SOURCES = "s"


class By(StrEnum):
    """What the numbers are taken apart by."""

    MONTH = "m"
    EVENT = "e"
    PARTNER = "p"
    CITY = "c"
    SCHOOL = "s"
    GRADE = "g"


TAKEN_APART: Final = {
    Subject.FILLING: (By.MONTH, By.EVENT, By.PARTNER, By.CITY),
    Subject.ATTENDANCE: (By.MONTH, By.EVENT, By.PARTNER, By.CITY, By.SCHOOL, By.GRADE),
    Subject.FUNNEL: (),
    Subject.WAITING: (By.EVENT, By.MONTH, By.PARTNER),
    Subject.INTEREST: (By.EVENT, By.PARTNER),
    Subject.SOURCES: (),
}
"""What each subject can be taken apart by, the usual first. Seats have no school: only who comes has."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one row of a report is about. `key`: a number, or a month as "2026-11"; None: nobody knows, or none."""

    key: int | str | None
    name: Texts | str = ""
    others: int = 0
    """So many small groups folded into one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Seats offered and taken. A slot that was cancelled offers none."""

    group: Group
    slots: int
    seats: int
    taken: int

    @property
    def share(self) -> float:
        """How full, from 0 to 1."""
        return self.taken / self.seats if self.seats else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Pupils who were expected at meetings that are over, and what is known of them. A pupil at two meetings is two.

    Who came without having been expected, as a class that brings more, is counted in `came` alone.
    """

    group: Group
    expected: int
    came: int
    absent: int
    unknown: int
    """Nobody has said whether they were there: counted as neither."""

    @property
    def share(self) -> float:
        """Who came, of those of whom it is known; from 0 to 1."""
        known = self.came + self.absent
        return self.came / known if known else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Seats that were waited for, and what became of that."""

    group: Group
    asked: int
    got: int
    waiting: int
    """Still in the line, or being offered a seat."""

    @property
    def without(self) -> int:
        """Gave up, or were told no."""
        return self.asked - self.got - self.waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """People who first saw an event's card in the period, and how far each went with that event.

    One person with two events is two; a teacher with a class is one. Each number is part of the one before.
    """

    seen: int
    asked: int
    seated: int
    came: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What one poster or post brought in the period."""

    event: Texts
    kind: str
    name: str
    came: int
    registered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """One slot in numbers, for a spreadsheet. `starts_on`, `starts_at`: by the place's own clocks."""

    starts_on: date
    starts_at: time
    event: Texts
    partner: Texts
    city: Texts | None
    cancelled: bool
    seats: int
    taken: int
    asked_in_vain: int
    expected: int
    came: int
    absent: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The numbers to begin with."""

    filling: Filling
    attendance: Attendance
    demand: Demand
    funnel: Funnel


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose programme a report is about: of one partner, or of all that the reader may see."""

    partner: PartnerId | None
    may_see: tuple[tuple[PartnerId, Texts], ...]
    """The partners that can be chosen."""

    @property
    def name(self) -> Texts | None:
        """The chosen partner's, or the only one's there is; None for several."""
        if self.partner is None:
            return self.may_see[0][1] if len(self.may_see) == 1 else None
        return dict(self.may_see).get(self.partner)


def folded(rows: Sequence[Attendance]) -> tuple[Attendance, ...]:
    """The rows of schools, those with fewer than SMALL pupils made one; largest first.

    Where those together are few as well, the smallest shown joins them: else it could be told by taking away.
    A row without a school (its pupils were forgotten) is small like any other.
    """
    ordered = sorted(rows, key=lambda row: (-row.expected, str(row.group.name)))
    shown = [row for row in ordered if row.expected >= SMALL]
    small = [row for row in ordered if row.expected < SMALL]
    if small and shown and sum(row.expected for row in small) < SMALL:
        small.append(shown.pop())
    if not small:
        return tuple(shown)
    return (*shown, replace(total(small), group=Group(None, others=len(small))))


def total(rows: Iterable[Attendance]) -> Attendance:
    """All rows as one."""
    kept = tuple(rows)
    return Attendance(
        group=Group(None),
        expected=sum(row.expected for row in kept),
        came=sum(row.came for row in kept),
        absent=sum(row.absent for row in kept),
        unknown=sum(row.unknown for row in kept),
    )


def total_filling(rows: Iterable[Filling]) -> Filling:
    """All rows as one."""
    kept = tuple(rows)
    return Filling(
        group=Group(None),
        slots=sum(row.slots for row in kept),
        seats=sum(row.seats for row in kept),
        taken=sum(row.taken for row in kept),
    )


def total_demand(rows: Iterable[Demand]) -> Demand:
    """All rows as one."""
    kept = tuple(rows)
    return Demand(
        group=Group(None),
        asked=sum(row.asked for row in kept),
        got=sum(row.got for row in kept),
        waiting=sum(row.waiting for row in kept),
    )


def months_between(rows: Iterable[str]) -> tuple[str, ...]:
    """Every month from the first of these to the last ("2026-09", …), also those in which nothing was."""
    known = sorted(rows)
    if not known:
        return ()
    months, at, last = [], date.fromisoformat(f"{known[0]}-01"), known[-1]
    while (month := f"{at:%Y-%m}") <= last:
        months.append(month)
        at = (at + timedelta(days=31)).replace(day=1)
    return tuple(months)
