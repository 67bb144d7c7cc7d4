"""Segments: whom an announcement is for. Leaves finding and counting them to the store."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identities import EventId, SchoolId, SlotId
from domain.languages import Language


class Role(StrEnum):
    """As what somebody comes to us. One person may be all of them."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    TEACHER = "teacher"


class Presence(StrEnum):
    """How a pupil stands to a slot."""

    CONFIRMED = "confirmed"
    """Has a seat, or had one."""
    WAITING = "waiting"
    """Is in the waiting list, or has been offered a seat from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attending:
    """Pupils who stand so to one slot, or to any slot of one event."""

    presence: Presence
    slot: SlotId | None = None
    event: EventId | None = None

    def __post_init__(self) -> None:
        if (self.slot is None) == (self.event is None):
            raise ValueError("either a slot or an event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of everybody: each thing that is named narrows it, and one that is not named does not.

    School, grade, city and attending are the pupil's: somebody is in the segment as a pupil, or as the guardian of one,
    for whom all of them hold at once. Teachers are found by their schools and those schools' cities.
    """

    languages: frozenset[Language] = frozenset()
    roles: frozenset[Role] = frozenset()
    schools: frozenset[SchoolId] = frozenset()
    grades: frozenset[int] = frozenset()
    cities: frozenset[str] = frozenset()
    """As schools name theirs."""
    attending: Attending | None = None

    @property
    def anybody(self) -> bool:
        """Whether it does not matter as what they come, nor what they are: those we know nothing of are in it, too."""
        return not (self.roles or self.schools or self.grades or self.cities or self.attending)

    def takes(self, role: Role) -> bool:
        """Whether people can be in it as this. No teacher has a grade, or stands to a slot as pupils do."""
        if role is Role.TEACHER and (self.grades or self.attending):
            return False
        return not self.roles or role in self.roles


EVERYBODY = Segment()
