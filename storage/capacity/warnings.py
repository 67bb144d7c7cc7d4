"""Warnings of too few: at the time that an organizer has set, those of the programme are asked what to do. Once."""

from typing import Final

from domain.identities import PartnerId, SlotId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.rights import OrganizerRole
from storage.engine import Transaction
from storage.messages import letters
from storage.people import rights

DUE: Final = """
    SELECT slot.id, slot.seats_taken < slot.warn_below AS too_few, slot.cancelled_at, slot.starts_at, slot.warn_at,
           event.partner, event.published_at
      FROM slots AS slot
      JOIN events AS event ON event.id = slot.event
     WHERE slot.warn_at <= :now AND slot.warned_at IS NULL
     ORDER BY slot.warn_at, slot.id
     LIMIT :chunk
"""

TOLD: Final = """
    UPDATE slots
       SET warned_at = :now
     WHERE id = :slot
"""

NEXT: Final = """
    SELECT warn_at
      FROM slots
     WHERE warn_at IS NOT NULL AND warned_at IS NULL
     ORDER BY warn_at
     LIMIT 1
"""


def tell_of_too_few(tx: Transaction, *, chunk: int = 20) -> int:
    """Look at slots whose time to be looked at has come, at most `chunk`; how many. Word of those that are too empty.

    A slot that was cancelled, has begun or is a draft is looked at and not told of.
    """
    due = tx.all(DUE, now=tx.now, chunk=chunk)
    for row in due:
        slot = SlotId(row["id"])
        tx.run(TOLD, slot=slot, now=tx.now)
        ahead = row["cancelled_at"] is None and row["starts_at"] > tx.now and row["published_at"] is not None
        if not (row["too_few"] and ahead):
            continue
        for person in rights.with_role(tx, role=OrganizerRole.PROGRAMME, partner=PartnerId(row["partner"])):
            letters.write(
                tx,
                kind=LetterKind.TOO_FEW,
                key=f"{LetterKind.TOO_FEW}:{slot}:{person}:{row['warn_at']}",
                person=person,
                slot=slot,
                lapses_at=Instant(row["starts_at"]),
            )
    return len(due)


def next_due(tx: Transaction) -> Instant | None:
    """When a slot is looked at next; None where none is to be."""
    at = tx.value(NEXT)
    return None if at is None else Instant(at)
