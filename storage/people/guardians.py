"""What guardians wish to be told about each child: its reminders, and that it has arrived. Neither unless they ask."""

from typing import Final

from domain.check_in import ChildWish
from domain.identities import PersonId, PupilId
from domain.refusals import NotYours
from storage.engine import Transaction

WISHES: Final = """
    SELECT guardianship.pupil, pupil.first_name, guardianship.reminded, guardianship.told_of_arrival
      FROM guardianships AS guardianship
      JOIN pupils AS pupil ON pupil.id = guardianship.pupil
     WHERE guardianship.person = :person
     ORDER BY guardianship.pupil
"""

WISH_REMINDERS: Final = """
    UPDATE guardianships
       SET reminded = :wish
     WHERE person = :person AND pupil = :pupil
"""

WISH_ARRIVAL: Final = """
    UPDATE guardianships
       SET told_of_arrival = :wish
     WHERE person = :person AND pupil = :pupil
"""


def wishes(tx: Transaction, *, actor: PersonId) -> tuple[ChildWish, ...]:
    """One for each child that the person is guardian of."""
    return tuple(
        ChildWish(
            pupil=PupilId(row["pupil"]),
            first_name=row["first_name"],
            reminded=bool(row["reminded"]),
            told_of_arrival=bool(row["told_of_arrival"]),
        )
        for row in tx.all(WISHES, person=actor)
    )


def wish(tx: Transaction, *, actor: PersonId, pupil: PupilId, arrival: bool, on: bool) -> tuple[ChildWish, ...]:
    """Wish to be told that this child has arrived, or of its reminders; or no longer. Raises NotYours."""
    if not tx.run(WISH_ARRIVAL if arrival else WISH_REMINDERS, person=actor, pupil=pupil, wish=int(on)):
        raise NotYours
    return wishes(tx, actor=actor)
