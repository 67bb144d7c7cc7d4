"""What the emulator's tests share: one world with one bot and one person, and short ways to say what a call did."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

from emulator.answers import Answer, Json
from emulator.kept.files import Upload
from emulator.world import World

TOKEN = "42:T"  # noqa: S105 - it opens nothing
BOT = 42
START = 1_795_000_000.0


@dataclass(frozen=True)
class Stand:
    """A world, its bot, and Timur, who has written to the bot."""

    world: World
    timur: int

    async def asks(self, method: str, *, files: dict[str, Upload] | None = None, **params: Any) -> Answer:
        """The bot's answer to a call, granted or not."""
        return await self.world.call(TOKEN, method, params, files)

    async def does(self, method: str, *, files: dict[str, Upload] | None = None, **params: Any) -> Any:
        """The result of a call that must be granted."""
        answer = await self.asks(method, files=files, **params)
        assert isinstance(answer.body, dict)
        assert answer.ok, answer.body
        return answer.body["result"]

    async def refused(self, method: str, *, files: dict[str, Upload] | None = None, **params: Any) -> str:
        """The words in which a call is refused."""
        answer = await self.asks(method, files=files, **params)
        assert isinstance(answer.body, dict)
        assert not answer.ok, answer.body
        assert answer.body["error_code"] == answer.status
        return str(answer.body["description"])

    async def says(self, text: str, **params: Any) -> Json:
        """The Message that the bot sends to Timur."""
        message: Json = await self.does("sendMessage", chat_id=self.timur, text=text, **params)
        return message


def keyboard(*data: str) -> Json:
    """An inline keyboard of one row."""
    return {"inline_keyboard": [[{"text": name, "callback_data": name} for name in data]]}


def png(width: int, height: int) -> bytes:
    """A black picture of a size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"\0" * (height * (width + 1)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
