"""A pupil comes to another account: what was the former one's of them is the new one's; tickets and links are new."""

from typing import Final

from domain.identities import BookingId, ClassId, PersonId, PupilId
from domain.messages import LetterKind
from storage.classes import joinings
from storage.engine import Transaction
from storage.messages import letters
from storage.seats import tickets

BELONG: Final = """
    UPDATE pupils
       SET person = :to
     WHERE id = :pupil
"""

BOOKED_BY: Final = """
    UPDATE bookings
       SET booked_by = :to
     WHERE pupil = :pupil AND booked_by = :former
"""

ASKED_BY: Final = """
    UPDATE joinings
       SET asked_by = :to
     WHERE pupil = :pupil AND asked_by = :former
"""

# A line of a list that was nobody's account: the class's teacher vouches for whoever claims it.
JOIN_AS_LISTED: Final = """
    INSERT INTO joinings (class, pupil, asked_by, state, asked_at, decided_at)
    SELECT entry.class, :pupil, :to, 'accepted', :now, :now
      FROM class_entries AS entry
      JOIN classes AS class ON class.id = entry.class AND class.closed_at IS NULL
     WHERE entry.pupil = :pupil
        ON CONFLICT (class, pupil) DO NOTHING
"""

CLASSES: Final = """
    SELECT joining.class, teacher.person, teacher.state
      FROM joinings AS joining
      JOIN classes AS class ON class.id = joining.class AND class.closed_at IS NULL
      JOIN teachers AS teacher ON teacher.id = class.teacher
     WHERE joining.pupil = :pupil AND joining.state = 'accepted'
     ORDER BY joining.class
"""

# Cancelled ones, too, which may be taken back.
TICKETS: Final = """
    SELECT booking.id, booking.slot
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.pupil = :pupil AND slot.ends_at > :now
     ORDER BY booking.id
"""

CODE_DEALT: Final = """
    SELECT 1
      FROM bookings
     WHERE slot = :slot AND ticket_code = :code
"""

NEW_TICKET: Final = """
    UPDATE bookings
       SET ticket_token = :token, ticket_code = :code
     WHERE id = :booking
"""

OPEN_LINKS: Final = """
    SELECT link.booking
      FROM consent_links AS link
     WHERE link.pupil = :pupil AND link.answered_at IS NULL AND link.revoked_at IS NULL
"""

NEW_LINK: Final = """
    UPDATE consent_links
       SET token = :token
     WHERE booking = :booking AND pupil = :pupil
"""

REDIRECT: Final = """
    UPDATE outbox
       SET person = :to
     WHERE person = :former AND state = 'waiting'
       AND (booking IN (SELECT id FROM bookings WHERE pupil = :pupil) OR json_extract(details, '$.pupil') = :pupil)
"""

# What goes to everybody of a class: to the former account no more, unless others there are theirs, or they teach it.
REDIRECT_OF_CLASSES: Final = """
    UPDATE outbox
       SET person = :to
     WHERE person = :former AND state = 'waiting'
       AND booking IN (SELECT booking.id
                         FROM joinings AS joining
                         JOIN bookings AS booking ON booking.class = joining.class
                         JOIN classes AS class ON class.id = joining.class
                         JOIN teachers AS teacher ON teacher.id = class.teacher
                        WHERE joining.pupil = :pupil AND joining.state = 'accepted' AND teacher.person <> :former
                          AND NOT EXISTS (SELECT 1
                                            FROM joinings AS other
                                           WHERE other.class = joining.class AND other.asked_by = :former
                                             AND other.state = 'accepted'))
"""

GUARDIANS: Final = """
    SELECT guardianship.person
      FROM guardianships AS guardianship
     WHERE guardianship.pupil = :pupil
     ORDER BY guardianship.person
"""


def move(tx: Transaction, *, pupil: PupilId, former: PersonId | None, to: PersonId) -> None:
    """Make the pupil this account's, and nobody else's; whether they may is the caller's to check.

    What the `former` account (None: there was none) booked and asked for them is the new one's, as is what was going to
    be sent to it. Tickets ahead have new codes, and links that wait for a guardian's yes are new. Guardians, teachers
    of their classes and the former account are told.
    """
    tx.run(BELONG, pupil=pupil, to=to)
    if former is not None:
        tx.run(BOOKED_BY, pupil=pupil, former=former, to=to)
        tx.run(ASKED_BY, pupil=pupil, former=former, to=to)
        tx.run(REDIRECT, pupil=pupil, former=former, to=to)
        tx.run(REDIRECT_OF_CLASSES, pupil=pupil, former=former, to=to)
    tx.run(JOIN_AS_LISTED, pupil=pupil, to=to, now=tx.now)
    _renew(tx, pupil)
    classes = tx.all(CLASSES, pupil=pupil)
    for row in classes:
        joinings.one_seat(tx, school_class=ClassId(row["class"]), pupil=pupil, by=to)
    told = {PersonId(row["person"]) for row in tx.all(GUARDIANS, pupil=pupil)}
    told |= {PersonId(row["person"]) for row in classes if row["state"] == "approved"}
    for person in sorted(told - {to, former}):
        _tell(tx, LetterKind.PUPIL_MOVED, pupil, person)
    if former is not None:
        _tell(tx, LetterKind.PUPIL_MOVED_AWAY, pupil, former)


def _renew(tx: Transaction, pupil: PupilId) -> None:
    for row in tx.all(TICKETS, pupil=pupil, now=tx.now):
        code = tickets.new_code()
        while tx.one(CODE_DEALT, slot=row["slot"], code=code) is not None:
            code = tickets.new_code()
        tx.run(NEW_TICKET, booking=BookingId(row["id"]), token=tickets.new_token(), code=code)
    for row in tx.all(OPEN_LINKS, pupil=pupil):
        tx.run(NEW_LINK, booking=row["booking"], pupil=pupil, token=tickets.new_token())


def _tell(tx: Transaction, kind: LetterKind, pupil: PupilId, person: PersonId) -> None:
    letters.write(tx, kind=kind, key=f"{kind}:{pupil}:{person}:{tx.now}", person=person, pupil=pupil)
