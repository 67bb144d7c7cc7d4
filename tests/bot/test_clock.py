"""The followed clock: it shows the emulator's time, is there at every due instant, and says when it is busy."""

# ruff: noqa: ASYNC110  what is waited for is a server's state, which has no event here

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.clock import FollowedClock, Standing, SystemClock
from domain.moments import Instant
from emulator.clock import SimClock
from emulator.server import Server, serve
from emulator.world import World

START = 1_795_000_000


class Follower:
    """A program with things due at some instants."""

    def __init__(self, clock: FollowedClock, *due: int) -> None:
        self.clock = clock
        self.due = list(due)
        self.woken: list[int] = []
        self.busy = False

    async def catch_up(self) -> None:
        self.woken.append(self.clock.now())
        self.due = [moment for moment in self.due if moment > self.clock.now()]

    async def standing(self) -> Standing:
        coming = min(self.due, default=None)
        landmarks = {} if coming is None else {"reminder": coming}
        return Standing(not self.busy, None if coming is None else Instant(coming), landmarks)


@asynccontextmanager
async def following(*due: int) -> AsyncIterator[tuple[Follower, Server, aiohttp.ClientSession]]:
    world = World(SimClock(START, running=False))
    async with serve(world) as server, aiohttp.ClientSession() as http, FollowedClock(server.url) as clock:
        follower = Follower(clock, *due)
        task = asyncio.create_task(clock.follow(follower.catch_up, follower.standing))
        while not (await standing(server, http))["idle"]:
            await asyncio.sleep(0.01)
        yield follower, server, http
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def standing(server: Server, http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.get(f"{server.url}/sim/clock") as answer:
        stands: dict[str, Any] = await answer.json()
        return stands


async def move(server: Server, http: aiohttp.ClientSession, seconds: int) -> dict[str, Any]:
    async with http.post(f"{server.url}/sim/clock", json={"advance": seconds}) as answer:
        stands: dict[str, Any] = await answer.json()
        return stands


def test_the_systems_time_is_in_whole_seconds() -> None:
    assert isinstance(SystemClock().now(), int)


async def test_the_clock_is_followed_through_each_due_instant() -> None:
    async with following(START + 100, START + 5000) as (follower, server, http):
        assert follower.clock.now() == START
        assert (await standing(server, http))["landmarks"] == {"reminder": START + 100}
        stands = await move(server, http, 86_400)
        assert stands["idle"]
        assert [moment - START for moment in follower.woken[-3:]] == [100, 5000, 86_400]
        assert follower.clock.now() == START + 86_400


async def test_what_changes_meanwhile_is_told_without_being_asked() -> None:
    async with following() as (follower, server, http):
        assert (await standing(server, http))["next_due"] is None
        follower.due.append(START + 60)
        follower.clock.nudge()
        while (await standing(server, http))["next_due"] != START + 60:
            await asyncio.sleep(0.01)


async def test_while_it_is_busy_the_emulator_knows() -> None:
    async with following() as (follower, server, http):
        follower.busy = True
        await follower.clock.busy()
        assert not (await standing(server, http))["idle"]
        moving = asyncio.create_task(move(server, http, 10))
        await asyncio.sleep(0.2)
        assert not moving.done()
        follower.busy = False
        assert (await moving)["idle"]


async def test_an_emulator_that_is_away_for_a_while_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.clock.PAUSE_SECONDS", 0.01)
    world = World(SimClock(START, running=False))
    async with serve(world) as server:
        port = server.port
        clock = await FollowedClock(server.url).__aenter__()
        follower = Follower(clock)
        task = asyncio.create_task(clock.follow(follower.catch_up, follower.standing))
    async with serve(World(SimClock(START + 50, running=False)), port=port) as server, aiohttp.ClientSession() as http:
        while not (await standing(server, http))["idle"] or clock.now() != START + 50:
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await clock.__aexit__()
