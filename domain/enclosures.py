"""What some letters carry beside a booking: a card for organizers, a question, what is new, an organizer's day."""

from dataclasses import dataclass

from domain.digest import Digest
from domain.following import News
from domain.moves import Tidings
from domain.questions import QuestionToHost
from domain.requests import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """One of these, as the letter's kind says."""

    card: Card | None = None
    message: int | None = None
    """The messenger's number of the message that the card is in already: that one is brought up to date."""
    question: QuestionToHost | None = None
    news: News | None = None
    digest: Digest | None = None
    tidings: Tidings | None = None
