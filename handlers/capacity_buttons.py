"""The buttons around who gets the seats of a slot, bookings written down by hand, and sheets of form answers."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]
Place = Annotated[int, Field(ge=0, le=200)]


class SeeSeatRules(CallbackData, prefix="yc"):
    """Who gets the seats of a slot."""

    slot: Number


class KeepSeats(CallbackData, prefix="yk"):
    """Keep seats for some; `whom` is empty where that is still to be asked."""

    slot: Number
    whom: Annotated[str, StringConstraints(pattern=r"^(|classes|schools)$")] = ""


class ReleaseSeats(CallbackData, prefix="yr"):
    """Keep seats for nobody any more; `sure`: asked once already."""

    slot: Number
    sure: Flag = 0


class LimitSchools(CallbackData, prefix="yl"):
    """So many of one school at most."""

    slot: Number


class ShareSeats(CallbackData, prefix="ys"):
    """Share seats with other slots."""

    slot: Number


class PickSharing(CallbackData, prefix="yt"):
    """This slot shares, too; tapped again, not after all. 0: enough."""

    slot: Number = 0


class StopSharing(CallbackData, prefix="yu"):
    """Share seats no more; `sure`: asked once already."""

    slot: Number
    sure: Flag = 0


class WarnOfTooFew(CallbackData, prefix="yw"):
    """Be asked what to do when too few come; `off`: don't."""

    slot: Number
    off: Flag = 0


class KeepTakingPlace(CallbackData, prefix="ye"):
    """Too few have registered, and it takes place all the same."""

    slot: Number


class SetRule(CallbackData, prefix="yv"):
    """An answer to what is being asked about seats: a number, or an instant."""

    value: Number


class PickSchool(CallbackData, prefix="yd"):
    """Seats are kept for this school, too. 0: enough."""

    school: Number = 0


class SeeByHand(CallbackData, prefix="yh"):
    """Who was written down for a slot."""

    slot: Number
    page: Page = 0


class WriteDown(CallbackData, prefix="ya"):
    """Write somebody down who has phoned: a pupil, or a class."""

    slot: Number
    whole_class: Flag = 0


class AnswerStep(CallbackData, prefix="yg"):
    """What was tapped instead of typed while writing somebody down; a number, by what is asked."""

    value: Number


class StepBack(CallbackData, prefix="yy"):
    """Back to what was asked before."""


class PutDown(CallbackData, prefix="yb"):
    """That is right: book it."""

    intent: Word


class SeeWrittenDown(CallbackData, prefix="yo"):
    """One booking that was written down."""

    booking: Number


class AnswerForThem(CallbackData, prefix="yi"):
    """They were phoned: they take the seats that came free, or they don't."""

    booking: Number
    intent: Word
    take: Flag


class CancelForThem(CallbackData, prefix="yx"):
    """They don't come; `sure`: asked once already."""

    booking: Number
    sure: Flag = 0


class PaperIsHere(CallbackData, prefix="yp"):
    """A guardian's signed sheet was handed in."""

    booking: Number


class BringAnswers(CallbackData, prefix="yf"):
    """Bring in a sheet of form answers."""

    slot: Number


class SeeColumns(CallbackData, prefix="yq"):
    """Which column of the sheet says what; `what`: choose one for this, empty for all."""

    slot: Number
    what: Annotated[str, StringConstraints(pattern=r"^[a-z_]{0,12}$")] = ""


class MapColumn(CallbackData, prefix="ym"):
    """This column says that; 0: none does, else its place from 1."""

    slot: Number
    what: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,12}$")]
    place: Place


class CheckAnswers(CallbackData, prefix="yj"):
    """What would come of the sheet."""

    slot: Number


class SameOrOther(CallbackData, prefix="yn"):
    """A row like somebody booked: leave it out (0), or bring it in, another pupil (1)."""

    slot: Number
    row: Number
    other: Flag


class BringIn(CallbackData, prefix="yz"):
    """Bring the answers in."""

    slot: Number
    intent: Word
