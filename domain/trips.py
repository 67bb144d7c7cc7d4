"""A class's trip to an event, as a school's paperwork needs it. The papers themselves are made in papers/trip_packs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.classes import LARGEST_CLASS, MOST_ADULTS
from domain.languages import Language
from domain.moments import Instant

MOST_MEETINGS: Final = 100
"""Of a course; each is a line in the papers."""


class Permission(StrEnum):
    """How a guardian's permission for one pupil stands."""

    GIVEN = "given"
    """In the guardian's own account."""
    ON_PAPER = "on_paper"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"
    """The pupil is old enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripPupil:
    """A pupil who goes along, by the name in the class's list."""

    name: str
    permission: Permission
    photos: bool
    """Whether somebody who may has said yes to photographs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripAdult:
    """An adult who goes along. `leads`: answerable for the group."""

    name: str
    leads: bool = False
    phone: str = ""
    """Empty: a blank to write it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripMeeting:
    """When the event is on: once, or several times for a course."""

    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class TripPack:
    """Everything the papers of one trip say, the names of a language's words apart. What is empty becomes a blank.

    Raises ValueError where the counts are impossible: no pupil or more than LARGEST_CLASS, more names than heads.
    """

    language: Language
    school: str
    city: str
    """The school's; empty where it is not known."""
    class_name: str
    headcount: int
    """Pupils who go."""
    pupils: tuple[TripPupil, ...]
    """Their names, as many as are known: none for a class that is a number alone. The rest become blank rows."""
    adult_count: int
    adults: tuple[TripAdult, ...]
    """Those whose names are known; the rest become blank rows."""
    event: str
    host: str
    contact: str
    """Who is answerable at the host's, and how they are reached."""
    place: str
    """Name, address and city in one line."""
    meetings: tuple[TripMeeting, ...]
    zone: str
    """IANA; all times are shown in it."""
    consent_text: str
    """What a guardian signs, whole; paragraphs parted by empty lines."""
    made_at: Instant
    leaves_at: Instant | None = None
    returns_at: Instant | None = None
    """From and to the school."""
    route: str = ""
    """How they travel, as the teacher says."""
    bring: str = ""
    forbidden: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError: see the class."""
        if not 1 <= self.headcount <= LARGEST_CLASS or len(self.pupils) > self.headcount:
            raise ValueError(f"{len(self.pupils)} names for {self.headcount} pupils")
        if not 0 <= self.adult_count <= MOST_ADULTS or len(self.adults) > self.adult_count:
            raise ValueError(f"{len(self.adults)} names for {self.adult_count} adults")
        if not 1 <= len(self.meetings) <= MOST_MEETINGS:
            raise ValueError(f"{len(self.meetings)} meetings")

    @property
    def unnamed(self) -> int:
        """Pupils whose names are not known here."""
        return self.headcount - len(self.pupils)

    @property
    def without_permission(self) -> tuple[TripPupil, ...]:
        """Those whose guardians are still to sign."""
        return tuple(pupil for pupil in self.pupils if pupil.permission is Permission.MISSING)
