"""Following: what somebody wants to hear of when it is new. Leaves what is new, and to whom it was told, to storage."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from domain.identities import CityId, EventId, FollowId, PartnerId
from domain.languages import Texts
from domain.moments import Instant, instant, local
from domain.programme import EventKind, Format, SlotLine

TOLD_AT: Final = time(17, 0)
"""When people are told of what is new, on clocks where their school is: after lessons, before the evening."""
MOST_TOLD: Final = 8
"""Events in one message; of the rest it says how many there are."""
MOST_FOLLOWS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What new events should be like; whatever is said has to fit. `own_grade`: of one's own, or one's children's."""

    kind: EventKind | None = None
    partner: PartnerId | None = None
    city: CityId | None = None
    grade: int | None = None
    own_grade: bool = False
    online: bool = False

    def __bool__(self) -> bool:
        return self != Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A wish that somebody keeps, with the names that it needs to be read."""

    id: FollowId
    wish: Wish
    partner: Texts | None = None
    city: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """All that somebody follows. `muted`: and wants to hear nothing of for now."""

    follows: tuple[Follow, ...]
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event that was new, with its next date."""

    event: EventId
    host: Texts
    next_date: SlotLine


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """New events that fit what somebody follows: a page of them, and how many more there are."""

    events: tuple[NewEvent, ...]
    more: int
    since: Instant
    """What became new after that moment is meant."""


def fits(
    wish: Wish,
    *,
    kind: EventKind,
    partner: PartnerId,
    cities: frozenset[CityId],
    grades: tuple[int | None, int | None],
    attended: Format,
    own: frozenset[int],
) -> bool:
    """Whether an event fits a wish. `own`: the grades of the follower, and of their children."""
    low, high = grades
    wanted = own if wish.own_grade else frozenset(() if wish.grade is None else (wish.grade,))
    for_grade = not (wish.own_grade or wish.grade is not None) or any(
        (low is None or grade >= low) and (high is None or grade <= high) for grade in wanted
    )
    return (
        (wish.kind is None or wish.kind is kind)
        and (wish.partner is None or wish.partner == partner)
        and (wish.city is None or wish.city in cities)
        and (not wish.online or attended.attended_online)
        and for_grade
    )


def next_at(clock: time, now: Instant, zone: str) -> Instant:
    """The next moment after `now` at which clocks in `zone` show this."""
    today = local(now, zone).date()
    at = instant(today, clock, zone)
    return at if at > now else instant(today + timedelta(days=1), clock, zone)
