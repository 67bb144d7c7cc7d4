"""The pace: one token bucket with a burst of one, for replies and letters alike. Leaves what is sent to its callers."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any


class Pace:
    """Lets messages go one by one, at most `per_second` of them, replies before letters.

    Counted in monotonic time. A burst of one: measured against Telegram's 30 a second, a bucket that saves tokens up
    lets 59 out in the first second.
    """

    def __init__(
        self,
        per_second: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        call_later: Callable[[float, Callable[[], None]], Any] | None = None,
    ) -> None:
        self.per_second = per_second
        self._interval = 1 / per_second
        self._monotonic = monotonic
        self._call_later = call_later
        self._next_at = float("-inf")
        self._replies: deque[asyncio.Future[None]] = deque()
        self._letters: deque[asyncio.Future[None]] = deque()
        self._waking = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._replies) + len(self._letters)

    async def turn(self, *, reply: bool) -> None:
        """Wait until one message may go. Replies overtake letters; among themselves each keep their order."""
        now = self._monotonic()
        if not self.waiting and now >= self._next_at:
            self._take(now)
            return
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[None] = loop.create_future()
        (self._replies if reply else self._letters).append(mine)
        self._wake_later(now)
        await mine

    def _take(self, now: float) -> None:
        late = now - self._next_at
        # Timers wake a little late: counting on from when it was due keeps the pace. After a pause it would be a burst.
        self._next_at = (self._next_at if late < self._interval / 2 else now) + self._interval

    def _wake_later(self, now: float) -> None:
        if self._waking:
            return
        self._waking = True
        call_later = self._call_later or asyncio.get_running_loop().call_later
        call_later(max(0.0, self._next_at - now), self._grant)

    def _grant(self) -> None:
        self._waking = False
        now = self._monotonic()
        while self.waiting and now >= self._next_at:
            mine = (self._replies or self._letters).popleft()
            if not mine.done():  # whoever was cancelled while waiting takes no turn
                mine.set_result(None)
                self._take(now)
        if self.waiting:
            self._wake_later(now)
