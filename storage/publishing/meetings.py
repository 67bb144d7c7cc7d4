"""A slot's meetings, made to be those of a programme file: added, moved, removed. Leaves telling anybody to slots."""

from typing import Final

from domain.identities import SlotId
from domain.moments import MINUTE, instant
from domain.programme import MeetingTime, SlotDraft
from storage.engine import Transaction

MEETINGS: Final = """
    SELECT id, number, local_date, local_time, minutes, starts_at
      FROM meetings
     WHERE slot = :slot
     ORDER BY number
"""

ADD_MEETING: Final = """
    INSERT INTO meetings (slot, number, local_date, local_time, minutes, starts_at, ends_at)
    VALUES (:slot, :number, :local_date, :local_time, :minutes, :starts_at, :ends_at)
"""

MOVE_MEETING: Final = """
    UPDATE meetings
       SET local_date = :local_date, local_time = :local_time, minutes = :minutes, starts_at = :starts_at,
           ends_at = :ends_at, version = version + 1
     WHERE slot = :slot AND number = :number
"""

UNPLAN_MEETING: Final = """
    DELETE FROM reminders
     WHERE meeting = :meeting
"""

UNSEND_MEETING: Final = """
    UPDATE outbox
       SET meeting = NULL,
           state = CASE WHEN ended_at IS NULL THEN 'dropped' ELSE state END,
           ended_at = coalesce(ended_at, :now)
     WHERE meeting = :meeting
"""

REMOVE_MEETING: Final = """
    DELETE FROM meetings
     WHERE id = :meeting
"""


def hold(tx: Transaction, slot: SlotId, draft: SlotDraft) -> bool:
    """Make the slot's meetings those of the file; whether one that was there is now at another time, or gone."""
    known = {row["number"]: row for row in tx.all(MEETINGS, slot=slot)}
    moved = False
    for number, meeting in enumerate(draft.meetings, start=1):
        columns = {"slot": slot, "number": number, **_times(meeting, draft.zone)}
        row = known.pop(number, None)
        if row is None:
            tx.run(ADD_MEETING, **columns)
        elif any(row[name] != columns[name] for name in ("local_date", "local_time", "minutes", "starts_at")):
            tx.run(MOVE_MEETING, **columns)
            moved = True
    for row in known.values():
        tx.run(UNPLAN_MEETING, meeting=row["id"])
        tx.run(UNSEND_MEETING, meeting=row["id"], now=tx.now)
        tx.run(REMOVE_MEETING, meeting=row["id"])
    return moved or bool(known)


def _times(meeting: MeetingTime, zone: str) -> dict[str, str | int]:
    starts_at = instant(meeting.on, meeting.at, zone)
    return {
        "local_date": meeting.on.isoformat(),
        "local_time": f"{meeting.at:%H:%M}",
        "minutes": meeting.minutes,
        "starts_at": starts_at,
        "ends_at": starts_at + meeting.minutes * MINUTE,
    }
