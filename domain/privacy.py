"""What is kept about somebody, as they are shown it when they ask."""

from dataclasses import dataclass

from domain.bookings import BookingLine
from domain.classes import JoiningState, Needs, SchoolClass
from domain.consents import Consent
from domain.people import Person
from domain.programme import Event
from domain.rights import Organizer
from domain.teachers import Teacher


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData:
    """Everything kept about one person."""

    person: Person
    bookings: tuple[BookingLine, ...]
    consents: tuple[Consent, ...]
    """Given or refused by this person, or for their pupil."""
    wishes: tuple[Event, ...]
    """Events they asked to be told about."""
    answers: tuple[str, ...] = ()
    """What was answered to the one thing more that events asked (a surname for the gate, say)."""
    organizes: tuple[Organizer, ...] = ()
    """What they are to partners, and the name under which their colleagues know them."""
    teaches: tuple[Teacher, ...] = ()
    """Where they teach, asked to, or did."""
    classes: tuple[SchoolClass, ...] = ()
    """Theirs, closed ones too."""
    needs: tuple[Needs, ...] = ()
    """What hosts of their classes were told, with their phone number where they gave one."""
    joined: tuple[tuple[str, JoiningState], ...] = ()
    """Classes that they, or their children, asked to join: names only."""
    absences: int = 0
    """How often they, or their children, said that they can't come with the class."""
