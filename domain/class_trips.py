"""A teacher's trips, coming and past: as lists show them, as a calendar has them, and who of the class was there."""

from dataclasses import dataclass

from domain.bookings import BookingState
from domain.classes import ClassBooking, SchoolClass
from domain.identities import BookingId
from domain.languages import Texts
from domain.moments import Instant
from domain.programme import SlotLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What a class is booked for, or was, as lists show it."""

    booking: BookingId
    state: BookingState
    school_class: str
    slot: SlotLine
    came: int | None
    """How many pupils were counted there, at most; None where nobody has counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripPage:
    """One page of a teacher's trips; pages count from 0."""

    trips: tuple[Trip, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTrip:
    """A trip for a calendar: it stays there as cancelled once it is."""

    booking: ClassBooking
    cancelled: bool
    changed_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One meeting that the class came to, or should have."""

    title: Texts
    starts_at: Instant
    zone: str
    expected: int
    """Pupils, as booked."""
    pupils: int | None
    """Pupils who were counted; None where nobody has counted."""
    adults: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One of the class, and whether they were at each of the visits; None: not known."""

    name: str
    there: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAttendance:
    """Who of a class was where."""

    school_class: SchoolClass
    visits: tuple[Visit, ...]
    """The first one first."""
    members: tuple[Presence, ...]
    """By name; empty where the class has no list, and nobody joined."""
