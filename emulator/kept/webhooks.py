"""Updates delivered to a bot's own address: one after another, again and again until the bot answers 200."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from emulator.answers import Json
from emulator.kept.updates import UpdateQueue
from emulator.reading.parameters import parsed

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
PATIENCE: Final = 30.0
LARGEST_ANSWER: Final = 1_000_000
HTTP_OK: Final = range(200, 300)


class Webhook:
    """One bot's address. Delivery waits for updates by itself between `start` and `stop`."""

    def __init__(
        self,
        url: str,
        secret: str,
        max_connections: int,
        updates: UpdateQueue,
        on_reply: Callable[[str], Awaitable[None]],
    ) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.last_error: Json = {}
        self._updates = updates
        self._on_reply = on_reply
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to deliver, within the running loop."""
        self._updates.on_push = self._arrived.set
        self._task = asyncio.get_running_loop().create_task(self._deliver())

    def stop(self) -> None:
        """Deliver nothing more."""
        self._updates.on_push = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _deliver(self) -> None:
        pause = FIRST_PAUSE
        while True:
            update = self._updates.first()
            if update is None:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            error = await self._try(update)
            if error is None:
                self._updates.confirm(update["update_id"] + 1)
                pause = FIRST_PAUSE
                continue
            self.last_error = {"last_error_date": int(time.time()), "last_error_message": error}
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _try(self, update: Json) -> str | None:
        """Deliver one update; answers what went wrong, in Telegram's words, or None."""
        try:
            status, phrase, body = await asyncio.wait_for(post(self.url, update, self.secret), PATIENCE)
        except TimeoutError:
            return "Read timeout expired"
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return "Connection refused"
        if status not in HTTP_OK:
            return f"Wrong response from the webhook: {status} {phrase}"
        if body.strip():
            await self._on_reply(body)
        return None


async def post(url: str, update: Json, secret: str) -> tuple[int, str, str]:
    """POST an update as JSON; answers status, reason and body. Raises OSError, ValueError or IncompleteReadError."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(
        parts.hostname,
        port,
        ssl=ssl.create_default_context() if secure else None,
    )
    try:
        writer.write(
            _request(parts.netloc, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", update, secret)
        )
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next((line for line in head.lower().split("\r\n") if line.startswith("content-length:")), "")
        body = await reader.readexactly(min(int(length.partition(":")[2] or 0), LARGEST_ANSWER))
    finally:
        writer.close()
    _, status, *phrase = head.partition("\r\n")[0].split(" ")
    return int(status), " ".join(phrase), body.decode("utf-8", "replace")


def reply_in(body: str) -> tuple[str, Json] | None:
    """The call that a bot makes by answering a delivery with one: its method and parameters."""
    try:
        call = parsed(body)
    except ValueError:
        return None
    if not isinstance(call, dict) or not isinstance(call.get("method"), str):
        return None
    return call.pop("method"), call


def _request(host: str, target: str, update: Json, secret: str) -> bytes:
    body = json.dumps(update, ensure_ascii=False).encode()
    head = [
        f"POST {target} HTTP/1.1",
        f"Host: {host}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if secret:
        head.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
    return "\r\n".join([*head, "", ""]).encode() + body
