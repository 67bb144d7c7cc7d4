"""What an organizer who announces something is in the middle of. Leaves what a step asks to screens."""

from typing import ClassVar

from domain.identities import AnnouncementId, PartnerId
from domain.languages import Language
from handlers.states import Flow


class Composing(Flow):
    """A message is awaited that says an announcement in one language. `announcement` 0: a new one, of `partner`."""

    NAME: ClassVar[str] = "composing"

    announcement: int = 0
    partner: int = 0
    """0: the whole house."""
    language: Language
    intent: str

    @property
    def step(self) -> str:
        """There is one step."""
        return "message"

    @property
    def of_partner(self) -> PartnerId | None:
        """Whose a new one is; None for the house."""
        return PartnerId(self.partner) if self.partner else None

    @property
    def announcement_id(self) -> AnnouncementId:
        """Which one is said anew; 0 for none."""
        return AnnouncementId(self.announcement)


class Timing(Flow):
    """When an announcement is to go out is awaited, typed or tapped."""

    NAME: ClassVar[str] = "timing"

    announcement: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "moment"
