"""The emulator's world plugged into the bot without HTTP: a transport and a clock."""

# ruff: noqa: ARG002  the protocol's arguments: nothing takes time here

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

from bot.transport import Answer, Interrupted, Upload
from domain.moments import Instant
from emulator.kept.files import Upload as KeptUpload
from emulator.stage.faults import ConnectionCut
from emulator.world import World


class WorldClock:
    """The world's time, for the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> Instant:
        """The present there."""
        return Instant(int(self._world.clock.now()))


class WorldTransport:
    """Calls a world's Bot API in process. A connection that is cut leaves open whether the call took effect."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        """Call a method of the world."""
        kept = {name: KeptUpload(file.name, file.content) for name, file in files.items()}
        try:
            answer = await self._world.call(token, method, fields, kept)
        except ConnectionCut:
            raise Interrupted("the connection was cut") from None
        body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        return Answer(answer.status, body.encode())

    async def download(self, url: str, *, seconds: float, chunk: int) -> AsyncIterator[bytes]:
        """A file that the world keeps."""
        file = self._world.state.files.by_path(unquote(url.partition("/file/bot")[2].partition("/")[2]))
        if file is None:
            raise Interrupted("there is no such file")
        yield file.content

    async def close(self) -> None:
        """There is nothing to close."""
