"""Segments: whom an announcement is for. Leaves finding and counting them to the store."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identities import ClassId, EventId, SchoolId, SlotId
from domain.languages import Language, Texts
from domain.moments import Instant


class Role(StrEnum):
    """As what somebody comes to us. One person may be all of them."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    TEACHER = "teacher"


class Presence(StrEnum):
    """How a pupil stands to a slot, by a booking of their own or of their class; a teacher by their classes'."""

    CONFIRMED = "confirmed"
    """Has a seat, or had one."""
    WAITING = "waiting"
    """Is in the waiting list, or has been offered a seat from it."""
    ATTENDED = "attended"
    """Was there, once at least. Of whom nobody has noted anything is neither here nor among the absent."""
    ABSENT = "absent"
    """Was awaited and noted as not there, and never came to any other meeting of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attending:
    """Those who stand so to one slot, or to any slot of one event."""

    presence: Presence
    slot: SlotId | None = None
    event: EventId | None = None

    def __post_init__(self) -> None:
        if (self.slot is None) == (self.event is None):
            raise ValueError("either a slot or an event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of everybody: each thing that is named narrows it, and one that is not named does not.

    School, grade, city, class and attending are the pupil's: somebody is in the segment as a pupil, or as the guardian
    of one, for whom all of them hold at once. Teachers are found by their schools, those schools' cities, and their
    classes.
    """

    languages: frozenset[Language] = frozenset()
    roles: frozenset[Role] = frozenset()
    schools: frozenset[SchoolId] = frozenset()
    grades: frozenset[int] = frozenset()
    cities: frozenset[str] = frozenset()
    """As schools name theirs."""
    classes: frozenset[ClassId] = frozenset()
    attending: Attending | None = None

    @property
    def anybody(self) -> bool:
        """Whether it does not matter as what they come, nor what they are: those we know nothing of are in it, too."""
        return not (self.roles or self.schools or self.grades or self.cities or self.classes or self.attending)

    def takes(self, role: Role) -> bool:
        """Whether people can be in it as this. No teacher has a grade."""
        if role is Role.TEACHER and self.grades:
            return False
        return not self.roles or role in self.roles


EVERYBODY = Segment()


@dataclass(frozen=True, slots=True)
class Target:
    """One that can be chosen, and what it is called."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class EventTarget:
    """An event that can be chosen."""

    id: EventId
    title: Texts


@dataclass(frozen=True, slots=True)
class DateTarget:
    """A date of an event that can be chosen."""

    id: SlotId
    starts_at: Instant
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a segment's numbers are called, for those who read it. `date` None: all dates of the event."""

    schools: dict[SchoolId, str]
    classes: dict[ClassId, str]
    event: EventTarget | None = None
    date: DateTarget | None = None
