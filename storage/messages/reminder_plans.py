"""Plans of reminders: which rows a slot's meetings and its event's rules come to. Leaves what is due to `reminders`."""

from typing import Final

from domain.identities import SlotId
from domain.reminders import parse_rules
from storage.engine import Transaction

PLANNED: Final = """
    SELECT slot.zone, slot.cancelled_at, event.reminder_rules
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.id = :slot
"""

MEETINGS: Final = """
    SELECT id, starts_at, version
      FROM meetings
     WHERE slot = :slot
     ORDER BY number
"""

WAITING: Final = """
    SELECT reminder.meeting, reminder.rule, reminder.version
      FROM meetings AS meeting
      JOIN reminders AS reminder ON reminder.meeting = meeting.id
     WHERE meeting.slot = :slot AND reminder.state = 'waiting'
"""

PLAN: Final = """
    INSERT INTO reminders (meeting, rule, version, due_at)
    VALUES (:meeting, :rule, :version, :due_at)
        ON CONFLICT (meeting, rule, version) DO UPDATE
       SET state = 'waiting', due_at = excluded.due_at
     WHERE reminders.state = 'dropped'
"""

DROP: Final = """
    UPDATE reminders
       SET state = 'dropped'
     WHERE meeting = :meeting AND rule = :rule AND version = :version AND state = 'waiting'
"""


def plan(tx: Transaction, *, slot: SlotId) -> None:
    """Make the reminders that wait for a slot what its meetings and rules say now; may be called any number of times.

    One for each meeting and each rule whose time is yet to come, and comes before the meeting begins: there is no
    telling people late of what they were told when it was moved. What waits for an older version of a meeting, by a
    rule that is gone, or for a slot that is cancelled, is dropped. What waits rightly is left alone, even when it is
    overdue: whether that is sent late or was missed is for `reminders` to find.
    """
    planned = tx.one(PLANNED, slot=slot)
    if planned is None:
        return
    right: set[tuple[int, str, int]] = set()
    to_come: list[dict[str, int | str]] = []
    if planned["cancelled_at"] is None:
        rules = parse_rules(planned["reminder_rules"])
        for meeting in tx.all(MEETINGS, slot=slot):
            for rule in rules:
                row = (meeting["id"], str(rule), meeting["version"])
                right.add(row)
                due_at = rule.due_at(meeting["starts_at"], planned["zone"])
                if tx.now < due_at < meeting["starts_at"]:
                    to_come.append({**_named(row), "due_at": due_at})
    waiting = {(row["meeting"], row["rule"], row["version"]) for row in tx.all(WAITING, slot=slot)}
    tx.run_many(DROP, [_named(row) for row in waiting - right])
    tx.run_many(PLAN, to_come)


def _named(row: tuple[int, str, int]) -> dict[str, int | str]:
    meeting, rule, version = row
    return {"meeting": meeting, "rule": rule, "version": version}
