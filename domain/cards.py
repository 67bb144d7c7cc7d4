"""What an event's card shows, gathered in one reading: the slot or event, its other dates, what the reader has."""

from dataclasses import dataclass

from domain.bookings import BookingLine
from domain.programme import Event, Slot, SlotLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCard:
    """One slot of an event, for one reader."""

    slot: Slot
    mine: BookingLine | None
    """The reader's own live booking in this slot."""
    other_dates: tuple[SlotLine, ...]
    """Other upcoming slots of the same event, soonest first."""
    wished: bool
    """The reader asked to be told when there are more."""
    seen: bool = True
    """The reader has seen this event's card before, or is nobody we know: there is nothing to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """An event with its upcoming slots, for one reader."""

    event: Event
    dates: tuple[SlotLine, ...]
    wished: bool
    seen: bool = True
