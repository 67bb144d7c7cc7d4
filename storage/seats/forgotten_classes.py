"""What is forgotten of classes: a teacher's when they go, lists after the school year, notes after the visit.

Leaves persons and pupils to `privacy`.
"""

from datetime import date, time
from typing import Final

from domain.bookings import BookingState
from domain.consents import SCHOOL_YEAR_ENDS
from domain.handovers import ORPHANED_FOR
from domain.identities import BookingId, ClassId, PersonId, PupilId, TeacherId
from domain.messages import LetterKind
from domain.moments import DAY, Instant, instant, local
from storage.engine import Transaction
from storage.people import teachers
from storage.seats import changes, class_records, notices

NEEDS_KEPT_FOR: Final = 7 * DAY
"""How long after a visit its host still has the note and the phone number; a week, for what was left behind."""

OF_TEACHER: Final = """
    SELECT class.id, class.closed_at
      FROM teachers AS teacher
      JOIN classes AS class ON class.teacher = teacher.id
     WHERE teacher.person = :person
     ORDER BY class.id
"""

TEACHERS: Final = """
    SELECT id
      FROM teachers
     WHERE person = :person
     ORDER BY id
"""

# Kept without its teacher until another takes it: the school's children are expected somewhere.
ORPHAN: Final = """
    UPDATE classes
       SET orphaned_at = :now
     WHERE id = :school_class
"""

ORPHANED_LONG_AGO: Final = """
    SELECT class.id
      FROM classes AS class
     WHERE class.orphaned_at IS NOT NULL AND class.orphaned_at <= :before
     ORDER BY class.orphaned_at, class.id
     LIMIT :chunk
"""

NO_LONGER_ORPHANED: Final = """
    UPDATE classes
       SET orphaned_at = NULL
     WHERE id = :school_class
"""

FORGET_PHONES: Final = """
    UPDATE class_needs
       SET phone = ''
     WHERE phone <> '' AND booking IN (SELECT id FROM bookings WHERE class = :school_class)
"""

END_HANDOVERS: Final = """
    UPDATE handovers
       SET ended_at = :now
     WHERE ended_at IS NULL AND class = :school_class
"""

END_HANDOVERS_TO: Final = """
    UPDATE handovers
       SET ended_at = :now
     WHERE ended_at IS NULL AND to_teacher IN (SELECT id FROM teachers WHERE person = :person)
"""

UNFINISHED: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.class = :school_class
       AND (booking.state IN ('requested', 'waitlisted', 'offered')
            OR (booking.state = 'confirmed' AND slot.ends_at > :now))
     ORDER BY booking.id
"""

CLOSE: Final = """
    UPDATE classes
       SET closed_at = coalesce(closed_at, :now), link_token = NULL
     WHERE id = :school_class
"""

LISTED: Final = """
    SELECT pupil
      FROM class_entries
     WHERE class = :school_class
"""

FORGET_LIST: Final = """
    DELETE FROM class_entries
     WHERE class = :school_class
"""

FORGET_JOINERS: Final = """
    DELETE FROM joinings
     WHERE class = :school_class
"""

# Somebody whom only lists knew, and no list does any more: what is kept afterwards has no name.
FORGET_UNKNOWN: Final = """
    UPDATE pupils
       SET first_name = '', school = NULL, forgotten_at = :now
     WHERE id = :pupil AND person IS NULL AND forgotten_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM guardianships WHERE pupil = :pupil)
       AND NOT EXISTS (SELECT 1 FROM class_entries WHERE pupil = :pupil)
"""

FORGET_NEEDS: Final = """
    DELETE FROM class_needs
     WHERE booking = :booking
"""

FORGET_NEEDS_OF_CLASS: Final = """
    DELETE FROM class_needs
     WHERE booking IN (SELECT id FROM bookings WHERE class = :school_class)
"""

FORGET_TEACHER: Final = """
    UPDATE teachers
       SET name = '', reason = '', state = 'revoked', decided_at = coalesce(decided_at, :now)
     WHERE person = :person
"""

NO_LONGER_NEEDED: Final = """
    SELECT need.booking
      FROM class_needs AS need
      JOIN bookings AS booking ON booking.id = need.booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE slot.ends_at < :before
        OR (booking.state IN ('cancelled', 'declined', 'expired') AND booking.changed_at < :before)
     LIMIT :chunk
"""

CLOSED_WITH_A_LIST: Final = """
    SELECT class.id
      FROM classes AS class
     WHERE class.closed_at <= :before
       AND (EXISTS (SELECT 1 FROM class_entries WHERE class_entries.class = class.id)
            OR EXISTS (SELECT 1 FROM joinings WHERE joinings.class = class.id))
     ORDER BY class.id
     LIMIT :chunk
"""


def forget_teacher(tx: Transaction, *, person: PersonId) -> None:
    """A teacher goes: their name and phone numbers do, and so do their classes, with lists and notes.

    A class that is booked somewhere belongs to its school: it waits two weeks for another teacher, and organizers of
    its hosts are asked what becomes of it. Whom only a list knew is forgotten with the list.
    """
    tx.run(END_HANDOVERS_TO, person=person, now=tx.now)
    for row in tx.all(OF_TEACHER, person=person):
        school_class = ClassId(row["id"])
        if row["closed_at"] is None and tx.one(UNFINISHED, school_class=school_class, now=tx.now) is not None:
            tx.run(ORPHAN, school_class=school_class, now=tx.now)
            tx.run(FORGET_PHONES, school_class=school_class)
        else:
            _forget_class(tx, school_class, by=person)
    tx.run(FORGET_TEACHER, person=person, now=tx.now)
    for row in tx.all(TEACHERS, person=person):
        teachers.tell_of_classes_left(tx, teacher=TeacherId(row["id"]), but=person)


def forget_orphans(tx: Transaction, *, chunk: int = 20) -> int:
    """Forget classes that nobody took in two weeks: visits ahead are cancelled, hosts and those who joined are told.

    At most `chunk` classes; how many there were.
    """
    rows = tx.all(ORPHANED_LONG_AGO, before=tx.now - ORPHANED_FOR, chunk=chunk)
    for row in rows:
        school_class = ClassId(row["id"])
        _forget_class(tx, school_class, by=None)
        tx.run(NO_LONGER_ORPHANED, school_class=school_class)
    return len(rows)


def _forget_class(tx: Transaction, school_class: ClassId, *, by: PersonId | None) -> None:
    for booking in tx.all(UNFINISHED, school_class=school_class, now=tx.now):
        was = class_records.recorded(tx, booking=BookingId(booking["id"]))
        changes.end(tx, was, BookingState.CANCELLED, by=by)
        if was.confirmed:
            notices.tell_hosts(tx, was, LetterKind.CLASS_CANCELLED)
    tx.run(CLOSE, school_class=school_class, now=tx.now)
    tx.run(END_HANDOVERS, school_class=school_class, now=tx.now)
    tx.run(FORGET_NEEDS_OF_CLASS, school_class=school_class)
    _forget_list(tx, school_class)


def forget_unknown(tx: Transaction, *, pupil: PupilId) -> None:
    """Forget a child of a list that nobody looks after, who has no account, and whom no list names any more."""
    tx.run(FORGET_UNKNOWN, pupil=pupil, now=tx.now)


def forget_needs(tx: Transaction, *, chunk: int = 500) -> int:
    """Delete what hosts were told of visits long over, at most `chunk` of them; how many there were."""
    old = tx.all(NO_LONGER_NEEDED, before=tx.now - NEEDS_KEPT_FOR, chunk=chunk)
    tx.run_many(FORGET_NEEDS, [{"booking": row["booking"]} for row in old])
    return len(old)


def forget_lists(tx: Transaction, *, zone: str, chunk: int = 20) -> int:
    """Forget lists and joiners of classes that were closed before the last 31 August (as in `zone`) was over.

    At most `chunk` classes; how many there were.
    """
    rows = tx.all(CLOSED_WITH_A_LIST, before=last_school_year_end(tx.now, zone), chunk=chunk)
    for row in rows:
        _forget_list(tx, ClassId(row["id"]))
    return len(rows)


def last_school_year_end(now: Instant, zone: str) -> Instant:
    """The end of the last 31 August that is over."""
    year = local(now, zone).year
    ends = (instant(date(one, *SCHOOL_YEAR_ENDS), time(23, 59, 59), zone) for one in (year, year - 1))
    return next(end for end in ends if end < now)


def _forget_list(tx: Transaction, school_class: ClassId) -> None:
    listed = [PupilId(row["pupil"]) for row in tx.all(LISTED, school_class=school_class)]
    tx.run(FORGET_LIST, school_class=school_class)
    tx.run(FORGET_JOINERS, school_class=school_class)
    for pupil in listed:
        forget_unknown(tx, pupil=pupil)
