"""What is kept about somebody, as they are shown it when they ask."""

from dataclasses import dataclass

from domain.bookings import BookingLine
from domain.check_in import ChildWish
from domain.classes import JoiningState, Needs, SchoolClass
from domain.consents import Consent
from domain.following import Follow
from domain.people import Person
from domain.programme import Event
from domain.questions import QuestionToHost
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
    calendar_link: bool = False
    """Whether calendar programs follow their trips by a link."""
    looks: int = 0
    """How many events they looked at."""
    interest: int = 0
    """How often they answered how interested they are in a profession."""
    visits: int = 0
    """How often they, or their children, were let in somewhere by a booking of their own."""
    child_wishes: tuple[ChildWish, ...] = ()
    """What they wish to be told about each child."""
    follows: tuple[Follow, ...] = ()
    """What they wish to hear of when it is new."""
    questions: tuple[QuestionToHost, ...] = ()
    """What they asked hosts, with the answers, as long as the words are kept."""
    questions_refused: int = 0
    """How many hosts take no questions from them."""
