"""The morning's digest: what an organizer's day holds, in numbers. Leaves when it is sent to storage."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from domain.identities import SlotId
from domain.languages import Texts
from domain.moments import Instant

TOLD_AT: Final = time(8, 0)
"""By clocks where the partner's slots are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySlot:
    """A slot that has a meeting on the day, and how full it is."""

    slot: SlotId
    title: Texts
    starts_at: Instant
    zone: str
    seats_taken: int
    capacity: int
    classes: int
    """How many whole classes come."""
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One organizer's day, over all their partners. `on`: the date, where the slots are."""

    on: date
    today: tuple[DaySlot, ...]
    tomorrow_slots: int
    tomorrow_seats: int
    open_requests: int
    silent_classes: int
    calls: int
    """People whom somebody still has to reach by phone, because a date was moved or cancelled."""

    def __bool__(self) -> bool:
        return bool(self.today or self.tomorrow_slots or self.open_requests or self.silent_classes or self.calls)
