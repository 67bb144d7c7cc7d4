"""What one update costs from end to end: taps to and fro between the home screen and the list, through the whole
application, over the emulator's world.

There is no peer and no aim: this says what a machine can serve. The emulator runs in the same process, and its own
share is measured and left out.
"""

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.installed import config, installed
from bench.local_telegram import BOT, TOKEN
from bench.tapping import next_press
from bench.town import NOW
from bot.app import App
from bot.transport import Answer, Transport, Upload
from emulator.clock import SimClock
from emulator.world import World
from tests.bot.in_process import WorldTransport


@dataclass(frozen=True, slots=True)
class UpdateCosts:
    """Milliseconds for one update of ours, the emulator's left out: one at a time, and many people's at once."""

    updates: int
    alone: float
    at_once: float

    @property
    def per_second(self) -> float:
        """How many updates one process handles in a second, when they do not wait for each other."""
        return 1000 / self.at_once


class _Timed(Transport):
    """Knows how long the emulator itself was at work."""

    def __init__(self, world: World) -> None:
        self._inner = WorldTransport(world)
        self.seconds = 0.0

    async def call(
        self,
        token: str,
        method: str,
        fields: dict[str, Any],
        files: dict[str, Upload],
        *,
        seconds: float,
    ) -> Answer:
        started = time.perf_counter()
        try:
            return await self._inner.call(token, method, fields, files, seconds=seconds)
        finally:
            self.seconds += time.perf_counter() - started

    def download(self, url: str, *, seconds: float, chunk: int) -> AsyncIterator[bytes]:
        return self._inner.download(url, seconds=seconds, chunk=chunk)

    async def close(self) -> None:
        await self._inner.close()


class Taps:
    """People in front of the bot, and how long it takes to serve them."""

    def __init__(self, app: App, world: World, transport: _Timed, crowd: list[int]) -> None:
        self._app = app
        self._world = world
        self._transport = transport
        self._crowd = crowd
        self._turn = 0

    async def tap(self) -> float:
        """The next person taps; seconds of ours until that is served."""
        self._turn += 1
        return await self._served([self._crowd[self._turn % len(self._crowd)]])

    async def all_tap(self) -> float:
        """Everybody taps at once; seconds of ours for each."""
        return await self._served(self._crowd) / len(self._crowd)

    async def _served(self, people: list[int]) -> float:
        """Fetched, kept, handled, answered, done."""
        for person in people:
            message, data = next_press(self._world.person_sees(person))
            self._world.person_taps(person, message, data)
        started, theirs = time.perf_counter(), self._transport.seconds
        while await self._app.intake.fetch_now():
            pass
        return time.perf_counter() - started - (self._transport.seconds - theirs)


@asynccontextmanager
async def serving(database: Path, *, people: int) -> AsyncIterator[tuple[App, Taps]]:
    """The bot on that database, and so many people who have all pressed Start. The database is changed by it."""
    world = World(clock=SimClock(start=float(NOW), running=False))
    world.add_bot(TOKEN, first_name="Etalon", username=BOT)
    transport = _Timed(world)
    async with installed(config(database), transport=transport) as app:
        crowd = [world.add_person(f"Pupil {number}", "en")["id"] for number in range(people)]
        for person in crowd:
            world.person_opens(person, f"https://t.me/{BOT}?start=hello")
        await app.intake.fetch_now()
        yield app, Taps(app, world, transport, crowd)


async def measure(database: Path, *, taps: int, people: int) -> UpdateCosts:
    """So many taps, by one person after the other; then each person's at once. The database is changed by it."""
    async with serving(database, people=people) as (_app, there):
        one_by_one = [await there.tap() for _ in range(taps)]
        together = [await there.all_tap() for _ in range(max(taps // people, 3))]
    return UpdateCosts(
        updates=taps,
        alone=statistics.median(one_by_one) * 1000,
        at_once=statistics.median(together) * 1000,
    )
