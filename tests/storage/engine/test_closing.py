"""Ending: everybody who was let in is served, nobody else is, and nothing is left running."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Store, StoreUnavailable, open_store
from tests.storage.engine.notebook import (
    SetClock,
    everything_in,
    held,
    kept_in,
    note,
    texts,
    threads_of_the_store,
    turns,
)


async def test_everybody_who_waits_is_served_first(path: Path, clock: SetClock, migrations: Path) -> None:
    async with open_store(path, clock=clock, migrations=migrations) as store:
        with held(store):
            writes = [asyncio.create_task(store.write(note, f"{number}")) for number in range(600)]
            reads = [asyncio.create_task(store.read(texts)) for _ in range(200)]
            await turns()
    assert [task.done() for task in (*writes, *reads)] == [True] * 800
    assert [task.result() for task in writes] == list(range(1, 601))
    assert len(kept_in(path)) == 600


async def test_nobody_is_let_in_afterwards(path: Path, clock: SetClock, migrations: Path) -> None:
    async with open_store(path, clock=clock, migrations=migrations) as store:
        pass
    for late in (store.write(note, "late"), store.read(texts), store.report(texts), store.backup(path.with_name("b"))):
        with pytest.raises(StoreUnavailable, match="closed"):
            await late


async def test_nobody_is_let_in_while_it_closes(path: Path, clock: SetClock, migrations: Path) -> None:
    gate = threading.Event()
    refused: list[BaseException] = []

    async def knock(store: Store) -> None:
        await turns(10)
        try:
            await store.write(note, "too late")
        except StoreUnavailable as error:
            refused.append(error)
        gate.set()

    async with open_store(path, clock=clock, migrations=migrations) as store:
        slow = asyncio.create_task(store.report(lambda _: gate.wait(10)))
        await turns()
        knocking = asyncio.create_task(knock(store))
    await asyncio.gather(slow, knocking)
    assert len(refused) == 1
    assert kept_in(path) == []


async def test_the_log_is_folded_into_the_one_file(path: Path, clock: SetClock, migrations: Path) -> None:
    async with open_store(path, clock=clock, migrations=migrations) as store:
        await store.write(note, "kept")
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]
    assert kept_in(path) == ["kept"]


async def test_the_log_is_folded_in_also_while_somebody_else_looks(
    path: Path, clock: SetClock, migrations: Path
) -> None:
    with closing(sqlite3.connect(path)) as stranger:
        async with open_store(path, clock=clock, migrations=migrations) as store:
            await store.write(note, "kept")
            assert stranger.execute("SELECT count(*) FROM notes").fetchall() == [(1,)]
        assert everything_in(path.parent)[f"{path.name}-wal"] == b""
    assert kept_in(path) == ["kept"]


async def test_a_fault_in_the_program_closes_it_too(path: Path, clock: SetClock, migrations: Path) -> None:
    async def fail() -> None:
        async with open_store(path, clock=clock, migrations=migrations) as store:
            await store.write(note, "kept")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert threads_of_the_store() == []
    assert kept_in(path) == ["kept"]


async def test_a_closing_that_is_cancelled_closes_all_the_same(path: Path, clock: SetClock, migrations: Path) -> None:
    gate, leaving = threading.Event(), asyncio.Event()
    tasks: list[asyncio.Task[int]] = []

    async def live() -> None:
        async with open_store(path, clock=clock, migrations=migrations) as store:
            reading = asyncio.create_task(store.read(lambda _: gate.wait(10)))
            tasks.extend(asyncio.create_task(store.write(note, f"{number}")) for number in range(5))
            await turns()
            leaving.set()
        await reading

    living = asyncio.create_task(live())
    await leaving.wait()
    await turns()
    threading.Timer(0.05, gate.set).start()
    living.cancel()
    with pytest.raises(asyncio.CancelledError):
        await living
    assert threads_of_the_store() == []
    assert await asyncio.gather(*tasks) == [1, 2, 3, 4, 5]
    assert kept_in(path) == ["0", "1", "2", "3", "4"]
