"""Updates delivered to a bot's own address until it takes them; the request itself is left to `deliveries`."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

from emulator.answers import Json
from emulator.kept.deliveries import post
from emulator.kept.updates import UpdateQueue

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
PATIENCE: Final = 30.0
HTTP_OK: Final = range(200, 300)

Line = tuple[str, Any]
"""The kind of an update, and the chat or the account that it is about."""


class Webhook:
    """One bot's address. Delivery waits for updates by itself between `start` and `stop`.

    Updates of one kind about one chat go one after the other, each until it is taken; others do not wait for them.
    At most `max_connections` deliveries are under way at once.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        max_connections: int,
        updates: UpdateQueue,
        on_reply: Callable[[str], Awaitable[None]],
        date: Callable[[], int],
    ) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.last_error: Json = {}
        self._updates = updates
        self._on_reply = on_reply
        self._date = date
        self._connections = asyncio.Semaphore(max_connections)
        self._lines: dict[Line, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to deliver, within the running loop: what waits already, then what comes."""
        self._updates.on_push = self._queue
        for update in self._updates.all():
            self._queue(update)

    def stop(self) -> None:
        """Deliver nothing more."""
        self._updates.on_push = None
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._lines.clear()

    def _queue(self, update: Json) -> None:
        line = _line(update)
        waiting = self._lines.get(line)
        if waiting is not None:
            waiting.append(update)
            return
        self._lines[line] = deque([update])
        task = asyncio.get_running_loop().create_task(self._deliver(line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, line: Line) -> None:
        waiting = self._lines[line]
        while waiting:
            update = waiting[0]
            pause = FIRST_PAUSE
            while update["update_id"] in self._updates:
                async with self._connections:
                    error, retry_after = await self._try(update)
                if error is None:
                    self._updates.drop(update["update_id"])
                    break
                self.last_error = {"last_error_date": self._date(), "last_error_message": error}
                await asyncio.sleep(retry_after or pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            waiting.popleft()
        del self._lines[line]

    async def _try(self, update: Json) -> tuple[str | None, int]:
        """Deliver one update; answers what went wrong, in Telegram's words, or None, and when to try again."""
        try:
            response = await asyncio.wait_for(post(self.url, update, self.secret), PATIENCE)
        except TimeoutError:
            return "Read timeout expired", 0
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return "Connection refused", 0
        if response.status not in HTTP_OK:
            return f"Wrong response from the webhook: {response.status} {response.phrase}", response.retry_after
        if response.body.strip():
            await self._on_reply(response.body)
        return None, 0


def _line(update: Json) -> Line:
    kind, payload = next((name, value) for name, value in update.items() if name != "update_id")
    about = payload.get("chat") or payload.get("from") or payload.get("user") or payload
    return kind.removeprefix("edited_"), about.get("id")
