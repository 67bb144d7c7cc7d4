"""Doors: those of today and of two weeks back, and one with everybody it awaits. Leaves letting in to arrivals."""

from collections.abc import Iterable
from typing import Final

from domain.check_in import ENTERED_FOR, Door, DoorLine, Phase, phase
from domain.identities import MeetingId, PartnerId, PersonId, SlotId
from domain.moments import DAY, Instant
from domain.programme import Meeting, Slot
from domain.refusals import NotYours, SlotGone
from domain.rights import OrganizerRole
from storage.attending import guests
from storage.engine import Row, Transaction
from storage.people import rights
from storage.programme import slots

_AROUND: Final = 2 * DAY
"""Wide enough for any day of any zone; which day it is, is asked of each."""
_COMING: Final = 7 * DAY
MOST_DOORS: Final = 60

SLOT_OF: Final = """
    SELECT slot
      FROM meetings
     WHERE id = :meeting
"""

BETWEEN: Final = """
    SELECT meeting.id, meeting.slot, event.partner,
           (SELECT coalesce(sum(mark.pupils + mark.adults), 0)
              FROM attendances AS mark
             WHERE mark.meeting = meeting.id AND mark.state = 'present') AS here,
           (SELECT coalesce(sum(booking.seats), 0)
              FROM bookings AS booking
             WHERE booking.slot = meeting.slot AND booking.state = 'confirmed') AS expected
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event AND event.published_at IS NOT NULL
     WHERE meeting.starts_at BETWEEN :since AND :until
     ORDER BY meeting.starts_at, meeting.id
"""

COUNTED: Final = """
    SELECT (SELECT coalesce(sum(mark.pupils + mark.adults), 0)
              FROM attendances AS mark
             WHERE mark.meeting = meeting.id AND mark.state = 'present') AS here,
           (SELECT coalesce(sum(booking.seats), 0)
              FROM bookings AS booking
             WHERE booking.slot = meeting.slot AND booking.state = 'confirmed') AS expected
      FROM meetings AS meeting
     WHERE meeting.id = :meeting
"""


def today(tx: Transaction, *, actor: PersonId) -> tuple[DoorLine, ...]:
    """The doors that one may let people in at today, the first first. Raises NotYours."""
    found = _between(tx, actor, Instant(tx.now - _AROUND), Instant(tx.now + _AROUND))
    return tuple(line for line in found if phase(line.meeting, line.slot.zone, tx.now) is Phase.TODAY)


def coming(tx: Transaction, *, actor: PersonId) -> tuple[DoorLine, ...]:
    """Those of the next week: their lists can be seen. Raises NotYours."""
    found = _between(tx, actor, tx.now, Instant(tx.now + _COMING))
    return tuple(line for line in found if phase(line.meeting, line.slot.zone, tx.now) is Phase.AHEAD)


def past(tx: Transaction, *, actor: PersonId) -> tuple[DoorLine, ...]:
    """Those whose attendance can still be entered, the latest first. Raises NotYours."""
    found = _between(tx, actor, Instant(tx.now - ENTERED_FOR - DAY), tx.now)
    return tuple(reversed([line for line in found if phase(line.meeting, line.slot.zone, tx.now) is Phase.AFTERWARDS]))


def door(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> Door:
    """One door, for whoever checks in there. Raises NotYours, SlotGone."""
    slot, of_slot = entered(tx, actor=actor, meeting=meeting)
    return standing(tx, slot=slot, meeting=of_slot)


def of_slot(tx: Transaction, *, actor: PersonId, slot: SlotId) -> Door:
    """The door of a slot's meeting that is on or comes next, or of its last one. Raises NotYours, SlotGone."""
    found = slots.recorded(tx, slot=slot)
    meeting = nearest(found, tx.now)
    return door(tx, actor=actor, meeting=meeting.id)


def nearest(slot: Slot, now: Instant) -> Meeting:
    """The slot's meeting of today, else the one that comes next, else its last one."""
    for meeting in slot.meetings:
        if phase(meeting, slot.zone, now) is Phase.TODAY:
            return meeting
    return slot.next_meeting(now) or slot.meetings[-1]


def standing(tx: Transaction, *, slot: Slot, meeting: Meeting) -> Door:
    """A door as it stands, whoever asks: for what the house itself does."""
    return Door(
        slot=slot,
        meeting=meeting,
        phase=phase(meeting, slot.zone, tx.now),
        guests=guests.awaited(tx, slot=slot, meeting=meeting),
    )


def entered(tx: Transaction, *, actor: PersonId, meeting: MeetingId) -> tuple[Slot, Meeting]:
    """The slot and meeting of a door that the actor may open. Raises NotYours for any other."""
    slot, of_meeting = recorded(tx, meeting=meeting)
    rights.require(tx, actor=actor, role=OrganizerRole.CHECK_IN, partner=slot.event.partner.id)
    return slot, of_meeting


def recorded(tx: Transaction, *, meeting: MeetingId) -> tuple[Slot, Meeting]:
    """The same, whoever asks: for what the house itself does. Raises NotYours."""
    number = tx.value(SLOT_OF, meeting=meeting)
    if number is None:
        raise NotYours
    slot = slots.recorded(tx, slot=SlotId(number))
    found = guests.meeting_of(slot, meeting)
    if found is None:
        raise SlotGone
    return slot, found


def organizers(tx: Transaction, *, partner: PartnerId) -> tuple[PersonId, ...]:
    """Who checks in at this partner, owners among them."""
    return rights.with_role(tx, role=OrganizerRole.CHECK_IN, partner=partner)


def counted(tx: Transaction, *, meeting: MeetingId) -> tuple[int, int]:
    """Heads that are in, and heads with a certain seat."""
    row = tx.one(COUNTED, meeting=meeting)
    return (0, 0) if row is None else (int(row["here"]), int(row["expected"]))


def _between(tx: Transaction, actor: PersonId, since: Instant, until: Instant) -> Iterable[DoorLine]:
    may = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.CHECK_IN)
    rows = [
        row
        for row in tx.all(BETWEEN, since=since, until=until)
        if may.may(OrganizerRole.CHECK_IN, PartnerId(row["partner"]))
    ]
    return (_line(tx, row) for row in rows)


def _line(tx: Transaction, row: Row) -> DoorLine:
    slot = slots.recorded(tx, slot=SlotId(row["slot"]))
    meeting = guests.meeting_of(slot, MeetingId(row["id"]))
    if meeting is None:
        raise SlotGone
    return DoorLine(slot=slot, meeting=meeting, here=row["here"], expected=row["expected"])
