"""The waiting list's one rule: who is offered seats that are free. Pure: the same line and seats, the same answer.

Strictly first come, first served. A party that does not fit is offered a part; what it could have already waits for it,
and nobody is served before it of what it waits for, except within the cut-off before the start, where seats would
otherwise stay empty. It is skipped then, but keeps its place.

Slots that share seats have one line. Seats that are kept for others, a slot that is full while another is not, and
one's own school's limit keep a party back without keeping back whoever has nothing to do with it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.identities import BookingId, SchoolId, SlotId
from domain.moments import DAY, Instant

SKIP_AHEAD_WITHIN: Final = 2 * DAY
"""How long before the start a party that does not fit may be overtaken by one that does."""
_ONLY: Final = SlotId(0)
"""The slot of a line that is of one slot alone."""


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
    slot: SlotId = _ONLY
    school: SchoolId | None = None
    may_have_kept: bool = False
    """Whether seats that its slot keeps for some are kept for it."""

    @property
    def least(self) -> int:
        """The smallest part that is worth asking about: half of the pupils, with their adults."""
        return self.adults + -(-(self.whole - self.adults) // 2)

    @property
    def missing(self) -> int:
        """Seats it has not been offered yet."""
        return self.whole - self.held

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
    slot: SlotId = _ONLY


@dataclass(slots=True)
class Room:
    """What is free, and who may have it. Dealing uses it up."""

    free: dict[SlotId, int]
    pool: int | None = None
    """Free seats of those that the slots share; None where they share none."""
    kept: dict[SlotId, int] = field(default_factory=dict)
    """Of the free seats of a slot, those that only some may have."""
    of_school: dict[tuple[SlotId, SchoolId], int] = field(default_factory=dict)
    """How many more pupils of a school may come; any number where nothing is said."""

    @property
    def is_used_up(self) -> bool:
        """Whether nobody can be offered anything more."""
        return self.pool == 0 or all(seats <= 0 for seats in self.free.values())

    def for_any_school(self, party: InLine) -> int:
        """Seats that the party could have, were it of no school."""
        free = self.free.get(party.slot, 0)
        if not party.may_have_kept:
            free -= self.kept.get(party.slot, 0)
        return max(free if self.pool is None else min(free, self.pool), 0)

    def for_school(self, party: InLine) -> int | None:
        """Seats that its school's limit leaves to the party; None: any number. Adults are of no school."""
        if party.school is None or (party.slot, party.school) not in self.of_school:
            return None
        return max(self.of_school[party.slot, party.school], 0) + (0 if party.held else party.adults)

    def take(self, party: InLine, seats: int) -> None:
        """So many seats are the party's."""
        self.take_seats(party, seats)
        self.take_of_school(party, seats)

    def take_seats(self, party: InLine, seats: int) -> None:
        """So many seats are the party's, or wait for it; of what its school may have nothing is said."""
        self.free[party.slot] -= seats
        if self.pool is not None:
            self.pool -= seats
        if party.may_have_kept and party.slot in self.kept:
            self.kept[party.slot] = max(self.kept[party.slot] - seats, 0)

    def take_of_school(self, party: InLine, seats: int) -> None:
        """So many of what its school may have are the party's, or wait for it."""
        if party.school is not None and (party.slot, party.school) in self.of_school:
            pupils = seats if party.held else max(seats - party.adults, 0)
            self.of_school[party.slot, party.school] -= pupils


def allot(line: Sequence[InLine], free: int, *, skipping: bool, passed: Sequence[BookingId] = ()) -> tuple[Grant, ...]:
    """Deal `free` seats of one slot to its line, in its order; `skipping`: a party that does not fit is passed.

    Seats of parts that are offered already count as dealt: an offer is never taken back, it only grows. `passed`:
    parties before this stretch of the line that the seats did not fit.
    """
    slot = line[0].slot if line else _ONLY
    return deal(line, Room({slot: free}), near={slot} if skipping else (), passed=passed)


def deal(
    line: Sequence[InLine], room: Room, *, near: Collection[SlotId] = (), passed: Sequence[BookingId] = ()
) -> tuple[Grant, ...]:
    """The same for slots that share seats, keep some, or take so many of a school; uses `room` up.

    `near`: slots within the cut-off, where a party that does not fit is passed.
    """
    grants: list[Grant] = []
    skipped: defaultdict[tuple[SlotId, SchoolId | None], list[BookingId]] = defaultdict(list)
    for slot in near:
        skipped[slot, None].extend(passed)
    for party in line:
        if room.is_used_up:
            break
        seats, of_school = room.for_any_school(party), room.for_school(party)
        fits = seats if of_school is None else min(seats, of_school)
        before = skipped[party.slot, None]
        if party.school is not None:
            before = [*before, *skipped[party.slot, party.school]]
        if party.missing <= fits:
            grants.append(
                Grant(
                    booking=party.booking,
                    seats=party.whole,
                    more=party.missing,
                    overtakes=tuple(before),
                    slot=party.slot,
                )
            )
            room.take(party, party.missing)
        elif fits and party.wants_part(party.held + fits) and not before:
            grants.append(Grant(booking=party.booking, seats=party.held + fits, more=fits, slot=party.slot))
            room.take(party, fits)
        elif party.slot in near:
            limited = of_school is not None and of_school < party.missing
            skipped[party.slot, party.school if limited else None].append(party.booking)
        else:
            _keep_for(party, room, fits, of_school)
    return tuple(grants)


def _keep_for(party: InLine, room: Room, fits: int, of_school: int | None) -> None:
    """What a party could have already waits for it, and what its school may have.

    Where the limit of its school leaves it not even a part, it keeps back nobody but its own school.
    """
    within = party.missing if of_school is None else min(of_school, party.missing)
    room.take_of_school(party, within)
    if within == party.missing or party.wants_part(party.held + within):
        room.take_seats(party, fits)


def has_seats(line: Sequence[InLine], room: Room, comer: InLine) -> bool:
    """Whether a party that comes now finds all its seats at once: it is the last of the line, by the same rule."""
    return any(grant.booking == comer.booking and grant.seats == comer.whole for grant in deal([*line, comer], room))


def may_skip(now: Instant, starts_at: Instant) -> bool:
    """Whether the start is so near that a party may be overtaken."""
    return now >= starts_at - SKIP_AHEAD_WITHIN
