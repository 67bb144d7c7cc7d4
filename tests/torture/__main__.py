"""`python -m tests.torture`: kills the bot two hundred times and prints what came of it. See docs/torture.md."""

# ruff: noqa: T201  the figures are what the command was called for

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.torture import plan, starts
from tests.torture.figures import Figures
from tests.torture.lane import Lane
from tests.torture.lives import Cradle, Fresh, nursery
from tests.torture.plan import LONG

KILLS: Final = 200
STOPS: Final = 10
TELL_SECONDS: Final = 60


def main(words: Sequence[str] | None = None) -> int:
    """Torture and print; 0 where nothing was found that must not be."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="The bot, killed again and again.")
    parser.add_argument("--seed", type=int, default=None, help="plays the same plan again")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many ({KILLS})")
    parser.add_argument("--stops", type=int, default=STOPS, help=f"graceful stops under load ({STOPS})")
    parser.add_argument("--lanes", type=int, default=2, help="bots beside each other (2)")
    parser.add_argument("--forked", action="store_true", help="lives without the imports: many more in the same time")
    parser.add_argument("--busy", action="store_true", help="times are told, not judged: others use the machine too")
    parser.add_argument("--sabotage", default="", help="break a rule, to see that it shows")
    given = parser.parse_args(words)
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    print(f"seed {seed}, {given.kills} kills, {given.stops} graceful stops, {given.lanes} lanes\n", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="etalon-torture-") as folder:
        figures = asyncio.run(torture(given, seed, Path(folder)))
    print(figures.told())
    print(f"\n  seed {seed}; it took {(time.monotonic() - began) / 60:.1f} minutes")
    return 0 if figures.fine else 1


async def torture(given: argparse.Namespace, seed: int, folder: Path) -> Figures:
    """Every lane at once, then the starts that must fail."""
    figures = Figures()
    telling = asyncio.create_task(_tell_now_and_then(given.kills, figures))
    try:
        if given.forked:
            async with nursery() as cradle:
                await _lanes(given, seed, folder, cradle, figures)
        else:
            await _lanes(given, seed, folder, Fresh(), figures)
    finally:
        telling.cancel()
    print(await starts.told(folder, figures, judged=not given.busy), flush=True)
    if not given.busy:
        figures.judge_times()
    return figures


async def _tell_now_and_then(kills: int, figures: Figures) -> None:
    while True:
        await asyncio.sleep(TELL_SECONDS)
        found = "".join(f"; {kind}: {some[0]}" for kind, some in figures.problems.items())
        print(f"  … {figures.killed} of {kills} kills{found}", flush=True)


async def _lanes(given: argparse.Namespace, seed: int, folder: Path, cradle: Cradle, figures: Figures) -> None:
    async def one(number: int) -> None:
        chance = random.Random(seed * 1000 + number)  # noqa: S311  repeatable on purpose
        place = folder / f"lane-{number}"
        place.mkdir()
        lane = Lane(f"lane {number}", place, cradle, chance, figures)
        lane.births.sabotage = given.sabotage
        share = [given.kills // given.lanes + (number <= given.kills % given.lanes), given.stops // given.lanes]
        deaths = plan.planned(chance, kills=share[0] - 1, stops=share[1], broadcast=LONG.crowd)
        async with lane.opened(LONG):
            await lane.run(deaths)

    await asyncio.gather(*(one(number) for number in range(1, given.lanes + 1)))


if __name__ == "__main__":
    sys.exit(main())
