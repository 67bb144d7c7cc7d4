"""What an organizer types about posters and the question of interest."""

from typing import ClassVar

from handlers.states import Flow


class Hanging(Flow):
    """Where a new poster of an event will hang is awaited. `intent` makes one poster of however many deliveries."""

    NAME: ClassVar[str] = "hanging"

    event: int
    intent: str

    @property
    def step(self) -> str:
        """There is one step."""
        return "place"


class Wording(Flow):
    """What a partner's question about interest asks about is awaited."""

    NAME: ClassVar[str] = "wording"

    partner: int

    @property
    def step(self) -> str:
        """There is one step."""
        return "profession"
