"""What is new and fits what somebody follows: found when it is told, so that it is as it stands by then."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.following import MOST_TOLD, NewEvent, News, Wish, fits
from domain.identities import CityId, EventId, PartnerId, PersonId
from domain.moments import Instant
from domain.programme import EventKind, Format
from storage.engine import Transaction
from storage.following import follows
from storage.programme import slots
from storage.programme.columns import texts

MOST_LOOKED_AT: Final = 1000
"""New events of one day: a large import's, and no more than one person is ever told of."""

# An event is news from when it was first published with a date ahead.
BECOMES_NEWS: Final = """
    UPDATE events
       SET news_at = :now
     WHERE id IN (SELECT event.id
                    FROM events AS event
                   WHERE event.news_at IS NULL AND event.published_at IS NOT NULL
                     AND EXISTS (SELECT 1
                                   FROM slots AS slot
                                  WHERE slot.event = event.id AND slot.starts_at > :now AND slot.closes_at > :now
                                    AND slot.cancelled_at IS NULL)
                   LIMIT :size)
"""

IS_TO_BECOME_NEWS: Final = """
    SELECT 1
      FROM events AS event
     WHERE event.news_at IS NULL AND event.published_at IS NOT NULL
       AND EXISTS (SELECT 1
                     FROM slots AS slot
                    WHERE slot.event = event.id AND slot.starts_at > :now AND slot.closes_at > :now
                      AND slot.cancelled_at IS NULL)
     LIMIT 1
"""

NEW: Final = """
    SELECT event.id, event.kind, event.partner, event.grade_from, event.grade_to, event.format, event.news_at,
           partner.name AS host,
           (SELECT json_group_array(DISTINCT slot.city)
              FROM slots AS slot
             WHERE slot.event = event.id AND slot.starts_at > :now AND slot.cancelled_at IS NULL
               AND slot.city IS NOT NULL) AS cities
      FROM events AS event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE event.news_at >= :since AND event.news_at < :until AND event.published_at IS NOT NULL
       AND EXISTS (SELECT 1
                     FROM slots AS slot
                    WHERE slot.event = event.id AND slot.starts_at > :now AND slot.closes_at > :now
                      AND slot.cancelled_at IS NULL)
     ORDER BY event.news_at, event.id
     LIMIT :size
"""

# What they are booked in, or were; what they asked to be told of by itself, or have been.
KNOWN: Final = """
    SELECT slot.event
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.booked_by = :person
     UNION
    SELECT slot.event
      FROM pupils AS pupil
      JOIN bookings AS booking ON booking.pupil = pupil.id
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE pupil.person = :person
     UNION
    SELECT slot.event
      FROM guardianships AS guardianship
      JOIN bookings AS booking ON booking.pupil = guardianship.pupil
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE guardianship.person = :person
     UNION
    SELECT event
      FROM wishes
     WHERE person = :person
     UNION
    SELECT json_extract(details, '$.event')
      FROM outbox
     WHERE person = :person AND kind = 'more_dates'
"""

CITIES_OF: Final = """
    SELECT DISTINCT slot.city
      FROM slots AS slot
     WHERE slot.event = :event AND slot.starts_at > :now AND slot.cancelled_at IS NULL AND slot.city IS NOT NULL
"""


def notice(tx: Transaction, *, chunk: int = 200) -> int:
    """Mark events that have become news, at most `chunk`; how many there were. Brought in again, they are none."""
    return tx.run(BECOMES_NEWS, now=tx.now, size=chunk)


def unnoticed(tx: Transaction) -> bool:
    """Whether there is something to notice."""
    return tx.one(IS_TO_BECOME_NEWS, now=tx.now) is not None


@dataclass(frozen=True, slots=True)
class Fresh:
    """An event that became news, with what wishes ask of it."""

    id: EventId
    kind: EventKind
    partner: PartnerId
    cities: frozenset[CityId]
    grades: tuple[int | None, int | None]
    attended: Format
    news_at: int
    host: str


def fresh(tx: Transaction, *, since: Instant, until: Instant) -> tuple[Fresh, ...]:
    """What became news from `since` on, before `until`, and can still be visited; the oldest first."""
    return tuple(
        Fresh(
            id=EventId(row["id"]),
            kind=EventKind(row["kind"]),
            partner=PartnerId(row["partner"]),
            cities=frozenset(CityId(number) for number in json.loads(row["cities"])),
            grades=(row["grade_from"], row["grade_to"]),
            attended=Format(row["format"]),
            news_at=row["news_at"],
            host=row["host"],
        )
        for row in tx.all(NEW, since=since, until=until, now=tx.now, size=MOST_LOOKED_AT)
    )


def of(tx: Transaction, *, person: PersonId, found: Sequence[Fresh], since: Instant) -> tuple[Fresh, ...]:
    """Those of them that became news from `since` on, fit what this person follows, and are news to them."""
    wishes = follows.with_since(tx, person=person)
    own = follows.grades(tx, person=person)
    fitting_ones = [
        one
        for one in found
        if one.news_at >= since and any(begun <= one.news_at and _fits(wish, one, own) for wish, begun in wishes)
    ]
    known = {row["event"] for row in tx.all(KNOWN, person=person)} if fitting_ones else set()
    return tuple(one for one in fitting_ones if one.id not in known)


def fitting(tx: Transaction, *, person: PersonId, since: Instant, until: Instant | None = None, page: int = 0) -> News:
    """A page of what became new from `since` on, before `until`, and fits what this person follows; oldest first.

    What becomes new in the very second in which others are told is told with the next.
    """
    limit = Instant(tx.now + 1) if until is None else until
    found = of(tx, person=person, found=fresh(tx, since=since, until=limit), since=since)
    shown = found[page * MOST_TOLD : (page + 1) * MOST_TOLD]
    events = tuple(
        NewEvent(event=one.id, host=texts(one.host), next_date=dates[0])
        for one in shown
        if (dates := slots.dates(tx, event=one.id, size=1))
    )
    return News(events=events, more=max(0, len(found) - (page + 1) * MOST_TOLD), since=since)


def _fits(wish: Wish, one: Fresh, own: frozenset[int]) -> bool:
    return fits(
        wish, kind=one.kind, partner=one.partner, cities=one.cities, grades=one.grades, attended=one.attended, own=own
    )


def cities_of(tx: Transaction, *, event: EventId) -> frozenset[CityId]:
    """Where an event is held next."""
    return frozenset(CityId(row["city"]) for row in tx.all(CITIES_OF, event=event, now=tx.now))
