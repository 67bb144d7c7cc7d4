"""What somebody is in the middle of while making an event. Leaves what a step asks to screens."""

from datetime import date, time
from enum import StrEnum
from typing import ClassVar, Self

from domain.drafts import Part, Planned, Whereabouts
from domain.identities import EventId, Intent, SlotId
from domain.languages import Language, Texts
from domain.programme import Format, MeetingTime, Place
from handlers.states import Flow

TEXTS = "texts"
"""The step that asks for a title and a description at once."""
DATES = "dates"


class Drafting(Flow):
    """One part of an event is asked for. `todo`: the steps that follow by themselves, of an event that is new."""

    NAME: ClassVar[str] = "drafting"

    event: int
    seen: int
    asking: str
    """A part, or TEXTS."""
    language: Language
    todo: tuple[str, ...] = ()
    typed: str = ""
    """One's own version of a text, kept while somebody else's stands against it."""
    tapped: str = ""
    """The same for what was tapped."""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.asking

    @property
    def event_id(self) -> EventId:
        """Whose part it is."""
        return EventId(self.event)

    @property
    def part(self) -> Part:
        """The part that is asked for; the title where title and description are."""
        return Part.TITLE if self.asking == TEXTS else Part(self.asking)


class AskingPlace(StrEnum):
    """The steps of telling of a new place."""

    NAME = "name"
    CITY = "city"
    ZONE = "zone"
    PIN = "pin"
    LINK = "link"


class Placing(Flow):
    """A new place, or a link, for an event."""

    NAME: ClassVar[str] = "placing"

    event: int
    seen: int
    at: AskingPlace
    format: Format
    language: Language
    todo: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    city: tuple[str, str, str] = ("", "", "")
    """In Russian, Kazakh, English, as the programme has it; one of them where it is new."""
    latitude: float | None = None
    longitude: float | None = None
    zone: str = ""
    link: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def event_id(self) -> EventId:
        """Where this is."""
        return EventId(self.event)

    def now(self, at: AskingPlace, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})

    @property
    def where(self) -> Whereabouts:
        """What was told, whole."""
        place = None
        if self.name:
            place = Place(
                name=self._said(self.name),
                address=self._said(self.address),
                city=Texts(*self.city),
                latitude=self.latitude,
                longitude=self.longitude,
            )
        return Whereabouts(place=place, online_link=self.link, zone=self.zone)

    def _said(self, text: str) -> Texts:
        said: dict[str, str] = {self.language.value: text}
        return Texts(**said)


class AskingDates(StrEnum):
    """The steps of picking dates."""

    TYPED = "typed"
    DAYS = "days"
    HOUR = "hour"
    MINUTE = "minute"
    SEATS = "seats"
    LENGTH = "length"
    UNTIL = "until"
    REVIEW = "review"


Met = tuple[int, int, int]
"""A meeting: its day as an ordinal, its minute of the day, how many minutes it lasts."""


class Dating(Flow):
    """Dates being picked or typed for an event; or another time for one date of a draft (`slot`)."""

    NAME: ClassVar[str] = "dating"

    event: int
    intent: str
    zone: str
    minutes: int
    """How long a date lasts, unless said otherwise."""
    at: AskingDates = AskingDates.TYPED
    todo: tuple[str, ...] = ()
    month: int = 0
    """Of the calendar: year × 12 + month − 1."""
    days: tuple[int, ...] = ()
    hour: int = 0
    planned: tuple[tuple[tuple[Met, ...], int], ...] = ()
    """Dates: their meetings, and their seats."""
    picked: bool = False
    """In the calendar, not typed: looked over before it is added."""
    out: tuple[int, ...] = ()
    """Which of them are left out after all."""
    slot: int = 0
    seen: int = 0

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def event_id(self) -> EventId:
        """Whose dates."""
        return EventId(self.event)

    @property
    def slot_id(self) -> SlotId:
        """Which date is given another time."""
        return SlotId(self.slot)

    @property
    def dates_intent(self) -> Intent:
        """What adds them, once."""
        return Intent(self.intent)

    def now(self, at: AskingDates, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})

    def having(self, planned: tuple[Planned, ...]) -> Self:
        """With these dates besides, in order; what is there already stays once."""
        known = {entry[0]: entry for entry in self.planned}
        for one in planned:
            meetings = tuple(
                (met.on.toordinal(), met.at.hour * 60 + met.at.minute, met.minutes) for met in one.meetings
            )
            known[meetings] = (meetings, one.seats)
        return self.model_copy(update={"planned": tuple(sorted(known.values())), "out": ()})

    def all(self) -> tuple[Planned, ...]:
        """Every date, those left out among them."""
        return tuple(
            Planned(meetings=tuple(_meeting(met) for met in meetings), seats=seats) for meetings, seats in self.planned
        )

    def kept(self) -> tuple[Planned, ...]:
        """The dates that are not left out."""
        return tuple(one for number, one in enumerate(self.all()) if number not in self.out)


def _meeting(met: Met) -> MeetingTime:
    day, minute, lasts = met
    return MeetingTime(on=date.fromordinal(day), at=time(*divmod(minute, 60)), minutes=lasts)


class Scheduling(Flow):
    """A time is asked for: when registration for a date opens or closes, or when an event publishes itself."""

    NAME: ClassVar[str] = "scheduling"

    what: str
    """"opens", "closes" or "publish"."""
    event: int
    seen: int
    slot: int = 0

    @property
    def step(self) -> str:
        """What is asked."""
        return self.what

    @property
    def event_id(self) -> EventId:
        """Whose."""
        return EventId(self.event)

    @property
    def slot_id(self) -> SlotId:
        """Of which date."""
        return SlotId(self.slot)
