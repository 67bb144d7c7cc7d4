"""What a person who taps feels of an announcement that is being queued to a hundred thousand.

The emulator is in this process, and its own time is left out, as in `updates`. Nothing is sent meanwhile.
"""

import asyncio
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.installed import announce, settle_in
from bench.rounds import Comparison, Times
from bench.town import SCHOOLS, Size
from bench.updates import Taps, serving
from bot.app import App
from domain.identities import PersonId, SchoolId
from domain.segments import Segment
from storage.engine import Transaction

AIM: Final = 0.5
"""The slow end of the taps may be twice as slow."""
IDLE: Final = "p95 of a tap when nothing else happens"
MEANWHILE: Final = "p95 of a tap meanwhile"
JOB: Final = "put announcements into the outbox"


@dataclass(frozen=True, slots=True)
class Queueing:
    """The comparison; how many seconds queueing took, and how many taps there were meanwhile, in the median round."""

    comparison: Comparison
    seconds: float
    taps: int


async def compare(database: Path, size: Size, *, rounds: int, taps: int) -> Queueing:
    """So many rounds: a person taps so often, then for as long as half the town is being queued."""
    figures: dict[str, list[float]] = {IDLE: [], MEANWHILE: []}
    spans, numbers = [], []
    async with serving(database, people=1) as (app, there):
        owner = await app.store.write(settle_in, accounts=())
        for number in range(rounds + 1):
            idle = [await there.tap() for _ in range(taps)]
            seconds, meanwhile = await _queued(app, owner, there, size)
            if number:
                figures[IDLE].append(_p95(idle))
                figures[MEANWHILE].append(_p95(meanwhile))
                spans.append(seconds)
                numbers.append(len(meanwhile))
    compared = Times(figures).compared(
        f"a tap while {size.people // 2:,} recipients are queued", ours=MEANWHILE, peer=IDLE, aim=AIM
    )
    return Queueing(compared, statistics.median(spans), int(statistics.median(numbers)))


async def _queued(app: App, owner: PersonId, there: Taps, size: Size) -> tuple[float, list[float]]:
    """Seconds until everybody of half the schools is queued, and what the taps meanwhile took."""
    half = Segment(schools=frozenset(SchoolId(number) for number in range(1, SCHOOLS // 2 + 1)))
    announced = await app.store.write(announce, owner=owner, segment=half)
    loop = asyncio.get_running_loop()
    started = loop.time()
    (job,) = (job for job in app.clockwork.jobs if job.name == JOB)
    queueing = asyncio.create_task(job.run())
    taps = [await there.tap()]
    while not queueing.done():
        taps.append(await there.tap())
    seconds = loop.time() - started
    queued = await app.store.read(
        lambda tx: tx.value("SELECT recipients FROM announcements WHERE id = :announcement", announcement=announced)
    )
    assert queued == size.people // 2, f"{queued} were queued"
    # Gone again before the next round, so that it finds what this one did.
    await app.store.write(_stop, announcement=announced)
    await job.run()
    return seconds, taps


def _stop(tx: Transaction, *, announcement: int) -> None:
    tx.run("UPDATE announcements SET state = 'cancelled' WHERE id = :announcement", announcement=announcement)


def _p95(seconds: list[float]) -> float:
    """In microseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1_000_000
