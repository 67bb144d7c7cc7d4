"""Messages decided on and not yet sent: their kinds, their order, and what the sender needs to word one."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from domain.announcements import Announced
from domain.bookings import Booking
from domain.class_days import DayNote
from domain.classes import ClassBooking, SchoolClass
from domain.enclosures import Enclosed
from domain.handovers import Handover
from domain.identities import AnnouncementId, OutboxId
from domain.interest import InterestQuestion
from domain.people import Person, Pupil
from domain.posts import Post, PostPlace
from domain.programme import Event, Meeting, Slot
from domain.teachers import Teacher


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
    NEWS = "news"
    """New events that fit what you follow."""
    QUESTION_ASKED = "question_asked"
    """To organizers: somebody asks about an event."""
    QUESTION_ANSWERED = "question_answered"
    QUESTION_DECLINED = "question_declined"
    """The host cannot answer what you asked."""
    APPLICATION_ASKS = "application_asks"
    """To organizers: a pupil registers, and the event wants them to decide about each."""
    CONSIDERED = "considered"
    """A guardian said yes; now the host decides."""
    APPLICATION_DECLINED = "application_declined"
    """The host cannot take you this time."""
    APPLICATION_EXPIRED = "application_expired"
    """The host did not decide in time."""
    CARD_CHANGED = "card_changed"
    """To organizers: no message of its own; what they were sent about a matter shows how it stands."""
    DIGEST = "digest"
    """To organizers: their day, in the morning."""
    EVENT_PUBLISHED = "event_published"
    """To organizers: a draft has published itself, as planned."""
    EVENT_NOT_PUBLISHED = "event_not_published"
    """To organizers: its time came, and it lacks something that it had when that was planned."""
    TOO_FEW = "too_few"
    """To organizers: fewer have registered than they wished to have by now."""
    INTEREST = "interest"
    """The day after a visit: how interested are you in the profession now?"""
    TEACHER_ASKS = "teacher_asks"
    """To organizers: somebody asks to be a teacher."""
    TEACHER_APPROVED = "teacher_approved"
    TEACHER_DECLINED = "teacher_declined"
    TEACHER_REVOKED = "teacher_revoked"
    CLASSES_LEFT = "classes_left"
    """To organizers: a teacher brings classes no more, and some of them are booked at theirs."""
    CLASS_OFFERED = "class_offered"
    """To a teacher: a class of their school is offered to them."""
    CLASS_TAKEN = "class_taken"
    """To whose class it was, and to whoever offered it: another teacher has it now."""
    CLASS_NOT_TAKEN = "class_not_taken"
    """To whoever offered it: the other teacher said no."""
    COMES_AFTER_ALL = "comes_after_all"
    """To the teacher: one of the class of whom the host knew that they can't come does come."""
    PUPIL_MOVED = "pupil_moved"
    """To guardians and the class's teacher: a pupil has another account."""
    PUPIL_MOVED_AWAY = "pupil_moved_away"
    """To the account that the pupil had before."""
    CHECKED_IN = "checked_in"
    """To a guardian who wished it: the child has arrived."""
    DOOR_LIST = "door_list"
    """To organizers who check in, the evening before: whom they await, as a list to print."""

    ALBUM_READY = "album_ready"
    """To an organizer: the album for an announcement has come whole."""
    PLACE_FOUND = "place_found"
    """To an organizer who let us into a channel or group: whose is it?"""
    POST_TROUBLE = "post_trouble"
    """To whoever posted something: it did not arrive, perhaps, or is not there any more."""

    @property
    def at_once(self) -> bool:
        """Whether it answers what its reader has just done, so that it comes at night as well."""
        return self in {
            LetterKind.CARD_CHANGED,
            LetterKind.ALBUM_READY,
            LetterKind.PLACE_FOUND,
            LetterKind.POST_TROUBLE,
        }

    @property
    def priority(self) -> Priority:
        """Notices, then reminders, then announcements."""
        match self:
            case LetterKind.REMINDER | LetterKind.INTEREST | LetterKind.NEWS:
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
    drafted: AnnouncementId | None = None
    """The announcement that its reader is writing."""
    place: PostPlace | None = None
    post: Post | None = None
    note: DayNote | None = None
    """What the teacher told the host on the day."""
    handover: Handover | None = None
    """The class that goes to another teacher."""
    missing: int | None = None
    """How many of the class had no permission yet when it was written."""
    enclosed: Enclosed = field(default_factory=Enclosed)
    """What it carries beside."""
    asks: InterestQuestion | None = None
    """How interested its reader is, where that is still to be asked."""
    possible_repeat: bool
    """An earlier attempt may have arrived; the message says so."""

    @property
    def on_hold(self) -> bool:
        """Whether it waits although its time has come: its announcement is paused."""
        return self.announcement is not None and self.announcement.on_hold


class Outcome(StrEnum):
    """What became of an attempt to send. DESIGN: "How a message leaves"."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    NEVER = "never"
    MOVED = "moved"
    UNKNOWN = "unknown"
