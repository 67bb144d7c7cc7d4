"""The buttons around handovers: a class to another teacher, a pupil to another account; a teacher's trips."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]


class HandOver(CallbackData, prefix="h1"):
    """Which teacher of its school is to have a class? A page of them."""

    school_class: Number
    page: Page = 0


class OfferClass(CallbackData, prefix="h2"):
    """Offer it to that one; `sure`: asked once already."""

    school_class: Number
    teacher: Number
    sure: Flag = 0


class OfferByLink(CallbackData, prefix="h3"):
    """A link by which one teacher of the school can take it."""

    school_class: Number


class TakeOfferBack(CallbackData, prefix="h4"):
    """Offer it to nobody any more."""

    school_class: Number


class AnswerHandover(CallbackData, prefix="h5"):
    """Take a class that is offered to me, or not."""

    handover: Number
    take: Flag


class TakeByLink(CallbackData, prefix="h6"):
    """Take the class that a link offers."""

    token: Word


class CancelLeft(CallbackData, prefix="h7"):
    """Give up what the classes of a teacher who is gone are booked for; `sure`: asked once already."""

    teacher: Number
    sure: Flag = 0


class MakePupilLink(CallbackData, prefix="h8"):
    """A link by which a pupil comes to another account; `sure`: asked once already."""

    pupil: Number
    sure: Flag = 0


class ClaimPupil(CallbackData, prefix="h9"):
    """That is me; `same`: and so is the pupil that this account has already."""

    token: Word
    same: Flag = 0


class MyChildren(CallbackData, prefix="ha"):
    """The children I answer for."""


class FindPupil(CallbackData, prefix="hb"):
    """A pupil who lost an account asks an organizer: who is it?"""


class MyTrips(CallbackData, prefix="hc"):
    """A page of what my classes are booked for, or were."""

    past: Flag = 0
    page: Page = 0


class TripsCalendar(CallbackData, prefix="hd"):
    """My trips in my calendar: "" how, "f" as a file, "n" by a new link, "x" by no link any more."""

    what: Annotated[str, StringConstraints(pattern=r"^(|f|n|x)$")] = ""


class TakeAttendance(CallbackData, prefix="he"):
    """Who of a class was there, as a table: "" which, "x" a spreadsheet, "c" comma-separated."""

    school_class: Number
    form: Annotated[str, StringConstraints(pattern=r"^(|x|c)$")] = ""
