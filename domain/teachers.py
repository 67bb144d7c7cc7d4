"""Teachers: who brings classes, of which school, and who has looked whether that is so."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identities import PersonId, TeacherId
from domain.moments import Instant
from domain.people import School


class TeacherState(StrEnum):
    """`asked → approved | declined`, and `revoked`."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """Somebody who teaches at a school, or says so."""

    id: TeacherId
    person: PersonId
    school: School
    name: str
    """As they sign: organizers and hosts read it, pupils and parents do not."""
    state: TeacherState
    asked_at: Instant
    reason: str
    """Why it was declined or taken back; empty where nothing was said."""

    @property
    def approved(self) -> bool:
        """Whether they may bring classes of this school."""
        return self.state is TeacherState.APPROVED
