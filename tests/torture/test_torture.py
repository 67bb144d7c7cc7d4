"""The short form of the torture: every named point once, a few random moments, a graceful stop; and its controls.

The lives are forked, so that a restart does not cost the imports; `make torture` starts each anew.
"""

import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from storage.messages import outbox
from tests.torture import plan, starts
from tests.torture.figures import Figures
from tests.torture.lane import DEATH_SECONDS, Lane
from tests.torture.lives import Nursery, nursery
from tests.torture.plan import CONTROL, SHORT, Death, Size
from tests.torture.tripwire import Disarmed, around

pytestmark = [
    pytest.mark.process,
    pytest.mark.asyncio(loop_scope="module"),
]

SEED: Final = 4
PATIENCE: Final = 120


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cradle() -> AsyncIterator[Nursery]:
    async with nursery() as cradle:
        yield cradle


def a_chance() -> random.Random:
    return random.Random(SEED)  # noqa: S311  repeatable on purpose


async def tortured(
    cradle: Nursery,
    folder: Path,
    deaths: Sequence[Death],
    *,
    size: Size,
    sabotage: str = "",
    patience: float = DEATH_SECONDS,
) -> Figures:
    """What comes of one lane. `patience`: seconds for a life to reach its point."""
    figures = Figures()
    lane = Lane("lane", folder, cradle, a_chance(), figures)
    lane.births.sabotage = sabotage
    lane.patience = patience
    async with lane.opened(size):
        await lane.run(deaths)
    return figures


@pytest.mark.parametrize("half", [0, 1])
async def test_whenever_it_is_killed_nothing_is_lost(cradle: Nursery, tmp_path: Path, half: int) -> None:
    deaths = plan.halves(plan.once_each(a_chance(), randoms=3, broadcast=SHORT.crowd))[half]
    kills = [death for death in deaths if death.how != plan.STOP]

    figures = await tortured(cradle, tmp_path, deaths, size=SHORT)

    assert figures.fine, figures.told()
    assert figures.killed > len(kills), figures.told()
    assert {death.how for death in kills} <= set(figures.kills)
    assert figures.updates > 100
    assert figures.letters > 0
    assert figures.repeats == figures.marked <= figures.in_flight


@pytest.mark.parametrize(
    ("rule", "deaths", "found"),
    [
        ("acknowledge first", [Death("before the inbox commit", nth=3)], "an update was lost"),
        ("mark before sending", [Death("after a claim", nth=1)], "a letter was never sent"),
        ("forget what was claimed", [Death("after a send", nth=20)], "a repeat was not marked"),
        ("act twice", [Death("after its commit", nth=2)], "a button acted more or less than once"),
        ("keep freed seats", [Death("after its commit", nth=25)], "a slot is overbooked or miscounted"),
    ],
)
async def test_a_broken_rule_is_found(
    cradle: Nursery, tmp_path: Path, rule: str, deaths: Sequence[Death], found: str
) -> None:
    figures = await tortured(cradle, tmp_path, deaths, size=CONTROL, sabotage=rule)

    assert found in figures.problems, figures.told()


async def test_a_start_that_cannot_succeed_ends_and_says_so(cradle: Nursery, tmp_path: Path) -> None:
    async with starts.wrong_starts(tmp_path) as wrong:
        for number, start in enumerate(wrong):
            log = tmp_path / f"start-{number}.log"
            words = ["--folder", str(tmp_path), "--", "run"]
            life = await cradle.begin(words, cwd=tmp_path, log=log, settings=start.settings)

            assert await life.until_over(PATIENCE) in {1, 2}, start.wrong
            assert "Traceback" not in log.read_text(), start.wrong


async def test_a_point_whose_name_is_gone_does_not_arm(tmp_path: Path) -> None:
    with pytest.raises(Disarmed, match="no_such_name"):
        around(outbox, "no_such_name", lambda same: same)


async def test_a_point_that_is_never_passed_is_told(cradle: Nursery, tmp_path: Path) -> None:
    figures = await tortured(cradle, tmp_path, [Death("after a claim", nth=10**6)], size=CONTROL, patience=2.0)

    assert list(figures.problems) == ["a point was not reached"], figures.told()
