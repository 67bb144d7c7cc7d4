"""One update's turn: parsed, fed to the dispatcher, finished or set aside. Leaves order and number to the lanes."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.telegram import CannotConnect
from handlers.turn import FINISHED
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox

FIRST_PAUSE: Final = 0.25
LONGEST_PAUSE: Final = 15.0
REPEATS: Final = 2
"""How often a reply that may have arrived is repeated."""

_TAKEN_AGAIN: Final = (StoreUnavailable, TelegramRetryAfter, TelegramNetworkError, TelegramServerError)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """An update that is in the inbox."""

    update_id: int
    raw: dict[str, Any]


class Turns:
    """Sees each update to its end: done in the inbox, or dead there with the reason."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, store: Store) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._store = store

    async def take(self, item: Item) -> None:
        """Handle one update. It stays to be done only where this is cancelled.

        It is taken again while the store does not answer and while the reply surely does not arrive; twice more where
        a reply may have arrived. Use cases act once however often that is: what is repeated is the reply.
        """
        pause, unknown = FIRST_PAUSE, 0
        while True:
            try:
                await self._handle(item)
            except TelegramRetryAfter as busy:
                pause = float(busy.retry_after)
            except (StoreUnavailable, CannotConnect) as error:
                _log.warning("an update waits", update=item.update_id, error=type(error).__name__, seconds=pause)
            except (TelegramNetworkError, TelegramServerError) as error:
                unknown += 1
                if unknown > REPEATS:
                    await self.bury(item.update_id, f"its reply does not arrive: {type(error).__name__}")
                    return
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def bury(self, update_id: int, reason: str) -> None:
        """Set an update aside for good."""
        _log.error("an update was set aside", update=update_id, reason=reason)
        await self._store.write(inbox.bury, update_id=update_id, reason=reason)

    async def _handle(self, item: Item) -> None:
        try:
            update = Update.model_validate(_lean(item.raw), context={"bot": self._bot})
        except ValidationError as error:
            where = "; ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)[:3])
            await self.bury(item.update_id, f"cannot be parsed: {where}")
            return
        try:
            update.event_type  # noqa: B018  raises for a kind that aiogram does not know; it would quote it in a warning
        except UpdateTypeLookupError:
            await self._finish(item)
            return
        try:
            result = await self._dispatcher.feed_update(self._bot, update)
        except _TAKEN_AGAIN as error:
            if isinstance(error, TelegramEntityTooLarge):  # a kind of network error to aiogram; it will be no smaller
                await self.bury(item.update_id, f"failed: {type(error).__name__}")
                return
            raise
        except Exception as error:  # noqa: BLE001  a mistake of ours, apologised for; the next update must not wait
            _log.exception("an update failed", update=item.update_id)
            await self.bury(item.update_id, f"failed: {type(error).__name__}")
            return
        if result is not FINISHED:
            await self._finish(item)

    async def _finish(self, item: Item) -> None:
        """Finish what no handler has finished: groups, kinds nobody handles."""
        if await self._store.read(inbox.waits, update_id=item.update_id):
            await self._store.write(inbox.finish, update_id=item.update_id, conversation=None)


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
