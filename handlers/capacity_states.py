"""What an organizer is in the middle of around seats: a rule, somebody who phones, a sheet that is awaited."""

from enum import StrEnum
from typing import ClassVar, Final, Self

from domain.capacity import Caller, ClassCaller, KeptFor
from domain.classes import Party
from domain.identities import Intent, SchoolId, SlotId
from domain.people import AgeLine
from handlers.states import Flow


class AskingRule(StrEnum):
    """What is asked about seats."""

    KEEP_SEATS = "keep_seats"
    KEEP_SCHOOL = "keep_school"
    KEEP_UNTIL = "keep_until"
    SCHOOL_LIMIT = "school_limit"
    ALL_DATES = "all_dates"
    SHARED = "shared"
    SHARED_SEATS = "shared_seats"
    WARN_BELOW = "warn_below"
    WARN_AT = "warn_at"


class SettingRule(Flow):
    """A rule about the seats of a slot. `seen`: the mark of what the organizer was shown when they began."""

    NAME: ClassVar[str] = "seat_rule"

    at: AskingRule
    slot: int
    seen: str
    whom: KeptFor = KeptFor.CLASSES
    seats: int = 0
    schools: tuple[int, ...] = ()
    school_names: tuple[str, ...] = ()
    others: tuple[int, ...] = ()

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def slot_id(self) -> SlotId:
        """Whose seats."""
        return SlotId(self.slot)

    def now(self, at: AskingRule, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})


class AskingCaller(StrEnum):
    """What is asked about whoever phones."""

    TEACHER = "teacher"
    NAME = "name"
    GRADE = "grade"
    SCHOOL = "school"
    WHICH_SCHOOL = "which_school"
    AGE = "age"
    ANSWER = "answer"
    PUPILS = "pupils"
    ADULTS = "adults"
    PHONE = "phone"
    REVIEW = "review"


_OF_PUPIL: Final = (
    *(AskingCaller.NAME, AskingCaller.GRADE, AskingCaller.SCHOOL, AskingCaller.WHICH_SCHOOL, AskingCaller.AGE),
    *(AskingCaller.ANSWER, AskingCaller.PHONE, AskingCaller.REVIEW),
)
_OF_CLASS: Final = (
    *(AskingCaller.TEACHER, AskingCaller.SCHOOL, AskingCaller.WHICH_SCHOOL, AskingCaller.NAME, AskingCaller.GRADE),
    *(AskingCaller.PUPILS, AskingCaller.ADULTS, AskingCaller.PHONE, AskingCaller.REVIEW),
)


class WritingDown(Flow):
    """Somebody who phones: a pupil, or a class (`whole_class`)."""

    NAME: ClassVar[str] = "writing_down"

    at: AskingCaller
    slot: int
    intent: str
    whole_class: bool = False
    asks: bool = False
    """Whether the event asks one thing more."""
    younger_than: int = 14
    """The age from which nobody has to say yes; 0: nobody ever has to."""
    teacher: str = ""
    name: str = ""
    grade: int = 0
    school: int = 0
    school_name: str = ""
    older: bool | None = None
    answer: str = ""
    pupils: int = 0
    adults: int = 0
    phone: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def slot_id(self) -> SlotId:
        """What they want to come to."""
        return SlotId(self.slot)

    @property
    def booking_intent(self) -> Intent:
        """What books it, once."""
        return Intent(self.intent)

    @property
    def steps(self) -> tuple[AskingCaller, ...]:
        """All there is to ask, as far as it is known."""
        skipped = set() if self.asks else {AskingCaller.ANSWER}
        if not self.younger_than:
            skipped.add(AskingCaller.AGE)
        if self.at is not AskingCaller.WHICH_SCHOOL:
            skipped.add(AskingCaller.WHICH_SCHOOL)
        if self.whole_class and self.grade and self.at is not AskingCaller.GRADE:
            skipped.add(AskingCaller.GRADE)
        return tuple(one for one in (_OF_CLASS if self.whole_class else _OF_PUPIL) if one not in skipped)

    def told(self, **told: object) -> Self:
        """What was told is kept, and the next thing asked."""
        state = self.model_copy(update=told)
        steps = state.steps
        return state.model_copy(update={"at": steps[min(steps.index(state.at) + 1, len(steps) - 1)]})

    def before(self) -> Self | None:
        """What was asked before; None where this is the first."""
        place = self.steps.index(self.at)
        return self.model_copy(update={"at": self.steps[place - 1]}) if place else None

    @property
    def needs_permission(self) -> bool:
        """Whether a parent has to say yes, on paper."""
        return not self.whole_class and bool(self.younger_than) and not self.older

    def caller(self) -> Caller:
        """The pupil, once all is told."""
        return Caller(
            first_name=self.name,
            grade=self.grade,
            age_line=AgeLine.YOUNGER if self.needs_permission else AgeLine.OLDER,
            school=SchoolId(self.school) if self.school else None,
            school_name=self.school_name,
            phone=self.phone,
            answer=self.answer,
        )

    def class_caller(self) -> ClassCaller:
        """The class, once all is told."""
        return ClassCaller(
            teacher=self.teacher,
            name=self.name,
            grade=self.grade,
            party=Party(pupils=self.pupils, adults=self.adults),
            school=SchoolId(self.school) if self.school else None,
            school_name=self.school_name,
            phone=self.phone,
        )


class AwaitingAnswers(Flow):
    """A sheet of form answers is awaited, as a file."""

    NAME: ClassVar[str] = "form_answers"

    slot: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "file"

    @property
    def slot_id(self) -> SlotId:
        """For which slot."""
        return SlotId(self.slot)
