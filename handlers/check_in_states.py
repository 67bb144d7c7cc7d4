"""What somebody at a door is in the middle of: the list, a class being counted, a walk-in being asked who they are."""

from enum import StrEnum
from typing import ClassVar, Self

from domain.identities import BookingId, Intent, MeetingId, PupilId
from domain.moments import Instant
from handlers.states import Flow


class AtDoor(Flow):
    """At a door: what is typed is a code, or a name that is looked for. `missing`: those chosen as all but whom."""

    NAME: ClassVar[str] = "door"

    meeting: int
    page: int = 0
    missing: tuple[int, ...] = ()

    @property
    def step(self) -> str:
        """There is one step."""
        return "names"

    @property
    def meeting_id(self) -> MeetingId:
        """Whose door it is."""
        return MeetingId(self.meeting)


class Headcount(Flow):
    """A class that is being counted. `seen`: when it was last marked, as its counter saw it; 0: it was not."""

    NAME: ClassVar[str] = "headcount"

    meeting: int
    booking: int
    pupils: int
    adults: int
    absent: tuple[int, ...]
    seen: int
    intent: str
    page: int = 0

    @property
    def step(self) -> str:
        """There is one step."""
        return "heads"

    @property
    def meeting_id(self) -> MeetingId:
        """At which door."""
        return MeetingId(self.meeting)

    @property
    def booking_id(self) -> BookingId:
        """Which class."""
        return BookingId(self.booking)

    @property
    def absentees(self) -> tuple[PupilId, ...]:
        """Who of its list is not there."""
        return tuple(PupilId(number) for number in self.absent)

    @property
    def seen_at(self) -> Instant | None:
        """The mark that was seen."""
        return Instant(self.seen) if self.seen else None

    def now(self, **told: object) -> Self:
        """The same with what was told."""
        return self.model_copy(update=told)


class AskingWalkIn(StrEnum):
    """What is asked about somebody without a booking."""

    NAME = "name"
    AGE_LINE = "age_line"
    SHEET = "sheet"


class WalkingIn(Flow):
    """Somebody without a booking, at a door."""

    NAME: ClassVar[str] = "walk_in"

    at: AskingWalkIn = AskingWalkIn.NAME
    meeting: int
    intent: str
    first_name: str = ""
    grade: int = 0
    school: str = ""

    @property
    def step(self) -> str:
        """What is asked."""
        return self.at.value

    @property
    def meeting_id(self) -> MeetingId:
        """At which door."""
        return MeetingId(self.meeting)

    @property
    def walk_in_intent(self) -> Intent:
        """What lets them in, once."""
        return Intent(self.intent)

    def now(self, at: AskingWalkIn, **told: object) -> Self:
        """The next step, with what was told."""
        return self.model_copy(update={"at": at, **told})
