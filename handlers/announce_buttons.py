"""The buttons of announcements, and of posts in channels and groups. Leaves what they do to organizers' handlers."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from domain.segments import Presence
from handlers.buttons import Flag, Number, Word
from handlers.organizer_buttons import Page

Tongue = Annotated[str, StringConstraints(pattern=r"^(|ru|kk|en)$")]
"""A language, or "" for none in particular."""


class AimBy(StrEnum):
    """What narrows down who gets an announcement."""

    ROLE = "r"
    SCHOOL = "s"
    GRADE = "g"
    CITY = "c"
    LANGUAGE = "l"
    CLASS = "k"
    EVENT = "e"


class Doing(StrEnum):
    """What can be done with an announcement that is on its way."""

    LOOK = "l"
    PAUSE = "p"
    RESUME = "r"
    CANCEL = "c"


class SeeAnnouncements(CallbackData, prefix="ann"):
    """A page of announcements."""

    page: Page = 0


class NewAnnouncement(CallbackData, prefix="anw"):
    """A new one: for which partner? `chosen`: that was answered, and 0 is the whole house."""

    partner: Number = 0
    chosen: Flag = 0


class SeeAnnouncement(CallbackData, prefix="ans"):
    """One of them as it stands."""

    announcement: Number


class Reword(CallbackData, prefix="anl"):
    """Say it anew in a language ("": which?); `out`: say it in one language fewer."""

    announcement: Number
    language: Tongue = ""
    out: Flag = 0


class TryOut(CallbackData, prefix="ant"):
    """Send it to me alone, in this language ("": in each that there is)."""

    announcement: Number
    language: Tongue = ""


class Aim(CallbackData, prefix="ang"):
    """Who gets it: all that narrows it down, or the choices of one."""

    announcement: Number
    by: AimBy | None = None
    page: Page = 0


class AimAt(CallbackData, prefix="ana"):
    """Put one of the choices in, or take it out; "": all of them out."""

    announcement: Number
    by: AimBy
    value: Word = ""
    page: Page = 0


class AimAtEvent(CallbackData, prefix="ane"):
    """Who stands so to an event, or one of its dates: first the event, then (`slot` 0: all dates) how."""

    announcement: Number
    event: Number = 0
    slot: Number = 0
    presence: Presence | None = None


class ChooseTime(CallbackData, prefix="and"):
    """When shall it go out? `day`: as a proleptic Gregorian ordinal, once it is chosen."""

    announcement: Number
    day: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SendOut(CallbackData, prefix="anq"):
    """Let it go out, now (0) or then; `sure`: the number of people was seen."""

    announcement: Number
    at: Number = 0
    sure: Flag = 0


class Steer(CallbackData, prefix="anp"):
    """Pause, resume or stop it; `here`: in the message that was pressed; `sure`: asked once already."""

    announcement: Number
    do: Doing
    here: Flag = 0
    sure: Flag = 0


class MuteAnnouncements(CallbackData, prefix="anm"):
    """Announcements off or on; `here`: pressed beneath one of them, or beneath the answer to that."""

    muted: Flag
    here: Flag = 0


class SeePlaces(CallbackData, prefix="ppl"):
    """A page of the channels and groups that can be posted into."""

    page: Page = 0


class SeePlace(CallbackData, prefix="pps"):
    """One of them, and a page of what was posted there."""

    place: Number
    page: Page = 0


class ClaimPlace(CallbackData, prefix="ppc"):
    """Whose is it? `partner` 0: ask."""

    place: Number
    partner: Number = 0


class PostWhat(CallbackData, prefix="ppe"):
    """Which event shall be posted there, and which of its dates?"""

    place: Number
    event: Number = 0
    page: Page = 0


class PreviewPost(CallbackData, prefix="ppv"):
    """How would it look? `slot` 0: all dates. With an intent: yes, post it."""

    place: Number
    event: Number
    slot: Number = 0
    language: Tongue = ""
    intent: Word = ""


class SeePost(CallbackData, prefix="ppo"):
    """One post; `again`: it is not there, post it anew."""

    post: Number
    again: Flag = 0
