"""What somebody is in the middle of: frozen, versioned models, loaded and saved whole.

An old or broken one is no traceback: `resume` gives None, and the person is asked to start that again.
"""

from enum import StrEnum
from typing import ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.conversations import Conversation
from domain.identities import Intent, SchoolId, SlotId
from domain.people import AgeLine, Profile


class Flow(BaseModel):
    """Something that takes several steps. `NAME` tells one kind from another, `VERSION` an old one from a new."""

    model_config = ConfigDict(frozen=True)
    NAME: ClassVar[str]
    VERSION: ClassVar[int] = 1

    version: int = 1

    @property
    def step(self) -> str:
        """The step it is at, one word."""
        raise NotImplementedError


class Asking(StrEnum):
    """The steps of registering, in order."""

    FIRST_NAME = "first_name"
    GRADE = "grade"
    AGE_LINE = "age_line"
    SCHOOL = "school"
    WHICH_SCHOOL = "which_school"
    QUESTION = "question"


class Registering(Flow):
    """Telling who one is, and what the event asks, on the way to a seat (`slot`) or from the settings (no slot).

    `introduction` and `intent` make sure that each of the two acts once, however often an answer is delivered.
    """

    NAME: ClassVar[str] = "registering"

    steps: int
    """How many questions there are: one fewer where nobody needs a guardian's yes."""
    at: Asking
    slot: int = 0
    introduction: str
    intent: str
    first_name: str = ""
    grade: int = 0
    age_line: AgeLine | None = None
    school: int = 0
    school_name: str = ""
    answer: str = ""
    """To the event's question, while a warning is being thought about."""
    child: bool = False
    """A parent tells of a child of theirs, not of themselves."""
    pupil: int = 0
    """Who takes the seat, once that is known."""
    join: str = ""
    """The link of a class to ask to join once all is told."""

    @property
    def step(self) -> str:
        """The question that is asked."""
        return self.at.value

    @property
    def slot_id(self) -> SlotId:
        """The slot registered for; 0 for none."""
        return SlotId(self.slot)

    @property
    def seat_intent(self) -> Intent:
        """What books the seat, once."""
        return Intent(self.intent)

    def now(self, at: Asking, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})

    def profile(self) -> Profile:
        """What was told, whole. Only after the school is known."""
        if self.age_line is None:
            raise ValueError("the age line was not asked yet")
        return Profile(
            first_name=self.first_name,
            grade=self.grade,
            age_line=self.age_line,
            school=SchoolId(self.school) if self.school else None,
            school_name=self.school_name,
        )


Kind = TypeVar("Kind", bound=Flow)


def resume(conversation: Conversation, kind: type[Kind]) -> Kind | None:
    """What of this kind is under way; None where nothing is, or where it cannot be read any more."""
    if conversation.data is None or (conversation.state or "").partition(":")[0] != kind.NAME:
        return None
    try:
        state = kind.model_validate_json(conversation.data)
    except ValidationError:
        return None
    return state if state.version == kind.VERSION else None


def keep(conversation: Conversation, state: Flow) -> None:
    """Be in the middle of this."""
    conversation.state = f"{state.NAME}:{state.step}"
    conversation.data = state.model_dump_json()


def end(conversation: Conversation) -> None:
    """Nothing is under way any more."""
    conversation.state = conversation.data = None
