"""Who of a class was where: its visits that are over, from what was marked at the door or afterwards."""

from typing import Final

from domain.class_trips import ClassAttendance, Presence, Visit
from domain.identities import ClassId, PersonId
from domain.moments import Instant
from domain.rights import Action
from storage.classes import classes
from storage.engine import Row, Transaction
from storage.people import audit
from storage.programme.columns import texts

VISITS: Final = """
    SELECT booking.id AS booking, meeting.id AS meeting, event.title, meeting.starts_at, slot.zone,
           booking.seats - booking.adults AS expected, attendance.pupils, attendance.adults,
           (SELECT count(*)
              FROM class_absentees AS absentee
             WHERE absentee.booking = booking.id AND absentee.meeting = meeting.id) AS ticked
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot AND slot.cancelled_at IS NULL
      JOIN events AS event ON event.id = slot.event
      JOIN meetings AS meeting ON meeting.slot = slot.id AND meeting.starts_at <= :now
      LEFT JOIN attendances AS attendance ON attendance.booking = booking.id AND attendance.meeting = meeting.id
     WHERE booking.class = :school_class AND booking.state = 'confirmed'
     ORDER BY meeting.starts_at, booking.id
     LIMIT :size
"""

ABSENTEES: Final = """
    SELECT pupil
      FROM class_absentees
     WHERE booking = :booking AND meeting = :meeting
"""

# Everybody of the class: the lines of its list, and those who joined and are on no line.
MEMBERS: Final = """
    SELECT entry.pupil, entry.name
      FROM class_entries AS entry
     WHERE entry.class = :school_class
     UNION ALL
    SELECT joining.pupil, pupil.first_name
      FROM joinings AS joining
      JOIN pupils AS pupil ON pupil.id = joining.pupil AND pupil.forgotten_at IS NULL
     WHERE joining.class = :school_class AND joining.state = 'accepted'
       AND NOT EXISTS (SELECT 1 FROM class_entries WHERE class = joining.class AND pupil = joining.pupil)
     ORDER BY 2, 1
"""


def of_class(tx: Transaction, *, actor: PersonId, school_class: ClassId, most: int = 100) -> ClassAttendance:
    """Who of one's own class was where, `most` visits. Raises NotYours.

    Of a visit of which only a number is known, nobody is said to have been there or not.
    """
    known = classes.of_teacher(tx, actor=actor, school_class=school_class)
    visits = tx.all(VISITS, school_class=school_class, now=tx.now, size=most)
    members = tx.all(MEMBERS, school_class=school_class)
    missing = [_missing(tx, row) for row in visits]
    return ClassAttendance(
        school_class=known,
        visits=tuple(_visit(row) for row in visits),
        members=tuple(
            Presence(
                name=member["name"],
                there=tuple(
                    _there(member["pupil"], row, absent, len(members))
                    for row, absent in zip(visits, missing, strict=True)
                ),
            )
            for member in members
        ),
    )


def take(tx: Transaction, *, actor: PersonId, school_class: ClassId) -> ClassAttendance:
    """The same to take away, which is written down. Raises NotYours."""
    found = of_class(tx, actor=actor, school_class=school_class)
    audit.write(tx, Action.ATTENDANCE_TAKEN, actor=actor, school_class=school_class)
    return found


def _missing(tx: Transaction, visit: Row) -> frozenset[int]:
    return frozenset(row["pupil"] for row in tx.all(ABSENTEES, booking=visit["booking"], meeting=visit["meeting"]))


def _there(pupil: int, visit: Row, absent: frozenset[int], members: int) -> bool | None:
    """Known where nobody came, where absentees were ticked, and where as many came as the class has members."""
    if visit["pupils"] is None:
        return None
    if visit["pupils"] == 0:
        return False
    if pupil in absent:
        return False
    return True if absent or visit["pupils"] >= members else None


def _visit(row: Row) -> Visit:
    return Visit(
        title=texts(row["title"]),
        starts_at=Instant(row["starts_at"]),
        zone=row["zone"],
        expected=row["expected"],
        pupils=row["pupils"],
        adults=row["adults"],
    )
