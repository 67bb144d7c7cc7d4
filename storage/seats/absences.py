"""Absences: pupils of a booked class who can't come. No reason is asked; what the number becomes is the teacher's."""

from dataclasses import dataclass
from typing import Final

from domain.identities import BookingId, PersonId, PupilId
from storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An absence that was taken back. `host_knew`: it had been passed on to the host."""

    host_knew: bool


TELL: Final = """
    INSERT INTO absences (booking, pupil, told_by, told_at)
    VALUES (:booking, :pupil, :actor, :now)
        ON CONFLICT (booking, pupil) DO NOTHING
"""

TAKE_BACK: Final = """
    DELETE FROM absences
     WHERE booking = :booking AND pupil = :pupil
 RETURNING passed_on_at
"""

ABSENT: Final = """
    SELECT pupil
      FROM absences
     WHERE booking = :booking
     ORDER BY told_at, pupil
"""


def tell(tx: Transaction, *, actor: PersonId, booking: BookingId, pupil: PupilId) -> bool:
    """This pupil can't come; False where that was known. Who may say so is the caller's to check."""
    return tx.run(TELL, booking=booking, pupil=pupil, actor=actor, now=tx.now) == 1


def take_back(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> TakenBack | None:
    """They come after all; None where nobody had said that they can't."""
    row = tx.one(TAKE_BACK, booking=booking, pupil=pupil)
    return None if row is None else TakenBack(host_knew=row["passed_on_at"] is not None)


def absent(tx: Transaction, *, booking: BookingId) -> tuple[PupilId, ...]:
    """Who can't come, in the order in which it was said."""
    return tuple(PupilId(row["pupil"]) for row in tx.all(ABSENT, booking=booking))
