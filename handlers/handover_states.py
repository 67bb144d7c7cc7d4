"""What somebody is in the middle of who looks for a pupil."""

from typing import ClassVar

from handlers.states import Flow


class SeekingPupil(Flow):
    """The first name of a pupil who lost an account is awaited."""

    NAME: ClassVar[str] = "seeking"

    @property
    def step(self) -> str:
        """There is one step."""
        return "name"
