"""What a letter carries beside a booking, read as it is when the letter is about to be sent."""

from typing import Any, Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.enclosures import Enclosed
from domain.identities import ChangeId, QuestionId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.moves import Tidings
from domain.people import Person
from domain.refusals import SlotGone
from domain.requests import Matter, MatterKind
from storage.engine import Transaction
from storage.following import news
from storage.messages import cards
from storage.programme import slots, told
from storage.questions import records as questions
from storage.seats import days_ahead, request_cards

_ASKS: Final = {
    LetterKind.QUESTION_ASKED: MatterKind.QUESTION,
    LetterKind.APPLICATION_ASKS: MatterKind.APPLICATION,
    LetterKind.CLASS_ASKS: MatterKind.CLASS,
    LetterKind.TEACHER_ASKS: MatterKind.TEACHER,
}
_TELLS_OF_CHANGE: Final = frozenset({LetterKind.SLOT_MOVED, LetterKind.SLOT_CANCELLED})
_DATES_TOLD: Final = 3
"""Other dates that a letter about a cancellation offers by buttons of their own."""
_NOTHING: Final = Enclosed()


def of(  # noqa: PLR0911  a table, one answer a row
    tx: Transaction, *, kind: LetterKind, to: Person, booking: Booking | ClassBooking | None, details: dict[str, Any]
) -> Enclosed:
    """What is enclosed in a letter of this kind. Raises a refusal where it is not there any more."""
    if kind in _ASKS:
        number = details.get("question") or details.get("teacher") or (0 if booking is None else booking.id)
        return Enclosed(card=request_cards.card(tx, matter=Matter(_ASKS[kind], number)))
    if kind in _TELLS_OF_CHANGE and booking is not None and "change" in details:
        return Enclosed(tidings=_tidings(tx, ChangeId(details["change"]), booking))
    match kind:
        case LetterKind.QUESTION_ANSWERED | LetterKind.QUESTION_DECLINED:
            return Enclosed(question=questions.question(tx, question=QuestionId(details["question"])))
        case LetterKind.CARD_CHANGED:
            return _brought_up_to_date(tx, details["card"])
        case LetterKind.NEWS:
            since, until = Instant(details["since"]), Instant(details["until"])
            return Enclosed(news=news.fitting(tx, person=to.id, since=since, until=until))
        case LetterKind.DIGEST:
            return Enclosed(digest=days_ahead.day(tx, actor=to.id, zone=None, figures=details))
    return _NOTHING


def _brought_up_to_date(tx: Transaction, card: int) -> Enclosed:
    sent = cards.card(tx, card=card)
    if sent is None:
        return _NOTHING
    return Enclosed(card=request_cards.card(tx, matter=sent.matter), message=sent.message)


def _tidings(tx: Transaction, change: ChangeId, booking: Booking | ClassBooking) -> Tidings:
    """What became of the booking's slot, and other dates. Raises SlotGone where something later is told instead."""
    known = told.change(tx, change=change)
    if known is None:
        raise SlotGone
    event, slot = booking.slot.event, booking.slot
    lines = slots.dates(tx, event=event.id, but=slot.id)
    return Tidings(known, tuple(line for line in lines if line.free > 0)[:_DATES_TOLD])
