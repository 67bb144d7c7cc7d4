"""Events as their organizers see them: one whole, with its dates, and pages of all. Leaves what others see to cards."""

from datetime import date, time
from typing import Final

from domain.drafts import EventLine, EventSheet, ManagedEvent, ManagedSlot, Standing
from domain.identities import EventId, PartnerId, PersonId, SlotId
from domain.moments import Instant
from domain.programme import (
    Audience,
    ClassPolicy,
    EventKind,
    ForClasses,
    Format,
    MeetingTime,
    Partner,
    Place,
    Poster,
    PupilPolicy,
)
from domain.refusals import NotYours
from domain.reminders import parse_rules
from domain.rights import OrganizerRole
from storage.drafting import usuals
from storage.engine import Row, Transaction
from storage.people import rights
from storage.programme.columns import texts

EVENT: Final = """
    SELECT event.id, event.key, event.revision, event.kind, event.title, event.description, event.grade_from,
           event.grade_to, event.strict_grades, event.format, event.bring, event.forbidden, event.asks, event.why,
           event.reminder_rules, event.classes, event.pupils_per_adult, event.pupils, event.poster, event.usually,
           event.published_at, event.publish_at, event.discarded_at,
           partner.id AS partner, partner.name AS partner_name, partner.contact
      FROM events AS event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE event.id = :event
"""

SLOTS: Final = """
    SELECT slot.id, slot.key, slot.revision, slot.place, slot.address, city.name AS city_name, slot.latitude,
           slot.longitude, slot.online_link, slot.zone, slot.capacity, slot.seats_taken, slot.opens_at, slot.closes_at,
           slot.starts_at, slot.ends_at, slot.cancelled_at
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
      LEFT JOIN cities AS city ON city.id = slot.city
     WHERE slot.event = :event
       AND (slot.cancelled_at IS NULL OR slot.cancelled_at > event.published_at)
     ORDER BY slot.starts_at, slot.id
"""

MEETINGS: Final = """
    SELECT local_date, local_time, minutes
      FROM meetings
     WHERE slot = :slot
     ORDER BY number
"""

EVENT_OF_SLOT: Final = """
    SELECT event
      FROM slots
     WHERE id = :slot
"""

_LINES: Final = """
    SELECT event.id, event.kind, event.title, partner.name AS partner_name, event.published_at, event.publish_at,
           slot.starts_at, slot.zone, slot.seats_taken, slot.capacity,
           CASE WHEN event.published_at IS NULL AND event.publish_at IS NULL THEN 'draft'
                WHEN event.published_at IS NULL THEN 'planned'
                WHEN slot.starts_at > :now THEN 'ahead'
                ELSE 'no_dates'
            END AS standing
      FROM events AS event
      JOIN partners AS partner ON partner.id = event.partner
      LEFT JOIN slots AS slot
        ON slot.id = coalesce((SELECT next.id
                                 FROM slots AS next
                                WHERE next.event = event.id AND next.starts_at > :now AND next.cancelled_at IS NULL
                                ORDER BY next.starts_at
                                LIMIT 1),
                              (SELECT last.id
                                 FROM slots AS last
                                WHERE last.event = event.id AND last.cancelled_at IS NULL
                                ORDER BY last.starts_at DESC
                                LIMIT 1))
     WHERE (event.discarded_at IS NULL OR event.published_at IS NOT NULL)
"""
_IN_ORDER: Final = """
     ORDER BY CASE WHEN event.published_at IS NULL THEN 0 WHEN slot.starts_at > :now THEN 1 ELSE 2 END,
              CASE WHEN event.published_at IS NULL THEN -event.id
                   WHEN slot.starts_at > :now THEN slot.starts_at
                   ELSE -coalesce(slot.starts_at, 0)
               END,
              event.id
     LIMIT :size OFFSET :skip
"""

PAGE: Final = f"{_LINES} {_IN_ORDER}"
PAGE_OF_ORGANIZER: Final = f"""
    {_LINES}
       AND event.partner IN (SELECT partner
                               FROM organizers
                              WHERE person = :person AND role = 'programme')
    {_IN_ORDER}
"""  # noqa: S608  made of constants alone


def page(tx: Transaction, *, actor: PersonId, page: int, size: int) -> tuple[EventLine, ...]:
    """A page of the events that the actor may change: drafts, then what is ahead, then the rest; pages from 0.

    One more than `size` where there is a next page. Raises NotYours.
    """
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    given = {"now": tx.now, "size": size + 1, "skip": page * size}
    rows = tx.all(PAGE, **given) if may.owner else tx.all(PAGE_OF_ORGANIZER, **given, person=actor)
    return tuple(_line(row) for row in rows)


def event(tx: Transaction, *, actor: PersonId, event: EventId) -> ManagedEvent:
    """An event for whoever may change it. Raises NotYours."""
    found = read(tx, event=event)
    rights.require(tx, actor=actor, role=OrganizerRole.PROGRAMME, partner=found.partner.id)
    return found


def of_slot(tx: Transaction, *, actor: PersonId, slot: SlotId) -> ManagedEvent:
    """The event of a date, for whoever may change it. Raises NotYours."""
    row = tx.one(EVENT_OF_SLOT, slot=slot)
    if row is None:
        raise NotYours
    return event(tx, actor=actor, event=EventId(row["event"]))


def read(tx: Transaction, *, event: EventId) -> ManagedEvent:
    """An event whoever asks: rights are the caller's to check. Raises NotYours where there is none."""
    row = tx.one(EVENT, event=event)
    if row is None:
        raise NotYours
    return ManagedEvent(
        id=EventId(row["id"]),
        key=row["key"],
        revision=row["revision"],
        partner=Partner(id=PartnerId(row["partner"]), name=texts(row["partner_name"]), contact=row["contact"]),
        sheet=_sheet(row),
        published_at=row["published_at"],
        publish_at=row["publish_at"],
        discarded_at=row["discarded_at"],
        slots=tuple(_slot(tx, slot) for slot in tx.all(SLOTS, event=event)),
    )


def _sheet(row: Row) -> EventSheet:
    return EventSheet(
        kind=EventKind(row["kind"]),
        title=texts(row["title"]),
        description=texts(row["description"]),
        audience=Audience(grade_from=row["grade_from"], grade_to=row["grade_to"], strict=bool(row["strict_grades"])),
        format=Format(row["format"]),
        where=usuals.read(row["usually"]),
        bring=texts(row["bring"]),
        forbidden=texts(row["forbidden"]),
        asks=texts(row["asks"]),
        why=texts(row["why"]),
        reminder_rules=parse_rules(row["reminder_rules"]),
        for_classes=ForClasses(policy=ClassPolicy(row["classes"]), pupils_per_adult=row["pupils_per_adult"]),
        for_pupils=PupilPolicy(row["pupils"]),
        poster=None if row["poster"] is None else Poster(row["poster"]),
    )


def _slot(tx: Transaction, row: Row) -> ManagedSlot:
    place = None
    if row["place"] is not None:
        place = Place(
            name=texts(row["place"]),
            address=texts(row["address"]),
            city=texts(row["city_name"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
    return ManagedSlot(
        id=SlotId(row["id"]),
        key=row["key"],
        revision=row["revision"],
        place=place,
        online_link=row["online_link"],
        zone=row["zone"],
        capacity=row["capacity"],
        seats_taken=row["seats_taken"],
        opens_at=row["opens_at"],
        closes_at=None if row["closes_at"] == row["starts_at"] else row["closes_at"],
        starts_at=Instant(row["starts_at"]),
        ends_at=Instant(row["ends_at"]),
        cancelled_at=row["cancelled_at"],
        meetings=tuple(
            MeetingTime(
                on=date.fromisoformat(one["local_date"]),
                at=time.fromisoformat(one["local_time"]),
                minutes=one["minutes"],
            )
            for one in tx.all(MEETINGS, slot=row["id"])
        ),
    )


def _line(row: Row) -> EventLine:
    return EventLine(
        id=EventId(row["id"]),
        kind=EventKind(row["kind"]),
        title=texts(row["title"]),
        partner=texts(row["partner_name"]),
        standing=Standing(row["standing"]),
        starts_at=row["starts_at"],
        zone=row["zone"] or "",
        seats_taken=row["seats_taken"] or 0,
        capacity=row["capacity"] or 0,
    )
