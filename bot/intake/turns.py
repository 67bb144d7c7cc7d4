"""One update's turn: parsed, fed to the dispatcher, finished or set aside. Leaves order and number to the lanes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.intake.inline import KIND as INLINE_QUERY
from bot.intake.keys import kind_of, private_account
from bot.metrics import DEAD, DONE, DROPPED, RETRIED, Metrics
from bot.telegram import CannotConnect, nobody_there
from domain.identities import AccountId
from handlers.turn import FINISHED
from storage.engine import Store, StoreUnavailable, Transaction
from storage.messages import inbox
from storage.people import persons

FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 15.0
REPEATS: Final = 2
"""How often a reply that may have arrived is repeated."""

_TAKEN_AGAIN: Final = (
    StoreUnavailable,
    TelegramRetryAfter,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """An update that is in the inbox.

    `since`: when it was taken in, in monotonic seconds. `starts`: how often it has begun, where a crash left it over.
    """

    update_id: int
    raw: dict[str, Any]
    since: float = field(default_factory=time.monotonic)
    starts: int | None = None


class Turns:
    """Sees each update to its end: done in the inbox, or dead there with the reason."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, store: Store, metrics: Metrics) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._store = store
        self._metrics = metrics
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Wait for nothing any more: a turn that pauses ends, and its update stays to be done."""
        self._stopping.set()

    async def take(self, item: Item) -> None:
        """Handle one update. It stays to be done only where this is cancelled, or stopped while it pauses.

        It is taken again while the store does not answer and while the reply surely does not arrive; twice more where
        a reply may have arrived. Use cases act once however often that is: what is repeated is the reply.
        """
        pause, unknown, outcome = FIRST_PAUSE, 0, DEAD
        began, kind = time.monotonic(), kind_of(item.raw)
        while True:
            try:
                outcome = await self._handle(item)
            except TelegramRetryAfter as busy:
                pause = float(busy.retry_after)
            except (StoreUnavailable, CannotConnect, TelegramUnauthorizedError) as error:
                # A token that is taken away says nothing about this update: the intake ends the process over it.
                _log.warning("an update waits", update=item.update_id, error=type(error).__name__, seconds=pause)
            except (TelegramNetworkError, TelegramServerError) as error:
                unknown += 1
                if unknown > REPEATS:
                    await self.bury(item.update_id, f"its reply does not arrive: {type(error).__name__}")
                    break
            else:
                break
            self._metrics.update(kind, RETRIED)
            if not await self._pause(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
        self._metrics.update_ended(kind, outcome, waited=began - item.since, handled=time.monotonic() - began)

    async def pass_on(self, raw: dict[str, Any]) -> None:
        """Feed an inline query, which is in no inbox, to the dispatcher; what goes wrong is logged and left."""
        outcome = DROPPED
        try:
            await self._dispatcher.feed_update(self._bot, Update.model_validate(raw, context={"bot": self._bot}))
            outcome = DONE
        except (TelegramBadRequest, TelegramNotFound) as refusal:
            _log.info("an inline query was too old to answer", refusal=refusal.message)
        except _TAKEN_AGAIN as error:
            _log.warning("an inline query was not answered", error=type(error).__name__)
        except Exception:  # noqa: BLE001  a mistake of ours; whoever types on asks again
            outcome = DEAD
            _log.exception("an inline query failed")
        self._metrics.update(INLINE_QUERY, outcome)

    async def begin(self, update_id: int) -> bool:
        """Record that an update's handling begins; False where it is to be stopped before that is known."""
        return await self._insist(partial(self._store.write, inbox.started, update_id=update_id))

    async def bury(self, update_id: int, reason: str) -> None:
        """Set an update aside for good."""
        _log.error("an update was set aside", update=update_id, reason=reason)
        await self._insist(partial(self._store.write, inbox.bury, update_id=update_id, reason=reason))

    async def _pause(self, seconds: float) -> bool:
        """Wait so long; False where it is to be stopped instead."""
        pausing = asyncio.ensure_future(asyncio.sleep(seconds))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({pausing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pausing.cancel()
            stopping.cancel()
        return not self._stopping.is_set()

    async def _insist(self, call: Callable[[], Awaitable[object]]) -> bool:
        """Ask the store until it answers; False where it has not when this is stopped."""
        pause = FIRST_PAUSE
        while True:
            try:
                await call()
            except StoreUnavailable:
                _log.warning("the store does not answer; an update waits", seconds=pause)
                if not await self._pause(pause):
                    return False
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return True

    async def _handle(self, item: Item) -> str:
        """Take the turn once; how it ended. Raises what the turn may be taken again after."""
        try:
            update = Update.model_validate(_lean(item.raw), context={"bot": self._bot})
        except ValidationError as error:
            where = "; ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)[:3])
            await self.bury(item.update_id, f"cannot be parsed: {where}")
            return DEAD
        try:
            update.event_type  # noqa: B018  raises for a kind that aiogram does not know; it would quote it in a warning
        except UpdateTypeLookupError:
            await self._finish(item)
            return DONE
        try:
            result = await self._dispatcher.feed_update(self._bot, update)
        except _TAKEN_AGAIN as error:
            if isinstance(error, TelegramEntityTooLarge):  # a kind of network error to aiogram; it will be no smaller
                await self.bury(item.update_id, f"failed: {type(error).__name__}")
                return DEAD
            raise
        except Exception as error:  # noqa: BLE001  a mistake of ours, apologised for; the next update must not wait
            if nobody_there(error):
                await self._leave(item)
                return DONE
            _log.exception("an update failed", update=item.update_id)
            await self.bury(item.update_id, f"failed: {type(error).__name__}")
            return DEAD
        if result is not FINISHED:
            await self._finish(item)
        return DONE

    async def _leave(self, item: Item) -> None:
        """Its reply finds nobody: the bot was blocked or put out meanwhile, or the account is gone."""
        _log.info("nobody is there to be answered", update=item.update_id)
        account = private_account(item.raw)
        await self._store.write(leave, update_id=item.update_id, account=account)

    async def _finish(self, item: Item) -> None:
        """Finish what no handler has finished: groups, kinds nobody handles."""
        if await self._store.read(inbox.waits, update_id=item.update_id):
            await self._store.write(inbox.finish, update_id=item.update_id, conversation=None)


def leave(tx: Transaction, *, update_id: int, account: AccountId | None) -> None:
    """The update is done, and its sender's account, where it came in private, cannot be written to."""
    inbox.finish(tx, update_id=update_id, conversation=None)
    if account is not None:
        persons.unreachable(tx, account=account)


def _lean(raw: dict[str, Any]) -> dict[str, Any]:
    """An update without the keyboard of the message that was pressed: most of the parsing, and read by nobody."""
    query = raw.get("callback_query")
    if not isinstance(query, dict):
        return raw
    message = query.get("message")
    if not isinstance(message, dict) or "reply_markup" not in message:
        return raw
    bare = {name: value for name, value in message.items() if name != "reply_markup"}
    return {**raw, "callback_query": {**query, "message": bare}}
