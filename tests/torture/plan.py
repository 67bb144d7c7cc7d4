"""The plan of a lane: which deaths, in which order, by a seed, and how much goes on. Leaves dying to lanes."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

RANDOM: Final = "at a random moment"
STARTING: Final = "at a random moment of a start"
STOP: Final = "SIGTERM under load"
PEACE: Final = "after a life in peace"
"""Not planned: what an update needs that was in flight at two deaths in a row."""

# Each group is one visit; what follows within a group needs what the death before it has left over.
NAMED: Final[tuple[tuple[str, ...], ...]] = (
    ("before the inbox commit",),
    ("before the acknowledgement", "recovering updates"),
    ("after the acknowledgement",),
    ("in a handler's transaction",),
    ("after its commit",),
    ("before it is done",),
    ("after a claim", "recovering letters"),
    ("after a send",),
    ("mid-broadcast",),
    ("mid-migration",),
    ("mid-backup, copying",),
    ("mid-backup, copied",),
    ("mid-backup, in place",),
)
PASSES: Final[dict[str, int]] = {
    "before the inbox commit": 12,
    "before the acknowledgement": 12,
    "after the acknowledgement": 12,
    "in a handler's transaction": 6,
    "after its commit": 6,
    "before it is done": 20,
    "after a claim": 6,
    "after a send": 100,
    "mid-migration": 8,
    "mid-backup, copying": 12,
}
"""The most passes before it strikes, where that is not the first."""
WHOLE_SECONDS: Final = 2.0
"""Within how long after it serves a random moment lies."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much goes on in a lane."""

    pupils: int
    small: int
    large: int
    crowd: int
    reminded: int
    """How many get a reminder in each life."""
    messages_per_second: int = 1_000


LONG: Final = Size(pupils=24, small=6, large=3, crowd=5_000, reminded=40)
SHORT: Final = Size(pupils=12, small=3, large=2, crowd=400, reminded=10)
CONTROL: Final = Size(pupils=8, small=2, large=1, crowd=80, reminded=10)


@dataclass(frozen=True, slots=True)
class Death:
    """How one life ends: at the nth pass of a point, or after so many seconds."""

    how: str
    nth: int = 1
    seconds: float = 0.0

    @property
    def named(self) -> bool:
        """Whether the program meets it at a point of its own."""
        return self.how not in {RANDOM, STARTING, STOP, PEACE}


def planned(chance: random.Random, *, kills: int, stops: int, broadcast: int) -> list[Death]:
    """So many kills, about four in ten of them at random moments, every named point as often as the others.

    `broadcast` is how many letters there are to die among.
    """
    groups: list[tuple[Death, ...]] = []
    left = kills
    by_turns = _by_turns()
    while left > 0:
        names = (RANDOM,) if chance.random() < 0.4 else next(by_turns)
        if chance.random() < 0.05:
            names = (STARTING,)
        groups.append(tuple(_death(chance, name, broadcast) for name in names)[:left])
        left -= len(groups[-1])
    groups += [(_death(chance, STOP, broadcast),) for _ in range(stops)]
    chance.shuffle(groups)
    return [death for group in groups for death in group]


def once_each(chance: random.Random, *, randoms: int, broadcast: int) -> list[Death]:
    """Every named point once, a few random moments, and one graceful stop, shuffled."""
    groups = [*NAMED, *[(RANDOM,)] * randoms, (STARTING,), (STOP,)]
    chance.shuffle(groups)
    return [_death(chance, name, broadcast) for group in groups for name in group]


def halves(deaths: Sequence[Death]) -> tuple[list[Death], list[Death]]:
    """A plan for each of two lanes; what belongs together stays together."""
    middle = len(deaths) // 2
    while deaths[middle].how.startswith("recovering"):
        middle += 1
    return list(deaths[:middle]), list(deaths[middle:])


def _by_turns() -> Iterator[tuple[str, ...]]:
    while True:
        yield from NAMED


def _death(chance: random.Random, how: str, broadcast: int) -> Death:
    if how == "mid-broadcast":
        return Death(how, nth=chance.randint(max(broadcast // 20, 1), max(broadcast // 3, 1)))
    if how == STARTING:
        return Death(how, seconds=chance.random())
    return Death(how, nth=chance.randint(1, PASSES.get(how, 1)), seconds=chance.uniform(0, WHOLE_SECONDS))
