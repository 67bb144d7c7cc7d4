"""Inline queries: passed on at once and never kept, since they die within seconds. Leaves answering to handlers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.intake.keys import Json, key_of
from bot.metrics import DROPPED, Metrics

STALE_SECONDS: Final = 10.0
"""How long somebody waits for what they typed. Telegram names no figure; it refuses answers from about 15 s on."""
MOST_AT_ONCE: Final = 256
KIND: Final = "inline_query"

_log = structlog.get_logger(__name__)


class Inline:
    """Passes each inline query to `handle`, which must not raise. Of one person's, only the newest: they type on."""

    def __init__(
        self, handle: Callable[[Json], Awaitable[None]], metrics: Metrics, *, at_once: int = MOST_AT_ONCE
    ) -> None:
        self._handle = handle
        self._metrics = metrics
        self._at_once = at_once
        self._newest: dict[str, asyncio.Task[None]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def idle(self) -> bool:
        """Whether none is being answered."""
        return not self._running

    def take(self, update: Json, *, late: bool = False) -> None:
        """Begin to answer a query, and leave what the same person typed before it. A late one is dropped."""
        if late or self._stopping or len(self._running) >= self._at_once:
            self._metrics.update(KIND, DROPPED)
            return
        key = key_of(update)
        if older := self._newest.get(key):
            older.cancel()
        task = asyncio.create_task(self._pass_on(update))
        self._newest[key] = task
        self._running.add(task)
        task.add_done_callback(lambda done: self._forget(key, done))

    async def until_idle(self) -> None:
        """Wait until none is being answered."""
        while self._running:
            await asyncio.wait(self._running)

    async def stop(self) -> None:
        """Leave them all: nobody waits for them as long as a stop may take."""
        self._stopping = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _pass_on(self, update: Json) -> None:
        try:
            async with asyncio.timeout(STALE_SECONDS):
                await self._handle(update)
        except TimeoutError:
            self._metrics.update(KIND, DROPPED)
            _log.warning("an inline query took too long to answer", seconds=STALE_SECONDS)

    def _forget(self, key: str, done: asyncio.Task[None]) -> None:
        self._running.discard(done)
        if self._newest.get(key) is done:
            del self._newest[key]
        if done.cancelled():
            self._metrics.update(KIND, DROPPED)
