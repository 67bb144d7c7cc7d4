"""The emulator itself: how fast it answers `sendMessage`, beside the fastest that aiogram can ask; does it tire?

A benchmark of the bot over HTTP would measure the emulator if that were the slower of the two. So each side gets a
core: a client that does nothing but write ready requests to sockets, then aiogram, in turns.
"""

import asyncio
import gc
import json
import time
from collections.abc import Sequence
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bench import local_telegram
from bench.local_telegram import TOKEN, LocalTelegram
from bench.rounds import Comparison, Times

SPEED_AIM: Final = 3.0
TIRELESS_AIM: Final = 0.8
CONNECTIONS: Final = 8
BLOCK: Final = 1_000
BLOCKS_COMPARED: Final = 5
RAW: Final = "a raw client"
AIOGRAM: Final = "aiogram"
FIRST: Final = "the first messages"
LAST: Final = "the last messages"
OK: Final = b'{"ok":true'


async def compare(*, rounds: int, messages: int, people: int) -> list[Comparison]:
    """So many rounds against aiogram; then, in a fresh emulator, so many messages to so many people."""
    async with local_telegram.started(people) as there:
        speed = await _beside_aiogram(there, rounds)
    async with local_telegram.started(people) as there:
        age = await _growing_old(there, messages)
    return [
        speed.compared(
            "the emulator answers sendMessage",
            ours=RAW,
            peer=AIOGRAM,
            peer_is="aiogram sends to it from another core",
            aim=SPEED_AIM,
        ),
        age.compared(
            f"the last of {messages:,} messages to {people:,} people",
            ours=LAST,
            peer=FIRST,
            peer_is=f"the first {BLOCK:,}",
            aim=TIRELESS_AIM,
        ),
    ]


async def _beside_aiogram(there: LocalTelegram, rounds: int) -> Times:
    figures: dict[str, list[float]] = {RAW: [], AIOGRAM: []}
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(there.url)))
    try:
        for number in range(rounds + 1):
            taken = {
                RAW: await _raw(there, _to(there, number)),
                AIOGRAM: await _by_aiogram(bot, _to(there, number)[:300]),
            }
            if number:
                for name, microseconds in taken.items():
                    figures[name].append(microseconds)
    finally:
        await bot.session.close()
    return Times(figures)


async def _growing_old(there: LocalTelegram, messages: int) -> Times:
    blocks = [await _raw(there, _to(there, number)) for number in range(max(messages // BLOCK, 2))]
    compared = min(BLOCKS_COMPARED, len(blocks) // 2)
    return Times({FIRST: blocks[:compared], LAST: blocks[-compared:]})


def _to(there: LocalTelegram, number: int) -> list[int]:
    """Whom a block of messages goes to: each block to the next people, round and round."""
    start = number * BLOCK
    return [there.people[(start + step) % len(there.people)] for step in range(BLOCK)]


async def _raw(there: LocalTelegram, to: Sequence[int]) -> float:
    """Microseconds for one message, with CONNECTIONS at once."""
    requests = [_request(person, number) for number, person in enumerate(to)]
    gc.collect()
    started = time.perf_counter()
    await asyncio.gather(*(_over_one(there.port, requests[lane::CONNECTIONS]) for lane in range(CONNECTIONS)))
    return (time.perf_counter() - started) / len(to) * 1_000_000


class _Lane(asyncio.Protocol):
    """One connection: a request as soon as the answer to the last has come."""

    def __init__(self, requests: Sequence[bytes], done: asyncio.Future[None]) -> None:
        self._requests = iter(requests)
        self._done = done
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            self._received = b""
            self._ask() if body.startswith(OK) else self._done.set_exception(AssertionError(body.decode()))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(exc or AssertionError("the emulator closed the connection"))

    def _ask(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        else:
            self._done.set_result(None)
            self._transport.close()


async def _over_one(port: int, requests: Sequence[bytes]) -> None:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    await loop.create_connection(lambda: _Lane(requests, done), "127.0.0.1", port)
    await done


def _request(person: int, number: int) -> bytes:
    body = json.dumps({"chat_id": person, "text": f"Message {number} of a benchmark"}).encode()
    return (
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: local\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


async def _by_aiogram(bot: Bot, to: Sequence[int]) -> float:
    """Microseconds for one message, with as many at once."""

    async def lane(people: Sequence[int]) -> None:
        for number, person in enumerate(people):
            await bot.send_message(person, f"Message {number} of a benchmark")

    gc.collect()
    started = time.perf_counter()
    await asyncio.gather(*(lane(to[start::CONNECTIONS]) for start in range(CONNECTIONS)))
    return (time.perf_counter() - started) / len(to) * 1_000_000
