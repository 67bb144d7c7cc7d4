"""What one person sees, in the order in which it changed: keys of messages; their chats keep the messages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

LONGEST: Final = 10_000

MessageKey = tuple[tuple[int, int], int]
"""The key of a chat and the id of a message in it."""


class Feed:
    """The changes that concern one person, at most LONGEST messages of them; the oldest are forgotten."""

    def __init__(self) -> None:
        self._changes: dict[MessageKey, int] = {}
        self._waiting: set[asyncio.Future[None]] = set()

    def touch(self, key: MessageKey, change: int) -> None:
        """A message appeared, changed, or went away."""
        self._changes.pop(key, None)
        self._changes[key] = change
        if len(self._changes) > LONGEST:
            self._changes.pop(next(iter(self._changes)))
        self.wake()

    def forget(self, key: MessageKey) -> None:
        """Tell nothing of a message any more, not even that it is gone."""
        self._changes.pop(key, None)

    def wake(self) -> None:
        """Let everyone who waits look again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def since(self, change: int) -> list[tuple[MessageKey, int]]:
        """What changed after a change, oldest first; costs as much as there is of it."""
        newest_first: Iterator[tuple[MessageKey, int]] = reversed(self._changes.items())
        return list(takewhile(lambda entry: entry[1] > change, newest_first))[::-1]

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after that many seconds of real time."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)
