"""Messages decided on and not yet sent: their kinds, their order, and what the sender needs to word one."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from domain.announcements import Announced
from domain.bookings import Booking, BookingState
from domain.class_days import DayNote
from domain.classes import ClassBooking, SchoolClass
from domain.identities import OutboxId
from domain.moments import Instant
from domain.people import Person, Pupil
from domain.programme import Event, Meeting, Slot
from domain.teachers import Teacher, TeacherState


class Priority(IntEnum):
    """Who goes first when there is a queue."""

    NOTICE = 0
    REMINDER = 1
    ANNOUNCEMENT = 2


class LetterKind(StrEnum):
    """What happened, or is about to."""

    REMINDER = "reminder"
    """A meeting comes near."""
    TICKET = "ticket"
    """A booking became confirmed by itself: the guardian said yes, or the waiting seat was certain."""
    CONSENT_REFUSED = "consent_refused"
    """The guardian said no."""
    HOLD_EXPIRED = "hold_expired"
    """No guardian answered in time; the seat went on."""
    OFFER = "offer"
    """A seat came free and is held for you until a deadline."""
    OFFER_EXPIRED = "offer_expired"
    """You did not answer; the seat went on."""
    CANCELLED_FOR_YOU = "cancelled_for_you"
    """Somebody else with the right to (guardian, pupil) cancelled the booking."""
    CHILD_CONFIRMED = "child_confirmed"
    """To the guardian: the seat you allowed is certain."""
    SLOT_MOVED = "slot_moved"
    """The time or place changed."""
    SLOT_CANCELLED = "slot_cancelled"
    """The slot does not take place."""
    MORE_DATES = "more_dates"
    """The event you asked about has seats or new dates."""
    ANNOUNCEMENT = "announcement"
    """An organizer tells it to many."""
    SKIPPED = "skipped"
    """So near the start, seats that do not fit your class went to one behind it."""
    CLASS_DECLINED = "class_declined"
    """The host cannot take the class."""
    CLASS_ASKS = "class_asks"
    """To organizers: a class wants to come, and its event wants them to decide."""
    CLASS_CHANGED = "class_changed"
    """To organizers: a class comes with another number, or needs something."""
    CLASS_CANCELLED = "class_cancelled"
    """To organizers: a class that was to come does not."""
    JOINERS = "joiners"
    """To the teacher: somebody asks to join the class."""
    JOINED = "joined"
    """To a pupil or parent: the teacher let them into the class."""
    PERMISSION_WANTED = "permission_wanted"
    """To a pupil of a class, or a parent: somebody has to say yes still."""
    ABSENCE = "absence"
    """To the teacher: one of the class can't come."""
    STILL_COMING = "still_coming"
    """To the teacher: does the class still come?"""
    SILENT_CLASS = "silent_class"
    """To organizers: that teacher has not answered; keep the seats, or release them?"""
    LEAVE_NOW = "leave_now"
    """To the teacher, on the day: where to go, what to bring, who meets the class."""
    DAY_NOTE = "day_note"
    """To organizers, on the day: a class is late, or comes with another number."""
    DAY_ANSWER = "day_answer"
    """To the teacher: what the host says to that."""
    TEACHER_ASKS = "teacher_asks"
    """To organizers: somebody asks to be a teacher."""
    TEACHER_APPROVED = "teacher_approved"
    TEACHER_DECLINED = "teacher_declined"
    TEACHER_REVOKED = "teacher_revoked"

    @property
    def priority(self) -> Priority:
        """Notices, then reminders, then announcements."""
        match self:
            case LetterKind.REMINDER:
                return Priority.REMINDER
            case LetterKind.ANNOUNCEMENT:
                return Priority.ANNOUNCEMENT
        return Priority.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One outbox row, re-checked and with all that its words need."""

    id: OutboxId
    kind: LetterKind
    to: Person
    booking: Booking | ClassBooking | None
    meeting: Meeting | None
    slot: Slot | None
    event: Event | None
    teacher: Teacher | None = None
    school_class: SchoolClass | None = None
    pupil: Pupil | None = None
    """Whom it is about, where that is one of a class."""
    announcement: Announced | None = None
    note: DayNote | None = None
    """What the teacher told the host on the day."""
    missing: int | None = None
    """How many of the class had no permission yet when it was written."""
    possible_repeat: bool
    """An earlier attempt may have arrived; the message says so."""

    @property
    def on_hold(self) -> bool:
        """Whether it waits although its time has come: its announcement is paused."""
        return self.announcement is not None and self.announcement.on_hold

    def makes_sense(self, now: Instant) -> bool:
        """Whether what it tells is still so, and its reader still to be told."""
        if not self.to.reachable or self._muted:
            return False
        if self.kind is LetterKind.REMINDER:
            ahead = self.meeting is not None and self.meeting.starts_at > now
            return ahead and self._tells_the_state()
        if self.kind is LetterKind.OFFER and (self.booking is None or (self.booking.held_until or 0) <= now):
            return False
        if self.kind is LetterKind.SLOT_CANCELLED:
            return self._called_off
        if self.kind is LetterKind.MORE_DATES:
            return self.event is not None
        return self._tells_the_state()

    @property
    def _muted(self) -> bool:
        """Whether its reader wants none of its kind."""
        match self.kind:
            case LetterKind.REMINDER:
                return self.to.reminders_muted
            case LetterKind.ANNOUNCEMENT:
                return self.to.announcements_muted
        return False

    def _tells_the_state(self) -> bool:
        if self.kind is LetterKind.ANNOUNCEMENT:
            return self.announcement is not None and self.announcement.goes_out
        if self.kind in {LetterKind.JOINERS, LetterKind.JOINED}:
            return self.school_class is not None
        if self.kind in _TELLS_OF_TEACHER:
            return self.teacher is not None and self.teacher.state is _TELLS_OF_TEACHER[self.kind]
        if self.booking is None or (self._called_off and not self.booking.state.is_over):
            return False
        if self.kind is LetterKind.SLOT_MOVED:
            return not self.booking.state.is_over
        return self.booking.state is _TELLS[self.kind]

    @property
    def _called_off(self) -> bool:
        return self.slot is not None and self.slot.cancelled_at is not None


_TELLS: Final = {
    LetterKind.REMINDER: BookingState.CONFIRMED,
    LetterKind.TICKET: BookingState.CONFIRMED,
    LetterKind.CHILD_CONFIRMED: BookingState.CONFIRMED,
    LetterKind.OFFER: BookingState.OFFERED,
    LetterKind.OFFER_EXPIRED: BookingState.EXPIRED,
    LetterKind.HOLD_EXPIRED: BookingState.EXPIRED,
    LetterKind.CONSENT_REFUSED: BookingState.DECLINED,
    LetterKind.CANCELLED_FOR_YOU: BookingState.CANCELLED,
    LetterKind.SKIPPED: BookingState.WAITLISTED,
    LetterKind.CLASS_ASKS: BookingState.REQUESTED,
    LetterKind.CLASS_CHANGED: BookingState.CONFIRMED,
    LetterKind.CLASS_CANCELLED: BookingState.CANCELLED,
    LetterKind.PERMISSION_WANTED: BookingState.CONFIRMED,
    LetterKind.ABSENCE: BookingState.CONFIRMED,
    LetterKind.CLASS_DECLINED: BookingState.DECLINED,
    LetterKind.STILL_COMING: BookingState.CONFIRMED,
    LetterKind.SILENT_CLASS: BookingState.CONFIRMED,
    LetterKind.LEAVE_NOW: BookingState.CONFIRMED,
    LetterKind.DAY_NOTE: BookingState.CONFIRMED,
    LetterKind.DAY_ANSWER: BookingState.CONFIRMED,
}
"""What state a booking is in as long as the letter about it is true."""


_TELLS_OF_TEACHER: Final = {
    LetterKind.TEACHER_ASKS: TeacherState.ASKED,
    LetterKind.TEACHER_APPROVED: TeacherState.APPROVED,
    LetterKind.TEACHER_DECLINED: TeacherState.DECLINED,
    LetterKind.TEACHER_REVOKED: TeacherState.REVOKED,
}
"""The same for whoever asks to be a teacher, or is one."""


class Outcome(StrEnum):
    """What became of an attempt to send. DESIGN: "How a message leaves"."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    NEVER = "never"
    MOVED = "moved"
    UNKNOWN = "unknown"
