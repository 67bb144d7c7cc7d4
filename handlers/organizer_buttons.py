"""The buttons of organizers and owners."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.class_days import HostAnswer
from handlers.buttons import Flag, Number

Page = Annotated[int, Field(ge=0, le=10_000)]


class Organize(CallbackData, prefix="org"):
    """What there is to do for an organizer."""


class SeePeople(CallbackData, prefix="op"):
    """Teachers, organizers, invites, pupils who lost an account."""


class SeeTeachers(CallbackData, prefix="ts"):
    """A page of teachers."""

    page: Page = 0


class SeeTeacher(CallbackData, prefix="tt"):
    """One of them."""

    teacher: Number


class DecideTeacher(CallbackData, prefix="td"):
    """Approve who asks to be a teacher, or decline; `reason`: 0 to be asked for one, else one of the usual ones."""

    teacher: Number
    approve: Flag
    reason: Annotated[int, Field(ge=0, le=9)] = 0


class RevokeTeacher(CallbackData, prefix="tr"):
    """Take an approval back; `sure`: asked once already."""

    teacher: Number
    sure: Flag = 0


class DecideClass(CallbackData, prefix="kd"):
    """Let the class come, or not."""

    booking: Number
    welcome: Flag


class DecideSilentClass(CallbackData, prefix="ku"):
    """Keep the seats of a class whose teacher does not answer, or release them."""

    booking: Number
    keep: Flag


class AnswerNote(CallbackData, prefix="ky"):
    """What the host says to a class that is late, or comes with another number."""

    note: Number
    answer: HostAnswer


class InviteTeacher(CallbackData, prefix="it"):
    """An invite link for a teacher."""


class InviteOrganizer(CallbackData, prefix="io"):
    """An invite link for an organizer of a partner; `roles`: a bit for each, put together by taps; `make`: enough."""

    partner: Number = 0
    roles: Annotated[int, Field(ge=0, le=15)] = 0
    make: Flag = 0


class SeeOrganizers(CallbackData, prefix="os"):
    """Who organizes for whom."""


class RemoveOrganizer(CallbackData, prefix="or"):
    """Take somebody's roles at a partner; `sure`: asked once already."""

    person: Number
    partner: Number
    sure: Flag = 0


class SeeLog(CallbackData, prefix="log"):
    """A page of what was done."""

    page: Page = 0
