"""What waits for organizers: who sees to it, and what became of it. Leaves deciding to each matter's own module."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.bookings import Booking
from domain.classes import ClassBooking
from domain.identities import PartnerId, PersonId
from domain.languages import Texts
from domain.moments import DAY, Instant
from domain.questions import QuestionToHost
from domain.teachers import Teacher

CLAIM_HOLDS_FOR: Final = DAY
"""How long whoever said "I'll see to it" keeps a request from the others."""
CARDS_KEPT_FOR: Final = 60 * DAY
"""How long what was sent about a matter is known, to be brought up to date and replied to."""


class MatterKind(StrEnum):
    """What is asked of organizers."""

    QUESTION = "question"
    CLASS = "class"
    TEACHER = "teacher"
    APPLICATION = "application"
    """A pupil registers for an event whose organizers decide about each."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is asked. `number`: the question's, the teacher's, or the booking's, as its kind says."""

    kind: MatterKind
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who sees to it, until when; or, where `until` is None, who has decided it. `name`: empty for an owner."""

    by: PersonId
    name: str
    until: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A matter with all that an organizer decides by."""

    matter: Matter
    about: QuestionToHost | ClassBooking | Teacher | Booking
    open: bool
    """Whether anybody can still decide."""
    claim: Claim | None

    @property
    def claimed(self) -> Claim | None:
        """Who sees to it, while it is open."""
        return self.claim if self.open and self.claim is not None and self.claim.until is not None else None

    @property
    def decided(self) -> Claim | None:
        """Who has decided it; None while it is open, and where it ended by itself."""
        return self.claim if not self.open and self.claim is not None and self.claim.until is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A matter as the list of all that is open shows it. `what`: the class, the teacher, the pupil or the question."""

    matter: Matter
    partner: PartnerId | None
    """None: it is the whole house's, as a teacher is."""
    asked_at: Instant
    what: str
    title: Texts | None
    """Of the event it is about; None where it is about none."""
    claimed_by: PersonId | None
    claimer: str
