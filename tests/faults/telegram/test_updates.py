"""Updates on a bad day: twice, under two numbers, unreadable, numbered anew, or seen by a second poller."""

# ruff: noqa: ASYNC110  what is waited for is the world's state, which has no event here

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import build_app
from bot.complaints import FAILED, complaint
from bot.intake.fetching import CONFLICTS_BORNE
from bot.stops import MustStop
from domain.moments import DAY
from tests.bot.in_process import WorldClock
from tests.conversations.stage import TOKEN, Actor, Stage, config, new_world
from tests.faults.telegram.bad_days import BadDay, Hours, Line, texts

START = "https://t.me/etalon_test_bot?start=s_1"


async def test_updates_whose_acknowledgement_was_lost_are_not_handled_again(day: BadDay) -> None:
    alina = await day.pupil("Alina")
    shown = len(alina.from_bot())
    day.world.person_writes(alina.id, "/help")
    await day.app.intake.fetch_now()
    day.app.intake._fetching._offset = None  # the acknowledgement never got there
    await day.app.settle()
    assert len(alina.from_bot()) == shown + 1
    assert await day.all_is_done()


async def test_an_answer_to_a_poll_that_is_cut_brings_the_same_updates_once(
    day: BadDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    alina = await day.pupil("Alina")
    shown = len(alina.from_bot())
    day.world.person_writes(alina.id, "/help")
    day.suffers("getUpdates", kind="drop_after")
    fetching = asyncio.create_task(day.app.intake.for_ever())
    async with asyncio.timeout(60):
        while len(day.world.state.bots[TOKEN].updates) or not day.app.intake.idle:
            await asyncio.sleep(0)
    fetching.cancel()
    await asyncio.gather(fetching, return_exceptions=True)
    assert len(alina.from_bot()) == shown + 1


async def test_one_press_under_two_numbers_takes_one_seat(day: BadDay) -> None:
    alina = await (await day.pupil("Alina")).opens(START)
    message, button = alina._button("Register")
    for _number in range(2):
        day.world.person_taps(alina.id, message["message_id"], button["callback_data"])
    await day.app.settle()
    assert await day.app.store.read(lambda tx: tx.value("SELECT count(*) FROM bookings")) == 1
    assert await day.app.store.read(lambda tx: tx.value("SELECT seats_taken FROM slots")) == 1
    assert not alina.has("already")
    assert alina.has("your ticket")
    assert await day.all_is_done()


async def test_an_unreadable_update_is_set_aside_and_its_batch_goes_on(day: BadDay) -> None:
    alina, timur = await day.comes("Alina"), await day.comes("Timur")
    shown = len(alina.from_bot()), len(timur.from_bot())
    day.world.person_writes(alina.id, "/help")
    legacy: dict[str, Any] = {
        "message_id": 900,
        "date": 1,
        "chat": {"id": alina.id, "type": "private", "first_name": "Alina"},
        "from": {"id": alina.id, "is_bot": False, "first_name": "Alina"},
        "forward_origin": {"type": "hidden_user", "date": 1},  # of an account without a name
        "text": "look at this",
    }
    day.arrives("message", legacy)
    day.world.person_writes(alina.id, "/help")
    day.world.person_writes(timur.id, "/help")
    await day.app.settle()
    assert (len(alina.from_bot()), len(timur.from_bot())) == (shown[0] + 2, shown[1] + 1)
    (reason,) = await day.dead()
    assert reason.startswith("cannot be parsed: message.")
    assert "look at this" not in reason
    assert await day.undone() == 0


async def test_numbers_that_begin_anew_after_an_idle_week_are_taken(day: BadDay) -> None:
    alina = await day.comes("Alina")
    queue = day.world.state.bots[TOKEN].updates
    await day.app.settle()
    assert queue._next > 3
    day.world.clock.move_to(day.world.clock.now() + 8 * DAY)
    await day.app.settle()
    queue._next = 3
    await alina.says("/help")
    await alina.taps("Home")
    assert alina.sees("Hello")
    assert not len(queue)
    assert await day.all_is_done()


async def test_a_second_poller_is_reported_each_time_and_then_ends_it(day: BadDay) -> None:
    alina = await day.comes("Alina")
    day.suffers("getUpdates", error_code=409, description="Conflict: terminated by other getUpdates request", times=999)
    began = day.hours.now
    with capture_logs() as logs, pytest.raises(MustStop) as reason:
        await asyncio.wait_for(day.app.run(asyncio.Event()), 60)
    alerts = [entry for entry in logs if entry["log_level"] == "error" and "another program" in entry["event"]]
    assert len(alerts) == CONFLICTS_BORNE
    assert all("stop" in entry["to_do"] for entry in alerts)
    assert day.hours.now - began > 200  # longer than any change of version takes
    sentence, code = complaint(reason.value)
    assert code == FAILED
    assert "stop it" in sentence
    assert len(alina.from_bot()) == 1


async def test_a_second_poller_that_goes_away_is_forgotten(day: BadDay) -> None:
    alina = await day.comes("Alina")
    day.suffers("getUpdates", error_code=409, times=CONFLICTS_BORNE)
    day.world.person_writes(alina.id, "/help")
    stop = asyncio.Event()
    running = asyncio.create_task(day.app.run(stop))
    async with asyncio.timeout(60):
        while not alina.sees("How it works"):
            await asyncio.sleep(0)
        stop.set()
        await running


async def test_a_token_taken_away_ends_it_and_what_was_asked_is_answered_with_the_next(
    tmp_path: Path, hours: Hours
) -> None:
    world = new_world()
    settings = config(tmp_path / "etalon.db")
    line = Line(world)
    async with build_app(settings, clock=WorldClock(world), transport=line) as app:
        await app.prepare()
        stage = Stage(app, world)
        alina = Actor(stage, world.add_person("Alina", "en")["id"], "Alina")
        world.person_opens(alina.id, "https://t.me/etalon_test_bot?start=hello")
        line.taken_away_after("getUpdates")
        with pytest.raises(MustStop, match="correct BOT_TOKEN") as reason:
            await asyncio.wait_for(app.run(asyncio.Event()), 60)
        assert complaint(reason.value)[1] == FAILED
    assert alina.from_bot() == []

    async with build_app(settings, clock=WorldClock(world), transport=Line(world)) as app:
        await app.prepare()
        await app.settle()
    assert len(texts(alina, "This is Etalon")) == 1
    assert app.intake.idle
