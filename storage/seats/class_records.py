"""Bookings of classes read whole, and which of the two kinds of party a booking is for."""

from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking, Needs, SchoolClass
from domain.identities import BookingId, ClassId, PersonId, PupilId, SchoolId, SlotId, TeacherId
from domain.people import School
from domain.refusals import NotYours
from domain.teachers import TeacherState
from storage.engine import Row, Transaction
from storage.programme import slots
from storage.seats import records

CLASS_COLUMNS: Final = """
       class.id AS class_id, class.name AS class_name, class.grade, class.size, class.link_token,
       teacher.id AS teacher_id, teacher.person AS teacher_person, teacher.name AS teacher_name,
       teacher.state AS teacher_state,
       school.id AS school_id, school.name AS school_name, school.city AS school_city, school.listed, school.also
"""
"""What `class_mapped` needs, from `classes AS class`, its `teachers AS teacher` and their `schools AS school`."""

_RECORD: Final = f"""
    SELECT booking.id, booking.slot, booking.state, booking.booked_by, booking.seats, booking.whole, booking.adults,
           booking.held_until, booking.ticket_token, booking.ticket_code, booking.ended_from,
           EXISTS (SELECT 1 FROM by_hand WHERE by_hand.booking = booking.id) AS by_hand,
           need.wheelchair, need.note, need.phone, {CLASS_COLUMNS},
           CASE WHEN booking.state = 'waitlisted' THEN
                (SELECT count(*)
                   FROM bookings AS ahead
                  WHERE ahead.slot = booking.slot
                    AND (ahead.state = 'waitlisted' OR (ahead.state = 'offered' AND ahead.seats < ahead.whole))
                    AND ahead.line_number <= booking.line_number)
            END AS position
      FROM bookings AS booking
      JOIN classes AS class ON class.id = booking.class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
      LEFT JOIN class_needs AS need ON need.booking = booking.id
"""  # noqa: S608  made of constants alone

# The teacher, while approved: nobody else sees or changes a class's booking.
_OF_TEACHER: Final = "AND teacher.person = :actor AND teacher.state = 'approved'"

RECORDED: Final = f"{_RECORD} WHERE booking.id = :booking"
OF_TEACHER: Final = f"{_RECORD} WHERE booking.id = :booking {_OF_TEACHER}"
BY_TICKET: Final = f"{_RECORD} WHERE booking.ticket_token = :token {_OF_TEACHER}"
AHEAD: Final = f"""
    {_RECORD}
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.class IN (SELECT class.id
                               FROM teachers AS teacher
                               JOIN classes AS class ON class.teacher = teacher.id
                              WHERE teacher.person = :actor AND teacher.state = 'approved')
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered') AND slot.ends_at > :now
     ORDER BY slot.starts_at, booking.id
"""  # noqa: S608  made of constants alone

OTHER_DATES: Final = """
    SELECT slot
      FROM other_dates
     WHERE booking = :booking
     ORDER BY rank
"""

CLASS: Final = f"""
    SELECT {CLASS_COLUMNS}
      FROM classes AS class
      JOIN teachers AS teacher ON teacher.id = class.teacher
      JOIN schools AS school ON school.id = teacher.school
     WHERE class.id = :school_class
"""  # noqa: S608  made of constants alone

IS_MEMBER: Final = """
    SELECT 1
      FROM bookings AS booking
     WHERE booking.id = :booking
       AND (EXISTS (SELECT 1 FROM class_entries WHERE class = booking.class AND pupil = :pupil)
            OR EXISTS (SELECT 1
                         FROM joinings
                        WHERE class = booking.class AND pupil = :pupil AND state = 'accepted'))
"""

IS_OF_CLASS: Final = """
    SELECT class IS NOT NULL
      FROM bookings
     WHERE id = :booking
"""


def recorded(tx: Transaction, *, booking: BookingId) -> ClassBooking:
    """A class's booking, whoever asks: for what the house itself does. Raises NotYours where it is none, or gone."""
    return _mapped(tx, tx.one(RECORDED, booking=booking))


def of_teacher(tx: Transaction, *, actor: PersonId, booking: BookingId) -> ClassBooking:
    """A class's booking for its teacher. Raises NotYours."""
    return _mapped(tx, tx.one(OF_TEACHER, actor=actor, booking=booking))


def of_teacher_by_ticket(tx: Transaction, *, actor: PersonId, token: str) -> ClassBooking:
    """The same by what the ticket's QR code says. Raises NotYours, which tells a stranger nothing."""
    return _mapped(tx, tx.one(BY_TICKET, actor=actor, token=token))


def ahead(tx: Transaction, *, actor: PersonId) -> tuple[ClassBooking, ...]:
    """What this teacher's classes are booked for or wait for, the next first."""
    return tuple(_mapped(tx, row) for row in tx.all(AHEAD, actor=actor, now=tx.now))


def school_class(tx: Transaction, *, school_class: ClassId) -> SchoolClass:
    """A class, closed ones too, whoever asks: for what the house itself does. Raises NotYours."""
    row = tx.one(CLASS, school_class=school_class)
    if row is None:
        raise NotYours
    return class_mapped(row)


def is_member(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> bool:
    """Whether this pupil is in the class that a booking is for."""
    return tx.one(IS_MEMBER, booking=booking, pupil=pupil) is not None


def of_member(tx: Transaction, *, booking: BookingId, pupil: PupilId) -> ClassBooking:
    """A booking of a class that this pupil is in. Who asks is the caller's to check. Raises NotYours."""
    if not is_member(tx, booking=booking, pupil=pupil):
        raise NotYours
    return recorded(tx, booking=booking)


def of_any_party(tx: Transaction, *, booking: BookingId) -> Booking | ClassBooking:
    """A booking, whichever party it is for, whoever asks. Raises NotYours where it, or its pupil, is gone."""
    if tx.value(IS_OF_CLASS, booking=booking):
        return recorded(tx, booking=booking)
    return records.recorded(tx, booking=booking)


def class_mapped(row: Row) -> SchoolClass:
    """A row with CLASS_COLUMNS as a class."""
    return SchoolClass(
        id=ClassId(row["class_id"]),
        teacher=TeacherId(row["teacher_id"]),
        teacher_person=PersonId(row["teacher_person"]),
        teacher_name=row["teacher_name"],
        school=School(
            id=SchoolId(row["school_id"]),
            name=row["school_name"],
            city=row["school_city"],
            listed=bool(row["listed"]),
            also=row["also"],
        ),
        name=row["class_name"],
        grade=row["grade"],
        size=row["size"],
        link_token=row["link_token"],
        led=row["teacher_state"] == TeacherState.APPROVED,
    )


def _mapped(tx: Transaction, row: Row | None) -> ClassBooking:
    if row is None:
        raise NotYours
    number = BookingId(row["id"])
    return ClassBooking(
        id=number,
        slot=slots.recorded(tx, slot=SlotId(row["slot"])),
        school_class=class_mapped(row),
        state=BookingState(row["state"]),
        booked_by=PersonId(row["booked_by"]),
        seats=row["seats"],
        whole=row["whole"],
        adults=row["adults"],
        held_until=row["held_until"],
        position=row["position"],
        ticket_token=row["ticket_token"],
        by_hand=bool(row["by_hand"]),
        ticket_code=row["ticket_code"],
        needs=Needs(wheelchair=bool(row["wheelchair"]), note=row["note"] or "", phone=row["phone"] or ""),
        other_dates=tuple(SlotId(other["slot"]) for other in tx.all(OTHER_DATES, booking=number)),
        ended_from=None if row["ended_from"] is None else BookingState(row["ended_from"]),
    )
