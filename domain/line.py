"""The waiting list's one rule: who is offered seats that are free. Pure: the same line and seats, the same answer.

Strictly first come, first served. A party that does not fit is offered a part; nobody is served before it, except
within the cut-off before the start, where seats would otherwise stay empty. It is skipped then, but keeps its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.identities import BookingId
from domain.moments import DAY, Instant

SKIP_AHEAD_WITHIN: Final = 2 * DAY
"""How long before the start a party that does not fit may be overtaken by one that does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """A party that waits, or is offered a part of what it waits for."""

    booking: BookingId
    whole: int
    """Seats it asked for."""
    adults: int = 0
    held: int = 0
    """Seats of the part it is offered already; 0 where none is."""
    refused_part: int = 0
    """The largest part it did not want."""

    @property
    def least(self) -> int:
        """The smallest part that is worth asking about: half of the pupils, with their adults."""
        return self.adults + -(-(self.whole - self.adults) // 2)

    def wants_part(self, seats: int) -> bool:
        """Whether so many seats, fewer than it asked for, are to be offered to it."""
        return self.least <= seats and seats > max(self.held, self.refused_part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Seats for a party: `seats` in all, of which `more` were free just now."""

    booking: BookingId
    seats: int
    more: int
    overtakes: tuple[BookingId, ...] = ()
    """Those before it in the line that these seats did not fit."""


def allot(line: Sequence[InLine], free: int, *, skipping: bool, passed: Sequence[BookingId] = ()) -> tuple[Grant, ...]:
    """Deal `free` seats to the line, in its order; `skipping`: within the cut-off, a party that does not fit is passed.

    Seats of parts that are offered already count as dealt: an offer is never taken back, it only grows. `passed`:
    parties before this stretch of the line that the seats did not fit.
    """
    grants: list[Grant] = []
    skipped = list(passed)
    for party in line:
        if free <= 0:
            break
        missing = party.whole - party.held
        if missing <= free:
            grants.append(Grant(booking=party.booking, seats=party.whole, more=missing, overtakes=tuple(skipped)))
            free -= missing
            continue
        if party.wants_part(party.held + free) and not skipped:
            grants.append(Grant(booking=party.booking, seats=party.held + free, more=free))
            free = 0
            continue
        if not skipping:
            break
        skipped.append(party.booking)
    return tuple(grants)


def may_skip(now: Instant, starts_at: Instant) -> bool:
    """Whether the start is so near that a party may be overtaken."""
    return now >= starts_at - SKIP_AHEAD_WITHIN
