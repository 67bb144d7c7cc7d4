"""What the writer has done so far, in figures cheap enough to keep always. Leaves showing them to the metrics."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
CALLS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Spread:
    """How often values fell between which bounds. One thread adds; others may read, a value behind at most."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        """`bounds`: ascending; each is the highest value of its part. What is above the last has a part of its own."""
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass(slots=True)
class Tally:
    """What the writer has done since the store was opened. `durations`, `commits`: seconds; `sizes`: calls a batch."""

    transactions: int = 0
    batches: int = 0
    largest_batch: int = 0
    lost_batches: int = 0
    slowest_seconds: float = 0.0
    slowest: str = ""
    durations: Spread = field(default_factory=lambda: Spread(SECONDS))
    commits: Spread = field(default_factory=lambda: Spread(SECONDS))
    sizes: Spread = field(default_factory=lambda: Spread(CALLS))
