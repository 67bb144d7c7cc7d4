"""The real program over real HTTP: the demo from its first line to its last, and a bot that is killed in between."""

# ruff: noqa: ASYNC110  what is waited for is another process's work, which has no event here

import asyncio
import re
import signal
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo import by_day
from domain.moments import Instant, QuietHours, local
from emulator.server import serve
from emulator.world import World
from tests.bot.programs import PATIENCE, ended, program

pytestmark = pytest.mark.process

TOKEN = "42:PROGRAM"  # noqa: S105  nobody's
NIGHT = QuietHours.parse("22:00-08:00")


async def seen(http: aiohttp.ClientSession, url: str, person: int, *, wait: int = 20) -> list[dict[str, Any]]:
    """What the bot has said to this person, once it has said something."""
    said: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        while not said:
            async with http.get(f"{url}/sim/people/{person}/messages", params={"wait": str(wait)}) as answer:
                said = [message for message in await answer.json() if message["from"]["is_bot"]]
            await asyncio.sleep(0.05)
    return said


async def test_the_demo_answers_moves_its_clock_and_ends_cleanly(tmp_path: Path) -> None:
    async with program("demo", "--port", "0", "--data", "kept", cwd=tmp_path) as demo:
        line = await demo.says("Open")
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found is not None
        url = found[0]
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{url}/") as page:
                assert page.status == 200
            async with http.get(f"{url}/sim/people") as answer:
                people = await answer.json()
            assert len(people) >= 2
            await http.post(f"{url}/sim/people/{people[0]['id']}/messages", json={"text": "/start"})
            assert await seen(http, url, people[0]["id"])
            async with http.post(f"{url}/sim/clock", json={"advance": 86_400}) as answer:
                assert (await answer.json())["idle"]
        taken = await ended("demo", "--port", url.rpartition(":")[2], cwd=tmp_path)
        assert taken.code == 1
        assert taken.err.startswith(f"Port {url.rpartition(':')[2]} is taken")
        assert await demo.ends(signal.SIGINT) == 0
    assert (tmp_path / "kept" / "etalon.db").exists()


async def test_a_killed_bot_answers_what_it_had_taken_and_what_came_meanwhile(tmp_path: Path) -> None:
    world = World()
    world.add_bot(TOKEN, first_name="Etalon", username="etalon_test_bot")
    waits, comes_later = world.add_person("Sample one", "en")["id"], world.add_person("Sample two", "en")["id"]
    async with serve(world) as server:
        settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.url, "DATABASE": str(tmp_path / "etalon.db")}
        async with program("run", cwd=tmp_path, **settings) as bot, asyncio.timeout(PATIENCE):
            while not world.state.bots[TOKEN].updates.polled:
                await asyncio.sleep(0.05)
            world.faults.order({"method": "sendMessage", "kind": "error", "error_code": 429, "retry_after": 15})
            world.person_writes(waits, "/start")
            while len(world.faults) or len(world.state.bots[TOKEN].updates):
                await asyncio.sleep(0.01)  # until it is acknowledged, and its reply waits to be tried again
            assert await bot.ends(signal.SIGKILL) == -signal.SIGKILL
        world.person_writes(comes_later, "/start")
        assert not [message for message in world.person_sees(waits) if message["from"]["is_bot"]]

        async with program("run", cwd=tmp_path, **settings) as bot, aiohttp.ClientSession() as http:
            for person in (waits, comes_later):
                assert len(await seen(http, server.url, person)) == 1
            assert await bot.ends(signal.SIGTERM) == 0


async def test_a_start_that_cannot_succeed_ends_with_a_sentence(tmp_path: Path) -> None:
    async with serve(World()) as server:
        unknown = await ended("run", cwd=tmp_path, BOT_TOKEN="43:UNKNOWN", BOT_API_URL=server.url)
    assert unknown.code == 1
    assert "correct BOT_TOKEN" in unknown.err.splitlines()[-1]
    assert "UNKNOWN" not in unknown.err


async def test_without_an_emulator_the_lonely_bot_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    lonely = await ended("demo", "--emulator", f"http://127.0.0.1:{free}", cwd=tmp_path)
    assert lonely.code == 1
    assert lonely.err.startswith("No emulator answers")


@pytest.mark.parametrize("hour", range(24))
def test_the_demo_begins_by_day(hour: int) -> None:
    now = Instant(int(datetime(2026, 11, 21, hour, 30, tzinfo=UTC).timestamp()))
    zones = ("Europe/Moscow", "Asia/Almaty")
    start = by_day(now, NIGHT, zones)
    assert now <= start < now + 86_400
    for zone in zones:
        assert 8 <= local(start, zone).hour < 20 or (local(start, zone).hour, local(start, zone).minute) == (20, 0)
    assert by_day(start, NIGHT, zones) == start


def test_where_it_is_always_quiet_somewhere_the_demo_begins_now() -> None:
    now = Instant(1_795_000_000)
    assert by_day(now, QuietHours.parse("09:00-08:00"), ("Europe/Moscow", "Asia/Almaty")) == now
