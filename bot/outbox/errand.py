"""One claimed row's way out: re-checked, held back, attempted, recorded. Leaves which rows go when to the sender."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

import structlog
from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.outbox.gathering import Gathering
from bot.outbox.outcomes import SENT, Verdict, verdict
from bot.outbox.places import Places
from bot.outbox.quiet import held_until
from bot.telegram import Telegram
from domain.identities import AccountId, OutboxId
from domain.messages import Letter, Outcome
from domain.moments import Clock, Instant, QuietHours
from storage.announcing import steering
from storage.engine import Store, StoreUnavailable, Transaction
from storage.messages import outbox
from storage.messages.outbox import Ending
from storage.people import persons
from storage.seats import post

LEASE_SECONDS: Final = 120.0
"""How long an attempt may take, wording, waiting for the pace and sending together. Monotonic time."""
FIRST_REST: Final = 1.0
LONGEST_REST: Final = 60.0

_log = structlog.get_logger(__name__)

Result = TypeVar("Result")
_Method: TypeAlias = TelegramMethod[Any]
"""Named once: within a function, an annotation is made anew at every call, and of aiogram's that takes its time."""
PostLetter = Callable[[Bot, _Method], Awaitable[Any]]
Deliver = Callable[[Letter, PostLetter], Awaitable[None]]


class Errands:
    """Takes claimed rows to their end. `deliver` words a letter and posts it by what it is given."""

    def __init__(
        self,
        store: Store,
        telegram: Telegram,
        deliver: Deliver,
        clock: Clock,
        *,
        quiet: QuietHours,
        zone: str,
        monotonic: Callable[[], float],
        lease: float = LEASE_SECONDS,
    ) -> None:
        self._store = store
        self._telegram = telegram
        self._deliver = deliver
        self._clock = clock
        self._quiet = quiet
        self._zone = zone
        self._lease = lease
        self._places = Places(telegram.pace, monotonic)
        self._unsettled: dict[OutboxId, bool] = {}
        self._letters: Gathering[OutboxId, Letter | None] = Gathering(
            lambda ids: store.read(post.open_letters, ids=ids)
        )
        self._records: Gathering[tuple[Letter, Verdict], None] = Gathering(
            lambda done: store.write(record_all, done=done)
        )

    async def run(self, row: OutboxId) -> Verdict | None:
        """See a claimed row to its end in the store; what became of the attempt, None where there was none.

        Whatever goes wrong, the row is not left claimed: only being cancelled leaves that to `release`.
        """
        self._unsettled[row] = False
        try:
            found = await self._run(row)
        except Exception as error:  # noqa: BLE001  whatever it is, the row must not stay claimed until the next start
            _log.exception("a message could not be dealt with", row=row)
            found = verdict(error)
            if self._unsettled[row]:
                found = Verdict(Ending(Outcome.UNKNOWN, found.ending.reason))
            await self._insist(partial(self._store.write, outbox.settle, id=row, ending=found.ending))
        del self._unsettled[row]
        return found

    async def release(self) -> None:
        """After rows were cancelled: those that surely did not leave wait again; the others may have arrived."""
        for row, left in tuple(self._unsettled.items()):
            if not left:
                await self._store.write(outbox.settle, id=row, ending=Ending(Outcome.NOT_SENT))
                del self._unsettled[row]

    async def _run(self, row: OutboxId) -> Verdict | None:
        letter = await self._insist(partial(self._letters, row))
        if letter is None:
            await self._insist(partial(self._store.write, outbox.drop, id=row, why="it makes no sense any more"))
            return None
        now = self._clock.now()
        until = held_until(letter, now, self._quiet, self._zone)
        account = letter.to.account
        if until is None and (seconds := self._places.busy_for(account)):
            until = Instant(now + seconds)
        if until is not None:
            await self._insist(partial(self._store.write, outbox.hold_back, id=row, until=until))
            return None
        leave = self._places.take(account)
        try:
            found = await self._attempt(letter, leave)
        finally:
            leave()
        await self._insist(partial(self._records, (letter, found)))
        return found

    async def _attempt(self, letter: Letter, leave: Callable[[], None]) -> Verdict:
        parts = 0

        def leaving() -> None:
            self._unsettled[letter.id] = True
            leave()

        async def posting(bot: Bot, method: _Method) -> Any:
            nonlocal parts
            result = await self._telegram.post_letter(bot, method, leaving=leaving)
            parts += 1
            return result

        try:
            async with asyncio.timeout(self._lease):
                await self._deliver(letter, posting)
        except TimeoutError:
            left = self._unsettled[letter.id]
            found = Verdict(Ending(Outcome.UNKNOWN if left else Outcome.NOT_SENT, "it took too long"), rest=0.0)
        except Exception as error:  # noqa: BLE001  every error is an outcome, and none may stop the others
            found = verdict(error, partly_sent=parts > 0)
            _log.log(
                _level(found),
                "a message did not leave",
                row=letter.id,
                outcome=found.ending.outcome.value,
                exc_info=error,
            )
        else:
            return SENT
        return found

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


def record(tx: Transaction, *, letter: Letter, found: Verdict) -> None:
    """Keep what became of a letter, and what that says about its reader's account and its announcement."""
    ending = found.ending
    if found.unreachable:
        persons.unreachable(tx, account=letter.to.account)
    if found.original_gone and letter.announcement is not None:
        steering.original_gone(tx, announcement=letter.announcement.id)
    if found.moved_to is not None and not persons.moved(tx, id=letter.to.id, account=AccountId(found.moved_to)):
        ending = Ending(Outcome.NEVER, "its chat has moved to where somebody else is")
    outbox.settle(tx, id=letter.id, ending=ending)


def record_all(tx: Transaction, *, done: Sequence[tuple[Letter, Verdict]]) -> tuple[None, ...]:
    """The same for several."""
    outbox.sent(tx, ids=[letter.id for letter, found in done if found is SENT])
    for letter, found in done:
        if found is not SENT:
            record(tx, letter=letter, found=found)
    return (None,) * len(done)


def _level(found: Verdict) -> int:
    """Somebody who blocked the bot, or a pause that Telegram asks for, is everyday; the rest is worth a look."""
    everyday = found.unreachable or found.ending.outcome in {Outcome.NOT_SENT, Outcome.MOVED}
    return logging.INFO if everyday else logging.WARNING
