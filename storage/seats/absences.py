"""Absences: pupils of a booked class who can't come. No reason is asked; what the number becomes is the teacher's."""

from typing import Final

from domain.identities import BookingId, PersonId, PupilId
from storage.engine import Transaction

TELL: Final = """
    INSERT INTO absences (booking, pupil, told_by, told_at)
    VALUES (:booking, :pupil, :actor, :now)
        ON CONFLICT (booking, pupil) DO NOTHING
"""

TAKE_BACK: Final = """
    DELETE FROM absences
     WHERE booking = :booking AND pupil = :pupil
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


def take_back(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> bool:
    """They come after all; False where nobody had said that they can't."""
    return tx.run(TAKE_BACK, booking=booking, pupil=pupil) == 1


def absent(tx: Transaction, *, booking: BookingId) -> tuple[PupilId, ...]:
    """Who can't come, in the order in which it was said."""
    return tuple(PupilId(row["pupil"]) for row in tx.all(ABSENT, booking=booking))
