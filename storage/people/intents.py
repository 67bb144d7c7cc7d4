"""Intents: which buttons were acted upon already, by whom, and what came of it."""

from dataclasses import dataclass
from typing import Final

from domain.identities import BookingId, ClassId, Intent, PersonId, PupilId
from domain.moments import Instant
from domain.refusals import NotYours
from storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Acted:
    """An intent that has done its work, and the booking, class or pupil that came of it where one did."""

    booking: BookingId | None
    school_class: ClassId | None = None
    pupil: PupilId | None = None


ACTED: Final = """
    SELECT person, booking, class, pupil
      FROM intents
     WHERE intent = :intent
"""

ACT: Final = """
    INSERT INTO intents (intent, person, booking, class, pupil, acted_at)
    VALUES (:intent, :person, :booking, :school_class, :pupil, :now)
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
    return Acted(booking=row["booking"], school_class=row["class"], pupil=row["pupil"])


def act(
    tx: Transaction,
    *,
    actor: PersonId,
    intent: Intent,
    booking: BookingId | None = None,
    school_class: ClassId | None = None,
    pupil: PupilId | None = None,
) -> None:
    """Record that this intent acts now. Asked for after `acted` in the same transaction, so it cannot be there yet."""
    tx.run(ACT, intent=intent, person=actor, booking=booking, school_class=school_class, pupil=pupil, now=tx.now)


def purge(tx: Transaction, *, before: Instant, chunk: int = 500) -> int:
    """Forget up to `chunk` intents that acted before then; how many. Buttons that old are refused by their age."""
    return tx.run(PURGE, before=before, chunk=chunk)
