"""What an organizer of a slot is in the middle of: moving it, cancelling it, another number of seats, a file."""

from datetime import date, time
from enum import StrEnum
from typing import ClassVar, Self

from domain.identities import SlotId
from domain.moves import Proposal, UsualReason, Why
from domain.programme import Place
from handlers.states import Flow


class AskingMove(StrEnum):
    """What is asked while a slot is moved."""

    REVIEW = "review"
    """Nothing: all of it is shown."""
    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    PLACE = "place"
    LINK = "link"
    WHY = "why"


class Moving(Flow):
    """A slot being moved: told to nobody until it is decided. `seen`: its revision as it was shown. Empty: as it is."""

    NAME: ClassVar[str] = "moving"

    at: AskingMove = AskingMove.REVIEW
    intent: str
    slot: int
    seen: int
    meeting: int = 1
    on: date | None = None
    starts: time | None = None
    minutes: int | None = None
    place: str = ""
    """A new place's name, and in the next its address; in the organizer's language."""
    address: str = ""
    like: int = 0
    """A slot whose place it is to be."""
    link: str | None = None
    usual: UsualReason | None = None
    reason: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    def now(self, at: AskingMove, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})

    @property
    def slot_id(self) -> SlotId:
        """Which slot."""
        return SlotId(self.slot)

    @property
    def why(self) -> Why:
        """The reason that is told."""
        return Why(usual=self.usual, typed=self.reason)

    def proposal(self, place: Place | None) -> Proposal:
        """What is to be otherwise; `place`: the new one, where there is one."""
        return Proposal(
            meeting=self.meeting, on=self.on, at=self.starts, minutes=self.minutes, place=place, online_link=self.link
        )

    @property
    def is_new(self) -> bool:
        """Whether nothing has been chosen yet."""
        return self.proposal(None) == Proposal(meeting=self.meeting) and not (self.place or self.like)


class AskingReason(StrEnum):
    """The steps of cancelling."""

    REASON = "reason"
    SURE = "sure"


class CallingOff(Flow):
    """A slot being cancelled: told to nobody until it is decided."""

    NAME: ClassVar[str] = "calling_off"

    at: AskingReason = AskingReason.REASON
    intent: str
    slot: int
    seen: int
    usual: UsualReason | None = None
    reason: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def slot_id(self) -> SlotId:
        """Which slot."""
        return SlotId(self.slot)

    @property
    def why(self) -> Why:
        """The reason that is told."""
        return Why(usual=self.usual, typed=self.reason)


class Seating(Flow):
    """Another number of seats is awaited."""

    NAME: ClassVar[str] = "seating"

    slot: int
    seen: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "seats"

    @property
    def slot_id(self) -> SlotId:
        """Which slot."""
        return SlotId(self.slot)


class Previewing(Flow):
    """A programme file that was previewed and may be brought in until then. `file`: the messenger's reference."""

    NAME: ClassVar[str] = "programme_file"

    intent: str
    file: str
    name: str
    sha256: str
    """Of the file as it was read."""
    shown: str
    """What the preview came to, as a hash: the same again, or it is shown anew."""
    until: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "sure"
