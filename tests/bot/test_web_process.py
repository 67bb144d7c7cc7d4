"""The real program with HTTP of its own: delivered to and fetching, asked how it is, and asked to stop under load."""

# ruff: noqa: ASYNC110  what is waited for is another process's work, which has no event here

import asyncio
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import build_app
from bot.clock import FollowedClock
from bot.config import read_config
from emulator.server import serve
from emulator.world import World
from tests.bot.programs import PATIENCE, Program, program
from tests.bot.test_metrics import figures

TOKEN = "42:PROGRAM"  # noqa: S105  nobody's
PEOPLE = 6
EACH = 3


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def world() -> World:
    world = World()
    world.add_bot(TOKEN, first_name="Etalon", username="etalon_test_bot")
    return world


async def healthy(bot: Program, http: aiohttp.ClientSession, at: str) -> dict[str, Any]:
    """What /healthz says once it says ok."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with http.get(f"http://{at}/healthz") as answer:
                    facts: dict[str, Any] = await answer.json()
                    if answer.status == 200:
                        return facts
            except aiohttp.ClientConnectionError:
                assert bot._process.returncode is None, "it ended"
            await asyncio.sleep(0.05)


def replies(world: World, person: int) -> int:
    return sum(message["from"]["is_bot"] for message in world.person_sees(person))


async def until_answered(world: World, people: list[int], times: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while sum(replies(world, person) >= times for person in people) < len(people):
            await asyncio.sleep(0.05)


async def until_counted(http: aiohttp.ClientSession, at: str, times: int) -> None:
    """An update is done a moment after its reply has arrived."""
    done = 0.0
    async with asyncio.timeout(PATIENCE):
        while done < times:
            async with http.get(f"http://{at}/metrics") as answer:
                done = figures(await answer.read()).get("etalon_updates_total{kind=message}{outcome=done}", 0)
    assert done == times


def kept(database: Path) -> tuple[int, int]:
    """How many updates the inbox has, and how many of them are done."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute("SELECT count(*), count(done_at) FROM inbox").fetchone()
    return int(found[0]), int(found[1])


async def stops_under_load(bot: Program, world: World, people: list[int]) -> None:
    """Everybody writes, and the bot is told to stop in the middle of it."""
    for _ in range(EACH):
        for person in people:
            world.person_writes(person, "/help")
    while not any(replies(world, person) > 1 for person in people):
        await asyncio.sleep(0.01)
    assert await bot.ends(signal.SIGTERM) == 0


@pytest.mark.process
@pytest.mark.parametrize("way", ["webhook", "polling"])
async def test_sigterm_under_load_loses_nothing_and_repeats_nothing(
    tmp_path: Path, world: World, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emulator.kept.webhooks.LONGEST_PAUSE", 0.5)
    people = [world.add_person(f"Sample {number}", "en")["id"] for number in range(PEOPLE)]
    at = f"127.0.0.1:{free_port()}"
    async with serve(world) as server, aiohttp.ClientSession() as http:
        settings = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": server.url,
            "DATABASE": str(tmp_path / "etalon.db"),
            "LISTEN": at,
            "MESSAGES_PER_SECOND": "1000",
            "LOG_FORMAT": "json",
        } | ({"WEBHOOK_URL": f"http://{at}/telegram"} if way == "webhook" else {})
        async with program("run", cwd=tmp_path, **settings) as bot:
            facts = await healthy(bot, http, at)
            assert facts["updates"]["come_by"] == way
            for person in people:
                world.person_writes(person, "/start")
            await until_answered(world, people, 1)
            await until_counted(http, at, PEOPLE)
            await stops_under_load(bot, world, people)
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.get(f"http://{at}/healthz")
        assert not (tmp_path / "etalon.db-wal").exists()  # folded in: nothing is left beside the database
        async with program("run", cwd=tmp_path, **settings) as bot:
            await healthy(bot, http, at)
            await until_answered(world, people, 1 + EACH)
            assert await bot.ends(signal.SIGTERM) == 0
    received, done = kept(tmp_path / "etalon.db")
    assert received == done == PEOPLE * (1 + EACH)
    sent = [call["params"]["chat_id"] for call in world.calls_after() if call["method"] == "sendMessage"]
    assert [sent.count(person) for person in people] == [1 + EACH] * PEOPLE


async def test_delivered_to_it_lives_by_the_emulators_clock_all_the_same(tmp_path: Path, world: World) -> None:
    person = world.add_person("Sample pupil", "en")["id"]
    at = f"127.0.0.1:{free_port()}"
    async with serve(world) as server, FollowedClock(server.url) as clock:
        config = read_config(
            _env_file=None,
            bot_token=TOKEN,
            bot_api_url=server.url,
            database=tmp_path / "etalon.db",
            backup_dir=tmp_path / "backups",
            messages_per_second=1000,
            listen=at,
            webhook_url=f"http://{at}/telegram",
        )
        stop, serving = asyncio.Event(), asyncio.Event()
        async with build_app(config, clock=clock) as app:
            running = asyncio.create_task(app.run(stop, serving=serving.set))
            await serving.wait()
            world.person_writes(person, "/start")
            moving = {"advance": 3600}
            async with aiohttp.request("POST", f"{server.url}/sim/clock", json=moving) as answer:
                assert (await answer.json())["idle"]
            assert replies(world, person) == 1  # the clock waited until it was answered
            stop.set()
            await asyncio.wait_for(running, PATIENCE)
