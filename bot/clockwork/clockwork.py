"""The clockwork: APScheduler with an interval for each job, and running them all at once. Leaves the work to jobs."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clockwork.jobs import Job

LOOK_SECONDS: Final = 1.0
JUMP_SECONDS: Final = 2.0
"""From how much on the system's clock has jumped: what is less is a clock being set right bit by bit."""

_log = structlog.get_logger(__name__)


class Clockwork:
    """Looks after every job at its interval while entered, and at once when the system's clock has jumped.

    APScheduler goes by that clock: put back by an hour, it would do nothing for an hour.
    """

    def __init__(self, jobs: Sequence[Job], *, wall: Callable[[], float] = time.time) -> None:
        self.jobs = tuple(jobs)
        self._wall = wall
        self._watching: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for job in self.jobs:
            self._scheduler.add_job(job.run, "interval", seconds=job.seconds, id=job.name, name=job.name)

    async def __aenter__(self) -> Self:
        """Do what comes before everything else, then begin."""
        for job in self.jobs:
            if job.first:
                await self._begin_with(job)
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch(self._ahead()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Do now whatever is due: the clock has jumped, or a test wants it done."""
        for job in self.jobs:
            await job.run()

    async def _begin_with(self, job: Job) -> None:
        try:
            await job.run()
        except Exception:  # noqa: BLE001  a bot that serves is more than a job that is done: it is tried again
            _log.exception("a job failed", job=job.name)

    def _ahead(self) -> float:
        """How far the clock that can be set is ahead of the one that cannot."""
        return self._wall() - time.monotonic()

    async def _watch(self, ahead: float) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            jumped = self._ahead() - ahead
            ahead += jumped
            if abs(jumped) >= JUMP_SECONDS:
                _log.warning("the system's clock has jumped", seconds=round(jumped))
                for scheduled in self._scheduler.get_jobs():
                    scheduled.modify(next_run_time=datetime.now(UTC))
