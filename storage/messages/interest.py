"""The question about interest: who is asked before a visit and after it, once each, and what they answer."""

import json
from dataclasses import dataclass
from typing import Final

from domain.identities import EventId, OutboxId, PersonId, SlotId
from domain.interest import ASKED_AFTER, ASKED_UNTIL, InterestQuestion, Phase
from domain.languages import Texts
from domain.messages import LetterKind
from domain.moments import DAY, Instant
from domain.refusals import NotYours
from storage.engine import Transaction

KEPT_FOR: Final = 800 * DAY
"""How long answers are kept: this school year's report looks back at the one before."""

# Pupils with an account of their own who want reminders: with a seat of theirs, or in a class that they joined.
TO_ASK_BEFORE: Final = """
    SELECT booking.id AS booking, pupil.id AS pupil, pupil.person, slot.event
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN people AS person ON person.id = pupil.person AND person.reminders_muted = 0
     WHERE booking.slot = :slot AND booking.id > :after AND booking.id <= :to AND booking.state = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM interest WHERE pupil = pupil.id AND event = slot.event AND phase = 'before')
     UNION ALL
    SELECT booking.id, pupil.id, pupil.person, slot.event
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
      JOIN pupils AS pupil ON pupil.id = joining.pupil AND pupil.person = joining.asked_by
      JOIN people AS person ON person.id = pupil.person AND person.reminders_muted = 0
     WHERE booking.slot = :slot AND booking.id > :after AND booking.id <= :to AND booking.state = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM absences WHERE booking = booking.id AND pupil = pupil.id)
       AND NOT EXISTS (SELECT 1 FROM interest WHERE pupil = pupil.id AND event = slot.event AND phase = 'before')
"""

# Only who answered before the visit: without that, an answer after it says nothing about how it moved.
TO_ASK_AFTER: Final = """
    SELECT booking.id AS booking, slot.id AS slot, slot.event, pupil.id AS pupil, pupil.person
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.ends_at = meeting.ends_at AND slot.cancelled_at IS NULL
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed'
      JOIN pupils AS pupil ON pupil.id = booking.pupil
      JOIN people AS person ON person.id = pupil.person AND person.reminders_muted = 0
      JOIN interest AS earlier ON earlier.pupil = pupil.id AND earlier.event = slot.event
                              AND earlier.phase = 'before' AND earlier.answer IS NOT NULL
     WHERE meeting.ends_at > :since AND meeting.ends_at <= :until
       AND EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id AND state = 'present')
       AND NOT EXISTS (SELECT 1 FROM interest WHERE pupil = pupil.id AND event = slot.event AND phase = 'after')
     UNION ALL
    SELECT booking.id, slot.id, slot.event, pupil.id, pupil.person
      FROM meetings AS meeting
      JOIN slots AS slot ON slot.id = meeting.slot AND slot.ends_at = meeting.ends_at AND slot.cancelled_at IS NULL
      JOIN bookings AS booking ON booking.slot = slot.id AND booking.state = 'confirmed'
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
      JOIN pupils AS pupil ON pupil.id = joining.pupil AND pupil.person = joining.asked_by
      JOIN people AS person ON person.id = pupil.person AND person.reminders_muted = 0
      JOIN interest AS earlier ON earlier.pupil = pupil.id AND earlier.event = slot.event
                              AND earlier.phase = 'before' AND earlier.answer IS NOT NULL
     WHERE meeting.ends_at > :since AND meeting.ends_at <= :until
       AND EXISTS (SELECT 1 FROM attendances WHERE booking = booking.id AND state = 'present')
       AND NOT EXISTS (SELECT 1 FROM absences WHERE booking = booking.id AND pupil = pupil.id)
       AND NOT EXISTS (SELECT 1 FROM class_absentees WHERE booking = booking.id AND pupil = pupil.id)
       AND NOT EXISTS (SELECT 1 FROM interest WHERE pupil = pupil.id AND event = slot.event AND phase = 'after')
     LIMIT :size
"""

ASK: Final = """
    INSERT INTO interest (pupil, event, phase, asked_at, until)
    VALUES (:pupil, :event, :phase, :now, :until)
        ON CONFLICT (pupil, event, phase) DO NOTHING
"""

WRITE: Final = """
    INSERT INTO outbox (key, kind, priority, person, details, not_before, lapses_at, made_at)
    VALUES (:key, :kind, :priority, :person, :details, :now, :until, :now)
        ON CONFLICT (key) DO NOTHING
"""

ASKED: Final = """
    SELECT letter.person, json_extract(letter.details, '$.interest') AS phase, slot.event
      FROM outbox AS letter
      LEFT JOIN bookings AS booking ON booking.id = letter.booking
      JOIN slots AS slot ON slot.id = coalesce(booking.slot, json_extract(letter.details, '$.slot'))
     WHERE letter.id = :letter
"""

ANSWER: Final = """
    UPDATE interest
       SET answer = :face, answered_at = :now
     WHERE pupil = (SELECT id FROM pupils WHERE person = :person) AND event = :event AND phase = :phase
       AND answer IS NULL AND until > :now
"""

QUESTION: Final = """
    SELECT partner.profession AS profession
      FROM interest AS asked
      JOIN events AS event ON event.id = asked.event
      JOIN partners AS partner ON partner.id = event.partner
     WHERE asked.pupil = (SELECT id FROM pupils WHERE person = :person) AND asked.event = :event
       AND asked.phase = :phase AND asked.answer IS NULL AND asked.until > :now
"""

FORGET: Final = """
    DELETE FROM interest
     WHERE (pupil, event, phase) IN (SELECT pupil, event, phase
                                       FROM interest
                                      WHERE answered_at < :before
                                      ORDER BY answered_at
                                      LIMIT :chunk)
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a tap on a face. `counted`: it is kept; else one was given before, or it came too late."""

    phase: Phase
    counted: bool


def ask_before(tx: Transaction, *, slot: SlotId, after: int, to: int, until: Instant) -> set[tuple[int, int]]:
    """Who is asked with the reminder of their first meeting, as (booking, person), of the bookings after `after`.

    Each pupil once for an event, whatever becomes of it. An answer counts until `until`, when the visit begins.
    """
    asked = {row["pupil"]: row for row in tx.all(TO_ASK_BEFORE, slot=slot, after=after, to=to)}
    _ask(tx, [(row["pupil"], row["event"]) for row in asked.values()], Phase.BEFORE, until)
    return {(row["booking"], row["person"]) for row in asked.values()}


def ask_after(tx: Transaction, *, chunk: int = 200) -> int:
    """Ask pupils who were there, the day after, how interested they are now; how many, `chunk` at most.

    Only those who answered before the visit, and want reminders; each once for an event.
    """
    found = tx.all(TO_ASK_AFTER, since=tx.now - ASKED_UNTIL, until=tx.now - ASKED_AFTER, size=chunk)
    due = {(row["pupil"], row["event"]): row for row in found}
    until = Instant(tx.now + ASKED_UNTIL)
    _ask(tx, list(due), Phase.AFTER, until)
    tx.run_many(
        WRITE,
        [
            {
                "key": f"{LetterKind.INTEREST}:{pupil}:{event}",
                "kind": LetterKind.INTEREST.value,
                "priority": LetterKind.INTEREST.priority.value,
                "person": row["person"],
                "details": json.dumps({"slot": row["slot"], "interest": Phase.AFTER.value}),
                "until": until,
                "now": tx.now,
            }
            for (pupil, event), row in due.items()
        ],
    )
    return len(due)


def answer(tx: Transaction, *, actor: PersonId, letter: OutboxId, face: int) -> Answered:
    """The actor's answer, from 1 to 5, to the question that this letter asked; the first one counts.

    Raises NotYours where the letter is not theirs, is gone or asked nothing.
    """
    asked = tx.one(ASKED, letter=letter)
    if asked is None or asked["person"] != actor or asked["phase"] is None:
        raise NotYours
    counted = tx.run(ANSWER, person=actor, event=asked["event"], phase=asked["phase"], face=face, now=tx.now)
    return Answered(Phase(asked["phase"]), counted == 1)


def question(tx: Transaction, *, person: PersonId, event: EventId, phase: Phase) -> InterestQuestion | None:
    """What is still to be asked of this person; None where they answered, or it is too late."""
    row = tx.one(QUESTION, person=person, event=event, phase=phase.value, now=tx.now)
    return None if row is None else InterestQuestion(phase, Texts(**json.loads(row["profession"])))


def forget_old(tx: Transaction, *, chunk: int = 500) -> int:
    """Forget up to `chunk` answers of more than two school years ago; how many."""
    return tx.run(FORGET, before=tx.now - KEPT_FOR, chunk=chunk)


def _ask(tx: Transaction, pupils: list[tuple[int, int]], phase: Phase, until: Instant) -> None:
    tx.run_many(
        ASK,
        [
            {"pupil": pupil, "event": event, "phase": phase.value, "now": tx.now, "until": until}
            for pupil, event in pupils
        ],
    )
