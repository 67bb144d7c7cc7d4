"""Slots and events, read whole: what a card shows and what the rules of booking look at."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from domain.identities import EventId, MeetingId, PartnerId, PersonId, SlotId
from domain.moments import Instant
from domain.programme import (
    Audience,
    ClassPolicy,
    Event,
    EventKind,
    ForClasses,
    Format,
    Meeting,
    Partner,
    Place,
    Poster,
    PupilPolicy,
    Question,
    SeatTerms,
    Slot,
    SlotLine,
)
from domain.refusals import SlotGone
from storage.engine import Transaction
from storage.programme import lines, shares
from storage.programme.columns import texts

_EVENT: Final = """
       event.id AS event_id, event.kind, event.title, event.description, event.grade_from, event.grade_to,
       event.strict_grades, event.format, event.bring, event.forbidden, event.asks, event.why, event.published_at,
       event.classes, event.pupils_per_adult, event.pupils, event.poster,
       partner.id AS partner_id, partner.name AS partner_name, partner.contact AS partner_contact
"""
_EVENT_COLUMNS: Final = 20
"""How many these are; they stand last in every question that selects them."""

_KEPT: Final = 1024
"""How many events and places are kept as objects: the same few are read by everybody, and making one costs more than
reading its row. What a row says is the key, so that a changed one is another."""

SLOT: Final = f"""
    SELECT slot.place, slot.address, city.name AS city_name, slot.latitude, slot.longitude,
           slot.id, slot.online_link, slot.zone, slot.capacity, slot.seats_taken,
           slot.opens_at, slot.closes_at, slot.cancelled_at,
           slot.kept_seats IS NOT NULL OR slot.pool IS NOT NULL OR slot.school_limit IS NOT NULL AS has_terms,
           (SELECT count(*)
              FROM bookings
             WHERE bookings.slot = slot.id
               AND (bookings.state = 'waitlisted' OR (bookings.state = 'offered' AND bookings.seats < bookings.whole))
           ) AS waiting,
           {_EVENT}
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.id = :slot
"""  # noqa: S608  made of constants alone

TERMS: Final = f"""
    SELECT {shares.FREE} AS free, {shares.FREE_FOR_CLASSES} AS free_for_classes, slot.school_limit
      FROM slots AS slot
     WHERE slot.id = :slot
"""  # noqa: S608  made of constants alone

MEETINGS: Final = """
    SELECT id, starts_at, ends_at, version
      FROM meetings
     WHERE slot = :slot
     ORDER BY number
"""

EVENT: Final = f"""
    SELECT {_EVENT}
      FROM events AS event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE event.id = :event
"""  # noqa: S608  made of constants alone

WISHED_BY: Final = f"""
    SELECT {_EVENT}
      FROM wishes AS wish
      JOIN events AS event ON event.id = wish.event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE wish.person = :person
     ORDER BY wish.event
"""  # noqa: S608  made of constants alone

DATES: Final = f"""
    SELECT {lines.COLUMNS}
      FROM slots AS slot
     CROSS JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.event = :event AND slot.starts_at > :now AND slot.closes_at > :now AND slot.cancelled_at IS NULL
       AND slot.id IS NOT :but AND event.published_at IS NOT NULL
     ORDER BY slot.starts_at, slot.id
     LIMIT :size
"""  # noqa: S608  made of constants alone


def slot(tx: Transaction, *, slot: SlotId) -> Slot:
    """A slot of a published event, past or cancelled ones too. Raises SlotGone for any other."""
    return _slot(tx, slot, published=True)


def recorded(tx: Transaction, *, slot: SlotId) -> Slot:
    """A slot that somebody has a booking in, whether its event is still published or not. Raises SlotGone."""
    return _slot(tx, slot, published=False)


def event(tx: Transaction, *, event: EventId) -> Event:
    """A published event. Raises SlotGone for any other."""
    row = tx.one(EVENT, event=event)
    if row is None or row["published_at"] is None:
        raise SlotGone
    return _event(row[-_EVENT_COLUMNS:])


def recorded_event(tx: Transaction, *, event: EventId) -> Event:
    """An event that somebody has asked about, whether it is still published or not. Raises SlotGone."""
    row = tx.one(EVENT, event=event)
    if row is None:
        raise SlotGone
    return _event(row[-_EVENT_COLUMNS:])


def drafted(tx: Transaction, *, event: EventId) -> Event | None:
    """An event that is not published; None where it is, or where there is none."""
    row = tx.one(EVENT, event=event)
    return None if row is None or row["published_at"] is not None else _event(row[-_EVENT_COLUMNS:])


def published(tx: Transaction, *, events: Sequence[EventId]) -> dict[EventId, Event]:
    """Those of these events that are published."""
    rows = ((number, tx.one(EVENT, event=number)) for number in events)
    return {
        number: _event(row[-_EVENT_COLUMNS:])
        for number, row in rows
        if row is not None and row["published_at"] is not None
    }


def wished_by(tx: Transaction, *, person: PersonId) -> tuple[Event, ...]:
    """The events that this person wants to hear more of, published or not."""
    return tuple(_event(row[-_EVENT_COLUMNS:]) for row in tx.all(WISHED_BY, person=person))


def dates(tx: Transaction, *, event: EventId, but: SlotId | None = None, size: int = 8) -> tuple[SlotLine, ...]:
    """The next slots of a published event for which registration is not over, full ones too; `but` is left out."""
    return tuple(lines.mapped(row) for row in tx.all(DATES, event=event, but=but, now=tx.now, size=size))


def _slot(tx: Transaction, slot: SlotId, *, published: bool) -> Slot:
    row = tx.one(SLOT, slot=slot)
    if row is None or (published and row["published_at"] is None):
        raise SlotGone
    number, online_link, zone, capacity, seats_taken, opens_at, closes_at, cancelled_at, has_terms, waiting = row[5:15]
    return Slot(
        id=SlotId(number),
        event=_event(row[-_EVENT_COLUMNS:]),
        place=_place(*row[:5]),
        online_link=online_link,
        zone=zone,
        capacity=capacity,
        seats_taken=seats_taken,
        waiting=waiting,
        opens_at=opens_at,
        closes_at=Instant(closes_at),
        cancelled_at=cancelled_at,
        meetings=tuple(
            Meeting(id=MeetingId(meeting), starts_at=Instant(starts_at), ends_at=Instant(ends_at), version=version)
            for meeting, starts_at, ends_at, version in tx.all(MEETINGS, slot=slot)
        ),
        terms=_terms(tx, slot) if has_terms else None,
    )


def _terms(tx: Transaction, slot: SlotId) -> SeatTerms | None:
    row = tx.one(TERMS, slot=slot)
    return None if row is None else SeatTerms(**dict(row))


@lru_cache(maxsize=_KEPT)
def _place(
    place: str | None, address: str | None, city: str | None, latitude: float | None, longitude: float | None
) -> Place | None:
    if place is None:
        return None
    return Place(name=texts(place), address=texts(address), city=texts(city), latitude=latitude, longitude=longitude)


@lru_cache(maxsize=_KEPT)
def _event(columns: tuple[Any, ...]) -> Event:
    number, kind, title, description, grade_from, grade_to, strict, form, *others = columns
    bring, forbidden, asks, why, _published_at, *others = others
    classes, pupils_per_adult, pupils, poster, partner, partner_name, contact = others
    return Event(
        id=EventId(number),
        partner=Partner(id=PartnerId(partner), name=texts(partner_name), contact=contact),
        kind=EventKind(kind),
        title=texts(title),
        description=texts(description),
        audience=Audience(grade_from=grade_from, grade_to=grade_to, strict=bool(strict)),
        format=Format(form),
        bring=texts(bring),
        forbidden=texts(forbidden),
        question=None if asks is None else Question(asks=texts(asks), why=texts(why)),
        for_classes=ForClasses(policy=ClassPolicy(classes), pupils_per_adult=pupils_per_adult),
        for_pupils=PupilPolicy(pupils),
        poster=None if poster is None else Poster(poster),
    )
