"""Fetching: raw updates into the inbox, acknowledged only once they are there. Leaves handling them to turns."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates

from bot.intake.keys import key_of
from bot.intake.turns import Item
from bot.stops import MustStop
from bot.telegram import Telegram
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox

POLL_SECONDS: Final = 30
"""How long Telegram keeps an empty answer back."""
GRACE_SECONDS: Final = 10
MOST_AT_ONCE: Final = 100
"""The Bot API's own limit (core.telegram.org/bots/api#getupdates)."""
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
CONFLICTS_BORNE: Final = 12
"""How often in a row another poller is borne: about five minutes, longer than any change of version takes."""

UNKNOWN_BOT: Final = "Telegram does not know this token: correct BOT_TOKEN (from @BotFather) or BOT_API_URL."

_log = structlog.get_logger(__name__)

Take = Callable[[str, Item], None]


class Fetching:
    """Long polling. What `fetch` has handed to `take` is in the inbox, whatever happens next."""

    def __init__(
        self,
        bot: Bot,
        telegram: Telegram,
        store: Store,
        take: Take,
        *,
        allowed: Sequence[str],
        before_acknowledging: Callable[[], Awaitable[None]],
    ) -> None:
        self._bot = bot
        self._telegram = telegram
        self._store = store
        self._take = take
        self._allowed = list(allowed)
        self._before_acknowledging = before_acknowledging
        self._offset: int | None = None

    async def for_ever(self, room: Callable[[], Awaitable[None]]) -> None:
        """Fetch until cancelled, waiting for `room` before each time. Raises MustStop."""
        pause, conflicts = FIRST_PAUSE, 0
        while True:
            await room()
            try:
                await self.fetch(POLL_SECONDS)
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise MustStop(UNKNOWN_BOT) from None
            except TelegramConflictError:
                conflicts += 1
                if conflicts > CONFLICTS_BORNE:
                    raise MustStop(
                        "Another program fetches this bot's updates: stop it, or give this one a token of its own."
                    ) from None
                _log.error("another program fetches this bot's updates", times=conflicts, seconds=pause)
            except TelegramRetryAfter as busy:
                pause = float(busy.retry_after)
            except (TelegramAPIError, StoreUnavailable) as error:
                _log.warning("no updates could be fetched", error=str(error), seconds=pause)
            else:
                pause, conflicts = FIRST_PAUSE, 0
                continue
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def fetch(self, wait: int) -> int:
        """One call of getUpdates, waiting up to `wait` seconds for the first update; how many came."""
        method = GetUpdates.model_construct(
            offset=self._offset, limit=MOST_AT_ONCE, timeout=wait, allowed_updates=self._allowed
        )
        updates = await self._telegram.call(self._bot, method, seconds=wait + GRACE_SECONDS)
        # Said once, an offset has done its work. Keeping it would shut out numbers that begin anew after an idle week.
        self._offset = None
        known = [update for update in updates if isinstance(update.get("update_id"), int)]
        if not known:
            return 0
        fresh = await self._keep(known)
        for update in known:
            if update["update_id"] in fresh:
                self._take(key_of(update), Item(update["update_id"], update))
        await self._before_acknowledging()
        self._offset = max(update["update_id"] for update in known) + 1
        return len(known)

    async def acknowledge(self) -> None:
        """Tell Telegram what the inbox has, where that was not said yet; what cannot be said comes again, known."""
        if self._offset is None:
            return
        method = GetUpdates.model_construct(offset=self._offset, limit=1, timeout=0)
        try:
            await self._telegram.call(self._bot, method, seconds=GRACE_SECONDS)
        except TelegramAPIError as error:
            _log.warning("the last updates could not be acknowledged", error=str(error))
        self._offset = None

    async def _keep(self, updates: list[dict[str, Any]]) -> frozenset[int]:
        # Plain ASCII: half a surrogate pair in somebody's text could not be stored, and would hold up the whole batch.
        received = [inbox.Received(update["update_id"], key_of(update), json.dumps(update)) for update in updates]
        return frozenset(await self._store.write(inbox.receive, updates=received))
