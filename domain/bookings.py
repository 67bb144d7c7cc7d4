"""Bookings: one party's seats in one slot, its states, and how long seats are held."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.identities import BookingId, PersonId
from domain.moments import HOUR, Instant
from domain.people import Pupil
from domain.programme import PupilPolicy, Slot, SlotLine

CONSENT_HELD_FOR: Final = 48 * HOUR
"""How long a seat waits for a guardian's yes."""
OFFER_HELD_FOR: Final = 24 * HOUR
"""How long an offered seat waits for an answer."""


class BookingState(StrEnum):
    """`requested → confirmed | waitlisted → offered → confirmed`, and `cancelled`, `declined`, `expired`."""

    REQUESTED = "requested"
    """The seat is held until a guardian has said yes, or an organizer (`held_until`)."""
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    """A freed seat is held for this party until `held_until`."""
    CANCELLED = "cancelled"
    DECLINED = "declined"
    """A guardian said no, or an organizer."""
    EXPIRED = "expired"
    """Nobody answered in time."""

    @property
    def holds_seats(self) -> bool:
        """Whether its seats count in the slot's `seats_taken`."""
        return self in HOLDING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self in {BookingState.CANCELLED, BookingState.DECLINED, BookingState.EXPIRED}


HOLDING: Final = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED, BookingState.OFFERED})


class ApplicationState(StrEnum):
    """`asked → welcome | declined`: what an organizer says to a pupil, where the event wants them to decide."""

    ASKED = "asked"
    """A guardian's yes is there, where one is needed: nobody is considered without it."""
    WELCOME = "welcome"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Application:
    """What an organizer said; the reason is empty where none was given."""

    state: ApplicationState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One pupil's seat in one slot, or their place in its waiting list."""

    id: BookingId
    slot: Slot
    pupil: Pupil
    state: BookingState
    booked_by: PersonId
    held_until: Instant | None
    position: int | None
    """Place in the waiting list, from 1; None outside it."""
    answer: str
    """To the event's extra question; empty where none was asked."""
    ticket_token: str
    ticket_code: str
    """Four characters to say aloud at the door."""
    consent_token: str | None
    """The guardian's link; None where none is needed."""
    replaces: BookingId | None = None
    """The booking that is given up once this one is certain (*Other date*)."""
    seats: int = 1
    """How many the party takes."""
    ended_from: BookingState | None = None
    """The state it was in when it ended; None while it is live."""
    was_there: bool = False
    """They were let in at one of the slot's meetings."""
    school_limit: int | None = None
    """So many of one school at most, where that is what keeps it waiting."""
    by_hand: bool = False
    """Whether an organizer wrote it down for somebody who phoned, or answered a form."""
    application: Application | None = None
    """Where an organizer decides about each pupil: None before they are asked, and at other events."""

    @property
    def needs_decision(self) -> bool:
        """Whether an organizer has to welcome the pupil before the seat is certain."""
        welcome = self.application is not None and self.application.state is ApplicationState.WELCOME
        return self.slot.event.for_pupils is PupilPolicy.ASKED and not welcome and not self.by_hand

    @property
    def considered(self) -> bool:
        """Whether the seat is held until an organizer has decided."""
        asked = self.application is not None and self.application.state is ApplicationState.ASKED
        return asked and self.state is BookingState.REQUESTED

    @property
    def confirmed(self) -> bool:
        """Whether the party may come."""
        return self.state is BookingState.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingLine:
    """A booking as lists show it."""

    id: BookingId
    state: BookingState
    pupil: str
    """First name: a guardian has several children."""
    slot: SlotLine
    with_class: str = ""
    """The class that the pupil comes with; empty for a booking of their own."""
    absent: bool = False
    """Whether it was said that the pupil can't come with the class."""
    permission_missing: bool = False
    """Whether a guardian's yes for coming with the class is still missing."""
    was_there: bool = False
    """They were let in at a meeting of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPage:
    """One page of somebody's bookings; pages count from 0."""

    lines: tuple[BookingLine, ...]
    page: int
    more: bool
    """Whether a next page has something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """The pupil is to be elsewhere while this slot is on."""

    line: BookingLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherGrade:
    """The event is meant for other grades, but does not insist. A limit of None is no limit."""

    grade: int
    grade_from: int | None
    grade_to: int | None


BookingWarning = Overlaps | OtherGrade
"""What one should know before booking; none of it forbids."""


def held_until(now: Instant, closes_at: Instant, longest: int) -> Instant:
    """Until when a seat is held: `longest` seconds, but never past the close of registration."""
    return Instant(min(now + longest, closes_at))


def overlap(one: Slot, other: Slot) -> bool:
    """Whether some meeting of one is on while a meeting of the other is."""
    return any(a.starts_at < b.ends_at and b.starts_at < a.ends_at for a in one.meetings for b in other.meetings)
