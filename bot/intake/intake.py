"""The intake as a whole: what a crash left over, then what comes. Leaves starting and stopping it to the app."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog
from aiogram import Bot, Dispatcher

from bot.intake.fetching import Fetching
from bot.intake.lanes import Lanes
from bot.intake.turns import Item, Turns
from bot.telegram import Telegram
from storage.engine import Store
from storage.messages import inbox

AT_ONCE: Final = 64
"""How many updates are handled at the same time."""
MOST_WAITING: Final = 1_000
"""How many may wait in memory before fetching pauses."""
STARTS: Final = 3
"""Started so often without finishing, an update is taken for what ends the process."""

_log = structlog.get_logger(__name__)


async def _nothing() -> None:
    return


class Intake:
    """Fetches updates and sees each of them to its end, one sender's strictly in order."""

    def __init__(
        self,
        bot: Bot,
        telegram: Telegram,
        dispatcher: Dispatcher,
        store: Store,
        *,
        allowed: Sequence[str],
        before_acknowledging: Callable[[], Awaitable[None]] = _nothing,
        after_turn: Callable[[], None] = lambda: None,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._turns = Turns(bot, dispatcher, store)
        self._after_turn = after_turn
        self._lanes: Lanes[Item] = Lanes(self._take, at_once=at_once)
        self._fetching = Fetching(
            bot, telegram, store, self._lanes.add, allowed=allowed, before_acknowledging=before_acknowledging
        )

    @property
    def idle(self) -> bool:
        """Whether every update that was fetched has been handled."""
        return self._lanes.idle

    async def recover(self) -> None:
        """Handle what was left undone, one update at a time: one of them may be what ended the process.

        Each start is recorded first. The first, before the crash, was not; so the third is the one that is not made.
        """
        after = -1
        while left := [update for update in await self._store.read(inbox.to_do) if update.update_id > after]:
            _log.info("updates were left undone", at_least=len(left))
            for update in left:
                after = update.update_id
                if update.tries >= STARTS - 1:
                    await self._turns.bury(update.update_id, f"started {STARTS} times and never finished")
                    continue
                await self._store.write(inbox.started, update_id=update.update_id)
                await self._take(Item(update.update_id, json.loads(update.payload)))

    async def for_ever(self) -> None:
        """Fetch and handle until cancelled. Raises MustStop."""
        await self._fetching.for_ever(lambda: self._lanes.until_below(MOST_WAITING))

    async def fetch_now(self) -> int:
        """Fetch what waits at Telegram, without waiting for more, and handle it; how many updates came."""
        came = await self._fetching.fetch(0)
        await self._lanes.until_idle()
        return came

    async def until_idle(self) -> None:
        """Wait until every update that was fetched has been handled."""
        await self._lanes.until_idle()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, let what runs finish; what waits is in the inbox for the next start."""
        await asyncio.gather(self._fetching.acknowledge(), self._lanes.stop(seconds))

    async def _take(self, item: Item) -> None:
        try:
            await self._turns.take(item)
        except Exception:  # noqa: BLE001  whatever it is, the lane's next update must not wait for it
            _log.exception("an update's turn failed", update=item.update_id)
        finally:
            self._after_turn()
