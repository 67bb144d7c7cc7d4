"""An organizer's day in numbers: their partners' slots today and tomorrow. Leaves when it is told to organizing."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, Final

from domain.digest import DaySlot, Digest
from domain.identities import PartnerId, PersonId, SlotId
from domain.moments import Instant, instant, local
from storage.engine import Transaction
from storage.people import rights
from storage.programme.columns import texts

# Slots that have a meeting then.
HELD: Final = """
    SELECT slot.id, event.partner, event.title, min(meeting.starts_at) AS starts_at, slot.zone, slot.seats_taken,
           slot.capacity,
           (SELECT count(*) FROM bookings
             WHERE bookings.slot = slot.id AND bookings.state = 'confirmed' AND bookings.class IS NOT NULL) AS classes,
           (SELECT count(*) FROM bookings
             WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted') AS waiting
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event AND event.published_at IS NOT NULL
     WHERE meeting.starts_at >= :since AND meeting.starts_at < :before
     GROUP BY slot.id
     ORDER BY starts_at, slot.id
"""

# By clocks where what comes next takes place.
ZONES: Final = """
    SELECT slot.zone, event.partner
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.starts_at > :since AND slot.cancelled_at IS NULL
     ORDER BY slot.starts_at, slot.id
     LIMIT 200
"""

_LOOK_BACK: Final = 86_400


def day(tx: Transaction, *, actor: PersonId, zone: str | None, figures: Mapping[str, Any]) -> Digest:
    """This organizer's day; `figures` are what was counted beside it. `zone`: where none of theirs is known."""
    partners = partners_of(tx, person=actor)
    here = zone_of(tx, partners=partners, otherwise=zone or str(figures.get("zone") or "UTC"))
    on = local(tx.now, here).date()
    tomorrow = _held(tx, partners, on + timedelta(days=1), here)
    return Digest(
        on=on,
        today=_held(tx, partners, on, here),
        tomorrow_slots=len(tomorrow),
        tomorrow_seats=sum(one.seats_taken for one in tomorrow),
        open_requests=int(figures.get("requests", 0)),
        silent_classes=int(figures.get("silent", 0)),
        calls=int(figures.get("calls", 0)),
    )


def partners_of(tx: Transaction, *, person: PersonId) -> frozenset[PartnerId] | None:
    """The partners somebody organizes for, in whatever role; None: all, for an owner."""
    found = rights.of(tx, actor=person)
    return None if found.owner else frozenset(found.organizes)


def zone_of(tx: Transaction, *, partners: frozenset[PartnerId] | None, otherwise: str) -> str:
    """The zone of what comes next at these partners (None: at any)."""
    for row in tx.all(ZONES, since=tx.now - _LOOK_BACK):
        if partners is None or row["partner"] in partners:
            return str(row["zone"])
    return otherwise


def _held(tx: Transaction, partners: frozenset[PartnerId] | None, on: date, zone: str) -> tuple[DaySlot, ...]:
    first = instant(on, time(), zone)
    rows = tx.all(HELD, since=first, before=instant(on + timedelta(days=1), time(), zone))
    return tuple(
        DaySlot(
            slot=SlotId(row["id"]),
            title=texts(row["title"]),
            starts_at=Instant(row["starts_at"]),
            zone=row["zone"],
            seats_taken=row["seats_taken"],
            capacity=row["capacity"],
            classes=row["classes"],
            waiting=row["waiting"],
        )
        for row in rows
        if partners is None or row["partner"] in partners
    )
