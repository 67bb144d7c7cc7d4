"""The buttons around classes: a teacher's, and of whoever joins."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from domain.class_days import LATEST
from domain.classes import LARGEST_CLASS
from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]


class BecomeTeacher(CallbackData, prefix="bt"):
    """I am a teacher."""


class TeachElsewhere(CallbackData, prefix="be"):
    """I teach at another school, too."""


class ChooseSchool(CallbackData, prefix="bs"):
    """That is the school I teach at; 0: as I typed it."""

    school: Number


class MyClasses(CallbackData, prefix="kk"):
    """My classes, and what they are booked for."""


class SeeClass(CallbackData, prefix="k"):
    """One class of mine."""

    school_class: Number


class MakeClass(CallbackData, prefix="kn"):
    """A new class; `teacher`: at which of my schools, 0 where that is still to be asked."""

    teacher: Number = 0


class ResizeClass(CallbackData, prefix="kz"):
    """Another number of pupils."""

    school_class: Number


class CloseClass(CallbackData, prefix="kc"):
    """The class is over; `sure`: asked once already."""

    school_class: Number
    sure: Flag = 0


class AddNames(CallbackData, prefix="ke"):
    """Names for the list."""

    school_class: Number


class StrikeEntry(CallbackData, prefix="ks"):
    """One line of the list; `sure`: take it off."""

    school_class: Number
    entry: Number
    sure: Flag = 0


class OpenLink(CallbackData, prefix="kq"):
    """The link by which pupils and parents ask to join."""

    school_class: Number


class RevokeLink(CallbackData, prefix="kr"):
    """Take that link back."""

    school_class: Number


class SeeJoiner(CallbackData, prefix="js"):
    """One who asks to join, or has joined."""

    joining: Number


class TurnAway(CallbackData, prefix="jx"):
    """Not one of my class."""

    joining: Number


class SeeRoster(CallbackData, prefix="kl"):
    """A page of its list, or of who asks to join."""

    school_class: Number
    asking: Flag = 0
    page: Page = 0


class Accept(CallbackData, prefix="ja"):
    """Let somebody in who asks; `entry`: the line of the list that they are, 0 for none."""

    joining: Number
    entry: Number = 0


class AcceptAll(CallbackData, prefix="jj"):
    """Let everybody in who asks."""

    school_class: Number


class SeeClassBooking(CallbackData, prefix="kb"):
    """What a class is booked for."""

    booking: Number


class AnswerClassOffer(CallbackData, prefix="ko"):
    """Take the seats offered to the class, or let them go."""

    booking: Number
    intent: Word
    take: Flag


class AskPermission(CallbackData, prefix="kp"):
    """The link for a parent's yes, for one pupil of a booked class."""

    booking: Number
    pupil: Number


class CannotCome(CallbackData, prefix="kx"):
    """One pupil of a booked class can't come, or can after all."""

    booking: Number
    pupil: Number
    absent: Flag


class AllowPhotos(CallbackData, prefix="ph"):
    """A guardian lets photographs be taken, or not."""

    token: Word
    allow: Flag


class WithdrawFromClass(CallbackData, prefix="kw"):
    """A guardian takes the yes for one pupil of a booked class back; `sure`: asked once already."""

    booking: Number
    pupil: Number
    sure: Flag = 0


class BringClass(CallbackData, prefix="b1"):
    """Bring a class to this date; `school_class`: which, 0 where that is still to be asked."""

    slot: Number
    school_class: Number = 0


class PickDate(CallbackData, prefix="b2"):
    """Another date would do as well, or not after all."""

    slot: Number


class SetParty(CallbackData, prefix="b3"):
    """What to change before booking: "p" pupils, "a" adults, "d" dates, "n" note, "f" phone, "w" wheelchair."""

    what: Annotated[str, StringConstraints(pattern=r"^[padnfw]$")]


class BookClass(CallbackData, prefix="b4"):
    """Book it."""

    intent: Word


class ChangeClassBooking(CallbackData, prefix="b5"):
    """Another number, or other needs, for a booking."""

    booking: Number


class CancelClassBooking(CallbackData, prefix="b6"):
    """The class can't come; with an intent: really."""

    booking: Number
    intent: Word = ""


class SeePermissions(CallbackData, prefix="b7"):
    """Who of the class still needs a parent's yes, who can't come."""

    booking: Number
    page: Page = 0


class RemindOfPermissions(CallbackData, prefix="b8"):
    """Write to everybody who joined and still needs a yes."""

    booking: Number


class RecordOnPaper(CallbackData, prefix="b9"):
    """A signed sheet was handed in for this pupil; `photos`: 0 ask, 1 yes, 2 no, 3 it is silent."""

    booking: Number
    pupil: Number
    photos: Annotated[int, Field(ge=0, le=3)] = 0


class ShowClassTicket(CallbackData, prefix="kt"):
    """The class's ticket, for the door."""

    booking: Number


class TakeTripPack(CallbackData, prefix="ba"):
    """The papers for the trip, as one PDF."""

    booking: Number


class StillComing(CallbackData, prefix="kf"):
    """Yes, the class still comes; `version`: at the time that the question named."""

    booking: Number
    version: Number


class TellLate(CallbackData, prefix="kg"):
    """The class is late; without minutes: how late is still to be asked."""

    booking: Number
    minutes: Annotated[int, Field(ge=0, le=LATEST)] = 0
    intent: Word = ""


class TellNumber(CallbackData, prefix="kh"):
    """The class comes with another number; without pupils: how many is still to be asked."""

    booking: Number
    pupils: Annotated[int, Field(ge=0, le=LARGEST_CLASS)] = 0
    intent: Word = ""


class TellOneFewer(CallbackData, prefix="ki"):
    """The host is to know that this pupil can't come."""

    booking: Number
    pupil: Number


class JoinClass(CallbackData, prefix="jc"):
    """Ask to join, as this pupil."""

    token: Word
    pupil: Number


class JoinWithChild(CallbackData, prefix="jk"):
    """Ask to join, and tell first who one is; `child`: of one's child, who has no Telegram."""

    token: Word
    child: Flag = 0


class LeaveClass(CallbackData, prefix="jl"):
    """Leave the class."""

    joining: Number
