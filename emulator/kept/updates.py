"""A bot's updates that wait for it: kept until confirmed, handed to one poller at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from emulator.answers import Json, Refusal, conflict

MOST_WAITING: Final = 100_000
# Left out unless a bot asks for them by name. The last one Telegram leaves out until feedback is switched on in
# BotFather, which asking for it stands for here.
UNASKED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count", "chosen_inline_result"})
OTHER_POLLER: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"


class UpdateQueue:
    """Updates in order. Whoever asks with an offset confirms everything before it."""

    def __init__(self, first_id: int) -> None:
        self._next = first_id
        self._waiting: OrderedDict[int, Json] = OrderedDict()
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.on_push: Callable[[Json], None] | None = None
        self.polled = False

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits right now."""
        return self._poll is not None

    def push(self, kind: str, payload: Any) -> None:
        """Queue one update, unless the bot did not ask for its kind."""
        wanted = kind not in UNASKED if self.allowed is None else kind in self.allowed
        if not wanted:
            return
        update = {"update_id": self._next, kind: payload}
        self._waiting[self._next] = update
        self._next += 1
        if len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self.on_push is not None:
            self.on_push(update)

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._waiting

    def all(self) -> list[Json]:
        """Every update that waits, the one that waits longest first."""
        return list(self._waiting.values())

    def drop(self, update_id: int) -> None:
        """Forget one update, wherever in line it stands: it has been delivered."""
        self._waiting.pop(update_id, None)

    def confirm(self, offset: int) -> None:
        """Forget what lies before an offset; a negative one keeps that many of the newest."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    async def take(self, *, offset: int, limit: int, wait: float) -> list[Json]:
        """Confirm, then hand out up to `limit` updates, waiting `wait` seconds of real time for the first.

        Raises a 409 when another poller takes over while this one waits.
        """
        self.polled = True
        self.end_poll(conflict(OTHER_POLLER))
        self.confirm(offset)
        if not self._waiting and wait > 0:
            await self._arrival(wait)
        return list(islice(self._waiting.values(), limit))

    def end_poll(self, refusal: Refusal) -> None:
        """Turn away whoever waits now."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)
        self._poll = None

    async def _arrival(self, wait: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._poll = future
        try:
            await asyncio.wait_for(future, wait)
        except TimeoutError:
            pass
        finally:
            if self._poll is future:
                self._poll = None
