"""Zones: meetings stay at their local times when a zone's rules change. Leaves the rules to the tzdata package.

What people were told is a local date and time. The instant beside it is what the rules came to when it was stored;
after an update of tzdata they may come to another one (clocks in Almaty are an hour back since 1 March 2024).
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from domain.identities import SlotId
from domain.moments import DAY, MINUTE, Instant, instant, local
from domain.reminders import ReminderRule
from storage.engine import Row, Transaction
from storage.messages import reminder_plans

LONGEST_SHIFT: Final = DAY
"""No change of a zone's rules moves a clock by more: Samoa's skipped day was the largest."""

NEXT_SLOTS: Final = """
    SELECT id, zone, starts_at, closes_at, opens_at
      FROM slots
     WHERE id > :after AND ends_at > :since
     ORDER BY id
     LIMIT :size
"""

MEETINGS: Final = """
    SELECT id, local_date, local_time, minutes, starts_at
      FROM meetings
     WHERE slot = :slot
     ORDER BY number
"""

SHIFT_MEETING: Final = """
    UPDATE meetings
       SET starts_at = :starts_at, ends_at = :ends_at, version = version + 1
     WHERE id = :meeting
 RETURNING version
"""

SHIFT_SLOT: Final = """
    UPDATE slots
       SET starts_at = :starts_at, ends_at = :ends_at, closes_at = :closes_at, opens_at = :opens_at
     WHERE id = :slot
"""

WAITING: Final = """
    SELECT rule
      FROM reminders
     WHERE meeting = :meeting AND version = :version - 1 AND state = 'waiting'
"""

CARRY_REMINDER: Final = """
    UPDATE reminders
       SET version = :version, due_at = :due_at
     WHERE meeting = :meeting AND rule = :rule AND version = :version - 1
"""

CARRY_LETTERS: Final = """
    UPDATE outbox
       SET version = :version, lapses_at = CASE WHEN lapses_at = :was THEN :starts_at ELSE lapses_at END
     WHERE meeting = :meeting AND version = :version - 1 AND state IN ('waiting', 'claimed')
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """How far it was looked: the last slot, None where there was none left; and how many of them were shifted."""

    last: SlotId | None
    shifted: int


def keep_local_times(tx: Transaction, *, after: SlotId | None = None, chunk: int = 100) -> Looked:
    """Make the instants of the next `chunk` slots that are not over what their zones' rules say now.

    Nobody is told: the time on their ticket is the time that it was. A shifted meeting's version is bumped. Its
    reminders come by the new instants and are neither lost nor sent twice; what waits to be sent goes on waiting.
    """
    rows = tx.all(NEXT_SLOTS, after=after or 0, since=tx.now - LONGEST_SHIFT, size=chunk)
    shifted = sum(_keep(tx, row) for row in rows)
    return Looked(SlotId(rows[-1]["id"]) if rows else None, shifted)


def _keep(tx: Transaction, slot: Row) -> bool:
    """Shift one slot where it has to be; whether it had."""
    meetings = tx.all(MEETINGS, slot=slot["id"])
    right = [_starts_at(row, slot["zone"]) for row in meetings]
    if right == [row["starts_at"] for row in meetings]:
        return False
    for row, starts_at in zip(meetings, right, strict=True):
        if row["starts_at"] != starts_at:
            _shift_meeting(tx, row, starts_at, slot["zone"])
    _shift_slot(tx, slot, first=right[0], ends_at=Instant(right[-1] + meetings[-1]["minutes"] * MINUTE))
    reminder_plans.plan(tx, slot=SlotId(slot["id"]))
    return True


def _starts_at(meeting: Row, zone: str) -> Instant:
    return instant(date.fromisoformat(meeting["local_date"]), time.fromisoformat(meeting["local_time"]), zone)


def _shift_meeting(tx: Transaction, row: Row, starts_at: Instant, zone: str) -> None:
    meeting, ends_at = row["id"], starts_at + row["minutes"] * MINUTE
    version = tx.value(SHIFT_MEETING, meeting=meeting, starts_at=starts_at, ends_at=ends_at)
    for waiting in tx.all(WAITING, meeting=meeting, version=version):
        # Not planned anew: one that is late already would be dropped, as those of a meeting are that somebody moved.
        due_at = ReminderRule.parse(waiting["rule"]).due_at(starts_at, zone)
        tx.run(CARRY_REMINDER, meeting=meeting, rule=waiting["rule"], version=version, due_at=due_at)
    tx.run(CARRY_LETTERS, meeting=meeting, version=version, was=row["starts_at"], starts_at=starts_at)


def _shift_slot(tx: Transaction, slot: Row, *, first: Instant, ends_at: Instant) -> None:
    by = first - slot["starts_at"]
    closes_at = min(_along(slot["closes_at"], by, first, slot["zone"]), first)
    opens_at = None
    if slot["opens_at"] is not None:
        opens_at = min(_along(slot["opens_at"], by, first, slot["zone"]), closes_at - 1)
    tx.run(SHIFT_SLOT, slot=slot["id"], starts_at=first, ends_at=ends_at, closes_at=closes_at, opens_at=opens_at)


def _along(moment: int, by: int, first: Instant, zone: str) -> int:
    """A limit of registration, of which no local time is kept: it shifts where clocks then are as at the beginning."""
    shifted = Instant(moment + by)
    return shifted if local(shifted, zone).utcoffset() == local(first, zone).utcoffset() else moment
