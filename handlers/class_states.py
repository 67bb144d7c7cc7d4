"""What a teacher is in the middle of. Leaves what a step asks to screens, and the rest to the flows' modules."""

from enum import StrEnum
from typing import ClassVar, Final, Self

from domain.classes import Needs, Party
from domain.identities import ClassId, Intent, SchoolId, SlotId
from handlers.states import Flow


class AskingTeacher(StrEnum):
    """The steps of becoming a teacher."""

    NAME = "name"
    SCHOOL = "school"
    WHICH_SCHOOL = "which_school"


class Becoming(Flow):
    """Telling that one is a teacher, and where. `code`: of the invite they came by, empty without one."""

    NAME: ClassVar[str] = "becoming"

    at: AskingTeacher = AskingTeacher.NAME
    intent: str
    code: str = ""
    name: str = ""
    school_name: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    def now(self, at: AskingTeacher, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})


class AskingClass(StrEnum):
    """The steps of describing a class."""

    NAME = "name"
    GRADE = "grade"
    SIZE = "size"


class Describing(Flow):
    """A new class, or another name or size for one (`school_class`, 0 for a new one)."""

    NAME: ClassVar[str] = "class"

    at: AskingClass = AskingClass.NAME
    intent: str
    teacher: int
    school_class: int = 0
    name: str = ""
    grade: int = 0

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    def now(self, at: AskingClass, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})


class Listing(Flow):
    """Names for a class's list are awaited, typed or as a file."""

    NAME: ClassVar[str] = "listing"

    school_class: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "names"

    @property
    def class_id(self) -> ClassId:
        """Whose list it is."""
        return ClassId(self.school_class)


class AskingParty(StrEnum):
    """What is asked while a class is being booked; all the rest is tapped."""

    PUPILS = "pupils"
    ADULTS = "adults"
    REVIEW = "review"
    NOTE = "note"
    PHONE = "phone"


class Bringing(Flow):
    """A class being booked: which, on which dates, with how many, needing what."""

    NAME: ClassVar[str] = "bringing"

    at: AskingParty = AskingParty.PUPILS
    intent: str
    school_class: int
    dates: tuple[int, ...]
    """The preferred date first."""
    pupils: int = 0
    adults: int = 1
    wheelchair: bool = False
    note: str = ""
    phone: str = ""
    booking: int = 0
    """The booking whose number or needs are changed; 0: a new one."""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    def now(self, at: AskingParty, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})

    @property
    def party(self) -> Party:
        """How many come."""
        return Party(pupils=self.pupils, adults=self.adults)

    @property
    def needs(self) -> Needs:
        """What the host should know."""
        return Needs(wheelchair=self.wheelchair, note=self.note, phone=self.phone)

    @property
    def slots(self) -> tuple[SlotId, ...]:
        """The dates, the preferred one first."""
        return tuple(SlotId(date) for date in self.dates)

    @property
    def booking_intent(self) -> Intent:
        """What books the seats, once."""
        return Intent(self.intent)


class Counting(Flow):
    """How many pupils come today is awaited, typed or tapped."""

    NAME: ClassVar[str] = "counting"

    booking: int
    intent: str

    @property
    def step(self) -> str:
        """There is one step."""
        return "pupils"


WITH_KEYBOARD: Final = frozenset({f"{Bringing.NAME}:{AskingParty.PHONE.value}"})
"""The steps at which a keyboard stands in the place of the letters: whoever leaves one has it taken away."""


def school_id(number: int) -> SchoolId | None:
    """A school of the list; None for 0, "it is not on it"."""
    return SchoolId(number) if number else None
