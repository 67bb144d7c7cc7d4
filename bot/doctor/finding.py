"""What one look found, and how it is said in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and what is wrong with it and to do; None where it is in order."""

    what: str
    wrong: str | None = None

    def __str__(self) -> str:
        """One line, whatever others wrote into it."""
        line = f"ok    {self.what}" if self.wrong is None else f"look  {self.what}: {self.wrong}"
        return " ".join(line.split("\n"))


def listed(faults: Sequence[str], advice: str) -> str | None:
    """Faults with what to do about them; None where there are none."""
    return f"{'; '.join(faults)}. To do: {advice}" if faults else None


def lasting(seconds: float) -> str:
    """A time in the largest unit that says something: `40 s`, `12 min`, `5 h`, `3 days`."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.0f} h" if seconds < 2 * DAY else f"{seconds / DAY:.0f} days"
