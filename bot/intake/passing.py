"""Passing over: whoever sent too much is told so, and not once for each. Leaves the words to `tell`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

Json = dict[str, Any]
Tell = Callable[[Json], Awaitable[None]]

MOST_TOLD_AT_ONCE: Final = 64

_log = structlog.get_logger(__name__)


class Passing:
    """Has senders told that something of theirs was passed over: one thing at a time, and the newest press only.

    `tell` is given the update that was passed over. What goes wrong in it is logged and left.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._presses: dict[str, Json] = {}
        self._words: dict[str, Json] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    @property
    def idle(self) -> bool:
        """Whether nobody is being told."""
        return not self._running

    def add(self, key: str, update: Json, *, first: bool) -> None:
        """An update was passed over; `first`: the first of its sender's since they last had nothing waiting.

        A press waits for an answer, so each gets one unless a newer one follows meanwhile. Anything else is told of
        once.
        """
        if "callback_query" in update:
            self._presses[key] = update
        elif first:
            self._words[key] = update
        else:
            return
        if key not in self._running and len(self._running) < MOST_TOLD_AT_ONCE:
            self._running[key] = asyncio.create_task(self._speak(key))

    async def until_idle(self) -> None:
        """Wait until everybody has been told."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self) -> None:
        """Leave it: what was passed over is done, told or not."""
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _speak(self, key: str) -> None:
        try:
            while (update := self._words.pop(key, None) or self._presses.pop(key, None)) is not None:
                await self._tell(update)
        except Exception as error:  # noqa: BLE001  it was a courtesy; the flood goes on without it
            _log.warning("somebody could not be told to slow down", error=type(error).__name__)
        finally:
            self._words.pop(key, None)
            self._presses.pop(key, None)
            del self._running[key]
