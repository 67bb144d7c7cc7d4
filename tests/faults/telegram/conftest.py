"""A bad day, with an excursion on Saturday."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import build_app
from tests.bot.in_process import WorldClock
from tests.conversations.stage import a_slot, config, new_world
from tests.faults.telegram.bad_days import BadDay, Hours, Line


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What is logged, kept and not printed: hundreds of refusals with their tracebacks would take a minute."""
    with capture_logs() as kept:
        yield kept


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    """Waiting takes no time, and is noted."""
    hours, real = Hours(), asyncio.sleep

    async def sleep(seconds: float, result: object = None) -> object:
        if seconds > 0:
            hours.slept.append(seconds)
            hours.pass_by(seconds)
        return await real(0, result)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return hours


@pytest.fixture
async def day(tmp_path: Path, hours: Hours) -> AsyncIterator[BadDay]:
    """A stage, its time, and its line to Telegram; a slot with 500 seats is published."""
    world = new_world()
    line = Line(world)
    async with build_app(config(tmp_path / "etalon.db"), clock=WorldClock(world), transport=line) as app:
        app.sender._monotonic = hours.monotonic
        await app.prepare()
        day = BadDay(app, world, hours, line)
        await day.offers(a_slot(capacity=500))
        yield day
