"""What a run found: kills, restarts, and everything that must be nought. Leaves finding it to checks and lanes."""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

RESTART_SECONDS: Final = 10.0
"""How long a restart may take, to serving (issue 4)."""
STOP_SECONDS: Final = 25.0
"""How long a graceful stop may take: 20 s for what runs, and the rest for closing."""
MOST_TOLD: Final = 12


@dataclass
class Figures:
    """All the lanes' together. A problem is a sentence about something that must not be."""

    kills: Counter[str] = field(default_factory=Counter)
    restarts: list[float] = field(default_factory=list)
    starts_again: int = 0
    """Starts that gave Telegram up, and were tried again."""
    stops: list[float] = field(default_factory=list)
    """How long each graceful stop took."""
    updates: int = 0
    actions: int = 0
    letters: int = 0
    """Rows of the outbox that arrived."""
    reminders: int = 0
    in_flight: int = 0
    """Rows that were claimed when the program was killed, over all kills."""
    repeats: int = 0
    """Letters that arrived once more than they should."""
    marked: int = 0
    """Of these, those that said so."""
    replies_repeated: int = 0
    lost: int = 0
    overbooked: int = 0
    unsent: int = 0
    unmarked: int = 0
    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def killed(self) -> int:
        """How often the program was killed."""
        return sum(self.kills.values())

    @property
    def fine(self) -> bool:
        """Whether nothing was found that must not be."""
        return not self.problems

    def find(self, kind: str, what: str) -> None:
        """Keep a problem."""
        self.problems[kind].append(what)

    def judge_times(self) -> None:
        """Find what took too long; for a machine that has nothing else to do."""
        for what, found, most in (
            ("a restart", self.restarts, RESTART_SECONDS),
            ("a graceful stop", self.stops, STOP_SECONDS),
        ):
            for seconds in found:
                if seconds > most:
                    self.find(f"{what} took too long", f"{seconds:.1f} s")

    def told(self) -> str:
        """The figures as a table, and the first problems of each kind."""
        lines = [f"  {name:<28}{count:>6}" for name, count in self.kills.most_common()]
        restarts = sorted(self.restarts) or [0.0]
        rows = (
            ("kills in all", self.killed),
            ("updates delivered", self.updates),
            ("updates lost", self.lost),
            ("slots overbooked or miscounted", self.overbooked),
            ("letters that arrived", self.letters),
            ("reminders due", self.reminders),
            ("letters never sent", self.unsent),
            ("in flight at the kills", self.in_flight),
            ("letters repeated", self.repeats),
            ("  of these marked", self.marked),
            ("  of these not marked", self.unmarked),
            ("replies repeated", self.replies_repeated),
            ("what pupils did", self.actions),
            ("starts that were tried again", self.starts_again),
        )
        lines += ["", *(f"  {name:<32}{value:>8}" for name, value in rows)]
        lines += ["", f"  restart to serving, s       p50 {statistics.median(restarts):.1f}   max {restarts[-1]:.1f}"]
        if self.stops:
            longest = max(self.stops)
            lines.append(f"  graceful stops {len(self.stops):>3}, s         max {longest:.1f}")
        for kind, found in self.problems.items():
            lines += ["", f"  PROBLEM: {kind} ({len(found)})", *(f"    {one}" for one in found[:MOST_TOLD])]
        return "\n".join(lines)
