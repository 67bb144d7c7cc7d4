"""Every kind of button, its data typed and bounded. What is pressed stays user input.

A number too large or a word we never made does not parse, and is treated as a button from another time.
"""

import secrets
from datetime import date, time, timedelta
from typing import Annotated, Final

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints, ValidationError

from domain.identities import CityId, Intent
from domain.listings import Filter
from domain.moments import instant
from domain.programme import EventKind, Wanted

Number = Annotated[int, Field(ge=0, le=10**12)]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,32}$")]
Flag = Annotated[int, Field(ge=0, le=1)]

SEPARATOR: Final = ":"


def new_intent() -> Intent:
    """A fresh intent for one button as shown once: 64 random bits, 11 characters."""
    return Intent(secrets.token_urlsafe(8))


class Home(CallbackData, prefix="home"):
    """Back to the start."""


class ShowHelp(CallbackData, prefix="help"):
    """What can I do here?"""


class Browse(CallbackData, prefix="u"):
    """A page of upcoming slots: what is looked for travels in the button. 0 and "" mean: any."""

    page: Annotated[int, Field(ge=0, le=10_000)] = 0
    kind: EventKind | None = None
    grade: Annotated[int, Field(ge=0, le=12)] = 0
    city: Annotated[int, Field(ge=0, le=10**6)] = 0
    online: Flag = 0
    since: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """First day wanted, as a proleptic Gregorian ordinal."""
    days: Annotated[int, Field(ge=0, le=31)] = 0
    """How many days from `since`."""
    seats: Annotated[int, Field(ge=0, le=99)] = 0
    """So many seats for a class at once."""

    def tucked(self) -> str:
        """The whole of it as one field of another button."""
        return self.pack().removeprefix("u:").replace(SEPARATOR, ".")

    @classmethod
    def untucked(cls, tucked: str) -> "Browse":
        """What `tucked` gave; the unfiltered first page for anything else."""
        try:
            return cls.unpack("u:" + tucked.replace(".", SEPARATOR))
        except (ValidationError, ValueError, TypeError):
            return cls()

    def wants(self, zone: str) -> Wanted:
        """What is looked for, in the domain's terms; days begin at midnight in `zone`."""
        first = date.fromordinal(self.since) if self.since else None
        return Wanted(
            kind=self.kind,
            grade=self.grade or None,
            city=CityId(self.city) if self.city else None,
            online=bool(self.online),
            seats=self.seats or None,
            starts_from=instant(first, time(), zone) if first else None,
            starts_before=instant(first + timedelta(days=max(self.days, 1)), time(), zone) if first else None,
        )

    def but(self, **changes: object) -> "Browse":
        """The same but for some fields, from the first page on."""
        return self.model_copy(update={"page": 0, **changes})


class Narrow(CallbackData, prefix="f"):
    """The screen that narrows the list down: all filters, or the choices of one."""

    by: Filter | None = None
    wanted: str = ""


class Month(CallbackData, prefix="m"):
    """The calendar view of a month, counted as year × 12 + month − 1; 0: this month."""

    month: Annotated[int, Field(ge=0, le=40_000)] = 0
    wanted: str = ""


class SeeSlot(CallbackData, prefix="s"):
    """An event's card, with one of its slots chosen. `wanted` is the list it was chosen from."""

    slot: Number
    wanted: str = ""


class SeeEvent(CallbackData, prefix="e"):
    """All dates of an event."""

    event: Number
    wanted: str = ""


class ShowPlace(CallbackData, prefix="map"):
    """Where a slot takes place, as a pin on the map."""

    slot: Number


class TellMe(CallbackData, prefix="wish"):
    """Tell me when there are more (or no longer)."""

    event: Number
    on: Flag


class Register(CallbackData, prefix="r"):
    """A seat in a slot, please. `even_so`: the warnings were seen."""

    slot: Number
    intent: Word
    even_so: Flag = 0


class RegisterFor(CallbackData, prefix="rf"):
    """A seat for this pupil, please: oneself, or a child. `even_so`: the warnings were seen."""

    slot: Number
    intent: Word
    pupil: Number
    even_so: Flag = 0


class TellOf(CallbackData, prefix="rn"):
    """Tell of oneself, or of a child, on the way to a seat in a slot; 0: only to be known."""

    slot: Number = 0
    child: Flag = 0


class Step(CallbackData, prefix="w"):
    """An answer tapped while registering: at which step, and what."""

    at: Word
    value: Word = ""


class Back(CallbackData, prefix="back"):
    """One step back while registering."""


class StopRegistering(CallbackData, prefix="stop"):
    """No registering after all."""


class MyBookings(CallbackData, prefix="my"):
    """A page of my bookings."""

    past: Flag = 0
    page: Annotated[int, Field(ge=0, le=10_000)] = 0


class SeeBooking(CallbackData, prefix="b"):
    """One booking of mine."""

    booking: Number


class ShowTicket(CallbackData, prefix="t"):
    """The ticket again; `here`: in the message that was pressed, which is one."""

    booking: Number
    here: Flag = 0


class Calendar(CallbackData, prefix="ics"):
    """The booking as a file for one's calendar."""

    booking: Number


class AskCancel(CallbackData, prefix="x"):
    """I can't come; `here`: pressed on the ticket itself."""

    booking: Number
    here: Flag = 0


class Cancel(CallbackData, prefix="xx"):
    """Yes, really cancel."""

    booking: Number
    intent: Word
    here: Flag = 0


class TakeBack(CallbackData, prefix="undo"):
    """I can come after all."""

    booking: Number
    intent: Word


class OtherDates(CallbackData, prefix="d"):
    """Which other dates are there?"""

    booking: Number


class ChangeDate(CallbackData, prefix="dd"):
    """That date instead."""

    booking: Number
    slot: Number
    intent: Word


class AnswerOffer(CallbackData, prefix="o"):
    """Take the offered seat, or let it go."""

    booking: Number
    intent: Word
    take: Flag


class AnswerConsent(CallbackData, prefix="c"):
    """A guardian's answer: "e" yes for this event, "p" for the partner's events until 31 August, "n" no.

    `shown` tells which words they read.
    """

    token: Word
    intent: Word
    say: Annotated[str, StringConstraints(pattern=r"^[epn]$")]
    shown: Word


class WithdrawConsent(CallbackData, prefix="cw"):
    """A guardian takes the yes back; `sure`: asked once already."""

    booking: Number
    sure: Flag = 0


class Settings(CallbackData, prefix="set"):
    """The settings, or one of them: "" all, "lang" languages, "me" my details, "data" my data."""

    what: Annotated[str, StringConstraints(pattern=r"^(|lang|data|privacy)$")] = ""


class Choose(CallbackData, prefix="lang"):
    """That language."""

    language: Annotated[str, StringConstraints(pattern=r"^(ru|kk|en)$")]


class MuteReminders(CallbackData, prefix="mute"):
    """Reminders off or on."""

    muted: Flag


class EditDetails(CallbackData, prefix="me"):
    """Tell anew who I am."""


class ForgetMe(CallbackData, prefix="forget"):
    """Delete my data; `sure`: asked once already."""

    sure: Flag = 0
