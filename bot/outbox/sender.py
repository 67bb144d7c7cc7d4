"""The sender: claims due rows, re-checks, sends, records. Leaves re-checking to the store and wording to `deliver`."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeVar

import structlog
from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.outbox.outcomes import SENT, Verdict, verdict
from bot.outbox.quiet import held_until
from bot.telegram import Telegram
from domain.identities import AccountId, OutboxId
from domain.messages import Letter, Outcome
from domain.moments import Clock, QuietHours
from storage.engine import Store, StoreUnavailable, Transaction
from storage.messages import outbox
from storage.messages.outbox import Ending
from storage.people import persons
from storage.seats import post

AT_ONCE: Final = 64
SECONDS_AHEAD: Final = 0.4
"""How much of the pace is claimed at once: after a hard crash, so many are possible repeats."""
FIRST_REST: Final = 1.0
LONGEST_REST: Final = 60.0

_log = structlog.get_logger(__name__)

Result = TypeVar("Result")
PostLetter = Callable[[Bot, TelegramMethod[Any]], Awaitable[Any]]
Deliver = Callable[[Letter, PostLetter], Awaitable[None]]


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
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._deliver = deliver
        self._clock = clock
        self._quiet = quiet
        self._zone = zone
        self._monotonic = monotonic
        self._at_once = min(AT_ONCE, max(1, int(telegram.pace.per_second * SECONDS_AHEAD)))
        self._running: set[asyncio.Task[None]] = set()
        self._draining = asyncio.Lock()
        self._due = asyncio.Event()
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
            try:
                while not (self.resting or self._stopping):
                    claimed = await self._claim()
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
        """Take up nothing more; let what is being sent finish, at most so long."""
        self._stopping = True
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _claim(self) -> tuple[OutboxId, ...]:
        room = self._at_once - len(self._running)
        return await self._store.write(outbox.claim, size=room) if room > 0 else ()

    async def _send(self, row: OutboxId) -> None:
        letter = await self._insist(partial(self._store.read, post.open_letter, id=row))
        if letter is None:
            await self._insist(partial(self._store.write, outbox.drop, id=row, why="it makes no sense any more"))
            return
        until = held_until(letter, self._clock.now(), self._quiet, self._zone)
        if until is not None:
            await self._insist(partial(self._store.write, outbox.hold_back, id=row, until=until))
            return
        found = await self._attempt(letter)
        if found.rest is not None:
            self._pause(found.rest)
        await self._insist(partial(self._store.write, record, letter=letter, found=found))

    async def _insist(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Ask the store until it answers: what has left is not forgotten because a disk was full for a minute."""
        pause = FIRST_REST
        while True:
            try:
                return await call()
            except StoreUnavailable:
                _log.warning("the store does not answer; a message waits", seconds=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_REST)

    async def _attempt(self, letter: Letter) -> Verdict:
        parts = 0

        async def posting(bot: Bot, method: TelegramMethod[Any]) -> Any:
            nonlocal parts
            result = await self._telegram.post_letter(bot, method)
            parts += 1
            return result

        try:
            await self._deliver(letter, posting)
        except Exception as error:  # noqa: BLE001  every error is an outcome, and none may stop the others
            found = verdict(error, partly_sent=parts > 0)
            _log.log(
                _level(found),
                "a message did not leave",
                row=letter.id,
                outcome=found.ending.outcome.value,
                exc_info=error,
            )
            return found
        self._rest = FIRST_REST
        return SENT

    def _pause(self, seconds: float) -> None:
        if not seconds:
            seconds = self._rest
            self._rest = min(self._rest * 2, LONGEST_REST)
        self._rest_until = max(self._rest_until, self._monotonic() + seconds)


def record(tx: Transaction, *, letter: Letter, found: Verdict) -> None:
    """Keep what became of a letter, and what that says about its reader's account."""
    ending = found.ending
    if found.unreachable:
        persons.unreachable(tx, account=letter.to.account)
    if found.moved_to is not None and not persons.moved(tx, id=letter.to.id, account=AccountId(found.moved_to)):
        ending = Ending(Outcome.NEVER, "its chat has moved to where somebody else is")
    outbox.settle(tx, id=letter.id, ending=ending)


def _level(found: Verdict) -> int:
    """Somebody who blocked the bot, or a pause that Telegram asks for, is everyday; the rest is worth a look."""
    everyday = found.unreachable or found.ending.outcome in {Outcome.NOT_SENT, Outcome.MOVED}
    return logging.INFO if everyday else logging.WARNING
