"""Days of classes: when a teacher is asked and told what, and what teacher and host tell each other on the day."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.identities import BookingId, NoteId, PersonId
from domain.moments import DAY, HOUR, Instant

ASKED_BEFORE: Final = 3 * DAY
"""How long before the start a teacher is asked whether the class still comes."""
SURE_SINCE: Final = 4 * DAY
"""Whoever booked, or changed the booking, later than so long before the start is not asked."""
SILENCE: Final = 36 * HOUR
"""How long a teacher may say nothing before the host hears of it."""
LEAVE_BEFORE: Final = 3 * HOUR
"""How long before the start a teacher is told where to go and what to bring."""
ON_THE_DAY: Final = DAY
"""So near the start, and until the end, the host hears at once of whoever is late or comes with another number."""
LATEST: Final = 240
"""More minutes late than anybody waits for."""


class NoteAbout(StrEnum):
    """What a teacher tells the host on the day."""

    LATE = "late"
    NUMBER = "number"


class HostAnswer(StrEnum):
    """What the host says to it."""

    FINE = "fine"
    """We wait; that is all right."""
    CALL = "call"
    """Please call us."""
    CANNOT = "cannot"
    """We can't wait that long, or take so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNote:
    """What a teacher told the host on the day, and the first answer to it."""

    id: NoteId
    booking: BookingId
    about: NoteAbout
    amount: int
    """Minutes late, or how many pupils come."""
    was: int | None
    """How many pupils the host expected; None where it is about being late."""
    told_at: Instant
    answer: HostAnswer | None
    answered_by: PersonId | None
    answered_name: str
    """As organizers call themselves; empty for an owner, and while nobody has answered."""

    @property
    def more(self) -> bool:
        """Whether more come than the host expected."""
        return self.was is not None and self.amount > self.was
