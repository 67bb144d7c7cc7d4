"""What a transaction function can do, and what it cannot."""

import asyncio
import sqlite3
from collections.abc import Iterator

import pytest

from domain.moments import Instant
from storage.engine import Store, Transaction
from tests.storage.engine.notebook import Refused, SetClock, held, note, note_and_refuse, texts, turns


async def test_questions_are_answered_with_rows_or_their_absence(store: Store) -> None:
    def ask(tx: Transaction) -> None:
        assert tx.one("SELECT id FROM notes") is None
        assert tx.value("SELECT id FROM notes") is None
        assert tx.all("SELECT id FROM notes") == []
        assert tx.run_many("INSERT INTO notes (text) VALUES (:text)", [{"text": "a"}, {"text": "b"}]) == 2
        first = tx.one("SELECT id, text FROM notes ORDER BY id")
        assert first is not None
        assert (first["id"], first["text"]) == (1, "a")
        assert tx.value("SELECT text FROM notes WHERE id = :id", id=2) == "b"
        assert [row["text"] for row in tx.all("SELECT text FROM notes ORDER BY id DESC")] == ["b", "a"]

    await store.write(ask)


async def test_changes_are_counted_also_where_they_return_rows(store: Store) -> None:
    def change(tx: Transaction) -> tuple[int, int, int]:
        tx.run_many("INSERT INTO notes (text) VALUES (:text)", [{"text": "a"}, {"text": "b"}])
        return (
            tx.run("UPDATE notes SET text = text || :more", more="!"),
            tx.run("UPDATE notes SET text = text || :more RETURNING id", more="!"),
            tx.run("DELETE FROM notes WHERE text = :text", text="nobody's"),
        )

    assert await store.write(change) == (2, 2, 0)


async def test_every_row_is_changed_though_one_was_asked_for(store: Store) -> None:
    def change(tx: Transaction) -> str:
        tx.run_many("INSERT INTO notes (text) VALUES (:text)", [{"text": "a"}, {"text": "b"}])
        row = tx.one("UPDATE notes SET text = text || '!' RETURNING text")
        assert row is not None
        return str(row["text"])

    assert await store.write(change) == "a!"
    assert await store.read(texts) == ["a!", "b!"]


async def test_arguments_and_result_travel(store: Store) -> None:
    def function(tx: Transaction, one: int, /, *rest: int, sql: str, function: str) -> tuple[object, ...]:
        return one, rest, sql, function

    assert await store.write(function, 1, 2, 3, sql="s", function="f") == (1, (2, 3), "s", "f")
    assert await store.read(function, 1, sql="s", function="f") == (1, (), "s", "f")
    assert await store.report(function, 1, sql="s", function="f") == (1, (), "s", "f")


async def test_now_is_read_once_for_each_function(store: Store, clock: SetClock) -> None:
    def two_looks(tx: Transaction) -> tuple[Instant, Instant]:
        first = tx.now
        clock.shows = Instant(clock.shows + 60)
        return first, tx.now

    before, asked = clock.shows, clock.asked
    assert await store.write(two_looks) == (before, before)
    assert await store.read(two_looks) == (before + 60, before + 60)
    assert clock.asked == asked + 2


@pytest.mark.parametrize("way", ["write", "read", "report"])
async def test_a_transaction_is_over_when_its_function_is(store: Store, way: str) -> None:
    taken_out: Transaction = await getattr(store, way)(lambda tx: tx)
    for use in (taken_out.one, taken_out.all, taken_out.value, taken_out.run):
        with pytest.raises(RuntimeError, match="over"):
            use("SELECT 1")
    with pytest.raises(RuntimeError, match="over"):
        taken_out.run_many("INSERT INTO notes (text) VALUES (:text)", [{"text": "late"}])


@pytest.mark.parametrize("way", ["read", "report"])
async def test_who_only_reads_cannot_write(store: Store, way: str) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await getattr(store, way)(note, "by a reader")
    assert await getattr(store, way)(texts) == []


async def test_who_only_reads_cannot_make_a_writer_of_themselves(store: Store) -> None:
    def unlock(tx: Transaction) -> None:
        tx.run("PRAGMA query_only = OFF")

    await store.report(unlock)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await store.report(note, "by a reader")


async def test_a_refusal_undoes_its_own_changes_and_reaches_its_caller(store: Store) -> None:
    with pytest.raises(Refused, match="no seat"):
        await store.write(note_and_refuse, "no seat")
    assert await store.read(texts) == []


async def test_a_broken_constraint_reaches_its_caller_as_it_is(store: Store) -> None:
    def two(tx: Transaction) -> None:
        note(tx, "good")
        note(tx, "")

    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        await store.write(two)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await store.write(lambda tx: tx.run("INSERT INTO notes (text, writer) VALUES ('x', 7)"))
    assert await store.read(texts) == []


async def test_an_async_function_is_refused(store: Store) -> None:
    async def never_runs(tx: Transaction) -> None:
        note(tx, "lost")

    def never_runs_either(tx: Transaction) -> Iterator[int]:
        yield note(tx, "lost too")

    with pytest.raises(TypeError, match="never_runs is not a plain function"):
        _ = await store.write(never_runs)
    with pytest.raises(TypeError, match="must not yield"):
        await store.write(never_runs_either)
    assert await store.read(texts) == []


@pytest.mark.parametrize(
    "sql",
    [
        "COMMIT",
        "ROLLBACK",
        "BEGIN",
        "SAVEPOINT mine",
        "SAVEPOINT one_call",
        "RELEASE one_call",
        "ROLLBACK TO one_call",
        "ATTACH ':memory:' AS other",
    ],
)
async def test_a_function_cannot_end_the_transaction_it_is_in(store: Store, sql: str) -> None:
    def meddle(tx: Transaction) -> None:
        note(tx, "the meddler's")
        tx.run(sql)

    with held(store):
        others = [asyncio.create_task(store.write(note, "before"))]
        await turns()
        meddler = asyncio.create_task(store.write(meddle))
        await turns()
        others.append(asyncio.create_task(store.write(note, "after")))
        await turns()
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        await meddler
    await asyncio.gather(*others)
    assert await store.read(texts) == ["before", "after"]
    assert store.counts.largest_batch == 3
    with pytest.raises(sqlite3.DatabaseError):
        await store.read(lambda tx: tx.run(sql))
    assert await store.read(texts) == ["before", "after"]


async def test_whatever_a_function_raises_reaches_its_caller(store: Store) -> None:
    class Odd(BaseException):
        """Not even an Exception."""

    def throw(tx: Transaction, error: BaseException) -> None:
        note(tx, "undone")
        raise error

    for ask in (store.write, store.report):
        with pytest.raises((Odd, sqlite3.OperationalError)):
            await ask(throw, Odd())
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(store.write(throw, StopIteration()), 10)
    assert await store.write(note, "the thread lives") == 1
    assert await store.read(texts) == ["the thread lives"]


async def test_a_clock_that_fails_fails_its_caller_alone(
    store: Store, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped() -> Instant:
        raise OSError("the clock has stopped")

    monkeypatch.setattr(clock, "now", stopped)
    for ask in (store.write, store.read):
        with pytest.raises(OSError, match="stopped"):
            await ask(texts)
    monkeypatch.undo()
    assert await store.write(note, "ticking") == 1
    assert await store.read(texts) == ["ticking"]
