"""Damaged: pages that are not what SQLite wrote there. A start refuses; a bot that runs confirms nothing more."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import StoreUnavailable, UnusableDatabase, backup, damage, open_store, restore
from tests.conversations.stage import Stage, app_in, new_world
from tests.faults.database.lives import (
    at_the_card,
    bookings,
    is_told_they_have_a_seat,
    living,
    presses,
    toasts,
    until,
)
from tests.storage.engine.notebook import (
    SetClock,
    everything_in,
    kept_in,
    lay_down,
    lay_out,
    note,
    on_writer,
    texts,
    threads_of_the_store,
)

PAGE = 4096


def ruin(path: Path, table: str) -> None:
    """Write over the first page of a table, as a failing disk would."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as looking:
        (number,) = looking.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    with path.open("rb+") as file:
        file.seek((number - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "migrations")


@pytest.fixture
async def path(tmp_path: Path, migrations: Path) -> Path:
    """A notebook of many pages, closed."""
    async with open_store(tmp_path / "notebook.db", clock=SetClock(), migrations=migrations) as store:
        for number in range(50):
            await store.write(note, f"{number}" * 1000)
    return tmp_path / "notebook.db"


async def refusal(path: Path, migrations: Path) -> str:
    with pytest.raises(UnusableDatabase) as caught:
        async with open_store(path, clock=SetClock(), migrations=migrations, patience=0.1):
            pytest.fail("it opened")
    assert threads_of_the_store() == []
    return str(caught.value)


async def test_a_start_refuses_a_damaged_page_and_names_what_to_do(path: Path, migrations: Path) -> None:
    ruin(path, "notes")
    said = await refusal(path, migrations)
    assert str(path) in said
    assert "python -m bot restore FILE" in said


@pytest.mark.parametrize("spoil", [lambda whole: b"\0" * 100 + whole[100:], lambda whole: whole[: len(whole) // 2]])
async def test_a_start_refuses_a_ruined_head_and_a_torn_end(path: Path, migrations: Path, spoil: object) -> None:
    assert callable(spoil)
    lay_down(path, spoil(everything_in(path.parent)[path.name]))
    assert "restore" in await refusal(path, migrations)


async def test_what_the_sentence_says_helps(path: Path, migrations: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "copy.db", migrations=migrations)
    ruin(path, "notes")
    restore(tmp_path / "copy.db", path, migrations=migrations)
    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        assert len(await store.read(texts)) == 50


async def test_a_file_too_large_to_be_read_through_starts_and_damage_is_met_later(
    path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "LARGEST_LOOKED_THROUGH", PAGE)
    ruin(path, "notes")
    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        with pytest.raises(StoreUnavailable, match="malformed"):
            await store.read(texts)


async def test_rows_that_refer_to_nothing_are_refused_as_damage(path: Path, migrations: Path) -> None:
    with closing(sqlite3.connect(path)) as stranger:  # with foreign keys off, as sqlite3's own shell has them
        stranger.execute("INSERT INTO notes (text, writer) VALUES ('of nobody', 7)")
        stranger.commit()
    said = await refusal(path, migrations)
    assert "rows of notes refer to nothing" in said
    assert "restore" in said


async def test_no_row_that_refers_to_nothing_comes_in_through_the_store(path: Path, migrations: Path) -> None:
    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            await store.write(lambda tx: tx.run("INSERT INTO notes (text, writer) VALUES ('of nobody', 7)"))
        assert len(await store.read(texts)) == 50


@pytest.mark.parametrize("way", ["read", "write"])
async def test_damage_met_by_anybody_ends_all_confirming(
    path: Path, migrations: Path, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        assert not store.counts.damaged
        ruin(path, "notes")
        await on_writer(store, lambda connection: connection.execute("PRAGMA shrink_memory").fetchall())
        with pytest.raises(StoreUnavailable):
            await getattr(store, way)(texts)
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match=r"damaged|malformed"):
                await store.write(lambda tx: tx.run("INSERT INTO writers (id) VALUES (1)"))
        assert store.counts.damaged
    alerts = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert len(alerts) == 1
    assert "python -m bot restore FILE" in alerts[0].getMessage()


async def test_the_writer_that_met_damage_keeps_nothing_of_that_batch(path: Path, migrations: Path) -> None:
    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        ruin(path, "notes")
        await on_writer(store, lambda connection: connection.execute("PRAGMA shrink_memory").fetchall())
        answers = await asyncio.gather(*(store.write(note, "x") for _ in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable] * 5
    with pytest.raises(sqlite3.DatabaseError):
        kept_in(path)


async def test_a_bot_that_meets_damage_tells_nobody_that_they_have_a_seat(stage: Stage, database: Path) -> None:
    alina = await at_the_card(stage)

    def let_go(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA shrink_memory").fetchall()

    await on_writer(stage.app.store, let_go)
    async with living(stage.app):
        ruin(database, "bookings")
        presses(alina, "Register")
        await until(lambda: stage.app.store.counts.damaged)
        await until(lambda: any("I keep trying" in toast for toast in toasts(stage)))
        assert not is_told_they_have_a_seat(alina)
    with pytest.raises(UnusableDatabase, match="restore"):
        async with app_in(new_world(), database):
            pytest.fail("it started")
    with pytest.raises(StoreUnavailable):
        await bookings(stage)
