"""Jumps: the system's clock is put forward or back while the bot runs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from datetime import time as time_of_day

import pytest
import time_machine

from bot.clockwork import Clockwork, clockwork
from bot.clockwork.jobs import Job
from domain.messages import LetterKind
from domain.moments import HOUR, Instant, instant
from storage.messages import jumps, letters, outbox, reminder_plans, reminders
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, StillClock

SOON = 3.0
"""Seconds within which a job that looks every second has looked; stalled, it would not for an hour."""


class Ticking:
    """A job that counts when it was done, by the clock that cannot be set."""

    def __init__(self) -> None:
        self._done = asyncio.Event()
        self.times = 0

    async def work(self) -> None:
        self.times += 1
        self._done.set()

    async def ticks(self, times: int = 1) -> None:
        """Wait until it has been done so often from now on."""
        until = self.times + times
        while self.times < until:
            self._done.clear()
            await asyncio.wait_for(self._done.wait(), SOON)


@asynccontextmanager
async def ticking(monkeypatch: pytest.MonkeyPatch, seconds: int = 1) -> AsyncIterator[Ticking]:
    monkeypatch.setattr(clockwork, "LOOK_SECONDS", 0.02)
    job = Ticking()
    async with Clockwork([Job("ticks", seconds, job.work)]):
        yield job


@pytest.mark.parametrize(
    "jump", [-HOUR, HOUR, -3, 24 * HOUR], ids=["an hour back", "an hour on", "3 s back", "a day on"]
)
async def test_ticks_go_on_over_a_jump(monkeypatch: pytest.MonkeyPatch, jump: int) -> None:
    with time_machine.travel(time.time(), tick=True) as system:
        async with ticking(monkeypatch) as job:
            await job.ticks()
            system.shift(jump)
            await job.ticks(2)


@pytest.mark.parametrize("jump", [-HOUR, HOUR], ids=["back", "on"])
async def test_a_jump_runs_the_ticks_at_once(monkeypatch: pytest.MonkeyPatch, jump: int) -> None:
    with time_machine.travel(time.time(), tick=True) as system:
        async with ticking(monkeypatch, seconds=3600) as job:
            system.shift(jump)
            await job.ticks()
            assert job.times == 1


async def test_a_clock_that_is_set_right_bit_by_bit_is_no_jump(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(time.time(), tick=True) as system:
        async with ticking(monkeypatch, seconds=3600) as job:
            for _ in range(5):
                system.shift(1)
                await asyncio.sleep(0.05)
            assert job.times == 0


async def booked(desk: Desk) -> Instant:
    """One booking; when its reminder is due."""
    slot = await desk.slot(event=await desk.do(rows.an_event, rules="2h"), capacity=5)
    await desk.do(reminder_plans.plan, slot=slot)
    await desk.book(await desk.pupil(), slot)
    due = await desk.do(reminders.next_due)
    assert due is not None
    return due


async def test_an_hour_on_and_back_again_sends_a_reminder_once(desk: Desk, clock: StillClock) -> None:
    due = await booked(desk)
    for moment in (due - 1800, due + 1800, due - 1800, due, due + 1):  # put on by an hour, and put right again
        clock.shows = Instant(moment)
        while await desk.do(reminders.expand):
            pass
    assert len(await desk.letters(LetterKind.REMINDER)) == 1


async def told(desk: Desk, key: str, *, not_before: Instant | None = None) -> None:
    who = await desk.pupil()
    await desk.do(letters.write, kind=LetterKind.MORE_DATES, key=key, person=who.id, not_before=not_before)


async def test_what_was_to_go_at_once_by_a_clock_that_was_ahead_goes_once_it_is_put_right(
    desk: Desk, clock: StillClock
) -> None:
    now = clock.now()
    await told(desk, "before")
    clock.forward(HOUR)
    await told(desk, "ahead")
    morning = instant(date(2026, 11, 24), time_of_day(8), ALMATY)
    await told(desk, "in the morning", not_before=morning)
    clock.shows = now
    assert len(await desk.do(outbox.claim, size=9)) == 1
    assert not await desk.do(jumps.release)
    assert len(await desk.do(outbox.claim, size=9)) == 1
    assert await desk.value("SELECT not_before FROM outbox WHERE state = 'waiting'") == morning


async def test_releasing_goes_by_chunks(desk: Desk, clock: StillClock) -> None:
    clock.forward(HOUR)
    for number in range(3):
        await told(desk, f"{number}")
    clock.forward(-HOUR)
    assert await desk.do(jumps.release, chunk=2)
    assert not await desk.do(jumps.release, chunk=2)
    assert len(await desk.do(outbox.claim, size=9)) == 3
