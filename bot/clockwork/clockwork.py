"""The clockwork: APScheduler with an interval for each job, and running them all at once. Leaves the work to jobs."""

from collections.abc import Sequence
from datetime import UTC
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clockwork.jobs import Job


class Clockwork:
    """Looks after every job at its interval while entered."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = tuple(jobs)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for job in self.jobs:
            self._scheduler.add_job(job.run, "interval", seconds=job.seconds, id=job.name, name=job.name)

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)

    async def run_due(self) -> None:
        """Do now whatever is due: the clock has jumped, or a test wants it done."""
        for job in self.jobs:
            await job.run()
