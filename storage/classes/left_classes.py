"""Classes whose teacher is gone, silent or revoked: which there are, and giving their bookings up. For organizers."""

from typing import Final

from domain.bookings import BookingState
from domain.handovers import LedClass
from domain.identities import BookingId, ClassId, PersonId, TeacherId
from domain.refusals import NotYours
from domain.rights import Action, OrganizerRole
from storage.engine import Transaction
from storage.people import audit, rights, teachers
from storage.seats import changes, class_records, handover_records

OF_TEACHER: Final = """
    SELECT class.id,
           (SELECT count(*)
              FROM bookings AS booking
              JOIN slots AS slot ON slot.id = booking.slot
             WHERE booking.class = class.id AND slot.ends_at > :now
               AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')) AS bookings
      FROM classes AS class
     WHERE class.teacher = :teacher AND class.closed_at IS NULL
     ORDER BY class.grade, class.name, class.id
"""

AHEAD: Final = """
    SELECT booking.id, event.partner
      FROM classes AS class
      JOIN bookings AS booking ON booking.class = class.id
      JOIN slots AS slot ON slot.id = booking.slot
      JOIN events AS event ON event.id = slot.event
     WHERE class.teacher = :teacher AND class.closed_at IS NULL AND slot.starts_at > :now
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY booking.id
"""


def of_teacher(tx: Transaction, *, actor: PersonId, teacher: TeacherId) -> tuple[LedClass, ...]:
    """The classes of a teacher, for organizers: names and numbers, nobody of the class. Raises NotYours."""
    rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    return tuple(
        LedClass(
            school_class=class_records.school_class(tx, school_class=ClassId(row["id"])),
            bookings=row["bookings"],
            offered=handover_records.open_of_class(tx, school_class=ClassId(row["id"])) is not None,
        )
        for row in tx.all(OF_TEACHER, teacher=teacher, now=tx.now)
    )


def cancel_bookings(tx: Transaction, *, actor: PersonId, teacher: TeacherId) -> int:
    """Give up what classes without a teacher are booked for at hosts the actor looks after; how many bookings.

    Seats go on at once; those who joined, and their guardians, are told. What is at other hosts stays. A second time
    finds nothing. Raises NotYours, and for a teacher who may still bring classes, too.
    """
    found = rights.require_somewhere(tx, actor=actor, role=OrganizerRole.PROGRAMME)
    if teachers.by_id(tx, teacher=teacher).approved:
        raise NotYours
    cancelled = 0
    for row in tx.all(AHEAD, teacher=teacher, now=tx.now):
        if not found.may(OrganizerRole.PROGRAMME, row["partner"]):
            continue
        record = class_records.recorded(tx, booking=BookingId(row["id"]))
        changes.end(tx, record, BookingState.CANCELLED, by=actor)
        audit.write(tx, Action.CLASSES_CANCELLED, actor=actor, partner=row["partner"], booking=record.id)
        cancelled += 1
    return cancelled
