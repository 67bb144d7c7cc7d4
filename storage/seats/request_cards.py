"""Cards: a matter that waits for organizers, read with all that they decide by, and who sees to it."""

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.identities import BookingId, PartnerId, QuestionId, TeacherId
from domain.questions import QuestionState, QuestionToHost
from domain.requests import Card, Matter, MatterKind
from domain.teachers import TeacherState
from storage.engine import Transaction
from storage.people import claims, teachers
from storage.questions import records as questions
from storage.seats import class_records, records


def card(tx: Transaction, *, matter: Matter) -> Card:
    """A matter as it stands, whoever asks: rights are the caller's to check. Raises NotYours where it is not there."""
    claim = claims.of(tx, matter=matter)
    match matter.kind:
        case MatterKind.QUESTION:
            asked = questions.question(tx, question=QuestionId(matter.number))
            return Card(matter=matter, about=asked, open=asked.state is QuestionState.ASKED, claim=claim)
        case MatterKind.TEACHER:
            teacher = teachers.by_id(tx, teacher=TeacherId(matter.number))
            return Card(matter=matter, about=teacher, open=teacher.state is TeacherState.ASKED, claim=claim)
        case MatterKind.CLASS:
            coming = class_records.recorded(tx, booking=BookingId(matter.number))
            waits = coming.awaits_decision and (coming.held_until or 0) > tx.now
            return Card(matter=matter, about=coming, open=waits, claim=claim)
        case MatterKind.APPLICATION:
            booking = records.recorded(tx, booking=BookingId(matter.number))
            waits = booking.considered and (booking.held_until or 0) > tx.now
            return Card(matter=matter, about=booking, open=waits, claim=claim)


def partner_of(card: Card) -> PartnerId | None:
    """Whose organizers decide; None: those of any partner, as about a teacher."""
    match card.about:
        case Booking() | ClassBooking() as booking:
            return booking.slot.event.partner.id
    return card.about.event.partner.id if isinstance(card.about, QuestionToHost) else None
