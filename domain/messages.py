"""Messages decided on and not yet sent: their kinds, their order, and what the sender needs to word one."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from domain.bookings import Booking, BookingState
from domain.identities import OutboxId
from domain.moments import Instant
from domain.people import Person
from domain.programme import Event, Meeting, Slot


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

    @property
    def priority(self) -> Priority:
        """Reminders after notices; everything else is a notice."""
        return Priority.REMINDER if self is LetterKind.REMINDER else Priority.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One outbox row, re-checked and with all that its words need."""

    id: OutboxId
    kind: LetterKind
    to: Person
    booking: Booking | None
    meeting: Meeting | None
    slot: Slot | None
    event: Event | None
    possible_repeat: bool
    """An earlier attempt may have arrived; the message says so."""

    def makes_sense(self, now: Instant) -> bool:
        """Whether what it tells is still so, and its reader still to be told."""
        if not self.to.reachable:
            return False
        if self.kind is LetterKind.REMINDER:
            ahead = self.meeting is not None and self.meeting.starts_at > now
            return ahead and not self.to.reminders_muted and self._tells_the_state()
        if self.kind is LetterKind.OFFER and (self.booking is None or (self.booking.held_until or 0) <= now):
            return False
        if self.kind is LetterKind.SLOT_CANCELLED:
            return self._called_off
        if self.kind is LetterKind.MORE_DATES:
            return self.event is not None
        return self._tells_the_state()

    def _tells_the_state(self) -> bool:
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
}
"""What state a booking is in as long as the letter about it is true."""


class Outcome(StrEnum):
    """What became of an attempt to send. DESIGN: "How a message leaves"."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    NEVER = "never"
    MOVED = "moved"
    UNKNOWN = "unknown"
