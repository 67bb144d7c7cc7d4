"""Contenders measured in turns, and what comes of it. Leaves what they do to them.

They take turns at every single piece of work (A B A B …), so that a machine or disk that grows slower meanwhile slows
all of them. A round is many such turns; what counts of it is each contender's median, for now and then a disk takes ten
times as long, and whom that hits is chance. A ratio is the median of the rounds' own ratios.
"""

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], Awaitable[object]]
"""One piece of a contender's work."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one thing costs in two ways. Costs are medians in microseconds; ratios are how many times the peer's
    speed ours reaches.
    """

    what: str
    peer_is: str
    ours: float
    peer: float
    ratio: float
    lowest: float
    highest: float
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None where there is none."""
        return None if self.aim is None else self.ratio >= self.aim


@dataclass(frozen=True, slots=True)
class Times:
    """What each contender usually took in each round, in microseconds for one thing done."""

    rounds: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """A contender's usual cost."""
        return statistics.median(self.rounds[name])

    def compared(self, what: str, *, ours: str, peer: str, peer_is: str = "", aim: float | None = None) -> Comparison:
        """One contender beside another of the same rounds; `peer_is` says what the peer is, where its name does not."""
        ratios = [theirs / mine for mine, theirs in zip(self.rounds[ours], self.rounds[peer], strict=True)]
        return Comparison(
            what=what,
            peer_is=peer_is or peer,
            ours=self.median(ours),
            peer=self.median(peer),
            ratio=statistics.median(ratios),
            lowest=min(ratios),
            highest=max(ratios),
            aim=aim,
        )


async def in_turns(contenders: Mapping[str, Work], *, rounds: int, pieces: int, things: int = 1) -> Times:
    """Measure so many rounds of so many pieces, after one that is not counted. `things`: how many one piece does."""
    figures: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        taken: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(pieces):
            for name, work in contenders.items():
                started = time.perf_counter()
                await work()
                taken[name].append(time.perf_counter() - started)
        if number:
            for name, seconds in taken.items():
                figures[name].append(statistics.median(seconds) / things * 1_000_000)
    return Times(figures)
