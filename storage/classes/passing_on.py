"""What passes with a class to its new teacher: bookings ahead, what was going to be sent, questions nobody answered."""

from typing import Final

from domain.classes import ClassBooking, SchoolClass
from domain.identities import BookingId, HandoverId, MeetingId, PersonId, TeacherId
from domain.messages import LetterKind
from storage.engine import Transaction
from storage.messages import letters
from storage.seats import class_records, notices

GIVE: Final = """
    UPDATE classes
       SET teacher = :to, orphaned_at = NULL
     WHERE id = :school_class
"""

# Over or not: what is booked for the class is its teacher's to see, and whom everything about it is told.
BOOKINGS_AHEAD: Final = """
    SELECT booking.id
      FROM bookings AS booking
      JOIN slots AS slot ON slot.id = booking.slot
     WHERE booking.class = :school_class AND slot.ends_at > :now
       AND booking.state IN ('requested', 'confirmed', 'waitlisted', 'offered')
     ORDER BY slot.starts_at, booking.id
"""

BOOKED_BY: Final = """
    UPDATE bookings
       SET booked_by = :person
     WHERE id = :booking
"""

# The number was the former teacher's own.
FORGET_PHONE: Final = """
    UPDATE class_needs
       SET phone = ''
     WHERE booking = :booking AND phone <> ''
"""

REDIRECT: Final = """
    UPDATE outbox
       SET person = :to
     WHERE booking = :booking AND person = :of AND state = 'waiting' AND kind <> 'still_coming'
"""

DROP_QUESTION: Final = """
    UPDATE outbox
       SET state = 'dropped', ended_at = :now, why = 'the class has another teacher'
     WHERE booking = :booking AND person = :of AND state = 'waiting' AND kind = 'still_coming'
"""

REDIRECT_JOINERS: Final = """
    UPDATE outbox
       SET person = :to
     WHERE person = :of AND state = 'waiting' AND kind = 'joiners'
       AND json_extract(details, '$.school_class') = :school_class
"""

NOT_ANSWERED: Final = """
    SELECT asked.meeting, asked.version
      FROM still_coming AS asked
      JOIN meetings AS meeting ON meeting.id = asked.meeting AND meeting.version = asked.version
     WHERE asked.booking = :booking AND asked.answer IS NULL AND asked.host_asked_at IS NULL
"""


def pass_on(
    tx: Transaction, known: SchoolClass, *, handover: HandoverId, to: TeacherId, person: PersonId
) -> tuple[ClassBooking, ...]:
    """Give the class to that teacher, who is `person`; whether they may have it is the caller's to check.

    Its list, who joined, and permissions hang on the class and on its pupils, and stay as they are. Gives its bookings
    ahead.
    """
    tx.run(GIVE, school_class=known.id, to=to)
    tx.run(REDIRECT_JOINERS, school_class=known.id, of=known.teacher_person, to=person)
    ahead = tuple(BookingId(row["id"]) for row in tx.all(BOOKINGS_AHEAD, school_class=known.id, now=tx.now))
    for booking in ahead:
        tx.run(BOOKED_BY, booking=booking, person=person)
        tx.run(FORGET_PHONE, booking=booking)
        tx.run(REDIRECT, booking=booking, of=known.teacher_person, to=person)
        _ask_again(tx, booking, handover, of=known.teacher_person, to=person)
    records = tuple(class_records.recorded(tx, booking=booking) for booking in ahead)
    for record in records:
        if record.confirmed:
            notices.tell_hosts(tx, record, LetterKind.CLASS_CHANGED)
    return records


def _ask_again(tx: Transaction, booking: BookingId, handover: HandoverId, *, of: PersonId, to: PersonId) -> None:
    """Whether the class still comes, asked of the former teacher and not answered, is the new one's to say."""
    tx.run(DROP_QUESTION, booking=booking, of=of, now=tx.now)
    for row in tx.all(NOT_ANSWERED, booking=booking):
        letters.write(
            tx,
            kind=LetterKind.STILL_COMING,
            key=f"{LetterKind.STILL_COMING}:{booking}:{row['meeting']}:{row['version']}:{handover}",
            person=to,
            booking=booking,
            meeting=MeetingId(row["meeting"]),
            version=row["version"],
        )
