"""Lanes: one key's items strictly in order, different keys' beside each other, so many at once. Leaves what is done."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

SHARE: Final = 30
"""How many of one key's that wait count against room for more: a longer queue is its own key's trouble alone."""

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Hands items to `handle`, which must not raise. `at_once`: how many are handled at the same time.

    A key that has been served stands behind the others again, so that each gets its turn however much one has waiting.
    """

    def __init__(self, handle: Callable[[Item], Awaitable[None]], *, at_once: int, share: int = SHARE) -> None:
        self._handle = handle
        self._share = share
        self._room = asyncio.Semaphore(at_once)
        self._queues: dict[str, deque[Item]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._moved = asyncio.Event()
        self._waiting = 0
        self._crowd = 0
        self._stopping = False

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is being handled."""
        return not self._queues

    @property
    def waiting(self) -> int:
        """How many wait to be handled."""
        return self._waiting

    @property
    def crowd(self) -> int:
        """How many wait to be handled, no more than a share of each key's counted."""
        return self._crowd

    def add(self, key: str, item: Item) -> None:
        """Let an item wait behind the others of its key."""
        queue = self._queues.get(key)
        self._waiting += 1
        self._crowd += queue is None or len(queue) < self._share
        if queue is not None:
            queue.append(item)
            return
        self._queues[key] = deque([item])
        self._idle.clear()
        task = asyncio.create_task(self._serve(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def until_below(self, limit: int) -> None:
        """Wait until the crowd is smaller than `limit`."""
        while self._crowd >= limit:
            self._moved.clear()
            await self._moved.wait()

    async def until_idle(self) -> None:
        """Wait until everything is handled."""
        await self._idle.wait()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more and let what runs finish, at most so long; then it is cancelled."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue and not self._stopping:
                async with self._room:
                    if self._stopping:
                        return
                    item = queue.popleft()
                    self._waiting -= 1
                    self._crowd -= len(queue) < self._share
                    self._moved.set()
                    await self._handle(item)
        finally:
            self._waiting -= len(queue)
            self._crowd -= min(len(queue), self._share)
            del self._queues[key]
            self._moved.set()
            if not self._queues:
                self._idle.set()
