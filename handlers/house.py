"""What handlers and screens know of the installation they run in."""

from dataclasses import dataclass, field
from datetime import time

from domain.languages import Language
from domain.moments import QuietHours


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """This installation: the bot's username (without @), its zone (IANA), its consent age in years, its language."""

    username: str
    zone: str
    consent_under: int
    language: Language
    quiet: QuietHours = field(default_factory=lambda: QuietHours(time(22), time(8)))
    messages_per_second: float = 25
    """How many messages leave in a second at most: what time an announcement takes is told by it."""
    public_url: str | None = None
    """Where calendar programs reach this installation, without a slash at its end; None where they do not."""
