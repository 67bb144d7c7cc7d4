"""Slots and events, read whole: what a card shows and what the rules of booking look at."""

from typing import Final

from domain.identities import EventId, MeetingId, PartnerId, PersonId, SlotId
from domain.moments import Instant
from domain.programme import (
    Audience,
    Event,
    EventKind,
    Format,
    Meeting,
    Partner,
    Place,
    Question,
    Slot,
    SlotLine,
)
from domain.refusals import SlotGone
from storage.engine import Row, Transaction
from storage.programme import lines
from storage.programme.columns import texts

_EVENT: Final = """
       event.id AS event_id, event.kind, event.title, event.description, event.grade_from, event.grade_to,
       event.strict_grades, event.format, event.bring, event.forbidden, event.asks, event.why, event.published_at,
       partner.id AS partner_id, partner.name AS partner_name, partner.contact AS partner_contact
"""

SLOT: Final = f"""
    SELECT slot.id, slot.place, slot.address, slot.latitude, slot.longitude, city.name AS city_name, slot.online_link,
           slot.zone, slot.capacity, slot.seats_taken, slot.opens_at, slot.closes_at, slot.cancelled_at,
           (SELECT count(*) FROM bookings WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted') AS waiting,
           {_EVENT}
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      JOIN partners AS partner ON partner.id = event.partner
      LEFT JOIN cities AS city ON city.id = slot.city
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
    return _event(row)


def wished_by(tx: Transaction, *, person: PersonId) -> tuple[Event, ...]:
    """The events that this person wants to hear more of, published or not."""
    return tuple(_event(row) for row in tx.all(WISHED_BY, person=person))


def dates(tx: Transaction, *, event: EventId, but: SlotId | None = None, size: int = 8) -> tuple[SlotLine, ...]:
    """The next slots of a published event for which registration is not over, full ones too; `but` is left out."""
    return tuple(lines.mapped(row) for row in tx.all(DATES, event=event, but=but, now=tx.now, size=size))


def _slot(tx: Transaction, slot: SlotId, *, published: bool) -> Slot:
    row = tx.one(SLOT, slot=slot)
    if row is None or (published and row["published_at"] is None):
        raise SlotGone
    return Slot(
        id=SlotId(row["id"]),
        event=_event(row),
        place=_place(row),
        online_link=row["online_link"],
        zone=row["zone"],
        capacity=row["capacity"],
        seats_taken=row["seats_taken"],
        waiting=row["waiting"],
        opens_at=row["opens_at"],
        closes_at=Instant(row["closes_at"]),
        cancelled_at=row["cancelled_at"],
        meetings=tuple(
            Meeting(
                id=MeetingId(meeting["id"]),
                starts_at=Instant(meeting["starts_at"]),
                ends_at=Instant(meeting["ends_at"]),
                version=meeting["version"],
            )
            for meeting in tx.all(MEETINGS, slot=slot)
        ),
    )


def _place(row: Row) -> Place | None:
    if row["place"] is None:
        return None
    return Place(
        name=texts(row["place"]),
        address=texts(row["address"]),
        city=texts(row["city_name"]),
        latitude=row["latitude"],
        longitude=row["longitude"],
    )


def _event(row: Row) -> Event:
    return Event(
        id=EventId(row["event_id"]),
        partner=Partner(
            id=PartnerId(row["partner_id"]), name=texts(row["partner_name"]), contact=row["partner_contact"]
        ),
        kind=EventKind(row["kind"]),
        title=texts(row["title"]),
        description=texts(row["description"]),
        audience=Audience(grade_from=row["grade_from"], grade_to=row["grade_to"], strict=bool(row["strict_grades"])),
        format=Format(row["format"]),
        bring=texts(row["bring"]),
        forbidden=texts(row["forbidden"]),
        question=None if row["asks"] is None else Question(asks=texts(row["asks"]), why=texts(row["why"])),
    )
