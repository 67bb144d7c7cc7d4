"""The negative controls: rules of the program, broken one at a time, so that the suite can be seen to notice.

Runs in the subject alone.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from aiogram.methods import GetUpdates

from bot.intake.fetching import Fetching
from bot.intake.reception import Reception
from domain.identities import OutboxId
from storage.engine import Transaction
from storage.messages import outbox
from storage.people import intents
from storage.seats import counts
from tests.torture.tripwire import around, there

MARK_SENT: Final = "UPDATE outbox SET state = 'sent', ended_at = :now WHERE id = :id"
FORGET_CLAIMS: Final = "UPDATE outbox SET state = 'waiting' WHERE state = 'claimed'"


def _acknowledge_first() -> None:
    """Tell Telegram that updates were taken before they are in the inbox, as plain polling does."""

    def make(begin: Callable[..., None]) -> Callable[..., None]:
        def begun(self: Any, *args: Any, **kwargs: Any) -> None:
            begin(self, *args, **kwargs)
            keep = self._reception.keep

            async def kept(updates: Sequence[dict[str, Any]], **further: Any) -> None:
                offset = max(update["update_id"] for update in updates) + 1
                method = GetUpdates.model_construct(offset=offset, limit=1, timeout=0)
                await self._telegram.call(self._bot, method)
                await keep(updates, **further)

            self._reception.keep = kept

        return begun

    there(Reception, "keep")
    around(Fetching, "__init__", make)


def _mark_before_sending() -> None:
    """Call a letter sent when it is claimed."""

    def make(claim: Callable[..., tuple[OutboxId, ...]]) -> Callable[..., tuple[OutboxId, ...]]:
        def claimed(tx: Transaction, *, size: int) -> tuple[OutboxId, ...]:
            rows = claim(tx, size=size)
            for row in rows:
                tx.run(MARK_SENT, id=row, now=tx.now)
            return rows

        return claimed

    around(outbox, "claim", make)


def _forget_what_was_claimed() -> None:
    """After a crash, take letters that were being sent for letters that were never tried."""

    def make(_recover: Callable[..., int]) -> Callable[..., int]:
        def recovered(tx: Transaction, *, chunk: int = 500) -> int:
            del chunk
            tx.run(FORGET_CLAIMS)
            return 0

        return recovered

    around(outbox, "recover", make)


def _act_twice() -> None:
    """Remember no button that was acted upon."""
    around(intents, "act", lambda _act: lambda *_args, **_kwargs: None)


def _keep_freed_seats() -> None:
    """Do not give a seat back when its booking ends."""
    around(counts, "free", lambda _free: lambda *_args, **_kwargs: None)


SABOTAGE: Final[dict[str, Callable[[], None]]] = {
    "acknowledge first": _acknowledge_first,
    "mark before sending": _mark_before_sending,
    "forget what was claimed": _forget_what_was_claimed,
    "act twice": _act_twice,
    "keep freed seats": _keep_freed_seats,
}
