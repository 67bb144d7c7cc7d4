"""Drafts: an event while it is made in the chat, part by part; what it lacks, and what others changed meanwhile."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, assert_never

from domain.identities import EventId, SlotId
from domain.languages import Language, Texts
from domain.moments import Instant
from domain.programme import (
    Audience,
    Event,
    EventKind,
    ForClasses,
    Format,
    MeetingTime,
    Partner,
    Place,
    Poster,
    PupilPolicy,
    Question,
    SlotDraft,
    SlotLine,
)
from domain.reminders import DEFAULT_RULES, ReminderRule

LONGEST_TITLE: Final = 120
LONGEST_DESCRIPTION: Final = 2000
LONGEST_TEXT: Final = 300
MOST_SEATS: Final = 10_000
MOST_SLOTS_AT_ONCE: Final = 60
"""A school year of weekly dates, and some."""
USUAL_SEATS: Final = 25
OURS: Final = "chat-"
"""How keys of what is made in the chat begin; an intent follows, 64 random bits, which no file has by accident."""


class Part(StrEnum):
    """What can be changed of an event, one at a time."""

    KIND = "kind"
    TITLE = "title"
    DESCRIPTION = "description"
    AUDIENCE = "audience"
    WHERE = "where"
    BRING = "bring"
    FORBIDDEN = "forbidden"
    ASKS = "asks"
    WHY = "why"
    REMINDERS = "reminders"
    CLASSES = "classes"
    PUPILS = "pupils"
    """How pupils who register one by one are taken."""
    POSTER = "poster"
    HOST = "host"
    """Whose it is; of a draft alone."""
    PUBLISHING = "publishing"
    """Nothing that it says: whether it is published, or is going to be."""


TEXTS: Final = {
    Part.TITLE: LONGEST_TITLE,
    Part.DESCRIPTION: LONGEST_DESCRIPTION,
    Part.BRING: LONGEST_TEXT,
    Part.FORBIDDEN: LONGEST_TEXT,
    Part.ASKS: LONGEST_TEXT,
    Part.WHY: LONGEST_TEXT,
}
"""The parts that are texts, and how many characters each may have (docs/programme-file.md)."""

_NOTHING: Final = Texts()
_EVERYBODY: Final = Audience()
_AS_USUAL: Final = ForClasses()
_MINUTES: Final = {EventKind.LECTURE: 60, EventKind.OPEN_DAY: 180, EventKind.INTERNSHIP: 240, EventKind.MEETING: 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where an event's next dates are, unless said otherwise, how long they last and how many seats they have."""

    place: Place | None = None
    online_link: str = ""
    zone: str = ""
    minutes: int = 0
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language; an empty one takes it away."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Attended:
    """How it is attended, and where."""

    format: Format
    where: Whereabouts


Value = Said | EventKind | Audience | ForClasses | PupilPolicy | Attended | Poster | tuple[ReminderRule, ...] | None
"""What a part is to be. None: no poster, nothing asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part of an event, and what it is to be."""

    part: Part
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSheet:
    """All that an event says and an organizer may change."""

    kind: EventKind
    title: Texts = _NOTHING
    description: Texts = _NOTHING
    audience: Audience = _EVERYBODY
    format: Format = Format.IN_PERSON
    where: Whereabouts = Whereabouts()
    bring: Texts = _NOTHING
    forbidden: Texts = _NOTHING
    asks: Texts = _NOTHING
    why: Texts = _NOTHING
    reminder_rules: tuple[ReminderRule, ...] = DEFAULT_RULES
    for_classes: ForClasses = _AS_USUAL
    for_pupils: PupilPolicy = PupilPolicy.AT_ONCE
    poster: Poster | None = None

    def text(self, part: Part) -> Texts:
        """What a part that is a text says. Raises KeyError for any other."""
        return {
            Part.TITLE: self.title,
            Part.DESCRIPTION: self.description,
            Part.BRING: self.bring,
            Part.FORBIDDEN: self.forbidden,
            Part.ASKS: self.asks,
            Part.WHY: self.why,
        }[part]

    def changed(self, change: Change) -> "EventSheet":
        """The same with one part changed. Raises ValueError for a value that is none of that part's."""
        part, value = change.part, change.value
        fields: dict[str, Any]
        match part, value:
            case _, Said(language, text) if part in TEXTS:
                fields = {part.value: replace(self.text(part), **{language.value: text})}
            case Part.ASKS, None:
                fields = {"asks": Texts(), "why": Texts()}
            case Part.WHERE, Attended(format_, where):
                fields = {"format": format_, "where": where}
            case _ if part in _FIELDS and isinstance(value, _FIELDS[part][1]):
                fields = {_FIELDS[part][0]: value}
            case _:
                raise ValueError(f"{value!r} is nothing that {part} can be")
        return replace(self, **fields)

    @property
    def minutes(self) -> int:
        """How long a new date lasts."""
        return self.where.minutes or _MINUTES.get(self.kind, 90)

    def as_event(self, number: EventId, partner: Partner) -> Event:
        """The event as its readers see it."""
        return Event(
            id=number,
            partner=partner,
            kind=self.kind,
            title=self.title,
            description=self.description,
            audience=self.audience,
            format=self.format,
            bring=self.bring,
            forbidden=self.forbidden,
            question=Question(asks=self.asks, why=self.why) if self.asks else None,
            for_classes=self.for_classes,
            for_pupils=self.for_pupils,
            poster=self.poster,
        )


_FIELDS: Final[dict[Part, tuple[str, type | tuple[type, ...]]]] = {
    Part.KIND: ("kind", EventKind),
    Part.AUDIENCE: ("audience", Audience),
    Part.CLASSES: ("for_classes", ForClasses),
    Part.PUPILS: ("for_pupils", PupilPolicy),
    Part.REMINDERS: ("reminder_rules", tuple),
    Part.POSTER: ("poster", (str, type(None))),
}
"""The parts that are one field, and what that can be."""


class Lack(StrEnum):
    """What an event cannot be published without."""

    TITLE = "title"
    WHY = "why"
    """It asks pupils for something and does not say why."""
    PLACE = "place"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedSlot:
    """A date of an event as its organizers see it. `closes_at` None: open until it begins."""

    id: SlotId
    key: str
    revision: int
    place: Place | None
    online_link: str
    zone: str
    capacity: int
    seats_taken: int
    opens_at: Instant | None
    closes_at: Instant | None
    starts_at: Instant
    ends_at: Instant
    cancelled_at: Instant | None
    meetings: tuple[MeetingTime, ...]

    def draft(self, event: str) -> SlotDraft:
        """The same as a programme file would state it; `event` is the event's key."""
        return SlotDraft(
            key=self.key,
            event=event,
            place=self.place,
            online_link=self.online_link,
            zone=self.zone,
            capacity=self.capacity,
            meetings=self.meetings,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            cancelled=self.cancelled_at is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedEvent:
    """An event as its organizers see it."""

    id: EventId
    key: str
    revision: int
    partner: Partner
    sheet: EventSheet
    published_at: Instant | None
    publish_at: Instant | None
    discarded_at: Instant | None
    slots: tuple[ManagedSlot, ...] = field(default=())

    @property
    def is_draft(self) -> bool:
        """Whether nobody but its organizers sees it."""
        return self.published_at is None

    def usually(self, zone: str) -> Whereabouts:
        """Where its next date is, how long it lasts and how many seats it has: as said, else as the last one.

        `zone`: whose clocks count where nothing is known.
        """
        where = self.sheet.where
        if not self.slots:
            return replace(where, zone=where.zone or zone, minutes=where.minutes or self.sheet.minutes)
        last = self.slots[-1]
        known = where if where.zone else replace(where, place=last.place, online_link=last.online_link, zone=last.zone)
        return replace(known, minutes=last.meetings[0].minutes, seats=last.capacity)

    def lines(self, now: Instant, *, but: SlotId) -> tuple[SlotLine, ...]:
        """Its other dates ahead, as lists of dates would show them if it were published."""
        return tuple(
            SlotLine(
                id=slot.id,
                event=self.id,
                kind=self.sheet.kind,
                title=self.sheet.title,
                format=self.sheet.format,
                city=slot.place.city if slot.place else Texts(),
                starts_at=slot.starts_at,
                zone=slot.zone,
                free=slot.capacity - slot.seats_taken,
                meetings=len(slot.meetings),
                opens_at=slot.opens_at,
            )
            for slot in self.slots
            if slot.id != but and slot.cancelled_at is None and slot.starts_at > now
        )

    def lacks(self) -> tuple[Lack, ...]:
        """What is missing before it can be published; its dates may come later, as people can ask to be told."""
        sheet = self.sheet
        missing = {
            Lack.TITLE: not sheet.title,
            Lack.WHY: bool(sheet.asks) and not sheet.why,
            Lack.PLACE: sheet.format is not Format.ONLINE and any(slot.place is None for slot in self.slots),
            Lack.LINK: sheet.format.attended_online and any(not slot.online_link for slot in self.slots),
        }
        return tuple(lack for lack, is_so in missing.items() if is_so)


class Standing(StrEnum):
    """How an event stands, in the order in which organizers look at them."""

    DRAFT = "draft"
    PLANNED = "planned"
    """A draft that publishes itself at a time."""
    AHEAD = "ahead"
    """Published, with dates to come."""
    NO_DATES = "no_dates"
    """Published, and its dates are over, or it has none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event as the list of its organizers shows it. `starts_at`: its next date, else its last, else None."""

    id: EventId
    kind: EventKind
    title: Texts
    partner: Texts
    standing: Standing
    starts_at: Instant | None
    zone: str
    seats_taken: int
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A date that is going to be added: its meetings by local clocks, and its seats; 0: not said."""

    meetings: tuple[MeetingTime, ...]
    seats: int = 0


def attended(format_: Format, where: Whereabouts) -> Whereabouts:
    """Where, with nothing that this format does not have: no place online, no link in person."""
    match format_:
        case Format.ONLINE:
            return replace(where, place=None)
        case Format.IN_PERSON:
            return replace(where, online_link="")
        case Format.HYBRID:
            return where
        case _:
            assert_never(format_)
