"""Handovers: a class that goes to another teacher of its school, and a pupil who comes to another account by a link."""

from dataclasses import dataclass
from typing import Final

from domain.classes import SchoolClass
from domain.identities import HandoverId, PersonId, PupilId
from domain.languages import Texts
from domain.moments import DAY, Instant
from domain.people import Pupil
from domain.teachers import Teacher

HANDOVER_HOLDS_FOR: Final = 14 * DAY
"""How long another teacher has to take the class."""
ORPHANED_FOR: Final = 14 * DAY
"""How long the booked classes of a teacher who deleted their data wait for another one."""
PUPIL_LINK_HOLDS_FOR: Final = 14 * DAY
"""How long the link to a pupil can be used, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A class on its way to another teacher. Until it is taken, nothing about the class changes."""

    id: HandoverId
    school_class: SchoolClass
    """As it is now: after it was taken, with its new teacher."""
    by: Teacher
    """Whose class it was when it was offered."""
    to: Teacher | None
    """To whom it is offered, or who took it; None while it waits for whoever opens its link."""
    made_by: PersonId
    expires_at: Instant
    taken: bool
    ended: bool

    def is_open(self, now: Instant) -> bool:
        """Whether it can be taken."""
        return not self.ended and now < self.expires_at and self.school_class.teacher == self.by.id


@dataclass(frozen=True, slots=True, kw_only=True)
class LedClass:
    """A class of a teacher, as organizers see it who may hand it over: a name and numbers."""

    school_class: SchoolClass
    bookings: int
    """How many visits it is booked for or waits for."""
    offered: bool
    """Whether it is on its way to another teacher already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPupil:
    """What a link to a pupil says to the account that opened it."""

    pupil: PupilId
    first_name: str
    """All that whoever holds the link learns."""
    own: Pupil | None
    """The pupil that the account has already: the two become one, if its owner says that they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPupil:
    """A pupil as an organizer tells them from others: who they are, and the next event they are booked for."""

    pupil: PupilId
    first_name: str
    grade: int
    school: str
    title: Texts
    starts_at: Instant
    zone: str
