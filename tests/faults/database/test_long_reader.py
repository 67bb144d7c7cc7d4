"""A long reader: somebody looks for minutes. Screens and presses go on, and the log is folded in once they are done."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from storage.engine import Store, Transaction, connections, folding, open_store
from tests.faults.database.holders import Holder
from tests.storage.engine.notebook import SetClock, lay_out, note

PAGE = 4096
PAGES = 20
USUAL = 2 * PAGES * PAGE
LONG = 10 * PAGES * PAGE


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    """A store whose log is folded in after 20 pages, and by force after 200: a two-hundredth of what it is in life."""
    monkeypatch.setattr(connections, "_LOG_PAGES", PAGES)
    monkeypatch.setattr(connections, "LOG_BYTES", USUAL)
    monkeypatch.setattr(folding, "LONGEST", LONG)
    async with open_store(
        tmp_path / "notebook.db", clock=SetClock(), migrations=lay_out(tmp_path / "migrations")
    ) as store:
        yield store


def log_bytes(store: Store) -> int:
    return store._writer._place.log_bytes()


def write_some(tx: Transaction, pages: int) -> None:
    for number in range(pages):
        note(tx, f"{number:4}" * (PAGE // 4))


async def write_pages(store: Store, pages: int, at_once: int = PAGES) -> None:
    for _ in range(pages // at_once):
        await store.write(write_some, at_once)


async def test_without_one_the_log_stays_short(store: Store) -> None:
    await write_pages(store, 300)
    assert log_bytes(store) < LONG


async def test_a_long_report_lets_the_log_grow_and_holds_nobody_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def look_long(tx: Transaction) -> int:
        before = tx.value("SELECT count(*) FROM notes")
        begun.set()
        gate.wait(30)
        assert tx.value("SELECT count(*) FROM notes") == before, "one state, however long it takes"
        return int(before)

    report = asyncio.create_task(store.report(look_long))
    assert await asyncio.to_thread(begun.wait, 10)
    await write_pages(store, 300)
    assert log_bytes(store) > LONG
    assert await store.read(lambda tx: tx.value("SELECT count(*) FROM notes")) == 300
    gate.set()
    assert await report == 0

    monkeypatch.setattr(store._writer._folding, "_not_before", 0)  # ten seconds later
    await write_pages(store, 2, at_once=1)
    assert log_bytes(store) <= USUAL


@pytest.mark.process
async def test_a_strangers_long_look_does_not_hold_anybody_up_either(store: Store, tmp_path: Path) -> None:
    with Holder(tmp_path / "notebook.db") as stranger:
        stranger.looks()
        await write_pages(store, 300)
        assert log_bytes(store) > LONG
        stranger.lets_go()
    await write_pages(store, 2, at_once=1)
    assert log_bytes(store) <= USUAL or store._writer._folding._not_before > 0


async def test_screens_read_without_a_pause_cannot_keep_the_log_growing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading is short, but at every moment there is one: a commit alone never finds the log unused.

    On a busy machine a reading may be put to sleep for longer than a fold waits: then the next one succeeds.
    """
    monkeypatch.setattr(folding, "AGAIN_SECONDS", 0.05)
    over = threading.Event()

    def overlap(tx: Transaction) -> None:
        tx.value("SELECT count(*) FROM notes")
        over.wait(0.002)

    async def screens(ask: Callable[..., Awaitable[None]]) -> None:
        while not over.is_set():
            await ask(overlap)

    looking = [asyncio.create_task(screens(ask)) for ask in (store.read, store.read, store.report)]
    grown = folded = False
    for _ in range(1_000):
        await store.write(write_some, 10)
        folded = grown and log_bytes(store) < LONG
        grown = grown or log_bytes(store) > LONG
        if folded:
            break
    over.set()
    await asyncio.gather(*looking)
    assert folded, "while three connections read, and never all of them rest"
