"""What we know about somebody, shown to them in full; and forgetting it."""

from typing import Final

from domain.bookings import BookingState
from domain.classes import JoiningState, Needs
from domain.identities import BookingId, PersonId, PupilId
from domain.privacy import MyData
from storage.announcing import albums, watching
from storage.engine import Transaction
from storage.following import follows
from storage.messages import cards, conversations
from storage.people import claims, guardians, persons, rights, teachers
from storage.posting import places
from storage.programme import slots
from storage.questions import questions as asked
from storage.questions import records as questions
from storage.seats import booking_lists, changes, class_records, consents, forgotten_classes, records, traces

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
     WHERE pupil = :pupil AND revoked_at IS NULL
"""

FORGET_LINES: Final = """
    DELETE FROM class_entries
     WHERE pupil = :pupil
"""

FORGET_JOINING: Final = """
    DELETE FROM joinings
     WHERE pupil = :pupil
"""

FORGET_ABSENCES: Final = """
    DELETE FROM absences
     WHERE pupil = :pupil
"""

# Children who stay are answered for by themselves, or by another guardian.
HAND_JOININGS_ON: Final = """
    UPDATE joinings
       SET asked_by = coalesce((SELECT pupil.person FROM pupils AS pupil WHERE pupil.id = joinings.pupil),
                               (SELECT min(other.person)
                                  FROM guardianships AS other
                                 WHERE other.pupil = joinings.pupil AND other.person <> :person),
                               asked_by)
     WHERE asked_by = :person
"""

FORGET_ORGANIZER: Final = """
    DELETE FROM organizers
     WHERE person = :person
"""

# Whom the settings name is an owner again at the next start.
FORGET_OWNER: Final = """
    DELETE FROM owners
     WHERE account = :account AND named_by = 'link'
"""

# A sheet of form answers that they were looking through.
FORGET_SHEET: Final = """
    DELETE FROM form_drafts
     WHERE person = :person
"""

UNSIGN_EVENTS: Final = """
    UPDATE event_changes
       SET changed_by = NULL
     WHERE changed_by = :person
"""

UNSIGN_SLOTS: Final = """
    UPDATE slot_changes
       SET changed_by = NULL
     WHERE changed_by = :person
"""

FORGET_TRIES: Final = """
    DELETE FROM wrong_codes
     WHERE person = :person
"""

CLASSES: Final = f"""
    SELECT {class_records.CLASS_COLUMNS}
      FROM teachers AS teacher
      JOIN classes AS class ON class.teacher = teacher.id
      JOIN schools AS school ON school.id = teacher.school
     WHERE teacher.person = :person
     ORDER BY class.id
"""  # noqa: S608  made of constants alone

NEEDS: Final = """
    SELECT need.wheelchair, need.note, need.phone
      FROM teachers AS teacher
      JOIN classes AS class ON class.teacher = teacher.id
      JOIN bookings AS booking ON booking.class = class.id
      JOIN class_needs AS need ON need.booking = booking.id
     WHERE teacher.person = :person AND (need.wheelchair OR need.note <> '' OR need.phone <> '')
     ORDER BY booking.id
"""

JOINED: Final = """
    SELECT class.name, joining.state
      FROM joinings AS joining
      JOIN classes AS class ON class.id = joining.class
     WHERE joining.pupil IN (SELECT id FROM pupils WHERE person = :person
                              UNION
                             SELECT pupil FROM guardianships WHERE person = :person)
     ORDER BY joining.id
"""

ABSENCES: Final = """
    SELECT count(*)
      FROM absences
     WHERE pupil IN (SELECT id FROM pupils WHERE person = :person
                      UNION
                     SELECT pupil FROM guardianships WHERE person = :person)
"""

VISITS: Final = """
    SELECT count(*)
      FROM pupils AS pupil
      JOIN bookings AS booking ON booking.pupil = pupil.id
      JOIN attendances AS mark ON mark.booking = booking.id AND mark.state = 'present'
     WHERE pupil.id IN (SELECT id FROM pupils WHERE person = :person
                         UNION
                        SELECT pupil FROM guardianships WHERE person = :person)
"""

# Who came stays as a number; that this one of a class did not come goes with their name.
FORGET_ABSENTEE: Final = """
    DELETE FROM class_absentees
     WHERE pupil = :pupil
"""

FORGET_DOOR_CODES: Final = """
    DELETE FROM door_codes
     WHERE shown_to = :person
"""

# Links by which the pupil could come to an account, and those that this person made for others.
REVOKE_PUPIL_LINKS: Final = """
    UPDATE pupil_links
       SET revoked_at = :now
     WHERE pupil = :pupil AND used_at IS NULL AND revoked_at IS NULL
"""

REVOKE_LINKS_MADE: Final = """
    UPDATE pupil_links
       SET revoked_at = :now
     WHERE made_by = :person AND used_at IS NULL AND revoked_at IS NULL
"""

FORGET_CALENDAR: Final = """
    DELETE FROM calendar_links
     WHERE person = :person
"""

HAS_CALENDAR: Final = """
    SELECT 1
      FROM calendar_links
     WHERE person = :person
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

QUESTIONS_REFUSED: Final = """
    SELECT count(*)
      FROM blocked_askers
     WHERE person = :person
"""

FORGET_MORNINGS: Final = """
    DELETE FROM digests
     WHERE person = :person
"""

# Why a pupil could not be taken says something about them.
FORGET_APPLICATIONS: Final = """
    DELETE FROM applications
     WHERE booking IN (SELECT id FROM bookings WHERE pupil = :pupil)
"""

DROP_LETTERS: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'the person is forgotten'
     WHERE person = :person AND state = 'waiting'
"""

FORGET_PERSON: Final = """
    UPDATE people
       SET account = NULL, forgotten_at = :now, language_chosen = 0, reminders_muted = 0, announcements_muted = 0,
           unreachable_since = NULL
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
        organizes=rights.organizing(tx, person=actor),
        teaches=teachers.of_person(tx, actor=actor),
        classes=tuple(class_records.class_mapped(row) for row in tx.all(CLASSES, person=actor)),
        needs=tuple(
            Needs(wheelchair=bool(row["wheelchair"]), note=row["note"], phone=row["phone"])
            for row in tx.all(NEEDS, person=actor)
        ),
        joined=tuple((row["name"], JoiningState(row["state"])) for row in tx.all(JOINED, person=actor)),
        absences=int(tx.value(ABSENCES, person=actor)),
        calendar_link=tx.one(HAS_CALENDAR, person=actor) is not None,
        follows=follows.mine(tx, actor=actor).follows,
        questions=tuple(one for one in questions.of_person(tx, person=actor) if one.text),
        questions_refused=int(tx.value(QUESTIONS_REFUSED, person=actor)),
        looks=traces.looks(tx, person=actor),
        interest=traces.answers(tx, person=actor),
        visits=int(tx.value(VISITS, person=actor)),
        child_wishes=guardians.wishes(tx, actor=actor),
    )


def forget(tx: Transaction, *, actor: PersonId) -> None:
    """Forget who this person is: what is kept afterwards says that somebody came, not who.

    Bookings that are not over are cancelled and their seats offered on; names, schools, answers, wishes, the
    conversation and the account go, lines of class lists and what somebody was to classes and partners, too. Consents
    stay as the evidence they are, of nobody by name. Raises NotYours.
    """
    person = persons.person(tx, id=actor)
    follows.forget(tx, person=actor)
    asked.forget(tx, person=actor)
    claims.forget(tx, person=actor)
    cards.forget(tx, person=actor)
    tx.run(FORGET_MORNINGS, person=actor)
    tx.run(FORGET_WISHES, person=actor)  # first: one's own seat coming free is no news
    forgotten_classes.forget_teacher(tx, person=actor)
    tx.run(FORGET_ORGANIZER, person=actor)
    tx.run(FORGET_DOOR_CODES, person=actor)
    tx.run(FORGET_OWNER, account=person.account)
    tx.run(FORGET_TRIES, person=actor)
    tx.run(UNSIGN_EVENTS, person=actor)
    tx.run(UNSIGN_SLOTS, person=actor)
    traces.forget_looks(tx, person=actor)
    tx.run(FORGET_SHEET, person=actor)
    for row in tx.all(PUPILS_THAT_GO, person=actor):
        _forget_pupil(tx, PupilId(row["id"]), by=actor)
    tx.run(HAND_JOININGS_ON, person=actor)
    tx.run(FORGET_CHILDREN, person=actor)
    tx.run(REVOKE_LINKS_MADE, person=actor, now=tx.now)
    tx.run(FORGET_CALENDAR, person=actor)
    tx.run(DROP_LETTERS, person=actor, now=tx.now)
    watching.forget(tx, person=actor)
    albums.forget(tx, person=actor)
    places.forget(tx, person=actor)
    conversations.forget(tx, account=person.account)
    tx.run(FORGET_PERSON, person=actor, now=tx.now)


def _forget_pupil(tx: Transaction, pupil: PupilId, *, by: PersonId) -> None:
    for row in tx.all(UNFINISHED, pupil=pupil, now=tx.now):
        changes.end(tx, records.recorded(tx, booking=BookingId(row["id"])), BookingState.CANCELLED, by=by)
    tx.run(FORGET_ANSWERS, pupil=pupil)
    tx.run(FORGET_APPLICATIONS, pupil=pupil)
    tx.run(REVOKE_LINKS, pupil=pupil, now=tx.now)
    tx.run(REVOKE_PUPIL_LINKS, pupil=pupil, now=tx.now)
    tx.run(FORGET_LINES, pupil=pupil)
    tx.run(FORGET_JOINING, pupil=pupil)
    tx.run(FORGET_ABSENCES, pupil=pupil)
    tx.run(FORGET_ABSENTEE, pupil=pupil)
    traces.forget_answers(tx, pupil=pupil)
    tx.run(FORGET_GUARDIANS, pupil=pupil)
    tx.run(FORGET_PUPIL, pupil=pupil, now=tx.now)
