"""How fast the page of upcoming slots is, with and without filters, and whether history slows it."""

import asyncio
import itertools
import sqlite3
from collections.abc import Mapping
from typing import Final

from bench import bare
from bench.rounds import Comparison, Work, in_turns
from domain.identities import CityId
from domain.programme import EventKind, Wanted
from storage.engine import Store
from storage.programme import upcoming

PAGE_AIM: Final = 0.3
HISTORY_AIM: Final = 0.8
"""Of the speed with a tenth of the history: one fifth is left for what one run differs from the next."""

FIRST_PAGES: Final = 3
AT_ONCE: Final = 50

OURS: Final = "store.read"
PEER: Final = "bare sqlite3"
TENTH: Final = "with a tenth of it"

FILTERS: Final[Mapping[str, Wanted]] = {
    "no filter": Wanted(),
    "a grade": Wanted(grade=8),
    "a city": Wanted(city=CityId(3)),
    "a kind": Wanted(kind=EventKind.EXCURSION),
    "a rare kind": Wanted(kind=EventKind.INTERNSHIP),
    "online": Wanted(online=True),
    "grade, city and kind": Wanted(grade=8, city=CityId(3), kind=EventKind.EXCURSION),
    "what there is none of": Wanted(kind=EventKind.INTERNSHIP, online=True),
}


async def compare(
    store: Store, tenth: Store, connection: sqlite3.Connection, *, rounds: int, pages: int
) -> list[Comparison]:
    """Measure on a town, and on one with a tenth of its history. `pages`: how many are looked at in a round."""
    beside_bare, beside_tenth = [], []
    for name, wanted in FILTERS.items():
        contenders = {
            PEER: _bare(connection, wanted),
            OURS: _read(store, wanted),
            TENTH: _read(tenth, wanted),
        }
        times = await in_turns(contenders, rounds=rounds, pieces=pages)
        beside_bare.append(times.compared(f"a page of upcoming slots, {name}", ours=OURS, peer=PEER, aim=PAGE_AIM))
        beside_tenth.append(times.compared(f"ten times the history, {name}", ours=OURS, peer=TENTH, aim=HISTORY_AIM))
    return [*beside_bare, await _many(store, connection, rounds=rounds), *beside_tenth]


async def _many(store: Store, connection: sqlite3.Connection, *, rounds: int) -> Comparison:
    one = _read(store, Wanted())
    one_bare = _bare(connection, Wanted())

    async def together() -> None:
        await asyncio.gather(*(one() for _ in range(AT_ONCE)))

    async def one_by_one() -> None:
        for _ in range(AT_ONCE):
            await one_bare()

    times = await in_turns({PEER: one_by_one, OURS: together}, rounds=rounds, pieces=3, things=AT_ONCE)
    return times.compared(f"a page of upcoming slots, {AT_ONCE} at once", ours=OURS, peer=PEER, aim=PAGE_AIM)


def _read(store: Store, wanted: Wanted) -> Work:
    pages = itertools.cycle(range(FIRST_PAGES))

    async def work() -> None:
        await store.read(upcoming.page, wanted=wanted, page=next(pages))

    return work


def _bare(connection: sqlite3.Connection, wanted: Wanted) -> Work:
    pages = itertools.cycle(range(FIRST_PAGES))

    async def work() -> None:
        bare.page(connection, wanted=wanted, page=next(pages))

    return work
