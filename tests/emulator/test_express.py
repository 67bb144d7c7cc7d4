"""The short way for simple calls: the same answers as the long one, whatever pieces requests come in."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from emulator.server import Server
from tests.emulator.stand import TOKEN, Stand


def request(method: str, params: Any, *, more: str = "", path: str | None = None) -> bytes:
    body = params if isinstance(params, bytes) else json.dumps(params).encode()
    head = (
        f"POST {path or f'/bot42:T/{method}'} HTTP/1.1\r\nHost: local\r\n{more}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Wire:
    """A connection on which bytes are sent just as they are."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def to(cls, server: Server) -> Wire:
        return cls(*await asyncio.open_connection("127.0.0.1", server.port))

    async def sends(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0.001)

    async def hears(self) -> tuple[int, str, Any]:
        """The status, the head and the JSON of the next answer."""
        head = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), 5)).decode()
        found = re.search(r"(?i)content-length: (\d+)", head)
        assert found
        body = await self._reader.readexactly(int(found.group(1)))
        return int(head.split()[1]), head, json.loads(body)

    async def ends(self) -> bytes:
        """Whatever still comes, until the other side closes."""
        return await asyncio.wait_for(self._reader.read(), 5)

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    """One connection, closed at the end."""
    it = await Wire.to(server)
    yield it
    await it.close()


async def test_requests_come_in_any_pieces(stand: Stand, wire: Wire) -> None:
    one = request("sendMessage", {"chat_id": stand.timur, "text": "Привет"})
    for cut in (1, 9, 12, 40, len(one) - 30, len(one) - 1):
        await wire.sends(one[:cut], one[cut:])
        status, _, body = await wire.hears()
        assert (status, body["result"]["text"]) == (200, "Привет")
    await wire.sends(one + one + one[:20], one[20:])
    numbers = [(await wire.hears())[2]["result"]["message_id"] for _ in range(3)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("getMe", b""),
        ("sendMessage", {"text": "x"}),
        ("sendMessage", b"{"),
        ("sendMessage", b'{"text": "\\ud800"}'),
        ("noSuchMethod", {}),
    ],
)
async def test_both_ways_answer_alike(stand: Stand, wire: Wire, method: str, params: Any) -> None:
    answers = []
    for more in ("", "Expect:\r\n"):
        await wire.sends(request(method, params, more=more))
        status, head, body = await wire.hears()
        answers.append((status, "application/json; charset=utf-8" in head, body))
        assert ("Server: " in head) is bool(more), "the long way names its server"
    assert answers[0] == answers[1]


async def test_one_connection_may_change_its_way(stand: Stand, wire: Wire) -> None:
    await wire.sends(request("getMe", {}) + b"GET /sim/people HTTP/1.1\r\nHost: local\r\n\r\n" + request("getMe", {}))
    assert (await wire.hears())[2]["result"]["id"] == 42
    assert (await wire.hears())[2][0]["id"] == stand.timur
    assert (await wire.hears())[2]["result"]["id"] == 42


async def test_a_wait_is_told_in_a_header_too(stand: Stand, wire: Wire) -> None:
    stand.world.faults.order({"kind": "error", "error_code": 429, "retry_after": 3})
    await wire.sends(request("getMe", {}))
    status, head, body = await wire.hears()
    assert (status, "Retry-After: 3" in head, body["parameters"]) == (429, True, {"retry_after": 3})


@pytest.mark.parametrize("kind", ["cut", "drop_after", "cut_half"])
async def test_faults_strike_here_too(stand: Stand, wire: Wire, kind: str) -> None:
    stand.world.faults.order({"kind": kind})
    await wire.sends(request("getMe", {}))
    try:
        came = await wire.ends()
    except ConnectionResetError:
        came = b""
    if kind != "cut_half":
        assert came == b""
        return
    head, _, half = came.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length
    assert len(half) == int(length.group(1)) // 2


async def test_a_poll_ends_with_its_connection(stand: Stand, wire: Wire) -> None:
    updates = stand.world.state.bots[TOKEN].updates
    await wire.sends(request("getUpdates", {"timeout": 30}))
    while not updates.is_polled:  # noqa: ASYNC110 - the poll begins in the server, which tells nobody
        await asyncio.sleep(0.001)
    await wire.close()
    while updates.is_polled:  # noqa: ASYNC110 - the server notices when it notices
        await asyncio.sleep(0.001)


async def test_a_call_ends_with_its_connection(stand: Stand, wire: Wire) -> None:
    stand.world.faults.order({"kind": "delay", "delay": 30})
    await wire.sends(request("sendMessage", {"chat_id": stand.timur, "text": "x"}))
    while len(stand.world.person_sees(stand.timur)) < 2:  # noqa: ASYNC110 - it takes effect when it takes effect
        await asyncio.sleep(0.001)
    await wire.close()
    while not stand.world.calls_after():  # noqa: ASYNC110 - the server notices when it notices
        await asyncio.sleep(0.001)
    [call] = stand.world.calls_after()
    assert call["status"] is None


@pytest.mark.parametrize("nonsense", [b"nonsense", b"\xff" * 20_000, b"POST /bot42:T/" + b"x" * 20_000])
async def test_nonsense_gets_an_answer_or_a_closed_door(wire: Wire, nonsense: bytes) -> None:
    await wire.sends(nonsense + b"\r\n\r\n")
    answer = await wire.ends()
    assert not answer or re.match(rb"HTTP/1\.[01] 400 ", answer)
