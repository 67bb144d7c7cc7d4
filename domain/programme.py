"""The programme: partners, their events, and the slots in which these can be attended."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from domain.identities import CityId, EventId, MeetingId, PartnerId, SlotId
from domain.languages import Texts
from domain.moments import Instant, local
from domain.reminders import ReminderRule

Poster = NewType("Poster", str)
"""The messenger's own reference to a picture that it keeps for us. Whoever shows it made it and reads it."""


class EventKind(StrEnum):
    """What is offered."""

    EXCURSION = "excursion"
    MASTER_CLASS = "master_class"
    OPEN_DAY = "open_day"
    LECTURE = "lecture"
    COURSE = "course"
    INTERNSHIP = "internship"
    MEETING = "meeting"


class Format(StrEnum):
    """How it is attended."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"

    @property
    def attended_online(self) -> bool:
        """Whether one can take part from anywhere."""
        return self is not Format.IN_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom an event is for: school grades from–to, both None for everybody. `strict`: others are refused."""

    grade_from: int | None = None
    grade_to: int | None = None
    strict: bool = False

    def admits(self, grade: int) -> bool:
        """Whether the event is meant for this grade."""
        return (self.grade_from is None or grade >= self.grade_from) and (
            self.grade_to is None or grade <= self.grade_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The one thing more that an event may ask, and why it does ("Surname" · "for the pass at the gate")."""

    asks: Texts
    why: Texts


class ClassPolicy(StrEnum):
    """How an event takes whole classes."""

    AT_ONCE = "at_once"
    """A teacher's booking is certain as soon as there are seats."""
    ASKED = "asked"
    """Seats are held, and an organizer decides."""
    NEVER = "never"


class PupilPolicy(StrEnum):
    """How an event takes pupils who register one by one."""

    AT_ONCE = "at_once"
    """Whoever finds a seat has it."""
    ASKED = "asked"
    """The seat is held, and an organizer decides about each, as about an internship."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForClasses:
    """What an event asks of classes. `pupils_per_adult`: one adult accompanies at most so many; None: one is enough."""

    policy: ClassPolicy = ClassPolicy.AT_ONCE
    pupils_per_adult: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it happens. Coordinates in degrees (WGS 84); both None where no pin can be shown."""

    name: Texts
    address: Texts
    city: Texts
    latitude: float | None = None
    longitude: float | None = None

    @property
    def has_pin(self) -> bool:
        """Whether it can be shown on a map."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTime:
    """A local date and time, how long it lasts, and the zone (IANA) that makes an instant of it."""

    on: date
    at: time
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDraft:
    """A partner as a programme file states it; `key` is the file's own name for it."""

    key: str
    name: Texts
    contact: str
    """Who is answerable, and how they are reached: shown to guardians."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event as a programme file states it."""

    key: str
    partner: str
    """The partner's key."""
    kind: EventKind
    title: Texts
    description: Texts
    audience: Audience
    format: Format
    bring: Texts
    forbidden: Texts
    question: Question | None
    reminder_rules: tuple[ReminderRule, ...]
    for_classes: ForClasses = ForClasses()
    for_pupils: PupilPolicy = PupilPolicy.AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDraft:
    """A slot as a programme file states it. A course has several meetings, in order of time, none overlapping."""

    key: str
    event: str
    """The event's key."""
    place: Place | None
    online_link: str
    zone: str
    capacity: int
    meetings: tuple[MeetingTime, ...]
    opens_at: Instant | None
    """None: open at once."""
    closes_at: Instant | None
    """None: open until the first meeting begins."""
    cancelled: bool = False
    """It does not take place: whoever is booked is told, and nobody can register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDraft:
    """A whole programme file, read and found without fault."""

    partners: tuple[PartnerDraft, ...]
    events: tuple[EventDraft, ...]
    slots: tuple[SlotDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Who hosts events."""

    id: PartnerId
    name: Texts
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is offered."""

    id: EventId
    partner: Partner
    kind: EventKind
    title: Texts
    description: Texts
    audience: Audience
    format: Format
    bring: Texts
    forbidden: Texts
    question: Question | None
    for_classes: ForClasses = ForClasses()
    for_pupils: PupilPolicy = PupilPolicy.AT_ONCE
    poster: Poster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One coming-together of a slot. `version` grows whenever it is moved."""

    id: MeetingId
    starts_at: Instant
    ends_at: Instant
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTerms:
    """What is set about a slot's seats beside how many there are: seats that could be had, were nobody waiting."""

    free: int
    """By anybody."""
    free_for_classes: int
    school_limit: int | None = None
    """So many pupils of one school at most."""
    for_reader: int | None = None
    """By whoever it is read for, whoever waits before them; None where nobody has asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When an event can be attended: the bookable unit. Its times are instants; `zone` says how they are shown."""

    id: SlotId
    event: Event
    place: Place | None
    online_link: str
    zone: str
    capacity: int
    seats_taken: int
    waiting: int
    """How many parties are in its waiting list."""
    opens_at: Instant | None
    closes_at: Instant
    cancelled_at: Instant | None
    meetings: tuple[Meeting, ...] = field(default=())
    terms: SeatTerms | None = None
    """None: its seats are for whoever comes."""

    @property
    def free(self) -> int:
        """Seats that can be booked at once. Whoever waits comes first, so there are none while somebody does."""
        if self.terms is not None and self.terms.for_reader is not None:
            return self.terms.for_reader
        if self.waiting:
            return 0
        return self.capacity - self.seats_taken if self.terms is None else self.terms.free

    @property
    def free_for_classes(self) -> int:
        """The same for a class: some seats may be kept for classes."""
        return self.free if self.terms is None or self.waiting else self.terms.free_for_classes

    @property
    def starts_at(self) -> Instant:
        """When its first meeting begins."""
        return self.meetings[0].starts_at

    @property
    def ends_at(self) -> Instant:
        """When its last meeting ends."""
        return self.meetings[-1].ends_at

    def next_meeting(self, now: Instant) -> Meeting | None:
        """The meeting that is on or comes next."""
        return next((meeting for meeting in self.meetings if meeting.ends_at > now), None)

    def local_start(self) -> datetime:
        """When it begins, as clocks at the place show it."""
        return local(self.starts_at, self.zone)

    def is_open(self, now: Instant) -> bool:
        """Whether one can register now."""
        return self.cancelled_at is None and (self.opens_at is None or self.opens_at <= now) and now < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """A slot as lists show it."""

    id: SlotId
    event: EventId
    kind: EventKind
    title: Texts
    format: Format
    city: Texts
    starts_at: Instant
    zone: str
    free: int
    meetings: int
    opens_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for among upcoming slots; None: any."""

    kind: EventKind | None = None
    grade: int | None = None
    city: CityId | None = None
    online: bool = False
    starts_from: Instant | None = None
    starts_before: Instant | None = None
    seats: int | None = None
    """As many for a class at once: free now, and where classes are taken at all."""

    def __bool__(self) -> bool:
        return self != Wanted()
