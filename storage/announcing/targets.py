"""What an announcement can be aimed at: schools, cities, classes, events with their dates. Nobody's names."""

import json
from typing import Final

from domain.identities import AnnouncementId, ClassId, EventId, PersonId, SchoolId, SlotId
from domain.moments import Instant
from domain.segments import DateTarget, EventTarget, Named, Target
from storage.announcing import records
from storage.engine import Transaction
from storage.programme.columns import texts

SCHOOLS: Final = """
    SELECT school.id, school.name, school.city
      FROM schools AS school
     WHERE EXISTS (SELECT 1 FROM pupils WHERE pupils.school = school.id)
        OR EXISTS (SELECT 1 FROM teachers WHERE teachers.school = school.id)
     ORDER BY school.name, school.id
     LIMIT :size OFFSET :skip
"""

CITIES: Final = """
    SELECT DISTINCT school.city
      FROM schools AS school
     WHERE school.city <> ''
       AND (EXISTS (SELECT 1 FROM pupils WHERE pupils.school = school.id)
            OR EXISTS (SELECT 1 FROM teachers WHERE teachers.school = school.id))
     ORDER BY school.city
"""

CLASSES: Final = """
    SELECT class.id, class.name, school.name AS school
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
     WHERE class.closed_at IS NULL
     ORDER BY class.id DESC
     LIMIT :size OFFSET :skip
"""

CLASSES_OF_PARTNER: Final = """
    SELECT class.id, class.name, school.name AS school
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
     WHERE class.id IN (SELECT booking.class
                          FROM events AS event
                          JOIN slots AS slot ON slot.event = event.id
                          JOIN bookings AS booking ON booking.slot = slot.id
                         WHERE event.partner = :partner AND booking.class IS NOT NULL)
     ORDER BY class.id DESC
     LIMIT :size OFFSET :skip
"""

EVENTS: Final = """
    SELECT id, title
      FROM events
     ORDER BY id DESC
     LIMIT :size OFFSET :skip
"""

EVENTS_OF_PARTNER: Final = """
    SELECT id, title
      FROM events
     WHERE partner = :partner
     ORDER BY id DESC
     LIMIT :size OFFSET :skip
"""

DATES: Final = """
    SELECT id, starts_at, zone
      FROM slots
     WHERE event = :event
     ORDER BY starts_at DESC
     LIMIT :size
"""

TITLE: Final = """
    SELECT title
      FROM events
     WHERE id = :event
"""

NAMED_SCHOOLS: Final = """
    SELECT id, name
      FROM schools
     WHERE id IN (SELECT value FROM json_each(:ids))
"""

NAMED_CLASSES: Final = """
    SELECT class.id, class.name, school.name AS school
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
     WHERE class.id IN (SELECT value FROM json_each(:ids))
"""

OF_SLOT: Final = """
    SELECT event, starts_at, zone
      FROM slots
     WHERE id = :slot
"""


def schools(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, page: int, size: int) -> list[Target]:
    """A page of the schools of those we know, by name. Raises NotYours."""
    records.announcement(tx, actor=actor, announcement=announcement)
    rows = tx.all(SCHOOLS, size=size, skip=page * size)
    return [Target(row["id"], f"{row['name']}, {row['city']}" if row["city"] else row["name"]) for row in rows]


def cities(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> list[str]:
    """The cities of these schools. Raises NotYours."""
    records.announcement(tx, actor=actor, announcement=announcement)
    return [row["city"] for row in tx.all(CITIES)]


def classes(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, page: int, size: int) -> list[Target]:
    """A page of the classes that have booked with the partner; for the house of all. Newest first. Raises NotYours."""
    partner = records.announcement(tx, actor=actor, announcement=announcement).partner
    page_of = {"size": size, "skip": page * size}
    rows = tx.all(CLASSES, **page_of) if partner is None else tx.all(CLASSES_OF_PARTNER, partner=partner, **page_of)
    return [Target(row["id"], f"{row['name']}, {row['school']}") for row in rows]


def events(
    tx: Transaction, *, actor: PersonId, announcement: AnnouncementId, page: int, size: int
) -> list[EventTarget]:
    """A page of the partner's events, past ones too; for the house of all. Newest first. Raises NotYours."""
    partner = records.announcement(tx, actor=actor, announcement=announcement).partner
    page_of = {"size": size, "skip": page * size}
    rows = tx.all(EVENTS, **page_of) if partner is None else tx.all(EVENTS_OF_PARTNER, partner=partner, **page_of)
    return [EventTarget(EventId(row["id"]), texts(row["title"])) for row in rows]


def dates(tx: Transaction, *, event: EventId, size: int = 12) -> list[DateTarget]:
    """The dates of an event, the latest first."""
    rows = tx.all(DATES, event=event, size=size)
    return [DateTarget(SlotId(row["id"]), Instant(row["starts_at"]), row["zone"]) for row in rows]


def event(tx: Transaction, *, event: EventId) -> EventTarget | None:
    """What an event is called, published or not; None for none."""
    title = tx.value(TITLE, event=event)
    return None if title is None else EventTarget(event, texts(title))


def named(tx: Transaction, *, actor: PersonId, announcement: AnnouncementId) -> Named:
    """What the numbers of an announcement's segment are called. Raises NotYours."""
    segment = records.announcement(tx, actor=actor, announcement=announcement).segment
    found_schools = tx.all(NAMED_SCHOOLS, ids=json.dumps(sorted(segment.schools)))
    found_classes = tx.all(NAMED_CLASSES, ids=json.dumps(sorted(segment.classes)))
    of_event, date = None, None
    if segment.attending is not None:
        number = segment.attending.event
        if segment.attending.slot is not None:
            row = tx.one(OF_SLOT, slot=segment.attending.slot)
            if row is not None:
                number = EventId(row["event"])
                date = DateTarget(segment.attending.slot, Instant(row["starts_at"]), row["zone"])
        of_event = None if number is None else event(tx, event=number)
    return Named(
        schools={SchoolId(row["id"]): row["name"] for row in found_schools},
        classes={ClassId(row["id"]): f"{row['name']}, {row['school']}" for row in found_classes},
        event=of_event,
        date=date,
    )
