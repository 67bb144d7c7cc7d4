"""Traces that somebody leaves in what is counted for reports: shown to them, and gone with them."""

from typing import Final

from domain.identities import PersonId, PupilId
from storage.engine import Transaction

LOOKS: Final = """
    SELECT count(*)
      FROM looks
     WHERE person = :person
"""

ANSWERS: Final = """
    SELECT count(*)
      FROM interest
     WHERE pupil IN (SELECT id FROM pupils WHERE person = :person) AND answer IS NOT NULL
"""

FORGET_LOOKS: Final = """
    DELETE FROM looks
     WHERE person = :person
"""

FORGET_ARRIVALS: Final = """
    DELETE FROM arrivals
     WHERE person = :person
"""

FORGET_INTEREST: Final = """
    DELETE FROM interest
     WHERE pupil = :pupil
"""


def looks(tx: Transaction, *, person: PersonId) -> int:
    """How many events they are known to have looked at."""
    return int(tx.value(LOOKS, person=person))


def answers(tx: Transaction, *, person: PersonId) -> int:
    """How many answers about their interest are kept."""
    return int(tx.value(ANSWERS, person=person))


def forget_looks(tx: Transaction, *, person: PersonId) -> None:
    """Forget what they looked at, and by which poster or post they came."""
    tx.run(FORGET_LOOKS, person=person)
    tx.run(FORGET_ARRIVALS, person=person)


def forget_answers(tx: Transaction, *, pupil: PupilId) -> None:
    """Forget what a pupil answered, and that they were asked."""
    tx.run(FORGET_INTEREST, pupil=pupil)
