"""What is kept about somebody, as they are shown it when they ask."""

from dataclasses import dataclass

from domain.bookings import BookingLine
from domain.consents import Consent
from domain.people import Person
from domain.programme import Event


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
