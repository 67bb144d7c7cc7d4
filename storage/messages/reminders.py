"""Reminders that come due: rows of the plan become rows of the outbox. Leaves the planning to reminder_plans."""

import json
from typing import Final

from domain.interest import Phase
from domain.messages import LetterKind
from domain.moments import Instant
from storage.engine import Row, Transaction
from storage.messages import interest

FIRST_DUE: Final = """
    SELECT reminder.meeting, reminder.rule, reminder.version, reminder.due_at, reminder.expanded_to,
           meeting.slot, meeting.number, meeting.starts_at, meeting.version AS current, slot.cancelled_at
      FROM reminders AS reminder
      JOIN meetings AS meeting ON meeting.id = reminder.meeting
      JOIN slots AS slot ON slot.id = meeting.slot
     WHERE reminder.state = 'waiting' AND reminder.due_at <= :now
     ORDER BY reminder.due_at, reminder.meeting, reminder.rule
     LIMIT 1
"""

LATER_DUE: Final = """
    SELECT 1
      FROM reminders
     WHERE meeting = :meeting AND version = :version AND state = 'waiting' AND due_at <= :now
       AND (due_at > :due_at OR (due_at = :due_at AND rule > :rule))
     LIMIT 1
"""

END: Final = """
    UPDATE reminders
       SET state = :state
     WHERE meeting = :meeting AND rule = :rule AND version = :version
"""

WHO: Final = """
    SELECT booking.id AS booking, COALESCE(pupil.person, booking.booked_by) AS person, booking.class, booking.pupil
      FROM bookings AS booking
      LEFT JOIN pupils AS pupil ON pupil.id = booking.pupil
     WHERE booking.slot = :slot AND booking.state = 'confirmed' AND booking.id > :after
       AND (pupil.person IS NOT NULL OR NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id))
       AND (pupil.person IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id AND how = 'walk_in'))
     ORDER BY booking.id
     LIMIT :size
"""

# Those of a class who joined it, but for whoever can't come: pupils, or the parents who asked for them.
IN_CLASS: Final = """
    SELECT DISTINCT joining.asked_by AS person
      FROM joinings AS joining
     WHERE joining.class = :school_class AND joining.state = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM absences WHERE booking = :booking AND pupil = joining.pupil)
     ORDER BY joining.asked_by
"""

# Guardians who wish to be reminded with their child: of a pupil, or of those of a class who come with it.
GUARDIANS: Final = """
    SELECT guardianship.person
      FROM guardianships AS guardianship
     WHERE guardianship.pupil = :pupil AND guardianship.reminded = 1
     ORDER BY guardianship.person
"""

GUARDIANS_IN_CLASS: Final = """
    SELECT DISTINCT guardianship.person
      FROM joinings AS joining
      JOIN guardianships AS guardianship ON guardianship.pupil = joining.pupil AND guardianship.reminded = 1
     WHERE joining.class = :school_class AND joining.state = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM absences WHERE booking = :booking AND pupil = joining.pupil)
     ORDER BY guardianship.person
"""

EXPANDED_TO: Final = """
    UPDATE reminders
       SET expanded_to = :expanded_to
     WHERE meeting = :meeting AND rule = :rule AND version = :version
"""

PUT: Final = """
    INSERT INTO outbox (key, kind, priority, person, booking, meeting, version, details, not_before, lapses_at, made_at)
    SELECT :key, :kind, :priority, :person, :booking, :meeting, :version, :details, :now, :lapses_at, :now
     WHERE EXISTS (SELECT 1 FROM people WHERE id = :person AND account IS NOT NULL)
        ON CONFLICT (key) DO NOTHING
"""

COLLAPSE: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'a later reminder of the same meeting came due'
     WHERE booking = :booking AND meeting = :meeting AND kind = :kind AND person = :person AND state = 'waiting'
       AND key <> :key
"""

_ASKING: Final = json.dumps({"interest": Phase.BEFORE.value})

_COLLAPSED_BY: Final = ("now", "booking", "meeting", "kind", "person", "key")

NEXT_DUE: Final = """
    SELECT due_at
      FROM reminders
     WHERE state = 'waiting'
     ORDER BY due_at
     LIMIT 1
"""

NEXT_FOR_SOMEBODY: Final = """
    SELECT reminder.due_at
      FROM reminders AS reminder
      JOIN meetings AS meeting ON meeting.id = reminder.meeting
     WHERE reminder.state = 'waiting' AND reminder.due_at > :now AND reminder.version = meeting.version
       AND EXISTS (SELECT 1 FROM bookings WHERE slot = meeting.slot AND state = 'confirmed')
     ORDER BY reminder.due_at
     LIMIT 1
"""


def expand(tx: Transaction, *, chunk: int = 500) -> bool:
    """Put the next chunk of due reminders into the outbox; whether there may be more to do now.

    One message for each confirmed booking, to the pupil or, where the pupil has no account, to whoever registered them,
    and to guardians who wish it; for a class to its teacher, and to everybody in it who joined. Several due for one
    meeting collapse into the latest. A time that was missed is made good once while the meeting is still ahead;
    afterwards the reminder is recorded as missed. A moved meeting and a cancelled slot drop it.
    """
    due = tx.one(FIRST_DUE, now=tx.now)
    if due is None:
        return False
    fate = _fate(tx, due)
    if fate is not None:
        _end(tx, due, fate)
        return True
    who = tx.all(WHO, slot=due["slot"], after=due["expanded_to"], size=chunk)
    asked = _asked(tx, due, who)
    rows = [
        _message(tx.now, due, row["booking"], person, asks=(row["booking"], person) in asked)
        for row in who
        for person in _readers(tx, row)
    ]
    tx.run_many(COLLAPSE, [{name: row[name] for name in _COLLAPSED_BY} for row in rows])
    tx.run_many(PUT, rows)
    if len(who) < chunk:
        _end(tx, due, "done")
    else:
        tx.run(EXPANDED_TO, expanded_to=who[-1]["booking"], **_row(due))
    return True


def next_due(tx: Transaction) -> Instant | None:
    """When the first planned reminder comes due; None where none is planned."""
    due_at = tx.value(NEXT_DUE)
    return None if due_at is None else Instant(due_at)


def next_for_somebody(tx: Transaction) -> Instant | None:
    """When the next reminder comes that somebody will really get; None where there is none."""
    due_at = tx.value(NEXT_FOR_SOMEBODY, now=tx.now)
    return None if due_at is None else Instant(due_at)


def _fate(tx: Transaction, due: Row) -> str | None:
    """How a due reminder ends without being sent to anybody (else); None where it has to be sent."""
    if due["version"] != due["current"] or due["cancelled_at"] is not None:
        return "dropped"
    if due["starts_at"] <= tx.now:
        return "missed"
    later = tx.one(LATER_DUE, now=tx.now, due_at=due["due_at"], **_row(due))
    return "collapsed" if later is not None else None


def _end(tx: Transaction, due: Row, state: str) -> None:
    tx.run(END, state=state, **_row(due))


def _row(due: Row) -> dict[str, int | str]:
    return {"meeting": due["meeting"], "rule": due["rule"], "version": due["version"]}


def _readers(tx: Transaction, who: Row) -> list[int]:
    if who["class"] is None:
        guardians = tx.all(GUARDIANS, pupil=who["pupil"])
        return list(dict.fromkeys([who["person"], *(row["person"] for row in guardians)]))
    of_class = {"school_class": who["class"], "booking": who["booking"]}
    joined = [*tx.all(IN_CLASS, **of_class), *tx.all(GUARDIANS_IN_CLASS, **of_class)]
    return list(dict.fromkeys([who["person"], *(row["person"] for row in joined)]))


def _asked(tx: Transaction, due: Row, who: list[Row]) -> set[tuple[int, int]]:
    """Who is asked about their interest with this reminder: of the first meeting only, before anything was seen."""
    if due["number"] > 1 or not who:
        return set()
    until = Instant(due["starts_at"])
    return interest.ask_before(tx, slot=due["slot"], after=due["expanded_to"], to=who[-1]["booking"], until=until)


def _message(now: Instant, due: Row, booking: int, person: int, *, asks: bool) -> dict[str, int | str]:
    return {
        "key": f"reminder:{due['meeting']}:{due['rule']}:{due['version']}:{booking}:{person}",
        "kind": LetterKind.REMINDER.value,
        "priority": LetterKind.REMINDER.priority.value,
        "person": person,
        "booking": booking,
        "meeting": due["meeting"],
        "version": due["version"],
        "details": _ASKING if asks else "{}",
        "now": now,
        "lapses_at": due["starts_at"],
    }
