"""Capacity: seats that slots share, seats kept for some until a day, so many of one school, a warning of too few."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.bookings import Booking, BookingState
from domain.classes import ClassBooking, Party
from domain.identities import BookingId, PartnerId, PoolId, SchoolId
from domain.moments import DAY, Instant
from domain.people import AgeLine, School
from domain.programme import Slot, SlotLine

WARN_BEFORE: Final = 3 * DAY
"""How long before the start a warning of too few is suggested: time enough to announce, or to cancel kindly."""
MOST_SHARING: Final = 20
"""Slots that may share seats."""
MOST_SCHOOLS: Final = 20
"""Schools that seats of one slot may be kept for."""


class KeptFor(StrEnum):
    """Whom seats are kept for."""

    CLASSES = "classes"
    SCHOOLS = "schools"
    """Pupils and classes of the schools that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Seats of one slot that are kept for some, until then. What those have booked counts as of these seats."""

    seats: int
    whom: KeptFor
    until: Instant
    schools: tuple[School, ...] = ()
    left: int = 0
    """How many of them nobody has booked yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Seats that several slots have together."""

    id: PoolId
    partner: PartnerId
    capacity: int
    seats_taken: int
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """Fewer than so many seats taken at that time: organizers are asked what to do. `told_at`: when they were."""

    below: int
    at: Instant
    told_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """All that is set about the seats of one slot, as its organizers see it."""

    slot: Slot
    school_limit: int | None
    keeping: Keeping | None
    pool: Pool | None
    warn: Warn | None

    @property
    def mark(self) -> str:
        """What is set, in one word: whoever changes it names the one they saw, so that nobody overwrites another's."""
        kept, pool, warn = self.keeping, self.pool, self.warn
        parts = (
            *((kept.seats, kept.whom, kept.until, *(one.id for one in kept.schools)) if kept else ("-",)),
            *((pool.id, pool.capacity) if pool else ("-",)),
            *((warn.below, warn.at) if warn else ("-",)),
            self.school_limit,
        )
        return "_".join(map(str, parts))

    @property
    def suggested(self) -> Warn:
        """A third of the seats, three days before."""
        return Warn(below=max(self.slot.capacity // 3, 1), at=Instant(self.slot.starts_at - WARN_BEFORE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comer:
    """A party that comes now, as far as capacity asks about it."""

    school: SchoolId | None
    is_class: bool = False
    adults: int = 0
    whole: int = 1
    """Seats it wants, adults included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A slot that could share seats with another, being on at the same time at the same partner."""

    line: SlotLine
    capacity: int
    seats_taken: int
    pool: PoolId | None


class How(StrEnum):
    """How somebody came whom an organizer wrote down."""

    PHONE = "phone"
    FORM = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A pupil whom somebody phoned about. `school`: of the list, else `school_name` as it was said."""

    first_name: str
    grade: int
    age_line: AgeLine
    school: SchoolId | None = None
    school_name: str = ""
    phone: str = ""
    """Of the adult who called, to call back; empty where they gave none."""
    answer: str = ""
    """To the one thing more that the event asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCaller:
    """A class whose teacher phoned."""

    teacher: str
    name: str
    """Such as 8Б."""
    grade: int
    party: Party
    school: SchoolId | None = None
    school_name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What an organizer wrote down, and what came of it."""

    booking: Booking | ClassBooking
    how: How
    phone: str
    on_paper: bool | None
    """Whether a guardian's yes is there; None where none is needed, or a class brings its own."""

    @property
    def name(self) -> str:
        """Whom it is for: a first name, or a class."""
        if isinstance(self.booking, ClassBooking):
            return self.booking.school_class.name
        return self.booking.pupil.first_name

    @property
    def school(self) -> School:
        """Where they go to school."""
        if isinstance(self.booking, ClassBooking):
            return self.booking.school_class.school
        return self.booking.pupil.school


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedByHand:
    """One of them, in a list."""

    booking: BookingId
    name: str
    school: str
    state: BookingState
    seats: int
    is_class: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A row of a sheet like somebody who is booked, or like another row: the same pupil, or not."""

    row: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would come of a sheet of form answers if it were brought in now."""

    seated: int
    waiting: tuple[str, ...]
    """First names of those who would have to wait, in the order of the file."""
    alike: tuple[Alike, ...]
    """Rows of which nobody has said yet whether they are the same pupil."""
    left_out: int

    @property
    def coming(self) -> int:
        """How many would be brought in."""
        return self.seated + len(self.waiting)
