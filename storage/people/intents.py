"""Intents: which buttons were acted upon already, by whom, and which booking came of it."""

from dataclasses import dataclass
from typing import Final

from domain.identities import BookingId, Intent, PersonId
from domain.moments import Instant
from domain.refusals import NotYours
from storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Acted:
    """An intent that has done its work; None for a booking where none came of it."""

    booking: BookingId | None


ACTED: Final = """
    SELECT person, booking
      FROM intents
     WHERE intent = :intent
"""

ACT: Final = """
    INSERT INTO intents (intent, person, booking, acted_at)
    VALUES (:intent, :person, :booking, :now)
"""

PURGE: Final = """
    DELETE FROM intents
     WHERE intent IN (SELECT intent FROM intents WHERE acted_at < :before ORDER BY acted_at LIMIT :chunk)
"""


def acted(tx: Transaction, *, actor: PersonId, intent: Intent) -> Acted | None:
    """What this intent has done already; None where it has not acted yet.

    Raises NotYours for somebody else's intent: whoever copies a button does not become its owner.
    """
    row = tx.one(ACTED, intent=intent)
    if row is None:
        return None
    if row["person"] != actor:
        raise NotYours
    return Acted(row["booking"])


def act(tx: Transaction, *, actor: PersonId, intent: Intent, booking: BookingId | None = None) -> None:
    """Record that this intent acts now. Asked for after `acted` in the same transaction, so it cannot be there yet."""
    tx.run(ACT, intent=intent, person=actor, booking=booking, now=tx.now)


def purge(tx: Transaction, *, before: Instant, chunk: int = 500) -> int:
    """Forget up to `chunk` intents that acted before then; how many. Buttons that old are refused by their age."""
    return tx.run(PURGE, before=before, chunk=chunk)
