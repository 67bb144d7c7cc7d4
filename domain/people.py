"""Persons, pupils, schools: who takes part, and the little that is asked of them."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identities import AccountId, CityId, PersonId, PupilId, SchoolId
from domain.languages import Language, Texts


class AgeLine(StrEnum):
    """On which side of the configured age (GUARDIAN_CONSENT_UNDER) a pupil is. Birth dates are never asked."""

    YOUNGER = "younger"
    OLDER = "older"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city, as the programme names it."""

    id: CityId
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school, known from a list (`listed`) or as somebody typed it."""

    id: SchoolId
    name: str
    city: str
    listed: bool
    also: str = ""
    """Other names it goes by, for the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """Who takes a seat. `person` is the pupil's own account, None where they have none."""

    id: PupilId
    person: PersonId | None
    first_name: str
    grade: int
    age_line: AgeLine
    school: School

    @property
    def needs_guardian(self) -> bool:
        """Whether a guardian has to say yes before this pupil takes part."""
        return self.age_line is AgeLine.YOUNGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a pupil tells of themselves the first time."""

    first_name: str
    grade: int
    age_line: AgeLine
    school: SchoolId | None
    school_name: str
    """As typed, where the school is not on the list; empty where `school` is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One account, acting for any number of pupils. `pupil` is the one whose own account this is."""

    id: PersonId
    account: AccountId
    language: Language
    language_chosen: bool
    reminders_muted: bool
    announcements_muted: bool = False
    reachable: bool
    pupil: Pupil | None
    children: tuple[Pupil, ...] = ()
    """Pupils this person is guardian of."""
    teaches: bool = False
    """Whether screens have something for teachers; what they may do is asked again in the transaction that does it."""
    organizes: bool = False
    """The same for organizers and owners."""
