"""Tidings: what became of a slot, told at once to everybody booked in it. Leaves who has to be phoned to calls."""

from typing import Final

from domain.identities import ChangeId, PersonId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.moves import Audience, ChangeKind, Why
from storage.engine import Transaction
from storage.messages import letters

NOTE: Final = """
    INSERT INTO told_changes (slot, kind, by, at, usual, reason)
    VALUES (:slot, :kind, :by, :now, :usual, :reason)
 RETURNING id
"""

NOTE_PARTIES: Final = """
    INSERT INTO told_parties (change, booking)
    SELECT :change, id
      FROM bookings
     WHERE slot = :slot AND state IN ('requested', 'confirmed', 'waitlisted', 'offered')
"""

# Of a pupil: the pupil's own account, and the guardians. Of a class: its teacher, those who joined it, their guardians.
# A pupil or a teacher without any was written down by an organizer, who is to phone and not to be written to.
TO_TELL: Final = """
    SELECT booking.id, pupil.person AS person, slot.ends_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN pupils AS pupil ON pupil.id = booking.pupil AND pupil.person IS NOT NULL
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     UNION
    SELECT booking.id, guardianship.person, slot.ends_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN guardianships AS guardianship ON guardianship.pupil = booking.pupil
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     UNION
    SELECT booking.id, teacher.person, slot.ends_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN classes AS class ON class.id = booking.class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN people AS person ON person.id = teacher.person AND person.account IS NOT NULL
     WHERE booking.slot = :slot AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     UNION
    SELECT booking.id, guardianship.person, slot.ends_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
      JOIN guardianships AS guardianship ON guardianship.pupil = joining.pupil
     WHERE booking.slot = :slot AND booking.state = 'confirmed'
     UNION
    SELECT booking.id, joining.asked_by, slot.ends_at
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN joinings AS joining ON joining.class = booking.class AND joining.state = 'accepted'
     WHERE booking.slot = :slot AND booking.state = 'confirmed'
     ORDER BY 1, 2
"""

PARTIES: Final = """
    SELECT id
      FROM bookings
     WHERE slot = :slot AND state IN ('requested', 'confirmed', 'waitlisted', 'offered')
"""

REASONS_LONG_AGO: Final = """
    SELECT change.id
      FROM told_changes AS change
      JOIN slots AS slot ON slot.id = change.slot
     WHERE change.reason <> '' AND change.at < :before AND slot.ends_at < :before
     LIMIT :size
"""

FORGET_REASON: Final = """
    UPDATE told_changes
       SET reason = ''
     WHERE id = :change
"""

REASONS_KEPT_FOR: Final = 30 * DAY
"""How long after the last meeting a typed reason is kept: it may name somebody."""

_LETTERS: Final = {ChangeKind.MOVED: LetterKind.SLOT_MOVED, ChangeKind.CANCELLED: LetterKind.SLOT_CANCELLED}


def tell(tx: Transaction, *, slot: SlotId, kind: ChangeKind, by: PersonId | None, why: Why) -> ChangeId:
    """Tell everybody who is booked or waits, and guardians and teachers, what has become of the slot.

    Called before a cancellation ends the bookings: whoever is in it then is who is told.
    """
    change = ChangeId(tx.value(NOTE, slot=slot, kind=kind, by=by, usual=why.usual or "", reason=why.typed, now=tx.now))
    tx.run(NOTE_PARTIES, change=change, slot=slot)
    letter = _LETTERS[kind]
    for row in tx.all(TO_TELL, slot=slot):
        letters.write(
            tx,
            kind=letter,
            key=f"{letter}:{row['id']}:{row['person']}:{change}",
            person=row["person"],
            booking=row["id"],
            figures={"change": change},
            lapses_at=row["ends_at"],
        )
    return change


def audience(tx: Transaction, *, slot: SlotId) -> Audience:
    """Whom a change of this slot would concern now."""
    told = tx.all(TO_TELL, slot=slot)
    parties = tx.all(PARTIES, slot=slot)
    reached = {row["id"] for row in told}
    return Audience(
        parties=len(parties),
        people=len({row["person"] for row in told}),
        by_hand=sum(row["id"] not in reached for row in parties),
    )


def forget_reasons(tx: Transaction, *, chunk: int = 500) -> int:
    """Empty the typed reasons of slots that ended long ago, at most `chunk` of them; how many there were."""
    old = tx.all(REASONS_LONG_AGO, before=tx.now - REASONS_KEPT_FOR, size=chunk)
    tx.run_many(FORGET_REASON, [{"change": row["id"]} for row in old])
    return len(old)
