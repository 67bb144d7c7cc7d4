"""The buttons of reports and posters, and the five faces. What is chosen travels in them; rights are asked anew."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.reports import By, Period, Subject
from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]


class Form(StrEnum):
    """As what a report is taken away."""

    WORKBOOK = "x"
    DELIMITED = "c"


class SeeReports(CallbackData, prefix="rp"):
    """The numbers to begin with, of a partner (0: of all that one may see)."""

    period: Period = Period.YEAR
    partner: Number = 0


class ChoosePartner(CallbackData, prefix="rq"):
    """Whose numbers?"""

    period: Period = Period.YEAR


class SeeReport(CallbackData, prefix="rs"):
    """One subject as a picture, taken apart by something."""

    subject: Subject
    by: By | None = None
    period: Period = Period.YEAR
    partner: Number = 0


class TakeReport(CallbackData, prefix="rx"):
    """The numbers as a file: all of them, or one subject's."""

    form: Form
    subject: Subject | None = None
    by: By | None = None
    period: Period = Period.YEAR
    partner: Number = 0


class TakeLog(CallbackData, prefix="lx"):
    """The log of what was done, as a file."""

    form: Form


class WordQuestion(CallbackData, prefix="wq"):
    """Say what the question about interest asks about, for a partner."""

    partner: Number


class ChoosePosterEvent(CallbackData, prefix="pp"):
    """A poster for which event?"""

    page: Page = 0


class SeePosters(CallbackData, prefix="pe"):
    """An event's posters, and how many people each has brought."""

    event: Number


class MakePoster(CallbackData, prefix="pm"):
    """One more poster of an event; where it hangs is asked for."""

    event: Number


class SkipPlace(CallbackData, prefix="pk"):
    """One more poster, and never mind where it hangs."""

    event: Number
    intent: Word


class GetPoster(CallbackData, prefix="pg"):
    """A poster to print, in these languages: a bit for each of ru, kk, en, two at most; `make`: enough chosen."""

    source: Number
    languages: Annotated[int, Field(ge=0, le=7)] = 0
    make: Flag = 0


class AnswerInterest(CallbackData, prefix="fi"):
    """One of the five faces under the letter that asked."""

    letter: Number
    face: Annotated[int, Field(ge=1, le=5)]
