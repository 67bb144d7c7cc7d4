"""The buttons of a slot's organizers: looking at it, moving and cancelling it, phoning, programme files."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]
Day = Annotated[int, Field(ge=0, le=1_000_000)]
"""A proleptic Gregorian ordinal; 0: none."""


class ManageSlot(CallbackData, prefix="ms"):
    """A slot for its organizers: how it stands, and what can be done."""

    slot: Number


class MoveSlot(CallbackData, prefix="mv"):
    """Move a slot, or see how far one is with that; `meeting`: which of a course, 0 where that is to be asked."""

    slot: Number
    meeting: Annotated[int, Field(ge=0, le=100)] = 0


class AskMove(CallbackData, prefix="mw"):
    """What is to be otherwise: "date", "time", "minutes", "place", "link", "why" are asked; "back": all as before."""

    what: Annotated[str, StringConstraints(pattern=r"^(date|time|minutes|place|link|why|back)$")]
    value: Day = 0
    """Of "date": a day, or a month to look at, as year × 12 + month − 1; of "time": minutes of the day plus one; of
    "minutes": how many; of "place": a slot that is there already; of "why": a usual reason, from 1. 0: ask."""


class Move(CallbackData, prefix="mm"):
    """Move it so, and tell everybody."""

    intent: Word


class CancelSlot(CallbackData, prefix="mx"):
    """Cancel a slot: which reason? `usual`: one of the usual ones from 1, 9 for none, 0 where that is to be asked."""

    slot: Number
    usual: Annotated[int, Field(ge=0, le=9)] = 0


class CallOff(CallbackData, prefix="mz"):
    """Cancel it for this reason, and tell everybody."""

    intent: Word


class SetSeats(CallbackData, prefix="mn"):
    """Another number of seats; 0: ask how many. `seen`: the revision that the screen showed."""

    slot: Number
    seats: Annotated[int, Field(ge=0, le=10_000)] = 0
    seen: Number = 0


class SeeCalls(CallbackData, prefix="ml"):
    """Who knows of a slot's last change, and who has to be phoned."""

    slot: Number
    page: Page = 0


class ToldByPhone(CallbackData, prefix="mp"):
    """This party was told by phone; `undo`: not after all."""

    slot: Number
    booking: Number
    undo: Flag = 0
    page: Page = 0


class AnswerChange(CallbackData, prefix="mk"):
    """We know of it, and keep our seats where it moved."""

    change: Number
    booking: Number


class TakeProgramme(CallbackData, prefix="mt"):
    """The programme as a file: of which partner (0: all of mine), in which form; without a form: ask."""

    partner: Number = 0
    form: Annotated[str, StringConstraints(pattern=r"^(|xlsx|csv)$")] = ""


class BringFile(CallbackData, prefix="mf"):
    """Bring the file in that was just previewed."""

    intent: Word
