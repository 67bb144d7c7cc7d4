"""Reminder rules: how long before a meeting people are told, and when that is."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from domain.moments import HOUR, Instant, instant, local

LONGEST_AHEAD_DAYS: Final = 60
LONGEST_AHEAD_HOURS: Final = 72

_DAYS: Final = re.compile(r"(\d{1,2})d@(\d{1,2}):(\d{2})")
_HOURS: Final = re.compile(r"(\d{1,2})h")


@dataclass(frozen=True, slots=True, order=True)
class ReminderRule:
    """ "N days before at a local time" (`at` set) or "N hours before" (`at` None)."""

    ahead: int
    at: time | None = None

    def __str__(self) -> str:
        return f"{self.ahead}d@{self.at:%H:%M}" if self.at else f"{self.ahead}h"

    @classmethod
    def parse(cls, text: str) -> "ReminderRule":
        """Read "1d@18:00" or "2h". Raises ValueError for anything else."""
        if days := _DAYS.fullmatch(text.strip()):
            ahead, hour, minute = (int(part) for part in days.groups())
            if 0 <= ahead <= LONGEST_AHEAD_DAYS and hour < 24 and minute < 60:  # noqa: PLR2004  hours, minutes
                return cls(ahead, time(hour, minute))
        if hours := _HOURS.fullmatch(text.strip()):
            ahead = int(hours[1])
            if 1 <= ahead <= LONGEST_AHEAD_HOURS:
                return cls(ahead)
        raise ValueError(f"a reminder rule is written like 1d@18:00 or 2h, not {text!r}")

    def due_at(self, starts_at: Instant, zone: str) -> Instant:
        """When people are told of a meeting that begins at `starts_at`, counted on the calendar of `zone`.

        Days are calendar days there, so the evening before stays the evening before when clocks change; hours are
        hours that pass.
        """
        if self.at is None:
            return Instant(starts_at - self.ahead * HOUR)
        day = local(starts_at, zone).date() - timedelta(days=self.ahead)
        return instant(day, self.at, zone)


DEFAULT_RULES: Final = (ReminderRule(1, time(18, 0)), ReminderRule(2))
"""The day before at 18:00 local, and two hours before."""


def parse_rules(text: str) -> tuple[ReminderRule, ...]:
    """Read "1d@18:00; 2h"; empty: the usual ones; "-": none. Raises ValueError."""
    if not text.strip():
        return DEFAULT_RULES
    if text.strip() in {"-", "–", "—"}:
        return ()
    return tuple(dict.fromkeys(ReminderRule.parse(part) for part in text.split(";") if part.strip()))
