"""Check-in: who is awaited at a door, who was let in, when a door can be used, and what it says to whom."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, StrEnum, auto
from typing import Final

from domain.bookings import BookingState
from domain.identities import BookingId, PersonId, PupilId
from domain.moments import DAY, MINUTE, Instant, local
from domain.people import AgeLine
from domain.programme import Meeting, Slot

ENTERED_FOR: Final = 14 * DAY
"""So long after a meeting its attendance can be entered: there was no network at the door."""
TOLD_AFTER: Final = MINUTE
"""So long after a child was let in its guardians are told: a wrong tap is undone by then, and nobody hears of it."""
WALK_INS_KEPT_FOR: Final = 30 * DAY
"""So long after the event the names of those who came without a booking, and without an account, are kept."""
MOST_CODES: Final = 100
"""Codes read from one message."""


class How(StrEnum):
    """How somebody was let in."""

    BY_LIST = "by_list"
    BY_CODE = "by_code"
    BY_TICKET = "by_ticket"
    AT_THE_DOOR = "at_the_door"
    """They scanned the code that hangs there themselves."""
    WALK_IN = "walk_in"
    """They had no booking, and there was a seat."""
    AFTERWARDS = "afterwards"
    """Entered when it was over."""


class Phase(Enum):
    """When somebody looks at a door, seen from its meeting."""

    AHEAD = auto()
    """On a day before: the list can be seen and printed."""
    TODAY = auto()
    AFTERWARDS = auto()
    """On a day after: attendance can still be entered."""
    CLOSED = auto()

    @property
    def lets_in(self) -> bool:
        """Whether attendance can be noted."""
        return self in {Phase.TODAY, Phase.AFTERWARDS}


def phase(meeting: Meeting, zone: str, now: Instant) -> Phase:
    """Which it is, by the days of the place: a meeting's day is a whole one, and lasts as long as the meeting does."""
    today = local(now, zone).date()
    if meeting.starts_at > now:
        return Phase.TODAY if local(meeting.starts_at, zone).date() == today else Phase.AHEAD
    if now < meeting.ends_at or local(meeting.ends_at, zone).date() >= today:
        return Phase.TODAY
    return Phase.AFTERWARDS if now < meeting.ends_at + ENTERED_FOR else Phase.CLOSED


def same_day(one: Instant, other: Instant, zone: str) -> bool:
    """Whether both are on one day of the place."""
    return local(one, zone).date() == local(other, zone).date()


def evening_before(meeting: Meeting, zone: str, *, hour: int = 18) -> Instant:
    """When the list to print is sent: at 18:00 of the day before, on clocks of the place."""
    starts = local(meeting.starts_at, zone)
    eve = (starts - timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return Instant(int(eve.timestamp()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a party was there, or was not. `pupils` and `adults` are heads, none where it was not."""

    present: bool
    pupils: int
    adults: int
    how: How
    by: PersonId | None
    by_name: str
    """As organizers call themselves; empty for an owner, and for visitors who scanned the door's code."""
    noted_at: Instant
    """When it was seen at the door: before `marked_at` where it was entered afterwards."""
    marked_at: Instant

    @property
    def heads(self) -> int:
        """How many came in."""
        return self.pupils + self.adults


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A party that is awaited at a door: a pupil, or a class with its adults."""

    booking: BookingId
    state: BookingState
    name: str
    """First name, or the class's; empty for a pupil who has had their data deleted."""
    school: str
    grade: int
    code: str
    pupil: PupilId | None
    """None: it is a class."""
    pupils: int
    """As many as are expected."""
    adults: int
    no_photos: int
    """How many of them must not be in pictures."""
    permission_missing: bool
    answer: str = ""
    """To the one thing more that the event asks, such as a surname for the gate."""
    mark: Mark | None = None

    @property
    def is_class(self) -> bool:
        """Whether heads are counted, not names ticked."""
        return self.pupil is None

    @property
    def present(self) -> bool:
        """Whether they are in."""
        return self.mark is not None and self.mark.present

    @property
    def heads(self) -> int:
        """How many are expected."""
        return self.pupils + self.adults


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassGuest:
    """One of a class's list, as the door needs them. `absent`: was not there, or has said that they can't come."""

    pupil: PupilId
    name: str
    absent: bool
    no_photos: bool
    permission_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One meeting's door: whom it awaits, in the order of the alphabet, and how far it has got."""

    slot: Slot
    meeting: Meeting
    phase: Phase
    guests: tuple[Guest, ...]

    @property
    def here(self) -> int:
        """Heads that are in."""
        return sum(guest.mark.heads for guest in self.guests if guest.mark is not None)

    @property
    def expected(self) -> int:
        """Heads with a certain seat, or that came without one."""
        return sum(
            guest.heads for guest in self.guests if guest.state is BookingState.CONFIRMED or guest.mark is not None
        )

    @property
    def no_photos(self) -> int:
        """Heads that must not be in pictures."""
        return sum(guest.no_photos for guest in self.guests)

    def guest(self, booking: BookingId) -> Guest | None:
        """The party of this booking."""
        return next((guest for guest in self.guests if guest.booking == booking), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLine:
    """A door in a list of doors."""

    slot: Slot
    meeting: Meeting
    here: int
    expected: int


class Verdict(StrEnum):
    """What the door says to a party."""

    LET_IN = "let_in"
    ALREADY_IN = "already_in"
    COUNT_IT = "count_it"
    """It is a class: how many came is counted first."""
    NO_PERMISSION = "no_permission"
    """Nobody has said yes for them; a signed sheet would do."""
    WAITING = "waiting"
    """Their place is in the waiting list."""
    NOT_COMING = "not_coming"
    """Their booking has ended."""
    UNDECIDED = "undecided"
    """The host is to decide whether they may come, and has not."""
    OTHER_DOOR = "other_door"
    """They have a seat, elsewhere or at another time."""
    CALLED_OFF = "called_off"
    """The slot does not take place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the door says to a party that came to it. `slot` and `meeting` are those that its booking is for."""

    verdict: Verdict
    guest: Guest
    slot: Slot
    meeting: Meeting
    place_in_line: int | None = None
    here: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """Somebody who comes to the door without a booking or an account: as little as a seat needs."""

    first_name: str
    grade: int
    age_line: AgeLine
    school: str
    """As they say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesEntered:
    """What became of a list of codes that was typed."""

    let_in: tuple[Guest, ...] = ()
    already_in: tuple[Guest, ...] = ()
    not_let_in: tuple[Guest, ...] = ()
    """Their booking does not let them in as it stands."""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAtDoor:
    """A class that stands at the door, with its list as far as there is one."""

    door: Door
    guest: Guest
    members: tuple[ClassGuest, ...]
    wheelchair: bool = False
    note: str = ""
    phone: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildWish:
    """What a guardian wishes to be told about one child."""

    pupil: PupilId
    first_name: str
    reminded: bool
    told_of_arrival: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClass:
    """A class on the list to print."""

    guest: Guest
    teacher: str
    phone: str
    """For the day; empty where the teacher gave none."""
    wheelchair: bool
    note: str
    members: tuple[ClassGuest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorList:
    """All that the list to print says, as it stood at `made_at`."""

    slot: Slot
    meeting: Meeting
    made_at: Instant
    pupils: tuple[Guest, ...]
    classes: tuple[ListedClass, ...] = field(default=())

    @property
    def heads(self) -> int:
        """How many are expected."""
        return sum(guest.heads for guest in self.pupils) + sum(one.guest.heads for one in self.classes)

    @property
    def no_photos(self) -> int:
        """How many of them must not be in pictures."""
        return sum(guest.no_photos for guest in self.pupils) + sum(one.guest.no_photos for one in self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCode:
    """A door's code that hangs in somebody's chat. `message`, `minute`: None until it does."""

    number: int
    slot: Slot
    meeting: Meeting
    shown_to: PersonId
    message: int | None
    minute: int | None
    over: bool
    """It is to be taken down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a visitor finds who scanned the door's code: their own parties there, and whether a seat is left."""

    slot: Slot
    meeting: Meeting
    answers: tuple[Answer, ...]
    """One for each of their bookings there."""
    may_walk_in: tuple[tuple[PupilId, str], ...] = ()
    """Pupils they act for, without a booking here, for whom there is a seat."""
    seatless: tuple[str, ...] = ()
    """Those for whom there is none, or who need a signed sheet."""


_ALPHABET: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES: Final = {letter: place for place, letter in enumerate(_ALPHABET, start=0x430)}
_ALIKE: Final = str.maketrans("әғёіқңөұүһ", "агеикноуух")


def in_order(name: str) -> tuple[int, ...]:
    """What sorts names as Kazakh and Russian readers look for them, Latin ones before."""
    return tuple(_PLACES.get(letter, ord(letter)) for letter in name.casefold())


def sounding(text: str) -> str:
    """The text as it is searched: without case, and with Kazakh letters as those nearest on a Russian keyboard."""
    return text.casefold().translate(_ALIKE)


def answers_to(name: str, typed: str) -> bool:
    """Whether a name, or a part of it, begins with what was typed."""
    wanted = sounding(typed)
    sounds = sounding(name)
    return sounds.startswith(wanted) or any(part.startswith(wanted) for part in sounds.replace("-", " ").split())
