"""A fresh world for each test, in process and behind a port."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from emulator.clock import SimClock
from emulator.server import Server, serve
from emulator.world import World
from tests.emulator.stand import START, TOKEN, Stand


@pytest.fixture
async def stand() -> Stand:
    """One bot that has heard Timur's /start, with a clock that stands still."""
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN, first_name="Bot", username="my_bot")
    timur = int(world.add_person("Тимур", "ru")["id"])
    world.person_writes(timur, "/start")
    await world.take_updates(TOKEN)
    return Stand(world, timur)


@pytest.fixture
async def server(stand: Stand) -> AsyncIterator[Server]:
    """The same world on a free port."""
    async with serve(stand.world) as up:
        yield up


@pytest.fixture
async def http(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    """A stranger's HTTP client."""
    async with aiohttp.ClientSession(server.url) as session:
        yield session
