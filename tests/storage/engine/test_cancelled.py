"""Callers who stop waiting."""

import asyncio
import threading

import pytest

from storage.engine import Store, Transaction
from tests.storage.engine.notebook import held, note, texts, turns


async def test_who_leaves_before_the_start_has_it_dropped(store: Store) -> None:
    with held(store):
        tasks = [asyncio.create_task(store.write(note, f"{number}")) for number in range(3)]
        await turns()
        tasks[1].cancel()
        await turns()
    await asyncio.gather(tasks[0], tasks[2])
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    assert await store.read(texts) == ["0", "2"]


async def test_who_leaves_later_has_it_done_all_the_same(store: Store) -> None:
    started, gate = threading.Event(), threading.Event()

    def slowly(tx: Transaction) -> None:
        note(tx, "begun")
        started.set()
        gate.wait(10)
        note(tx, "done")

    leaving = asyncio.create_task(store.write(slowly))
    assert await asyncio.to_thread(started.wait, 10)
    staying = asyncio.create_task(store.write(note, "beside"))
    await turns()
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    gate.set()
    await asyncio.wait_for(staying, 10)
    assert await store.read(texts) == ["begun", "done", "beside"]


async def test_nothing_is_begun_for_nobody(store: Store) -> None:
    with held(store):
        task = asyncio.create_task(store.write(note, "nobody's"))
        await turns()
        task.cancel()
        await turns()
    await store.write(note, "somebody's")
    assert store.counts.batches == 1
    assert store.counts.waiting == 0


async def test_a_reading_nobody_waits_for_is_dropped(store: Store) -> None:
    ran: list[str] = []
    gate = threading.Event()
    busy = [asyncio.create_task(store.read(lambda _: gate.wait(10))) for _ in range(2)]
    await turns()
    dropped = asyncio.create_task(store.read(lambda _: ran.append("dropped")))
    kept = asyncio.create_task(store.read(lambda _: ran.append("kept")))
    await turns()
    dropped.cancel()
    await turns()
    gate.set()
    await asyncio.gather(kept, *busy)
    assert ran == ["kept"]
