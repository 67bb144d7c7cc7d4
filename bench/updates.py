"""What one update costs from end to end: taps on *Upcoming*, through the whole application, over the emulator's world.

There is no peer and no aim: this says what a machine can serve. The emulator runs in the same process, and its own
share is measured and left out.
"""

import json
import statistics
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.town import NOW
from bot.app import App, build_app
from bot.config import Config
from bot.transport import Answer, Transport, Upload
from emulator.clock import SimClock
from emulator.world import World
from tests.bot.in_process import WorldClock, WorldTransport

TOKEN: Final = "4242:BENCH"  # noqa: S105  a token of a bot that lives in the emulator
BOT: Final = "etalon_bench_bot"
UPCOMING: Final = "Upcoming"


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


async def measure(database: Path, *, taps: int, people: int) -> UpdateCosts:
    """So many taps, by one person after the other; then each person's at once. The database is changed by it."""
    world = World(clock=SimClock(start=float(NOW), running=False))
    world.add_bot(TOKEN, first_name="Etalon", username=BOT)
    transport = _Timed(world)
    config = Config(
        bot_token=TOKEN,  # type: ignore[arg-type]  # pydantic makes the secret of it
        database=database,
        backup_dir=database.parent,
        default_language="en",  # type: ignore[arg-type]  # and the language
        messages_per_second=100_000,
        _env_file=None,  # type: ignore[call-arg]  # whatever .env says here
    )
    async with build_app(config, clock=WorldClock(world), transport=transport) as app:
        await app.prepare()
        crowd = [world.add_person(f"Pupil {number}", "en")["id"] for number in range(people)]
        for person in crowd:
            world.person_opens(person, f"https://t.me/{BOT}?start=hello")
        await app.intake.fetch_now()
        return await _tapping(app, world, transport, crowd, taps)


async def _tapping(app: App, world: World, transport: _Timed, crowd: list[int], taps: int) -> UpdateCosts:
    buttons = {person: _button(world, person) for person in crowd}
    one_by_one = []
    for tap in range(taps):
        person = crowd[tap % len(crowd)]
        one_by_one.append(await _served(app, world, transport, {person: buttons[person]}))
    together = [await _served(app, world, transport, buttons) / len(crowd) for _ in range(max(taps // len(crowd), 3))]
    return UpdateCosts(
        updates=taps,
        alone=statistics.median(one_by_one) * 1000,
        at_once=statistics.median(together) * 1000,
    )


async def _served(app: App, world: World, transport: _Timed, pressed: dict[int, tuple[int, str]]) -> float:
    """Seconds of ours for these presses: fetched, kept, handled, answered, done."""
    for person, (message, data) in pressed.items():
        world.person_taps(person, message, data, force=True)
    started, theirs = time.perf_counter(), transport.seconds
    while await app.intake.fetch_now():
        pass
    return time.perf_counter() - started - (transport.seconds - theirs)


def _button(world: World, person: int) -> tuple[int, str]:
    for message in world.person_sees(person):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if UPCOMING in button["text"]:
                    return int(message["message_id"]), str(button["callback_data"])
    raise AssertionError(f"no button says {UPCOMING}: {json.dumps(world.person_sees(person), ensure_ascii=False)}")
