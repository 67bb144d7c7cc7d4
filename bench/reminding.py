"""The tick that puts reminders into the outbox: as many are due, with little and with much of everything around."""

import time
from pathlib import Path
from typing import Final

from bench import datasets
from bench.rounds import Comparison, Times
from bench.town import Size
from domain.messages import LetterKind
from storage.engine import Store, Transaction, open_store
from storage.messages import reminders

AIM: Final = 0.77
"""At most 1.3 times as long."""
MANY: Final = "with many bookings"
FEW: Final = "with few"
RULE: Final = "2h"

PLAN: Final = """
    INSERT INTO reminders (meeting, rule, version, due_at, state)
    SELECT id, :rule, 1, starts_at - 7200, CASE WHEN starts_at > :now THEN 'waiting' ELSE 'done' END
      FROM meetings
"""

BRING_DUE: Final = """
    UPDATE reminders
       SET state = 'waiting', due_at = :now, expanded_to = 0
     WHERE meeting IN (SELECT id FROM meetings WHERE starts_at > :now ORDER BY starts_at, id LIMIT :meetings)
"""

FORGET: Final = """
    DELETE FROM outbox
     WHERE kind = :kind
"""


async def compare(folder: Path, few: Size, many: Size, *, rounds: int, meetings: int) -> Comparison:
    """So many rounds of ticks for so many meetings that are due, in two towns that differ in what is not."""
    figures: dict[str, list[float]] = {MANY: [], FEW: []}
    clock = datasets.TownClock()
    with (
        datasets.copied(datasets.dataset(folder, few), folder / "few.db") as here,
        datasets.copied(datasets.dataset(folder, many), folder / "many.db") as there,
    ):
        async with open_store(here, clock=clock) as smaller, open_store(there, clock=clock) as larger:
            stores = {MANY: larger, FEW: smaller}
            for store in stores.values():
                await store.write(_plan)
            for number in range(rounds + 1):
                taken = {name: await _ticked(store, meetings) for name, store in stores.items()}
                assert len({letters for _, letters in taken.values()}) == 1, "not as many were due"
                if number:
                    for name, (seconds, letters) in taken.items():
                        figures[name].append(seconds / letters * 1_000_000)
    return Times(figures).compared(
        f"a due reminder, with {many.bookings:,} bookings",
        ours=MANY,
        peer=FEW,
        peer_is=f"with {few.bookings:,}, as many due",
        aim=AIM,
    )


async def _ticked(store: Store, meetings: int) -> tuple[float, int]:
    """Seconds until all that is due is in the outbox, and how many letters that are."""
    await store.write(_bring_due, meetings=meetings)
    started = time.perf_counter()
    while await store.write(reminders.expand):
        continue
    seconds = time.perf_counter() - started
    return seconds, await store.write(_forget)


def _plan(tx: Transaction) -> None:
    tx.run(PLAN, rule=RULE, now=tx.now)


def _bring_due(tx: Transaction, *, meetings: int) -> None:
    tx.run(BRING_DUE, now=tx.now, meetings=meetings)


def _forget(tx: Transaction) -> int:
    return tx.run(FORGET, kind=LetterKind.REMINDER)
