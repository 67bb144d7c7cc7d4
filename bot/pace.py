"""The pace: one token bucket with a burst of one, for replies and letters alike. Leaves what is sent to its callers.

What one chat may get in a time is bot.chats' to count; here a chat that has had its share waits, and the others pass.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from bot.chats import Chat, Chats

NOT_TELEGRAM: Final = 1_000
"""Messages a second that not even paid broadcasts may reach (core.telegram.org/bots/faq): whoever sets more has a
server of their own, and no limits to keep."""


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """Somebody waits to send to a chat; `change`: to edit what is there."""

    gone: asyncio.Future[None]
    chat: Chat | None
    change: bool


class Pace:
    """Lets messages go one by one, at most `per_second` of them, replies before letters, and to each chat no more than
    Telegram allows for one.

    Counted in monotonic time. A burst of one: measured against Telegram's 30 a second, a bucket that saves tokens up
    lets 59 out in the first second.
    """

    def __init__(
        self,
        per_second: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        call_later: Callable[[float, Callable[[], None]], Any] | None = None,
        limit_chats: bool = True,
    ) -> None:
        self.per_second = per_second
        self._interval = 1 / per_second
        self._monotonic = monotonic
        self._call_later = call_later
        self._chats = Chats() if limit_chats and per_second <= NOT_TELEGRAM else None
        self._next_at = float("-inf")
        self._replies: deque[_Turn] = deque()
        self._letters: deque[_Turn] = deque()
        self._wakes_at = float("inf")

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._replies) + len(self._letters)

    def opens_in(self, chat: Chat, *, messages: int = 1) -> float:
        """Seconds until this chat may get so many messages more, the last of them included."""
        return 0.0 if self._chats is None else self._chats.wait(chat, self._monotonic(), count=messages)

    def gap(self, chat: Chat) -> float:
        """Seconds from one message to the next that this chat may get in the long run."""
        return 0.0 if self._chats is None else self._chats.gap(chat)

    async def turn(self, *, reply: bool, chat: Chat | None = None, change: bool = False) -> None:
        """Wait until one message may go, or one `change` of a message.

        Replies overtake letters; among themselves each keep their order, but for a chat that has had its share: it
        waits, and the others pass.
        """
        now = self._monotonic()
        mine = _Turn(asyncio.get_running_loop().create_future(), chat, change)
        if not self.waiting and now >= self._next_at and self._opens_at(mine, now) <= now:
            self._take(mine, now)
            return
        (self._replies if reply else self._letters).append(mine)
        self._grant()
        await mine.gone

    def _take(self, mine: _Turn, now: float) -> None:
        late = now - self._next_at
        # Timers wake a little late: counting on from when it was due keeps the pace. After a pause it would be a burst.
        self._next_at = (self._next_at if late < self._interval else now) + self._interval
        if self._chats is not None and mine.chat is not None:
            self._chats.take(mine.chat, now, change=mine.change)

    def _opens_at(self, mine: _Turn, now: float) -> float:
        if self._chats is None or mine.chat is None:
            return now
        return now + self._chats.wait(mine.chat, now, change=mine.change)

    def _grant(self) -> None:
        """Let go whoever may go now, and see to it that the next one is woken."""
        now = self._monotonic()
        while now >= self._next_at and (mine := self._first(now)) is not None:
            mine.gone.set_result(None)
            self._take(mine, now)
        if self.waiting:
            self._wake_later(now)

    def _first(self, now: float) -> _Turn | None:
        """The first whose chat may have one more; whoever was cancelled while waiting takes no turn."""
        for queue in (self._replies, self._letters):
            for mine in tuple(queue):
                if mine.gone.done():
                    queue.remove(mine)
                elif self._opens_at(mine, now) <= now:
                    queue.remove(mine)
                    return mine
        return None

    def _wake_later(self, now: float) -> None:
        opens_at = min(self._opens_at(mine, now) for queue in (self._replies, self._letters) for mine in queue)
        wakes_at = max(self._next_at, opens_at, now)
        if wakes_at >= self._wakes_at:
            return
        self._wakes_at = wakes_at
        call_later = self._call_later or asyncio.get_running_loop().call_later
        call_later(wakes_at - now, partial(self._woken, wakes_at))

    def _woken(self, wakes_at: float) -> None:
        if wakes_at == self._wakes_at:  # else a timer was set since that comes before this one
            self._wakes_at = float("inf")
            self._grant()
