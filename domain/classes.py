"""Classes: a teacher's pupils, as a list or a number; who joined by the class's link; bookings of whole classes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.bookings import BookingState
from domain.identities import BookingId, ClassId, EntryId, JoiningId, PersonId, PupilId, SlotId, TeacherId
from domain.moments import DAY, Instant
from domain.people import Pupil, School
from domain.programme import Slot

LARGEST_CLASS: Final = 60
MOST_ADULTS: Final = 15
OTHER_DATES: Final = 2
"""How many alternatives a teacher may name."""
DECISION_WITHIN: Final = 3 * DAY
"""How long the seats of a class wait for the organizer's decision, where the event asks for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A class, as its teacher sees it. `size`: how many pupils it has, with a list or without."""

    id: ClassId
    teacher: TeacherId
    teacher_person: PersonId
    teacher_name: str
    school: School
    name: str
    """Such as 8Б."""
    grade: int
    size: int
    link_token: str | None
    """By which pupils and parents ask to join; None while no link is out."""
    led: bool = True
    """Whether its teacher may still bring it: not once an organizer took that back, or they deleted their data."""

    def is_led_by(self, person: PersonId) -> bool:
        """Whether this person is its teacher, and may bring it."""
        return self.led and self.teacher_person == person


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the class's list. `joined`: the pupil, or a parent, has an account and was accepted."""

    id: EntryId
    name: str
    """As the teacher wrote it."""
    pupil: PupilId
    joined: bool


class JoiningState(StrEnum):
    """`asked → accepted | declined`, then `removed` by the teacher or `left` by the pupil."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REMOVED = "removed"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Somebody who asked to join a class, for themselves or for their child."""

    id: JoiningId
    school_class: ClassId
    pupil: Pupil
    asked_by: PersonId
    state: JoiningState
    entry: EntryId | None
    """The line of the list that they are; None where nobody has said."""

    @property
    def by_parent(self) -> bool:
        """Whether a parent asked, for a child."""
        return self.pupil.person != self.asked_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A class whole: its list, and who joined or asks to."""

    school_class: SchoolClass
    entries: tuple[Entry, ...]
    asking: tuple[Joining, ...]
    joined: tuple[Joining, ...]
    offered: bool = False
    """Whether it is on its way to another teacher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """How many come: pupils, and the adults who accompany them. Each takes a seat."""

    pupils: int
    adults: int

    @property
    def seats(self) -> int:
        """What it takes."""
        return self.pupils + self.adults


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What the host should know to receive a class: seen by the host and the teacher alone."""

    wheelchair: bool = False
    note: str = ""
    """Allergies and the like, without names."""
    phone: str = ""
    """The teacher's, for the day; empty where they gave none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBooking:
    """A class's seats in one slot, or its place in the waiting list."""

    id: BookingId
    slot: Slot
    school_class: SchoolClass
    state: BookingState
    booked_by: PersonId
    seats: int
    """What it holds or waits for, adults included."""
    whole: int
    """What it asked for: more than `seats` while it is offered a part."""
    adults: int
    held_until: Instant | None
    position: int | None
    """Place in the waiting list, from 1; None outside it."""
    ticket_token: str
    ticket_code: str
    needs: Needs = Needs()
    other_dates: tuple[SlotId, ...] = ()
    """Others that would do as well, the likelier first."""
    by_hand: bool = False
    """Whether an organizer wrote it down for a teacher who phoned."""
    ended_from: BookingState | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the class may come."""
        return self.state is BookingState.CONFIRMED

    @property
    def awaits_decision(self) -> bool:
        """Whether its seats are held until an organizer has decided."""
        return self.state is BookingState.REQUESTED

    @property
    def party(self) -> Party:
        """How many it holds seats for, or waits with."""
        return Party(pupils=self.seats - self.adults, adults=self.adults)

    @property
    def is_part(self) -> bool:
        """Whether it is offered fewer seats than it asked for."""
        return self.seats < self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """How far the class is with what it needs for a slot."""

    pupils: int
    joined: int
    permitted: int
    """Pupils who need no permission, or have it."""
    no_photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One pupil of a class, as far as a booking goes."""

    pupil: PupilId
    name: str
    joined_by: PersonId | None
    """Who can be written to about them; None: nobody joined for them."""
    older: bool
    """Old enough to need nobody's yes."""
    permitted: bool
    on_paper: bool
    """The yes was handed in on a sheet."""
    absent: bool
    no_photos: bool
    """A guardian said no to photographs, or has not said yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMine:
    """A pupil of the reader's, themselves or a child, who comes with a class."""

    pupil: Pupil
    absent: bool
    permission_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A class's booking with everybody of the class."""

    booking: ClassBooking
    members: tuple[Member, ...]
    today: bool = False
    """Whether its host hears at once of whoever is late, or comes with another number."""

    @property
    def permissions(self) -> Permissions:
        """In numbers. The class's size counts, for a headcount is enough to book."""
        return Permissions(
            pupils=self.booking.seats - self.booking.adults,
            joined=sum(member.joined_by is not None for member in self.members),
            permitted=sum(member.permitted for member in self.members),
            no_photos=sum(member.no_photos for member in self.members),
        )

    @property
    def permissions_missing(self) -> int:
        """For how many of those who come nobody has said yes; a headcount without a list counts as nobody's yes."""
        going = self.booking.party.pupils - sum(member.absent for member in self.members)
        return max(going - sum(member.permitted and not member.absent for member in self.members), 0)


def adults_needed(pupils: int, pupils_per_adult: int | None) -> int:
    """How many adults have to accompany so many pupils; one where the event sets no rule."""
    return 1 if pupils_per_adult is None else -(-pupils // pupils_per_adult)
