"""The buttons around questions to hosts, and all that waits for organizers."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.requests import Matter, MatterKind
from handlers.buttons import Flag, Number, Word

Page = Annotated[int, Field(ge=0, le=10_000)]
Reason = Annotated[int, Field(ge=0, le=9)]


class Ask(CallbackData, prefix="q"):
    """I'd like to ask the host of this event something; `slot`: about this date of it."""

    event: Number
    slot: Number = 0


class SendQuestion(CallbackData, prefix="qs"):
    """Yes, ask that."""

    intent: Word


class SeeRequests(CallbackData, prefix="qq"):
    """A page of all that waits for organizers."""

    page: Page = 0


class SeeRequest(CallbackData, prefix="qr"):
    """One of them."""

    kind: MatterKind
    number: Number

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return Matter(self.kind, self.number)


class ClaimRequest(CallbackData, prefix="qc"):
    """I'll see to it; `over`: instead of whoever does."""

    kind: MatterKind
    number: Number
    over: Flag = 0

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return Matter(self.kind, self.number)


class GiveBackRequest(CallbackData, prefix="qg"):
    """Somebody else may see to it."""

    kind: MatterKind
    number: Number

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return Matter(self.kind, self.number)


class AnswerQuestion(CallbackData, prefix="qa"):
    """I'll type the answer."""

    question: Number


class DeclineQuestion(CallbackData, prefix="qd"):
    """No answer: asked how first (0), then said so kindly (1), or silently (2)."""

    question: Number
    how: Annotated[int, Field(ge=0, le=2)] = 0


class BlockAsker(CallbackData, prefix="qb"):
    """Take no more questions from them; `sure`: asked once already."""

    question: Number
    sure: Flag = 0


class SeeBlocked(CallbackData, prefix="ql"):
    """Whose questions are not taken."""


class UnblockAsker(CallbackData, prefix="qu"):
    """Take them again."""

    person: Number
    partner: Number


class DecidePupil(CallbackData, prefix="qp"):
    """Let a pupil who applies come, or not; `reason`: 0 to be asked for one, else one of the usual ones."""

    booking: Number
    welcome: Flag
    reason: Reason = 0
