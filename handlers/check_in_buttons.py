"""The buttons of check-in: at the door, afterwards, and for visitors who scan the door's code."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=999)]
Heads = Annotated[int, Field(ge=0, le=99)]
Sheet = Annotated[int, Field(ge=0, le=2)]
"""A guardian's signed sheet: 0 none is here, 1 it is, 2 it is and allows photographs, too."""


class SeeDoors(CallbackData, prefix="ci"):
    """Today's doors; `past`: those that can still be entered."""

    past: Flag = 0


class SeeDoor(CallbackData, prefix="cd"):
    """One door: a page of whom it awaits."""

    meeting: Number
    page: Page = 0


class SeeDoorOfSlot(CallbackData, prefix="cs"):
    """The door of a slot: that of today's meeting, or of the next."""

    slot: Number


class LetIn(CallbackData, prefix="cm"):
    """This party is here."""

    meeting: Number
    booking: Number
    page: Page
    intent: Word


class SeeGuest(CallbackData, prefix="cg"):
    """A party: in since when, or why not; how a class is counted."""

    meeting: Number
    booking: Number
    page: Page = 0


class UndoArrival(CallbackData, prefix="cu"):
    """They are not here after all."""

    meeting: Number
    booking: Number
    page: Page
    intent: Word


class AllExcept(CallbackData, prefix="ce"):
    """Choose those who are missing; everybody else is here."""

    meeting: Number
    page: Page = 0


class Except(CallbackData, prefix="cx"):
    """This one is missing, or is not."""

    booking: Number
    missing: Flag


class LetAllIn(CallbackData, prefix="cla"):
    """All of them but those."""

    meeting: Number
    intent: Word


class ShowDoorCode(CallbackData, prefix="cq"):
    """The code that hangs at the door: show it, or take it down."""

    meeting: Number
    on: Flag


class PrintList(CallbackData, prefix="cp"):
    """Whom the door awaits, as a list to print."""

    meeting: Number


class CountClass(CallbackData, prefix="cc"):
    """So many of a class are here."""

    pupils: Heads
    adults: Heads


class TickOff(CallbackData, prefix="ct"):
    """One of the class is missing, or is not."""

    pupil: Number
    missing: Flag
    page: Page = 0


class LetClassIn(CallbackData, prefix="cl"):
    """The class is here, with that many."""

    intent: Word


class AddWalkIn(CallbackData, prefix="cwi"):
    """Somebody without a booking stands at the door."""

    meeting: Number


class WalkInAge(CallbackData, prefix="cy"):
    """On which side of the age line they are."""

    older: Flag


class WalkInSheet(CallbackData, prefix="cz"):
    """Whether a signed sheet is here."""

    sheet: Sheet


class Admit(CallbackData, prefix="cv"):
    """Let them in all the same, while there is a seat."""

    meeting: Number
    booking: Number
    sheet: Sheet
    intent: Word


class ArriveAs(CallbackData, prefix="da"):
    """A visitor who scanned the door's code says who has come: a pupil they act for. `walk`: without a booking."""

    meeting: Number
    minute: Number
    seal: Word
    pupil: Number
    walk: Flag = 0
