"""A transport that answers as a test wrote it down beforehand, and remembers what it was asked."""

# ruff: noqa: ARG002  the protocol's arguments: nothing takes time here

import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot.transport import Answer, Upload

TOKEN = "42:TEST"  # noqa: S105  nobody's


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    fields: dict[str, Any]
    files: dict[str, Upload]
    seconds: float


def granted(result: Any) -> Answer:
    return Answer(200, json.dumps({"ok": True, "result": result}).encode())


def refused(status: int, description: str, **parameters: Any) -> Answer:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(status, json.dumps(body).encode())


class ScriptedTransport:
    """Gives the answers of its script in order, raising those that are errors; afterwards grants everything."""

    def __init__(self, *script: Answer | Exception) -> None:
        self.script = deque(script)
        self.asked: list[Asked] = []
        self.closed = False

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        assert token == TOKEN
        self.asked.append(Asked(method, fields, files, seconds))
        answer = self.script.popleft() if self.script else granted(True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def download(self, url: str, *, seconds: float, chunk: int) -> AsyncIterator[bytes]:
        for piece in (b"some", b"bytes"):
            yield piece

    async def close(self) -> None:
        self.closed = True
