"""The sender: which due rows go when, how many at once, and pauses. Leaves each row's way to errands."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import structlog

from bot.metrics import NOT_TRIED, Metrics
from bot.outbox.errand import FIRST_REST, LONGEST_REST, Deliver, Errands
from bot.telegram import Telegram
from domain.identities import OutboxId
from domain.messages import Outcome
from domain.moments import Clock, QuietHours
from storage.engine import Store, StoreUnavailable
from storage.messages import outbox
from storage.messages.outbox import Ending

AT_ONCE: Final = 64
SECONDS_AHEAD: Final = 0.4
"""How much of the pace is claimed at once: after a hard crash, so many are possible repeats."""

_log = structlog.get_logger(__name__)


class Sender:
    """Sends what the outbox holds. `deliver` words a letter and posts it by what it is given."""

    def __init__(
        self,
        store: Store,
        telegram: Telegram,
        deliver: Deliver,
        clock: Clock,
        *,
        quiet: QuietHours,
        zone: str,
        monotonic: Callable[[], float] = time.monotonic,
        metrics: Metrics | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._monotonic = monotonic
        self._metrics = metrics or Metrics()
        self._errands = Errands(store, telegram, deliver, clock, quiet=quiet, zone=zone, monotonic=monotonic)
        self._at_once = min(AT_ONCE, max(1, int(telegram.pace.per_second * SECONDS_AHEAD)))
        self._worth_it = max(1, self._at_once // 4)
        self._running: set[asyncio.Task[None]] = set()
        self._draining = asyncio.Lock()
        self._due = asyncio.Event()
        self._look = True
        self._rest_until = float("-inf")
        self._rest = FIRST_REST
        self._stopping = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being sent."""
        return not self._running

    @property
    def resting(self) -> bool:
        """Whether sending pauses, because Telegram asked for it or could not be reached."""
        return self._monotonic() < self._rest_until

    async def recover(self) -> None:
        """At start: what was being sent when the program ended may have arrived."""
        while count := await self._store.write(outbox.recover):
            _log.warning("messages may have been sent before the program ended", count=count)

    def wake(self) -> None:
        """There may be something to send."""
        self._look = True
        self._due.set()

    async def for_ever(self) -> None:
        """Send what is due whenever woken, until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self.drain()
            except StoreUnavailable:
                _log.warning("the store does not answer; messages wait")

    async def drain(self) -> int:
        """Send what is due now; how many rows were taken up. Stops where sending has to pause."""
        async with self._draining:
            taken = 0
            self._look = True
            try:
                while not (self.resting or self._stopping):
                    claimed = await self._claim(sure=taken > 0)
                    taken += len(claimed)
                    for row in claimed:
                        task = asyncio.create_task(self._send(row))
                        self._running.add(task)
                        task.add_done_callback(self._running.discard)
                    if not self._running:
                        break
                    await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if self._running:
                    await asyncio.wait(self._running)
            return taken

    async def stop(self, seconds: float) -> None:
        """Take up nothing more; let what is being sent finish, at most so long. What has not left by then waits."""
        self._stopping = True
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        try:
            await self._errands.release()
        except StoreUnavailable:
            _log.warning("the store does not answer; the next start takes what was claimed for possible repeats")

    async def _claim(self, *, sure: bool) -> tuple[OutboxId, ...]:
        """Take up due rows, as many as there is room for; none while there is room for only a few: each time costs a
        wait for the disk.

        Looks before it writes unless it is `sure`: it is woken by every tap, and most taps leave nothing to send.
        Once fewer were due than there was room for, it looks again only when something may have changed.
        """
        room = self._at_once - len(self._running)
        if room < self._worth_it or not self._look:
            return ()
        self._look = False
        if not sure:
            due = await self._store.read(outbox.next_due)
            if due is None or due > self._clock.now():
                return ()
        claimed = await self._kept_track(room)
        self._look |= len(claimed) == room
        return claimed

    async def _kept_track(self, room: int) -> tuple[OutboxId, ...]:
        """Claim. Whoever is cancelled meanwhile leaves nothing claimed that nobody sends."""
        claiming = asyncio.ensure_future(self._store.write(outbox.claim, size=room))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            try:
                for row in await claiming:
                    await self._store.write(outbox.settle, id=row, ending=Ending(Outcome.NOT_SENT))
            except StoreUnavailable:
                _log.warning("the store does not answer; the next start takes what was claimed for possible repeats")
            raise

    async def _send(self, row: OutboxId) -> None:
        structlog.contextvars.bind_contextvars(letter=row)
        began = time.monotonic()
        found = await self._errands.run(row)
        if found is None:
            self._metrics.letter(NOT_TRIED)
            return
        self._metrics.letter(found.ending.outcome.value, time.monotonic() - began)
        if found.rest is not None:
            self._pause(found.rest)
        elif found.ending.outcome is Outcome.SENT:
            self._rest = FIRST_REST
        if found.ending.outcome in {Outcome.MOVED, Outcome.UNKNOWN, Outcome.NOT_SENT}:
            self._look = True

    def _pause(self, seconds: float) -> None:
        if not seconds:
            seconds = self._rest
            self._rest = min(self._rest * 2, LONGEST_REST)
        self._rest_until = max(self._rest_until, self._monotonic() + seconds)
