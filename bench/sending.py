"""Messages out, over HTTP, the emulator on another core: as fast as can be beside a raw client, and at a pace."""

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp

from bench import local_telegram
from bench.installed import announce, config, installed, settle_in
from bench.local_telegram import TOKEN, LocalTelegram
from bench.memory import megabytes
from bench.rounds import Comparison, Times
from bot.app import App
from bot.outbox.sender import AT_ONCE
from bot.transport import Answer, HttpTransport, Upload
from domain.identities import PersonId
from domain.segments import EVERYBODY
from storage.announcing import expansion

FAST_AIM: Final = 0.5
PACE_AIM: Final = 0.98
PER_SECOND: Final = 25.0
OURS: Final = "the outbox"
RAW: Final = "a raw aiohttp client"
_TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True)
class Fast:
    """As fast as can be: the comparison, and what memory was in use before and after, in megabytes."""

    comparison: Comparison
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Paced:
    """At a pace: the comparison with it; gaps between messages in milliseconds; how many answers said "too many"."""

    comparison: Comparison
    spread: float
    p99: float
    refused: int


async def fast(folder: Path, *, rounds: int, messages: int) -> Fast:
    """So many rounds of so many messages each, by the outbox and by a client that only posts."""
    figures: dict[str, list[float]] = {OURS: [], RAW: []}
    before = 0.0
    async with local_telegram.started(messages) as there, _filled(folder, there) as (app, owner):
        bodies: Sequence[dict[str, Any]] = ()
        for number in range(rounds + 1):
            await _queue(app, owner)
            taken = {OURS: await _drained(app, messages)}
            bodies = bodies or await _said(there, messages)
            taken[RAW] = await _posted(there, bodies)
            if number:
                for name, seconds in taken.items():
                    figures[name].append(seconds / messages * 1_000_000)
            else:
                before = megabytes()
        after = megabytes()
    what = f"{rounds * messages:,} messages out"
    compared = Times(figures).compared(what, ours=OURS, peer=RAW, peer_is=f"{RAW}, the same JSON", aim=FAST_AIM)
    return Fast(compared, before, after)


async def paced(folder: Path, *, seconds: float) -> Paced:
    """The outbox at its usual pace for so long, against the limits of Telegram."""
    messages = int(seconds * PER_SECOND)
    async with local_telegram.started(messages, real_limits=True) as there:
        transport = _Watched(there.url)
        async with _filled(folder, there, transport=transport, messages_per_second=PER_SECOND) as (app, owner):
            await _queue(app, owner)
            transport.left_at.clear()
            await _drained(app, messages)
    gaps = [later - earlier for earlier, later in itertools.pairwise(transport.left_at)]
    each, wanted = statistics.fmean(gaps), 1 / PER_SECOND
    ratio = wanted / each
    return Paced(
        Comparison(
            what=f"{messages:,} messages at {PER_SECOND:g} a second",
            peer_is="the pace that is set",
            ours=each * 1_000_000,
            peer=wanted * 1_000_000,
            ratio=ratio,
            lowest=ratio,
            highest=ratio,
            aim=PACE_AIM,
        ),
        spread=statistics.pstdev(gaps) * 1000,
        p99=statistics.quantiles(gaps, n=100)[-1] * 1000,
        refused=transport.refused,
    )


class _Watched(HttpTransport):
    """Notes when each message left, and counts those that came too fast."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.left_at: list[float] = []
        self.refused = 0

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        if method == "sendMessage":
            self.left_at.append(time.perf_counter())
        answer = await super().call(token, method, fields, files, seconds=seconds)
        self.refused += answer.status == _TOO_MANY
        return answer


@asynccontextmanager
async def _filled(folder: Path, there: LocalTelegram, **given: Any) -> AsyncIterator[tuple[App, PersonId]]:
    """The bot with a database that knows the people there, and the owner among them."""
    transport = given.pop("transport", None)
    with tempfile.TemporaryDirectory(dir=folder, prefix="sending-") as place:
        settings = config(Path(place) / "etalon.db", bot_api_url=there.url, **given)
        async with installed(settings, transport=transport) as app:
            yield app, await app.store.write(settle_in, accounts=there.people)


async def _queue(app: App, owner: PersonId) -> None:
    await app.store.write(announce, owner=owner, segment=EVERYBODY)
    while await app.store.write(expansion.advance):
        continue


async def _drained(app: App, messages: int) -> float:
    """Seconds to send everything that is queued."""
    started = time.perf_counter()
    sent = await app.sender.drain()
    seconds = time.perf_counter() - started
    assert sent == messages, f"{sent} of {messages} messages were taken up"
    return seconds


async def _said(there: LocalTelegram, messages: int) -> Sequence[dict[str, Any]]:
    """What the outbox posted: one message for each of the people."""
    async with aiohttp.ClientSession() as http, http.get(f"{there.url}/sim/calls") as answer:
        calls = await answer.json()
    last = next(call["params"] for call in reversed(calls) if call["method"] == "sendMessage")
    return [{**last, "chat_id": there.people[number]} for number in range(messages)]


async def _posted(there: LocalTelegram, bodies: Sequence[dict[str, Any]]) -> float:
    """Seconds for a client that posts them, as many at once as the outbox does, and looks whether they were taken."""
    url = f"{there.url}/bot{TOKEN}/sendMessage"

    async def lane(start: int) -> None:
        for body in bodies[start::AT_ONCE]:
            async with http.post(url, json=body) as answer:
                assert (await answer.json())["ok"]

    async with aiohttp.ClientSession() as http:
        started = time.perf_counter()
        await asyncio.gather(*map(lane, range(AT_ONCE)))
        return time.perf_counter() - started
