"""`python -m bench`: fills the databases, runs every benchmark, prints the figures. See docs/benchmarks.md."""

import argparse
import asyncio
import contextlib
import gc
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from bench import (
    bare,
    conversing,
    datasets,
    disk,
    emulator,
    pages,
    queueing,
    registering,
    reminding,
    report,
    sending,
    town,
    updates,
)
from bench.rounds import Comparison
from bench.town import Size
from storage.engine import open_store

FOLDER: Final = Path(".cache/bench")
FAILED: Final = 2


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    size: Size
    rounds: int
    alone: int
    together: int
    pages: int
    taps: int
    people: int
    messages: int
    crowd: int
    letters: int
    """Messages out in each of five rounds."""
    paced_seconds: float
    few: Size
    many: Size
    meetings_due: int


USUAL: Final = Effort(
    size=town.FULL,
    rounds=15,
    alone=4,
    together=3,
    pages=60,
    taps=300,
    people=50,
    messages=100_000,
    crowd=10_000,
    letters=4_000,
    paced_seconds=25,
    few=Size(slots=200, upcoming=100, people=2_000, parties=50),
    many=Size(slots=20_000, upcoming=100, people=200_000, parties=50),
    meetings_due=20,
)
COLLECT_AFTER: Final = 50_000
"""As the program has it when it serves."""
QUICK: Final = Effort(
    size=town.SMALL,
    rounds=2,
    alone=1,
    together=1,
    pages=6,
    taps=10,
    people=5,
    messages=2_000,
    crowd=20,
    letters=50,
    paced_seconds=1,
    few=Size(slots=40, upcoming=20, people=200, parties=5),
    many=Size(slots=400, upcoming=20, people=2_000, parties=5),
    meetings_due=5,
)


def main(words: list[str] | None = None) -> int:
    """Measure and print; 0 whatever the figures are, for they depend on the machine."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="The benchmarks, beside bare sqlite3.")
    parser.add_argument("--quick", action="store_true", help="a small town and few rounds: to see that it runs")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where the databases are kept ({FOLDER})")
    given = parser.parse_args(words)
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    if disk.is_in_memory(folder):
        print(f"{folder} is in memory, where a commit costs nothing: choose a --folder on a disk.", file=sys.stderr)
        return FAILED
    effort = QUICK if given.quick else USUAL
    print(report.environment(folder))
    print(
        f"{effort.size.slots:,} slots ({effort.size.upcoming} ahead), {effort.size.people:,} people, "
        f"{effort.size.bookings:,} bookings; filled once, kept in {folder}\n",
        flush=True,
    )
    found, notes = measure(folder, effort)
    print(report.table(found))
    print("", *notes, "", report.summary(found), sep="\n")
    return 0


def measure(folder: Path, effort: Effort) -> tuple[list[Comparison], list[str]]:
    """Run all benchmarks on copies of the datasets, which are deleted afterwards; and what is to be said besides."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    kept, kept_tenth = (datasets.dataset(folder, size) for size in (effort.size, effort.size.tenth()))
    with contextlib.ExitStack() as copies:
        ours = copies.enter_context(datasets.copied(kept, folder / "ours.db"))
        theirs = copies.enter_context(datasets.copied(kept, folder / "theirs.db"))
        tenth = copies.enter_context(datasets.copied(kept_tenth, folder / "tenth.db"))
        # As the program itself does: what start-up made stays, and the collector need not look through it again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, 20, 100)
        found = asyncio.run(_beside_bare(ours, theirs, tenth, effort))
        found += asyncio.run(
            emulator.compare(rounds=min(effort.rounds, 7), messages=effort.messages, people=effort.crowd)
        )
        costs = asyncio.run(updates.measure(ours, taps=effort.taps, people=effort.people))
        whole, notes = asyncio.run(_the_bot(kept, folder, effort))
        return found + whole, [report.updates(costs), *notes]


async def _beside_bare(ours: Path, theirs: Path, tenth: Path, effort: Effort) -> list[Comparison]:
    clock = datasets.TownClock()
    async with open_store(ours, clock=clock) as store, open_store(tenth, clock=clock) as smaller:
        with contextlib.closing(bare.connected(theirs)) as connection:
            found = await registering.compare(
                store, connection, effort.size, rounds=effort.rounds, alone=effort.alone, together=effort.together
            )
            found += await pages.compare(store, smaller, connection, rounds=effort.rounds, pages=effort.pages)
    return found


async def _the_bot(kept: Path, folder: Path, effort: Effort) -> tuple[list[Comparison], list[str]]:
    """The whole bot: taps, messages out, announcements, reminders.

    Each has a town of its own: another Telegram deals the numbers anew by which an inbox knows updates again.
    """
    rounds = min(effort.rounds, 5)
    with datasets.copied(kept, folder / "tapped.db") as database:
        taps = await conversing.compare(database, rounds=rounds, taps=effort.taps, people=effort.people)
    fast = await sending.fast(folder, rounds=rounds, messages=effort.letters)
    paced = await sending.paced(folder, seconds=effort.paced_seconds)
    with datasets.copied(kept, folder / "queued.db") as database:
        queued = await queueing.compare(database, effort.size, rounds=min(rounds, 3), taps=effort.taps)
    tick = await reminding.compare(
        folder, effort.few, effort.many, rounds=min(effort.rounds, 9), meetings=effort.meetings_due
    )
    comparisons = [*taps, fast.comparison, paced.comparison, queued.comparison, tick]
    return comparisons, [report.fast(fast), report.paced(paced), report.queueing(queued)]


if __name__ == "__main__":
    sys.exit(main())
