"""One look at how the bot is: what works, what waits, and what is wrong. Leaves showing it to the pages."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.clockwork.jobs import Job
from bot.intake import Intake
from bot.metrics import Metrics
from bot.outbox import Sender
from domain.messages import Priority
from storage.engine import Counts, Store, StoreUnavailable
from storage.messages import backlog
from storage.messages.backlog import Backlog

STORE_SECONDS: Final = 5.0
"""How long the store may take to answer a read."""
UNHEARD_SECONDS: Final = 120.0
"""How long Telegram may be silent while it is asked for updates: it answers each time within half a minute."""
STANDSTILL_SECONDS: Final = 120.0
"""How long a due letter may wait while none leaves. A long queue is no fault; one that does not move is."""
LEAST_TICK_SECONDS: Final = 60.0
MISSED_TICKS: Final = 5


class Ticks:
    """When each timed job was last done."""

    def __init__(self) -> None:
        self._limits: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def watched(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        """The same jobs; what they do is noticed here."""
        return tuple(self._watched(job) for job in jobs)

    def begin(self) -> None:
        """They are done from now on."""
        now = time.monotonic()
        self._last = dict.fromkeys(self._limits, now)

    def ages(self) -> dict[str, float]:
        """Seconds since each was last done; empty before they begin."""
        now = time.monotonic()
        return {name: now - last for name, last in self._last.items()}

    def late(self) -> list[str]:
        """Those that were not done for several times their interval."""
        return [name for name, age in self.ages().items() if age > self._limits[name]]

    def _watched(self, job: Job) -> Job:
        self._limits[job.name] = max(LEAST_TICK_SECONDS, MISSED_TICKS * job.seconds)
        return replace(job, work=self._noticed(job.name, job.work))

    def _noticed(self, name: str, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def tick() -> None:
            try:
                await work()
            finally:
                self._last[name] = time.monotonic()

        return tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What one look saw. Ages and durations are in seconds; `backlog` is None where the store did not answer."""

    serving: bool
    delivered: bool
    unheard: float | None
    updates_in_memory: int
    store: float | None
    backlog: Backlog | None
    letter: float | None
    resting: bool
    ticks: dict[str, float]
    late: list[str]
    log_bytes: int
    counts: Counts

    @property
    def wrong(self) -> list[str]:
        """What somebody should look at, a sentence each."""
        if not self.serving:
            return ["it does not serve: it is starting or stopping"]
        found = []
        if self.counts.damaged:
            found.append("the database is damaged: stop the bot, and restore a backup")
        elif self.backlog is None:
            found.append(f"the store does not answer within {STORE_SECONDS:.0f} s")
        # Deliveries come when somebody writes: their silence says nothing.
        if not self.delivered and self.unheard is not None and self.unheard > UNHEARD_SECONDS:
            found.append(f"Telegram was not heard for {self.unheard:.0f} s")
        found.extend(f"a timed job is late: {name}" for name in self.late)
        if self._stands_still:
            found.append("letters are due and none leaves")
        return found

    @property
    def _stands_still(self) -> bool:
        # Announcements may be paused; notices and reminders go before them, whoever sends.
        urgent = (Priority.NOTICE, Priority.REMINDER)
        oldest = max(self.backlog.letters[one].oldest_seconds for one in urgent) if self.backlog else 0
        moved = self.letter is not None and self.letter < STANDSTILL_SECONDS
        return oldest > STANDSTILL_SECONDS and not moved and not self.resting


class Lookout:
    """Looks at a bot's parts. `serving` is set by whoever runs it."""

    def __init__(
        self, *, store: Store, database: Path, intake: Intake, sender: Sender, metrics: Metrics, ticks: Ticks
    ) -> None:
        self._store = store
        self._log = database.with_name(f"{database.name}-wal")
        self._intake = intake
        self._sender = sender
        self._metrics = metrics
        self._ticks = ticks
        self._serving_since: float | None = None

    def begin(self) -> None:
        """It serves from now on."""
        self._serving_since = time.monotonic()
        self._ticks.begin()

    def end(self) -> None:
        """It does not serve any more."""
        self._serving_since = None

    async def look(self) -> Checkup:
        """How it is now: one read of the store, and what the parts know of themselves."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(STORE_SECONDS):
                found = await self._store.read(backlog.backlog)
        except (TimeoutError, StoreUnavailable):
            found = None
        now = time.monotonic()
        served = None if self._serving_since is None else now - self._serving_since
        unheard = self._intake.unheard_seconds
        letter = self._metrics.last_letter
        return Checkup(
            serving=served is not None,
            delivered=self._intake.webhook is not None,
            unheard=served if unheard is None else unheard,
            updates_in_memory=self._intake.waiting,
            store=None if found is None else now - began,
            backlog=found,
            letter=served if letter is None else now - letter,
            resting=self._sender.resting,
            ticks=self._ticks.ages(),
            late=self._ticks.late(),
            log_bytes=self._log_bytes(),
            counts=self._store.counts,
        )

    def _log_bytes(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0
