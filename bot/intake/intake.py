"""The intake as a whole: what a crash left over, then what comes. Leaves starting and stopping it to the app."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot, Dispatcher

from bot.intake.bounds import Admission, Bounds
from bot.intake.fetching import Fetching
from bot.intake.inline import Inline
from bot.intake.keys import Json, key_of
from bot.intake.lanes import Lanes
from bot.intake.passing import Passing, Tell
from bot.intake.reception import Reception
from bot.intake.turns import Item, Turns
from bot.intake.webhook import Webhook
from bot.logs import Pseudonyms
from bot.metrics import Metrics
from bot.telegram import Telegram
from storage.engine import Store
from storage.messages import inbox

AT_ONCE: Final = 64
"""How many updates are handled at the same time."""
MOST_WAITING: Final = 1_000
"""How many may wait in memory before fetching pauses."""
STARTS: Final = 3
"""Started so often without finishing, an update is taken for what ends the process."""
LEFT_AT_ONCE: Final = 500
ALONE_SECONDS: Final = 2.0
"""How long one update that a crash left over is handled before the next of them may begin."""

_log = structlog.get_logger(__name__)


async def _nothing() -> None:
    return


async def _silently(update: Json) -> None:
    del update


@dataclass(frozen=True, slots=True)
class DeliverTo:
    """The address that Telegram delivers to, and what it has to show there."""

    url: str
    secret: str


class Intake:
    """Gets updates and sees each of them to its end, one sender's strictly in order.

    It fetches them, or where `deliver_to` is given has them delivered: `webhook` then takes the deliveries.
    """

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
        deliver_to: DeliverTo | None = None,
        metrics: Metrics | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008  frozen
        tell: Tell = _silently,
    ) -> None:
        metrics = metrics or Metrics()
        self._store = store
        self._turns = Turns(bot, dispatcher, store, metrics)
        self._after_turn = after_turn
        self._pseudonyms = Pseudonyms(bot.token)
        self._lanes: Lanes[Item] = Lanes(self._take, at_once=at_once)
        self._inline = Inline(self._pass_on, metrics)
        self._admission = Admission(bounds)
        self._passing = Passing(tell)
        self._alone = asyncio.Lock()
        reception = Reception(
            store,
            self._lanes.add,
            self._inline,
            admission=self._admission,
            passing=self._passing,
            metrics=metrics,
            before_acknowledging=before_acknowledging,
        )
        self._fetching = Fetching(bot, telegram, reception, allowed=allowed)
        self.webhook: Webhook | None = None
        if deliver_to is not None:
            self.webhook = Webhook(
                bot,
                telegram,
                reception,
                url=deliver_to.url,
                secret=deliver_to.secret,
                allowed=allowed,
                full=lambda: self._lanes.crowd >= MOST_WAITING,
            )

    @property
    def idle(self) -> bool:
        """Whether every update that came has been handled."""
        return self._lanes.idle and self._inline.idle and self._passing.idle

    @property
    def waiting(self) -> int:
        """How many updates wait in memory for their turn."""
        return self._lanes.waiting

    @property
    def unheard_seconds(self) -> float | None:
        """How long ago Telegram last answered a fetch, or delivered; None where it has not yet."""
        last_heard = (self.webhook or self._fetching).last_heard
        return None if last_heard is None else time.monotonic() - last_heard

    async def open(self) -> None:
        """Agree with Telegram on how updates come: fetched, or delivered. Raises MustStop."""
        await (self.webhook or self._fetching).open()

    async def recover(self) -> None:
        """Put what was left undone first in its lanes, one update handled at a time: one may be what ended the process.

        Each start is recorded first. The first, before the crash, was not; so the third is the one that is not made.
        Serving need not wait for them: whoever has nothing left over is not behind them.
        """
        after, count = -1, 0
        while True:
            first = await self._store.read(inbox.to_do, size=count + LEFT_AT_ONCE)
            left = [update for update in first if update.update_id > after]
            if not left:
                return
            count += len(left)
            _log.info("updates were left undone", count=len(left))
            for update in left:
                after = update.update_id
                self._lanes.add(update.key, Item(after, json.loads(update.payload), starts=update.tries))

    async def for_ever(self) -> None:
        """Get updates and handle them until cancelled. Raises MustStop."""
        if self.webhook is not None:
            await self.webhook.for_ever()
        else:
            await self._fetching.for_ever(lambda: self._lanes.until_below(MOST_WAITING))

    async def fetch_now(self) -> int:
        """Fetch what waits at Telegram, without waiting for more, and handle it; how many updates came."""
        came = 0 if self.webhook else await self._fetching.fetch(0)
        await self.until_idle()
        return came

    async def until_idle(self) -> None:
        """Wait until every update that came has been handled."""
        await self._lanes.until_idle()
        await self._inline.until_idle()
        await self._passing.until_idle()

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, let what runs finish; what waits is in the inbox for the next start."""
        self._turns.stop()
        await self._inline.stop()
        await self._passing.stop()
        taken = self.webhook.stop(seconds) if self.webhook else self._fetching.acknowledge()
        await asyncio.gather(taken, self._lanes.stop(seconds))

    async def _take(self, item: Item) -> None:
        # Whoever learns which person it is says so too: handlers.turn.
        structlog.contextvars.bind_contextvars(update=item.update_id, sender=self._pseudonyms.of(key_of(item.raw)))
        try:
            if item.starts is None:
                self._admission.leaves(key_of(item.raw), item.raw)
                await self._turns.take(item)
            else:
                await self._take_again(item, item.starts)
        except Exception:  # noqa: BLE001  whatever it is, the lane's next update must not wait for it
            _log.exception("an update's turn failed", update=item.update_id)
        finally:
            structlog.contextvars.clear_contextvars()
            self._after_turn()

    async def _pass_on(self, raw: Json) -> None:
        structlog.contextvars.bind_contextvars(update=raw["update_id"], sender=self._pseudonyms.of(key_of(raw)))
        try:
            await self._turns.pass_on(raw)
        finally:
            self._after_turn()

    async def _take_again(self, item: Item, starts: int) -> None:
        """Handle what a crash left over, its start recorded, and nothing else of that kind beside its beginning."""
        async with self._alone:
            if starts >= STARTS - 1:
                await self._turns.bury(item.update_id, f"started {STARTS} times and never finished")
                return
            if not await self._turns.begin(item.update_id):
                return
            turn = asyncio.ensure_future(self._turns.take(item))
            try:
                await asyncio.wait({turn}, timeout=ALONE_SECONDS)
            except asyncio.CancelledError:
                turn.cancel()
                raise
        await turn
