"""What we know about somebody, shown to them in full; and forgetting it."""

from typing import Final

from domain.bookings import BookingState
from domain.identities import BookingId, PersonId, PupilId
from domain.privacy import MyData
from storage.engine import Transaction
from storage.messages import conversations
from storage.people import persons
from storage.programme import slots
from storage.seats import booking_lists, changes, consents, records

ANSWERS: Final = """
    SELECT booking.answer
      FROM pupils AS pupil
      JOIN bookings AS booking ON booking.pupil = pupil.id
     WHERE booking.answer <> ''
       AND pupil.id IN (SELECT id FROM pupils WHERE person = :person
                         UNION
                        SELECT guardianship.pupil FROM guardianships AS guardianship WHERE person = :person)
     ORDER BY booking.id
"""

# A child without an account for whom nobody else can act goes with the guardian.
PUPILS_THAT_GO: Final = """
    SELECT id
      FROM pupils
     WHERE person = :person
     UNION
    SELECT pupil.id
      FROM guardianships AS guardianship
      JOIN pupils AS pupil ON pupil.id = guardianship.pupil
     WHERE guardianship.person = :person AND pupil.person IS NULL
       AND NOT EXISTS (SELECT 1
                         FROM guardianships AS other
                        WHERE other.pupil = pupil.id AND other.person <> :person)
"""

UNFINISHED: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.pupil = :pupil
       AND (booking.state IN ('requested', 'waitlisted', 'offered')
            OR (booking.state = 'confirmed' AND slot.ends_at > :now))
     ORDER BY booking.id
"""

FORGET_ANSWERS: Final = """
    UPDATE bookings
       SET answer = ''
     WHERE pupil = :pupil AND answer <> ''
"""

REVOKE_LINKS: Final = """
    UPDATE consent_links
       SET revoked_at = :now
     WHERE booking IN (SELECT id FROM bookings WHERE pupil = :pupil) AND revoked_at IS NULL
"""

FORGET_GUARDIANS: Final = """
    DELETE FROM guardianships
     WHERE pupil = :pupil
"""

FORGET_PUPIL: Final = """
    UPDATE pupils
       SET person = NULL, first_name = '', school = NULL, forgotten_at = :now
     WHERE id = :pupil
"""

FORGET_CHILDREN: Final = """
    DELETE FROM guardianships
     WHERE person = :person
"""

FORGET_WISHES: Final = """
    DELETE FROM wishes
     WHERE person = :person
"""

DROP_LETTERS: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'the person is forgotten'
     WHERE person = :person AND state = 'waiting'
"""

FORGET_PERSON: Final = """
    UPDATE people
       SET account = NULL, forgotten_at = :now, language_chosen = 0, reminders_muted = 0, unreachable_since = NULL
     WHERE id = :person
"""


def mine(tx: Transaction, *, actor: PersonId) -> MyData:
    """Everything kept about this person, their own pupil and their children. Raises NotYours."""
    person = persons.person(tx, id=actor)
    own = None if person.pupil is None else person.pupil.id
    return MyData(
        person=person,
        bookings=booking_lists.everything(tx, actor=actor),
        consents=consents.by_guardian_or_for(tx, person=actor, pupil=own),
        wishes=slots.wished_by(tx, person=actor),
        answers=tuple(row["answer"] for row in tx.all(ANSWERS, person=actor)),
    )


def forget(tx: Transaction, *, actor: PersonId) -> None:
    """Forget who this person is: what is kept afterwards says that somebody came, not who.

    Bookings that are not over are cancelled and their seats offered on; names, schools, answers, wishes, the
    conversation and the account go. Consents stay as the evidence they are, of nobody by name. Raises NotYours.
    """
    person = persons.person(tx, id=actor)
    tx.run(FORGET_WISHES, person=actor)  # first: one's own seat coming free is no news
    for row in tx.all(PUPILS_THAT_GO, person=actor):
        _forget_pupil(tx, PupilId(row["id"]), by=actor)
    tx.run(FORGET_CHILDREN, person=actor)
    tx.run(DROP_LETTERS, person=actor, now=tx.now)
    conversations.forget(tx, account=person.account)
    tx.run(FORGET_PERSON, person=actor, now=tx.now)


def _forget_pupil(tx: Transaction, pupil: PupilId, *, by: PersonId) -> None:
    for row in tx.all(UNFINISHED, pupil=pupil, now=tx.now):
        changes.end(tx, records.recorded(tx, booking=BookingId(row["id"])), BookingState.CANCELLED, by=by)
    tx.run(FORGET_ANSWERS, pupil=pupil)
    tx.run(REVOKE_LINKS, pupil=pupil, now=tx.now)
    tx.run(FORGET_GUARDIANS, pupil=pupil)
    tx.run(FORGET_PUPIL, pupil=pupil, now=tx.now)
