"""Questions to the host of an event: asked by anybody, answered by one organizer. Leaves who may to rights."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.identities import PartnerId, PersonId, QuestionId, SlotId
from domain.moments import DAY, Instant
from domain.people import Pupil
from domain.programme import Event

LONGEST_QUESTION: Final = 500
LONGEST_REPLY: Final = 1500
QUESTIONS_A_DAY: Final = 5
"""How many one person may ask all hosts together in 24 hours."""
QUESTIONS_KEPT_FOR: Final = 30 * DAY
"""How long the words of a question and its answer are kept; handlers/screens/settings.py says so to everybody."""


class QuestionState(StrEnum):
    """`asked → answered | declined`, and `withdrawn` where whoever asked is gone."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionToHost:
    """What somebody asked about an event. `text` and `answer` are empty once they were kept long enough."""

    id: QuestionId
    person: PersonId
    pupil: Pupil | None
    """Who asks, as far as the host may know: first name, grade, school; None: a visitor who has not said."""
    event: Event
    slot: SlotId | None
    text: str
    state: QuestionState
    answer: str
    asked_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedAsker:
    """Somebody whose questions a partner does not take."""

    person: PersonId
    pupil: Pupil | None
    partner: PartnerId
    since: Instant
