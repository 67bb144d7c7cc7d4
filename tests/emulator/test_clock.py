"""The clock: still or running, never backwards, and moved no faster than those who live by it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from emulator.clock import SimClock
from emulator.stage.followers import Followers, Report
from tests.emulator.stand import START, Stand


class Diary:
    """A program with things to do at certain times, which follows a clock as the demo's bot does."""

    def __init__(self, clock: SimClock, followers: Followers, *dues: float) -> None:
        self.clock = clock
        self.followers = followers
        self.dues = sorted(dues)
        self.done: list[tuple[float, float]] = []

    async def live(self) -> None:
        seen = 0
        while True:
            now = self.clock.now()
            while self.dues and self.dues[0] <= now:
                self.done.append((self.dues.pop(0), now))
            report = Report(seen, idle=True, next_due=self.dues[0] if self.dues else None)
            seen = (await self.followers.follow("diary", report, 60))["version"]


def followers_of(clock: SimClock, *, patience: float = 60) -> Followers:
    return Followers(clock, lambda: False, patience=patience)


def test_a_clock_stands_or_runs() -> None:
    still = SimClock(START, running=False)
    assert (still.now(), still.date(), still.version) == (START, int(START), 0)
    still.move_to(START + 1)
    assert (still.now(), still.version) == (START + 1, 1)
    with pytest.raises(ValueError, match="backwards"):
        still.move_to(START)
    running = SimClock(START)
    before = running.now()
    running.move_to(START + 1000)
    assert before >= START
    assert START + 1000 <= running.now() < START + 1100


async def test_without_followers_the_clock_jumps() -> None:
    clock = SimClock(START, running=False)
    standing = await followers_of(clock).advance(START + 86_400)
    expected: dict[str, Any] = {"now": START + 86_400, "version": 1, "idle": True, "next_due": None, "landmarks": {}}
    assert standing == expected


async def test_the_clock_goes_through_every_due_instant_in_turn() -> None:
    clock = SimClock(START, running=False)
    followers = followers_of(clock)
    diary = Diary(clock, followers, START + 60, START + 3600, START + 86_400, START + 90_000)
    life = asyncio.create_task(diary.live())
    await asyncio.sleep(0)
    standing = await followers.advance(START + 86_400)
    life.cancel()
    assert diary.done == [(due, due) for due in (START + 60, START + 3600, START + 86_400)]
    assert (standing["now"], standing["idle"], standing["next_due"]) == (START + 86_400, True, START + 90_000)


async def test_advancing_by_nothing_counts_as_a_move() -> None:
    clock = SimClock(START, running=False)
    standing = await followers_of(clock).advance(START)
    assert (standing["now"], standing["version"]) == (START, 1)


async def test_a_due_instant_that_never_passes_does_not_hold_the_clock() -> None:
    clock = SimClock(START, running=False)
    followers = followers_of(clock)

    async def stuck() -> None:
        seen = 0
        while True:
            seen = (await followers.follow("stuck", Report(seen, idle=True, next_due=START - 5), 60))["version"]

    life = asyncio.create_task(stuck())
    await asyncio.sleep(0)
    standing = await followers.advance(START + 10)
    assert (standing["now"], standing["idle"]) == (START + 10, True)
    assert clock.version <= 10, "it moves on by a second at least"
    standing = await followers.advance(START + 5000)
    life.cancel()
    assert (standing["now"], standing["idle"]) == (START + 5000, True)
    assert clock.version <= 10 + 1001, "and gives up after a thousand rounds"


async def test_who_is_busy_is_waited_for_and_then_no_longer() -> None:
    clock = SimClock(START, running=False)
    followers = followers_of(clock, patience=0.2)
    await followers.follow("busy", Report(0, idle=False, next_due=START + 10), 0)
    standing = await followers.advance(START + 100)
    assert (standing["now"], standing["idle"]) == (START + 100, False)


async def test_an_unconfirmed_update_keeps_the_clock() -> None:
    clock = SimClock(START, running=False)
    waiting = [True]
    followers = Followers(clock, lambda: waiting[0], patience=30)
    diary = Diary(clock, followers)
    life = asyncio.create_task(diary.live())
    move = asyncio.create_task(followers.advance(START + 1))
    await asyncio.sleep(0.12)
    assert not move.done()
    waiting.clear()
    waiting.append(False)
    assert (await asyncio.wait_for(move, 5))["idle"] is True
    life.cancel()


async def test_a_newer_report_answers_the_older_one() -> None:
    followers = followers_of(SimClock(START, running=False))
    older = asyncio.create_task(followers.follow("bot", Report(0, idle=False), 60))
    await asyncio.sleep(0)
    await followers.follow("bot", Report(0, idle=True, landmarks={"reminder": START + 5}), 0)
    assert (await asyncio.wait_for(older, 5))["version"] == 0
    assert followers.standing()["landmarks"] == {"reminder": START + 5}


async def test_a_move_is_told_at_once_to_who_has_not_seen_it() -> None:
    clock = SimClock(START, running=False)
    followers = followers_of(clock)
    clock.move_to(START + 1)
    told = await asyncio.wait_for(followers.follow("bot", Report(0, idle=True), 60), 5)
    assert told == {"now": START + 1, "version": 1}


async def test_a_follower_long_unheard_of_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    followers = followers_of(SimClock(START, running=False))
    await followers.follow("gone", Report(0, idle=False, next_due=START + 5), 0)
    assert followers.standing()["idle"] is False
    later = time.monotonic() + 91
    monkeypatch.setattr(time, "monotonic", lambda: later)
    standing = followers.standing()
    assert (standing["idle"], standing["next_due"]) == (True, None)


async def test_the_clock_never_goes_backwards(stand: Stand) -> None:
    with pytest.raises(ValueError, match="backwards"):
        await stand.world.followers.advance(START - 1)


async def test_messages_bear_the_worlds_time(stand: Stand) -> None:
    await stand.world.followers.advance(START + 86_400)
    assert (await stand.says("tomorrow"))["date"] == int(START) + 86_400
