"""What somebody is in the middle of around questions: writing one, or answering one."""

from typing import ClassVar

from domain.identities import EventId, Intent, QuestionId, SlotId
from handlers.states import Flow


class Questioning(Flow):
    """A question to a host being written; `text` is empty until it is typed, and kept until it is sent."""

    NAME: ClassVar[str] = "question"

    event: int
    slot: int = 0
    intent: str
    text: str = ""

    @property
    def step(self) -> str:
        """Writing, or looking at what was written."""
        return "review" if self.text else "text"

    @property
    def event_id(self) -> EventId:
        """The event it is about."""
        return EventId(self.event)

    @property
    def slot_id(self) -> SlotId | None:
        """The date it is about; None: the event as a whole."""
        return SlotId(self.slot) if self.slot else None

    @property
    def question_intent(self) -> Intent:
        """What asks it, once."""
        return Intent(self.intent)


class Answering(Flow):
    """An organizer types the answer to a question."""

    NAME: ClassVar[str] = "answer"

    question: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "text"

    @property
    def question_id(self) -> QuestionId:
        """The question."""
        return QuestionId(self.question)
