"""Lists to print: whom a door awaits, sent the evening before to who checks in there. Leaves the paper to papers."""

from typing import Final

from domain.bookings import BookingState
from domain.check_in import DoorList, Guest, ListedClass, evening_before
from domain.identities import MeetingId, PersonId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.programme import Meeting, Slot
from storage.attending import doors, guests
from storage.engine import Transaction
from storage.messages import letters
from storage.seats import class_records

_BEFORE: Final = DAY + 7 * HOUR
"""From 18:00 to the end of the day after, on a day whose clocks are put back."""

_TOO_LATE: Final = 2 * HOUR
"""So shortly before the start nobody prints any more: where the first seat was taken only now, no list is sent."""

# Meetings that somebody has a seat in, and whose list was not sent, in their order.
AWAITED: Final = """
    SELECT meeting.id, meeting.starts_at
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event AND event.published_at IS NOT NULL
     WHERE meeting.starts_at > :after AND (:until IS NULL OR meeting.starts_at <= :until)
       AND EXISTS (SELECT 1 FROM bookings WHERE bookings.slot = slot.id AND bookings.state = 'confirmed')
       AND NOT EXISTS (SELECT 1
                         FROM door_lists AS sent
                        WHERE sent.meeting = meeting.id AND sent.version = meeting.version)
     ORDER BY meeting.starts_at, meeting.id
     LIMIT :size
"""

WRITTEN: Final = """
    INSERT INTO door_lists (meeting, version, written_at)
    VALUES (:meeting, :version, :now)
"""

_LOOKED_AT: Final = 200


def send(tx: Transaction, *, chunk: int = 10) -> int:
    """Write to those who check in tomorrow, that their list is here; of how many meetings, `chunk` at most.

    Once for each meeting and version of it, at 18:00 of the day before; later where nobody had a seat by then.
    """
    due = [
        (slot, meeting)
        for slot, meeting in _awaited(tx, until=Instant(tx.now + _BEFORE))
        if evening_before(meeting, slot.zone) <= tx.now
    ][:chunk]
    for slot, meeting in due:
        tx.run(WRITTEN, meeting=meeting.id, version=meeting.version, now=tx.now)
        for person in doors.organizers(tx, partner=slot.event.partner.id):
            letters.write(
                tx,
                kind=LetterKind.DOOR_LIST,
                key=f"{LetterKind.DOOR_LIST}:{meeting.id}:{meeting.version}:{person}",
                person=person,
                slot=slot.id,
                meeting=meeting.id,
                version=meeting.version,
                lapses_at=meeting.starts_at,
            )
    return len(due)


def next_due(tx: Transaction) -> Instant | None:
    """When the next list is sent; None where nobody is awaited anywhere."""
    return min((evening_before(meeting, slot.zone) for slot, meeting in _awaited(tx, until=None, size=3)), default=None)


def contents(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> DoorList:
    """All that the list says now. Raises NotYours for whoever does not check in there."""
    slot, of_meeting = doors.entered(tx, actor=actor, meeting=meeting)
    awaited = [
        guest
        for guest in guests.awaited(tx, slot=slot, meeting=of_meeting)
        if guest.state in {BookingState.CONFIRMED, BookingState.REQUESTED}
    ]
    return DoorList(
        slot=slot,
        meeting=of_meeting,
        made_at=tx.now,
        pupils=tuple(guest for guest in awaited if not guest.is_class),
        classes=tuple(_listed(tx, slot, of_meeting, guest) for guest in awaited if guest.is_class),
    )


def _awaited(tx: Transaction, *, until: Instant | None, size: int = _LOOKED_AT) -> list[tuple[Slot, Meeting]]:
    rows = tx.all(AWAITED, after=tx.now + _TOO_LATE, until=until, size=size)
    return [doors.recorded(tx, meeting=MeetingId(row["id"])) for row in rows]


def _listed(tx: Transaction, slot: Slot, meeting: Meeting, guest: Guest) -> ListedClass:
    record = class_records.recorded(tx, booking=guest.booking)
    return ListedClass(
        guest=guest,
        teacher=record.school_class.teacher_name,
        phone=record.needs.phone,
        wheelchair=record.needs.wheelchair,
        note=record.needs.note,
        members=guests.members(tx, slot=slot, meeting=meeting, booking=guest.booking),
    )
