"""Many callers, one commit: what they share and what they do not."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Store, StoreUnavailable, Transaction, writer
from tests.storage.engine.notebook import Refused, held, kept_in, note, note_and_refuse, on_writer, texts, turns


async def commits_of(store: Store) -> list[str]:
    """A list that grows with every commit the writing connection is told to do."""
    seen: list[str] = []
    await on_writer(
        store,
        lambda connection: connection.set_trace_callback(
            lambda sql: seen.append(sql) if sql.startswith("COMMIT") else None
        ),
    )
    return seen


def fill_the_disk(tx: Transaction) -> None:
    """A statement of one row keeps no journal of its own, so that SQLite can only end the whole transaction."""
    tx.run("INSERT INTO notes (text) VALUES (:text)", text="x" * 1_000_000)


def limit_the_disk(connection: sqlite3.Connection) -> None:
    used = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {used + 20}").fetchall()


def free_the_disk(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA max_page_count = 1000000").fetchall()


async def test_fifty_at_once_share_one_commit(store: Store, path: Path) -> None:
    commits = await commits_of(store)
    with held(store):
        tasks = [asyncio.create_task(store.write(note, f"note {number}")) for number in range(50)]
        await turns()
    assert await asyncio.gather(*tasks) == list(range(1, 51))
    assert len(commits) == 1
    assert (store.counts.batches, store.counts.transactions, store.counts.largest_batch) == (1, 50, 50)
    assert kept_in(path) == [f"note {number}" for number in range(50)]


async def test_one_that_fails_harms_none_of_the_others(store: Store, path: Path) -> None:
    with held(store):
        tasks = [
            asyncio.create_task(store.write(note_and_refuse if number == 20 else note, f"{number}"))
            for number in range(50)
        ]
        await turns()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[20], Refused)
    assert sum(isinstance(answer, int) for answer in answers) == 49
    assert store.counts.batches == 1
    assert kept_in(path) == [f"{number}" for number in range(50) if number != 20]


async def test_nobody_is_told_before_the_commit(store: Store, path: Path) -> None:
    committing, gate = threading.Event(), threading.Event()

    def wait_at_commit(sql: str) -> None:
        if sql.startswith("COMMIT"):
            committing.set()
            gate.wait(10)

    await on_writer(store, lambda connection: connection.set_trace_callback(wait_at_commit))
    asked = asyncio.create_task(store.write(note, "patience"))
    assert await asyncio.to_thread(committing.wait, 10)
    await turns(10)
    assert not asked.done()
    assert kept_in(path) == []
    gate.set()
    await asked
    assert kept_in(path) == ["patience"]


async def test_a_batch_closes_at_256_functions(store: Store) -> None:
    with held(store):
        tasks = [asyncio.create_task(store.write(note, "one of many")) for _ in range(300)]
        await turns()
    await asyncio.gather(*tasks)
    assert (store.counts.batches, store.counts.largest_batch) == (2, 256)


async def test_a_batch_closes_when_its_time_is_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BATCH_SECONDS", 0.0)
    with held(store):
        tasks = [asyncio.create_task(store.write(note, "slow")) for _ in range(5)]
        await turns()
    await asyncio.gather(*tasks)
    assert (store.counts.batches, store.counts.largest_batch) == (5, 1)


async def test_a_full_disk_fails_the_whole_batch_and_nothing_later(store: Store, path: Path) -> None:
    await store.write(note, "before")
    await on_writer(store, limit_the_disk)
    with held(store):
        tasks = [asyncio.create_task(store.write(note, f"{number}")) for number in range(20)]
        tasks.append(asyncio.create_task(store.write(note_and_refuse, "refused")))  # type: ignore[arg-type]  # None
        await turns()
        full = asyncio.create_task(store.write(fill_the_disk))
        await turns()
        late = asyncio.create_task(store.write(note, "in the next batch"))
        await turns()
    answers = await asyncio.gather(*tasks, full, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable] * 22
    assert len({id(answer) for answer in answers}) == 22
    assert isinstance(answers[0], StoreUnavailable)
    assert "full" in str(answers[0].__cause__)
    assert await late == 2
    await on_writer(store, free_the_disk)
    assert await store.write(note, "after") == 3
    assert kept_in(path) == ["before", "in the next batch", "after"]
    assert store.counts.lost_batches == 1


async def test_a_function_that_overlooks_a_full_disk_cannot_go_on_alone(store: Store, path: Path) -> None:
    def overlook(tx: Transaction) -> str:
        try:
            fill_the_disk(tx)
        except sqlite3.Error:
            note(tx, "a statement outside of any transaction")
        return "all is well"

    def overlook_all(tx: Transaction) -> str:
        try:
            return overlook(tx)
        except StoreUnavailable:
            return "all is well"

    await on_writer(store, limit_the_disk)
    for function in (overlook, overlook_all):
        with pytest.raises(StoreUnavailable):
            await store.write(function)
    assert kept_in(path) == []


async def test_a_full_disk_that_ends_one_statement_alone_fails_its_caller_alone(store: Store, path: Path) -> None:
    # RETURNING gives a statement a journal of its own, with which SQLite undoes it and leaves the transaction alone.
    await on_writer(store, limit_the_disk)
    with held(store):
        first = asyncio.create_task(store.write(note, "first"))
        await turns()
        full = asyncio.create_task(store.write(note, "x" * 1_000_000))
        await turns()
        last = asyncio.create_task(store.write(note, "last"))
        await turns()
    with pytest.raises(StoreUnavailable, match="full"):
        await full
    await asyncio.gather(first, last)
    assert store.counts.lost_batches == 0
    assert kept_in(path) == ["first", "last"]


async def test_who_cannot_begin_is_told_together_with_all_who_wait(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with held(store):
            tasks = [asyncio.create_task(store.write(note, f"{number}")) for number in range(20)]
            await turns()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(answer) for answer in answers] == [StoreUnavailable] * 20
        assert store.counts.lost_batches == 1
        stranger.execute("ROLLBACK")
    await store.write(note, "free again")
    assert kept_in(path) == ["free again"]


async def test_a_commit_that_fails_fails_everybody(store: Store, path: Path) -> None:
    def owe(tx: Transaction) -> None:
        tx.run("PRAGMA defer_foreign_keys = ON")
        tx.run("INSERT INTO notes (text, writer) VALUES ('nobody wrote this', 7)")

    with held(store):
        innocent = asyncio.create_task(store.write(note, "innocent"))
        await turns()
        guilty = asyncio.create_task(store.write(owe))
        await turns()
    answers = await asyncio.gather(innocent, guilty, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable, StoreUnavailable]
    assert not await on_writer(store, lambda connection: connection.in_transaction)
    await store.write(note, "next")
    assert kept_in(path) == ["next"]


async def test_a_savepoint_that_is_gone_fails_everybody(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the guard prevents, were it to fail: a function that ended its savepoint together with the transaction.
    await on_writer(store, lambda connection: connection.set_authorizer(None))

    def swap(tx: Transaction) -> None:
        note(tx, "swapped")
        connection = tx._connection
        assert connection is not None
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")

    with held(store):
        innocent = asyncio.create_task(store.write(note, "innocent"))
        await turns()
        guilty = asyncio.create_task(store.write(swap))
        await turns()
    answers = await asyncio.gather(innocent, guilty, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable, StoreUnavailable]
    await store.write(note, "next")
    assert kept_in(path) == ["next"]
    assert await store.read(texts) == ["next"]
