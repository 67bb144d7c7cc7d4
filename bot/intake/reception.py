"""Reception: where updates are taken in, whichever way they came. Leaves the ways to fetching and webhook."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog

from bot.intake.bounds import Admission
from bot.intake.inline import Inline
from bot.intake.keys import Json, key_of, kind_of
from bot.intake.passing import Passing
from bot.intake.turns import Item
from bot.metrics import DROPPED, Metrics
from storage.engine import Store, Transaction
from storage.messages import inbox

_HIGHEST: Final = 2**63

_log = structlog.get_logger(__name__)

Take = Callable[[str, Item], None]


class Reception:
    """Keeps updates and hands them over: what `keep` has returned for is in the inbox, whatever happens next."""

    def __init__(
        self,
        store: Store,
        take: Take,
        inline: Inline,
        *,
        admission: Admission,
        passing: Passing,
        metrics: Metrics,
        before_acknowledging: Callable[[], Awaitable[None]],
    ) -> None:
        self._store = store
        self._take = take
        self._inline = inline
        self._admission = admission
        self._passing = passing
        self._metrics = metrics
        self._before_acknowledging = before_acknowledging

    async def keep(self, updates: Sequence[Json], *, late: bool = False) -> None:
        """Commit updates to the inbox in one transaction and hand over those that are new.

        Inline queries are passed on at once and not kept: they die sooner than the inbox replays. `late`: these may
        have waited at Telegram, so that nobody waits for their inline queries any more. What one sender has too much of
        is passed over: done in the inbox at once, and its sender told. Raises StoreUnavailable, with nothing kept.
        """
        for update in updates:
            if "inline_query" in update:
                self._inline.take(update, late=late)
        lasting = [update for update in updates if "inline_query" not in update]
        if lasting:
            await self._commit(lasting)
        await self._before_acknowledging()

    async def _commit(self, updates: list[Json]) -> None:
        joining = {update["update_id"]: update for update in updates if self._admission.admits(key_of(update), update)}
        over = {update["update_id"]: update for update in updates if update["update_id"] not in joining}
        # Plain ASCII: half a surrogate pair in somebody's text could not be stored, and would hold up the whole batch.
        received = [
            inbox.Received(number, key_of(update), json.dumps(update) if number in joining else "")
            for number, update in sorted({**joining, **over}.items())
        ]
        try:
            fresh = await self._store.write(receive, updates=received, over=frozenset(over))
        except BaseException:
            for update in joining.values():
                self._admission.leaves(key_of(update), update)
            raise
        for number, update in joining.items():
            if number in fresh:
                self._take(key_of(update), Item(number, update))
            else:
                self._admission.leaves(key_of(update), update)
        self._pass_over([update for number, update in over.items() if number in fresh])

    def _pass_over(self, updates: Sequence[Json]) -> None:
        for update in updates:
            key = key_of(update)
            self._metrics.update(kind_of(update), DROPPED)
            self._passing.add(key, update, first=self._admission.first_time(key))
        if updates:
            _log.info("updates were passed over: their senders have too many waiting", count=len(updates))


def receive(tx: Transaction, *, updates: Sequence[inbox.Received], over: frozenset[int]) -> frozenset[int]:
    """Keep updates; the numbers of those that are new. Those `over` what their sender may have waiting are done."""
    fresh = frozenset(inbox.receive(tx, updates=updates))
    for number in fresh & over:
        inbox.finish(tx, update_id=number, conversation=None)
    return fresh


def is_update(thing: Any) -> bool:
    """Whether this has what the inbox needs of an update: a number. The rest is looked at when its turn comes."""
    number = thing.get("update_id") if isinstance(thing, dict) else None
    return type(number) is int and 0 <= number < _HIGHEST
