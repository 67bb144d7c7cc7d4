"""Connections that only look: what they see, and who waits for whom."""

import asyncio
import sqlite3
import threading

import pytest

from storage.engine import Store, StoreUnavailable, Transaction, readers
from tests.storage.engine.notebook import note, on_writer, texts, turns


async def test_what_a_write_returned_every_later_reading_sees(store: Store) -> None:
    for number in range(1, 51):
        await store.write(note, f"{number}")
        seen = await asyncio.gather(*(store.read(texts) for _ in range(3)), store.report(texts))
        assert [len(each) for each in seen] == [number] * 4


async def test_two_questions_of_one_reading_see_one_state(store: Store) -> None:
    first_asked, gate = threading.Event(), threading.Event()

    def twice(tx: Transaction) -> tuple[int, int]:
        before = len(texts(tx))
        first_asked.set()
        gate.wait(10)
        return before, len(texts(tx))

    reading = asyncio.create_task(store.read(twice))
    assert await asyncio.to_thread(first_asked.wait, 10)
    await store.write(note, "meanwhile")
    gate.set()
    assert await reading == (0, 0)
    assert await store.read(twice) == (1, 1)


async def test_a_slow_screen_does_not_hold_up_the_next(store: Store) -> None:
    meeting = threading.Barrier(2)
    # Each waits for the other: on one connection they never meet.
    assert sorted(await asyncio.gather(*(store.read(lambda _: meeting.wait(10)) for _ in range(2)))) == [0, 1]


async def test_a_burst_is_one_connections_work(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "HELD_UP_SECONDS", 600)
    gate = threading.Event()

    def where(_: Transaction) -> str:
        gate.wait(10)
        return threading.current_thread().name

    burst = [asyncio.create_task(store.read(where)) for _ in range(50)]
    await turns()
    gate.set()
    assert len(set(await asyncio.gather(*burst))) == 1


async def test_a_long_report_holds_up_no_screen(store: Store) -> None:
    gate = threading.Event()
    reports = [asyncio.create_task(store.report(lambda _: gate.wait(10))) for _ in range(3)]
    await turns()
    assert await asyncio.wait_for(store.read(texts), 10) == []
    assert not any(report.done() for report in reports)
    gate.set()
    await asyncio.gather(*reports)


async def test_a_reading_that_is_over_holds_nothing_back(store: Store) -> None:
    await store.write(note, "in the log")
    await asyncio.gather(*(store.read(texts) for _ in range(4)), store.report(texts))

    def fold_log_in(connection: sqlite3.Connection) -> tuple[int, int, int]:
        blocked, frames, folded = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return blocked, frames, folded

    assert await on_writer(store, fold_log_in) == (0, 0, 0)


async def test_many_readings_are_all_answered(store: Store) -> None:
    await store.write(note, "seen")
    answers = await asyncio.gather(*(store.read(lambda tx, n=n: (n, texts(tx))) for n in range(500)))  # type: ignore[misc]  # a default binds n
    assert answers == [(number, ["seen"]) for number in range(500)]


async def test_a_reading_that_fails_leaves_the_next_alone(store: Store) -> None:
    def fail(tx: Transaction) -> None:
        texts(tx)
        raise StoreUnavailable("as if")

    answers = await asyncio.gather(*(store.read(fail) for _ in range(4)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable] * 4
    await store.write(note, "fresh")
    assert await asyncio.gather(*(store.read(texts) for _ in range(4))) == [["fresh"]] * 4
