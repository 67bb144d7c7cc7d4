"""One delivery of an update to a bot's own address: the request, and what its server answers."""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from emulator.answers import Json
from emulator.reading.parameters import parsed

LARGEST_ANSWER: Final = 1_000_000
# A bot's server may ask for so much patience: telegram-bot-api believes it up to an hour.
LONGEST_RETRY_AFTER: Final = 3_600
# "It's not possible to know that such a request was successful or get its result": what tells or changes how updates
# come is not called so.
NOT_CALLED: Final = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@dataclass(frozen=True, slots=True)
class Response:
    """What a bot's server said to an update; `retry_after` are the seconds it asks for, or 0."""

    status: int
    phrase: str
    body: str
    retry_after: int = 0


async def post(url: str, update: Json, secret: str) -> Response:
    """POST an update as JSON. Raises OSError, ValueError, IncompleteReadError or LimitOverrunError."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    context = ssl.create_default_context() if secure else None
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        writer.write(_request(parts.netloc, target, update, secret))
        await writer.drain()
        line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(min(int(headers.get("content-length", 0)), LARGEST_ANSWER))
    finally:
        writer.close()
    _, status, *phrase = line.split(" ")
    wait = headers.get("retry-after", "")
    return Response(
        int(status),
        " ".join(phrase),
        body.decode("utf-8", "replace"),
        min(int(wait), LONGEST_RETRY_AFTER) if wait.isdecimal() else 0,
    )


def reply_in(body: str) -> tuple[str, Json] | None:
    """The call that a bot makes by answering a delivery with one: its method and parameters."""
    try:
        call = parsed(body)
    except ValueError:
        return None
    if not isinstance(call, dict) or not isinstance(call.get("method"), str):
        return None
    method: str = call.pop("method")
    if method.lower() in NOT_CALLED or method.lower().startswith("get"):
        return None
    return method, call


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while len(body) <= LARGEST_ANSWER:
        size = int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16)
        if size == 0:
            break
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    return body


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
