"""What is sent to followers, to whoever asks or applies, and to organizers about what waits and about their day."""

from collections.abc import Callable
from typing import Final

from domain.bookings import Booking
from domain.messages import Letter, LetterKind
from domain.questions import QuestionToHost
from handlers.buttons import Browse, MyBookings, SeeBooking, SeeSlot
from handlers.screens import bookings, digest, following, questions, requests
from handlers.screens.screen import Button, File, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import Html, _, fill

Words = Callable[[Letter, File | None], Screen]


def card(letter: Letter) -> Screen:
    """What waits for this organizer, as it stands."""
    if letter.enclosed.card is None:
        raise ValueError(f"a letter of kind {letter.kind} carries no card")
    return requests.card(letter.enclosed.card, letter.to.id)


def _card(letter: Letter, _picture: File | None) -> Screen:
    return card(letter)


def _question(letter: Letter) -> QuestionToHost:
    if letter.enclosed.question is None:
        raise ValueError(f"a letter of kind {letter.kind} is about no question")
    return letter.enclosed.question


def _booking(letter: Letter) -> Booking:
    if not isinstance(letter.booking, Booking):
        raise TypeError(f"a letter of kind {letter.kind} is about no pupil's booking")
    return letter.booking


def _answered(letter: Letter, _picture: File | None) -> Screen:
    return questions.answered(_question(letter))


def _declined(letter: Letter, _picture: File | None) -> Screen:
    return questions.declined(_question(letter))


def _considered(letter: Letter, _picture: File | None) -> Screen:
    booking = _booking(letter)
    rows: tuple[Row, ...] = (
        (Button(_("🎟 See the booking"), SeeBooking(booking=booking.id).pack()),),
        home_row(),
    )
    return Screen(text=bookings.considered_words(booking), rows=rows)


def _not_this_time(letter: Letter, _picture: File | None) -> Screen:
    booking = _booking(letter)
    reason = booking.application.reason if booking.application else ""
    text = fill(
        _("The host can't take {name} this time, sorry:\n\n{about}{reason}\n\nPerhaps something else suits."),
        name=booking.pupil.first_name,
        about=bookings.summary(booking),
        reason=Html("\n\n" + fill(_("The reason: {reason}"), reason=reason)) if reason else "",
    )
    return Screen(text=text, rows=_elsewhere(booking))


def _nobody_decided(letter: Letter, _picture: File | None) -> Screen:
    booking = _booking(letter)
    text = fill(
        _("The host did not decide in time, so the seat kept for {name} went on, sorry:\n\n{about}"),
        name=booking.pupil.first_name,
        about=bookings.summary(booking),
    )
    return Screen(text=text, rows=_elsewhere(booking))


def _elsewhere(booking: Booking) -> tuple[Row, ...]:
    dates = Button(_("📅 Other dates"), SeeSlot(slot=booking.slot.id).pack())
    return (
        (dates, Button(_("🗓 Upcoming"), Browse().pack())),
        (Button(_("🎟 My bookings"), MyBookings().pack()), *home_row()),
    )


def _news(letter: Letter, _picture: File | None) -> Screen:
    if letter.enclosed.news is None:
        raise ValueError("a letter of news has none")
    return following.told(letter.enclosed.news)


def _digest(letter: Letter, _picture: File | None) -> Screen:
    if letter.enclosed.digest is None:
        raise ValueError("a digest is of no day")
    return digest.morning(letter.enclosed.digest, muted=False)


WORDS: Final[dict[LetterKind, Words]] = {
    LetterKind.NEWS: _news,
    LetterKind.QUESTION_ASKED: _card,
    LetterKind.QUESTION_ANSWERED: _answered,
    LetterKind.QUESTION_DECLINED: _declined,
    LetterKind.APPLICATION_ASKS: _card,
    LetterKind.CONSIDERED: _considered,
    LetterKind.APPLICATION_DECLINED: _not_this_time,
    LetterKind.APPLICATION_EXPIRED: _nobody_decided,
    LetterKind.CARD_CHANGED: _card,
    LetterKind.DIGEST: _digest,
}
"""The words of each letter about following, questions, applications and the day."""
