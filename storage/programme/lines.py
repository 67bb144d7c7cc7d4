"""A slot as lists show it: the columns that every list of slots selects, and the line that becomes of a row."""

from typing import Final

from domain.identities import EventId, SlotId
from domain.moments import Instant
from domain.programme import EventKind, Format, SlotLine
from storage.engine import Row
from storage.programme import shares
from storage.programme.columns import texts

COLUMNS: Final = f"""
       slot.id AS slot_id, slot.event AS event_id, event.kind, event.title, event.format, city.name AS city_name,
       slot.starts_at, slot.zone, slot.opens_at,
       CASE WHEN slot.seats_taken >= slot.capacity THEN 0
            WHEN EXISTS (SELECT 1 FROM bookings WHERE bookings.slot = slot.id AND bookings.state = 'waitlisted') THEN 0
            ELSE {shares.FREE}
        END AS free,
       (SELECT count(*) FROM meetings WHERE meetings.slot = slot.id) AS meetings
"""  # noqa: S608  made of constants alone
"""What `mapped` needs, from `slots AS slot`, its `events AS event` and LEFT JOINed `cities AS city`."""


def mapped(row: Row) -> SlotLine:
    """A row with COLUMNS as a line."""
    return SlotLine(
        id=SlotId(row["slot_id"]),
        event=EventId(row["event_id"]),
        kind=EventKind(row["kind"]),
        title=texts(row["title"]),
        format=Format(row["format"]),
        city=texts(row["city_name"]),
        starts_at=Instant(row["starts_at"]),
        zone=row["zone"],
        free=row["free"],
        meetings=row["meetings"],
        opens_at=row["opens_at"],
    )
