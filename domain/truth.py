"""What a letter tells, and whether that is still so when it is to leave. Leaves words and sending to others."""

from collections.abc import Callable
from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking
from domain.messages import Letter, LetterKind
from domain.moments import Instant
from domain.questions import QuestionState
from domain.teachers import TeacherState

Rule = Callable[[Letter, Instant], bool]


def makes_sense(letter: Letter, now: Instant) -> bool:
    """Whether what it tells is still so, and its reader still to be told."""
    if not letter.to.reachable or _muted(letter) or _is_for_another_teacher(letter):
        return False
    return _RULES[letter.kind](letter, now)


def _muted(letter: Letter) -> bool:
    """Whether its reader wants none of its kind."""
    match letter.kind:
        case LetterKind.REMINDER | LetterKind.INTEREST:
            return letter.to.reminders_muted
        case LetterKind.ANNOUNCEMENT:
            return letter.to.announcements_muted
    return False


def _is_for_another_teacher(letter: Letter) -> bool:
    """Whether it is meant for a class's teacher, and its reader is that no more."""
    booking = letter.booking
    if letter.kind is LetterKind.JOINERS and letter.school_class is not None:
        return not letter.school_class.is_led_by(letter.to.id)
    if isinstance(booking, ClassBooking) and letter.kind in _FOR_TEACHER and not booking.by_hand:
        return not booking.school_class.is_led_by(letter.to.id)
    return False


def _while(state: BookingState) -> Rule:
    """True while the booking is in that state, and its slot not called off under it."""

    def rule(letter: Letter, now: Instant) -> bool:
        del now
        return letter.booking is not None and letter.booking.state is state and not _ended_by_the_host(letter)

    return rule


def _while_teacher_is(state: TeacherState) -> Rule:
    return lambda letter, _now: letter.teacher is not None and letter.teacher.state is state


def _is_called_off(letter: Letter) -> bool:
    return letter.slot is not None and letter.slot.cancelled_at is not None


def _ended_by_the_host(letter: Letter) -> bool:
    return letter.booking is not None and _is_called_off(letter) and not letter.booking.state.is_over


def _comes_near(letter: Letter, now: Instant) -> bool:
    ahead = letter.meeting is not None and letter.meeting.starts_at > now
    return ahead and _while(BookingState.CONFIRMED)(letter, now)


def _is_offered(letter: Letter, now: Instant) -> bool:
    in_time = letter.booking is not None and (letter.booking.held_until or 0) > now
    return in_time and _while(BookingState.OFFERED)(letter, now)


def _moved(letter: Letter, now: Instant) -> bool:
    del now
    return letter.booking is not None and not _is_called_off(letter) and not letter.booking.state.is_over


def _too_few(letter: Letter, now: Instant) -> bool:
    return letter.slot is not None and not _is_called_off(letter) and letter.slot.starts_at > now


def _question_is(state: QuestionState) -> Rule:
    return lambda letter, _now: letter.enclosed.question is not None and letter.enclosed.question.state is state


def _card_is_open(letter: Letter, now: Instant) -> bool:
    del now
    return letter.enclosed.card is not None and letter.enclosed.card.open


def _handover_is_open(letter: Letter, now: Instant) -> bool:
    del now
    handover = letter.handover
    return handover is not None and not handover.ended and handover.school_class.teacher == handover.by.id


_FOR_TEACHER: Final = frozenset(
    {
        *(LetterKind.TICKET, LetterKind.OFFER, LetterKind.OFFER_EXPIRED, LetterKind.HOLD_EXPIRED),
        *(LetterKind.SKIPPED, LetterKind.CLASS_DECLINED, LetterKind.ABSENCE, LetterKind.COMES_AFTER_ALL),
        *(LetterKind.STILL_COMING, LetterKind.LEAVE_NOW, LetterKind.DAY_ANSWER),
    }
)
"""Letters about a class's booking that are for its teacher alone."""

_OF_BOOKINGS: Final[dict[LetterKind, Rule]] = {
    LetterKind.REMINDER: _comes_near,
    LetterKind.OFFER: _is_offered,
    LetterKind.SLOT_MOVED: _moved,
    LetterKind.SLOT_CANCELLED: lambda letter, _now: _is_called_off(letter),
    LetterKind.CONSIDERED: lambda letter, _now: isinstance(letter.booking, Booking) and letter.booking.considered,
    LetterKind.CLASS_ASKS: _while(BookingState.REQUESTED),
    LetterKind.SKIPPED: _while(BookingState.WAITLISTED),
    LetterKind.OFFER_EXPIRED: _while(BookingState.EXPIRED),
    LetterKind.HOLD_EXPIRED: _while(BookingState.EXPIRED),
    LetterKind.APPLICATION_EXPIRED: _while(BookingState.EXPIRED),
    LetterKind.CONSENT_REFUSED: _while(BookingState.DECLINED),
    LetterKind.CLASS_DECLINED: _while(BookingState.DECLINED),
    LetterKind.APPLICATION_DECLINED: _while(BookingState.DECLINED),
    LetterKind.CANCELLED_FOR_YOU: _while(BookingState.CANCELLED),
    LetterKind.CLASS_CANCELLED: _while(BookingState.CANCELLED),
    **dict.fromkeys(
        (
            *(LetterKind.TICKET, LetterKind.CHILD_CONFIRMED, LetterKind.CLASS_CHANGED, LetterKind.PERMISSION_WANTED),
            *(LetterKind.ABSENCE, LetterKind.COMES_AFTER_ALL, LetterKind.STILL_COMING, LetterKind.SILENT_CLASS),
            *(LetterKind.LEAVE_NOW, LetterKind.DAY_NOTE, LetterKind.DAY_ANSWER, LetterKind.CHECKED_IN),
        ),
        _while(BookingState.CONFIRMED),
    ),
}

_OF_EVENTS: Final[dict[LetterKind, Rule]] = {
    **dict.fromkeys(
        (LetterKind.MORE_DATES, LetterKind.EVENT_PUBLISHED, LetterKind.EVENT_NOT_PUBLISHED),
        lambda letter, _now: letter.event is not None,
    ),
    LetterKind.NEWS: lambda letter, _now: letter.enclosed.news is not None and bool(letter.enclosed.news.events),
    LetterKind.INTEREST: lambda letter, _now: letter.asks is not None,
    LetterKind.TOO_FEW: _too_few,
    LetterKind.DOOR_LIST: lambda letter, _now: letter.meeting is not None and not _is_called_off(letter),
    LetterKind.DIGEST: lambda letter, _now: bool(letter.enclosed.digest),
    LetterKind.ANNOUNCEMENT: lambda letter, _now: letter.announcement is not None and letter.announcement.goes_out,
    LetterKind.ALBUM_READY: lambda letter, _now: letter.drafted is not None,
    LetterKind.PLACE_FOUND: lambda letter, _now: (
        letter.place is not None and letter.place.partner is None and not letter.place.lost
    ),
    LetterKind.POST_TROUBLE: lambda letter, _now: letter.post is not None and letter.post.state.in_trouble,
}

_OF_REQUESTS: Final[dict[LetterKind, Rule]] = {
    LetterKind.QUESTION_ASKED: _card_is_open,
    LetterKind.APPLICATION_ASKS: _card_is_open,
    LetterKind.CARD_CHANGED: lambda letter, _now: (
        letter.enclosed.card is not None and letter.enclosed.message is not None
    ),
    LetterKind.QUESTION_ANSWERED: lambda letter, _now: (
        letter.enclosed.question is not None and bool(letter.enclosed.question.answer)
    ),
    LetterKind.QUESTION_DECLINED: _question_is(QuestionState.DECLINED),
}

_OF_PEOPLE: Final[dict[LetterKind, Rule]] = {
    LetterKind.TEACHER_ASKS: _while_teacher_is(TeacherState.ASKED),
    LetterKind.TEACHER_APPROVED: _while_teacher_is(TeacherState.APPROVED),
    LetterKind.TEACHER_DECLINED: _while_teacher_is(TeacherState.DECLINED),
    LetterKind.TEACHER_REVOKED: _while_teacher_is(TeacherState.REVOKED),
    LetterKind.CLASSES_LEFT: _while_teacher_is(TeacherState.REVOKED),
    LetterKind.JOINERS: lambda letter, _now: letter.school_class is not None,
    LetterKind.JOINED: lambda letter, _now: letter.school_class is not None,
    LetterKind.CLASS_OFFERED: _handover_is_open,
    LetterKind.CLASS_TAKEN: lambda letter, _now: letter.handover is not None and letter.handover.taken,
    LetterKind.CLASS_NOT_TAKEN: lambda letter, _now: (
        letter.handover is not None and letter.handover.ended and not letter.handover.taken
    ),
    LetterKind.PUPIL_MOVED: lambda letter, _now: letter.pupil is not None,
    LetterKind.PUPIL_MOVED_AWAY: lambda letter, _now: letter.pupil is not None,
}

_RULES: Final = {**_OF_BOOKINGS, **_OF_EVENTS, **_OF_REQUESTS, **_OF_PEOPLE}
"""For every kind of letter: whether it is true still."""
