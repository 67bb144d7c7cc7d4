"""Fetching: raw updates into the inbox, acknowledged only once they are there. Leaves handling them to turns."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, GetUpdates

from bot.intake.inline import STALE_SECONDS
from bot.intake.reception import Reception, is_update
from bot.stops import UNKNOWN_BOT, MustStop
from bot.telegram import Telegram
from storage.engine import StoreUnavailable

POLL_SECONDS: Final = 30
"""How long Telegram keeps an empty answer back."""
GRACE_SECONDS: Final = 10
MOST_AT_ONCE: Final = 100
"""The Bot API's own limit (core.telegram.org/bots/api#getupdates)."""
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
CONFLICTS_BORNE: Final = 12
"""How often in a row another poller is borne: about five minutes, longer than any change of version takes."""

AT_ONCE_SECONDS: Final = 1.0
"""A poll that takes longer has waited for what it brings: that is new."""

_log = structlog.get_logger(__name__)


class Fetching:
    """Long polling. What `fetch` has handed to the reception is kept before Telegram is told so."""

    def __init__(self, bot: Bot, telegram: Telegram, reception: Reception, *, allowed: Sequence[str]) -> None:
        self._bot = bot
        self._telegram = telegram
        self._reception = reception
        self._allowed = list(allowed)
        self._offset: int | None = None
        self.last_heard: float | None = None
        """When Telegram last answered, in monotonic seconds."""

    async def open(self) -> None:
        """Have Telegram keep updates for fetching, and deliver them nowhere."""
        await self._telegram.post(self._bot, DeleteWebhook.model_construct())

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
                _log.error(
                    "another program fetches this bot's updates",
                    times=conflicts,
                    seconds=pause,
                    to_do="stop it, or give this one a token of its own",
                )
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
        asked = time.monotonic()
        away = 0.0 if self.last_heard is None else asked - self.last_heard
        updates = await self._telegram.call(self._bot, method, seconds=wait + GRACE_SECONDS)
        self.last_heard = time.monotonic()
        # Said once, an offset has done its work. Keeping it would shut out numbers that begin anew after an idle week.
        self._offset = None
        known = [update for update in updates if is_update(update)]
        if not known:
            return 0
        late = away > STALE_SECONDS and self.last_heard - asked < AT_ONCE_SECONDS
        await self._reception.keep(known, late=late)
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
