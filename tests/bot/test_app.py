"""The app as a whole, over the emulator's world in process: starting, serving, stopping."""

# ruff: noqa: ASYNC110  what is waited for is the world's state, which has no event here

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_app
from bot.config import BadSettings, Config, read_config
from bot.stops import MustStop
from bot.transport import Answer, NotConnected, Transport
from emulator.clock import SimClock
from emulator.world import World
from storage.messages import inbox, marks, outbox
from tests.bot.in_process import WorldClock, WorldTransport
from tests.bot.scripted import TOKEN, ScriptedTransport, refused
from tests.storage.rows import MONDAY


@pytest.fixture
def world() -> World:
    world = World(SimClock(float(MONDAY), running=False))
    world.add_bot(TOKEN, first_name="Etalon", username="etalon_test_bot")
    return world


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return read_config(
        _env_file=None,
        bot_token=TOKEN,
        database=tmp_path / "data" / "etalon.db",
        backup_dir=tmp_path / "backups",
        messages_per_second=100_000,
    )


async def refuses_to_start(config: Config, world: World, transport: Transport) -> str:
    with pytest.raises(MustStop) as reason:
        async with build_app(config, clock=WorldClock(world), transport=transport):
            raise AssertionError("it started")
    return str(reason.value)


async def test_an_unknown_token_is_a_sentence(config: Config, world: World) -> None:
    transport = ScriptedTransport(refused(401, "Unauthorized"))
    assert "correct BOT_TOKEN" in await refuses_to_start(config, world, transport)
    assert transport.closed


@pytest.mark.parametrize("failure", [NotConnected("ClientConnectorError"), Answer(502, b"<html>")])
async def test_a_telegram_that_does_not_answer_is_a_sentence(
    config: Config, world: World, failure: Answer | Exception
) -> None:
    transport = ScriptedTransport(failure)
    assert "Telegram" in await refuses_to_start(config, world, transport)
    assert [asked.seconds <= 5 for asked in transport.asked] == [True]  # asked once, and not for long


async def test_without_a_token_it_says_so(config: Config, world: World) -> None:
    without = config.model_copy(update={"bot_token": None})
    with pytest.raises(BadSettings, match="BOT_TOKEN is not set"):
        async with build_app(without, clock=WorldClock(world), transport=WorldTransport(world)):
            pass


async def test_start_is_answered_and_the_update_is_done(config: Config, world: World) -> None:
    person = world.add_person("Sample pupil", "en")["id"]
    async with build_app(config, clock=WorldClock(world), transport=WorldTransport(world)) as app:
        world.person_writes(person, "/start")
        await app.settle()
        assert len(world.person_sees(person)) == 2
        assert await app.store.read(inbox.to_do) == ()
        assert (await app.standing()).idle


async def test_the_menu_is_there_in_every_language(config: Config, world: World) -> None:
    async with build_app(config, clock=WorldClock(world), transport=WorldTransport(world)) as app:
        await app.prepare()
    calls = [call["params"] for call in world.calls_after() if call["method"] == "setMyCommands"]
    assert [call.get("language_code") for call in calls] == ["ru", "kk", "en", None]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


async def test_it_serves_until_asked_to_stop_and_leaves_nothing_half_done(config: Config, world: World) -> None:
    person = world.add_person("Sample pupil", "en")["id"]
    stop, serving = asyncio.Event(), asyncio.Event()
    async with build_app(config, clock=WorldClock(world), transport=WorldTransport(world)) as app:
        running = asyncio.create_task(app.run(stop, serving=serving.set))
        await serving.wait()
        world.person_writes(person, "/start")
        await until(lambda: len(world.person_sees(person)) == 2)
        stop.set()
        await asyncio.wait_for(running, 20)
        assert await app.store.read(inbox.to_do) == ()
        assert await app.store.read(outbox.next_due) is None
    assert len(world.state.bots[TOKEN].updates) == 0


class CutOff(WorldTransport):
    """The token is taken away while the bot polls."""

    async def call(self, token: str, method: str, *args: Any, **kwargs: Any) -> Answer:
        if method == "getUpdates":
            return refused(401, "Unauthorized")
        return await super().call(token, method, *args, **kwargs)


async def test_a_token_that_is_taken_away_ends_it_with_a_sentence(config: Config, world: World) -> None:
    async with build_app(config, clock=WorldClock(world), transport=CutOff(world)) as app:
        with pytest.raises(MustStop, match="correct BOT_TOKEN"):
            await asyncio.wait_for(app.run(asyncio.Event()), 20)


async def test_marks_are_kept(config: Config, world: World) -> None:
    async with build_app(config, clock=WorldClock(world), transport=WorldTransport(world)) as app:
        assert await app.store.read(marks.mark, name="x") is None
        for value in (1, 2):
            await app.store.write(marks.set_mark, name="x", value=value)
        assert await app.store.read(marks.mark, name="x") == 2
