"""The buttons of making events and their dates."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from domain.drafts import Part
from domain.languages import Language
from domain.programme import EventKind
from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]
Seen = Annotated[int, Field(ge=0, le=10**6)]
"""The revision that the screen showed."""
Day = Annotated[int, Field(ge=0, le=1_000_000)]
"""A proleptic Gregorian ordinal; 0: none."""


class SeeProgramme(CallbackData, prefix="gg"):
    """A page of the events that one organizes."""

    page: Page = 0


class ManageEvent(CallbackData, prefix="gm"):
    """One of them, for its organizers."""

    event: Number


class NewEvent(CallbackData, prefix="gn"):
    """A new event: of which partner, of which kind; made once both are known."""

    intent: Word = ""
    partner: Number = 0
    kind: EventKind | None = None


class EditEvent(CallbackData, prefix="ge"):
    """What can be changed of an event; or one part of it."""

    event: Number
    part: Part | None = None


class SetPart(CallbackData, prefix="gv"):
    """That part is to be that."""

    event: Number
    part: Part
    value: Word
    seen: Seen


class ChooseHost(CallbackData, prefix="gh"):
    """Whose a draft is; 0: ask."""

    event: Number
    seen: Seen
    partner: Number = 0


class SayIn(CallbackData, prefix="gl"):
    """The text that is asked for, in that language."""

    language: Language


class GoOn(CallbackData, prefix="go"):
    """Leave this step as it is, and go on to the next."""


class Overwrite(CallbackData, prefix="gi"):
    """Have one's own version of that part, knowing what somebody else has made of it."""

    event: Number
    seen: Seen


class ChooseZone(CallbackData, prefix="gz"):
    """Clocks at the new place show this zone's time: one of those that were offered."""

    number: Annotated[int, Field(ge=0, le=99)]


class ChooseCity(CallbackData, prefix="gj"):
    """The new place is in that city."""

    city: Number


class CopyEvent(CallbackData, prefix="gc"):
    """A draft that says the same."""

    event: Number
    intent: Word


class DiscardEvent(CallbackData, prefix="gx"):
    """Throw a draft away; or have it back."""

    event: Number
    seen: Seen
    back: Flag = 0


class PreviewEvent(CallbackData, prefix="gy"):
    """The event as pupils see it, in a language."""

    event: Number
    language: Language | None = None
    slot: Number = 0


class PublishEvent(CallbackData, prefix="gb"):
    """Publish it now."""

    event: Number
    seen: Seen


class PlanEvent(CallbackData, prefix="gt"):
    """Publish it at a time: `day` and `hour` by clocks of the house, 0: ask when; `never`: not after all."""

    event: Number
    seen: Seen
    day: Day = 0
    hour: Annotated[int, Field(ge=0, le=23)] = 0
    never: Flag = 0


class AddDates(CallbackData, prefix="gd"):
    """Dates for an event: typed, or picked."""

    event: Number


class PickDate(CallbackData, prefix="gk"):
    """A step of picking dates: which, and what was picked."""

    what: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,8}$")]
    value: Day = 0


class SeeDate(CallbackData, prefix="ga"):
    """A date of an event for its organizers: of a draft, or its registration."""

    slot: Number


class SeeDates(CallbackData, prefix="gf"):
    """A page of an event's dates."""

    event: Number
    page: Page = 0


class SetDate(CallbackData, prefix="gu"):
    """Change that of a date: "out" it goes, "when", "seats", "opens", "closes" are asked, "open" and "close" unset."""

    slot: Number
    what: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,8}$")]
    seen: Seen
