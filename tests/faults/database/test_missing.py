"""Missing: the file is not where it was. A new and empty one would know nobody, and say so to everybody."""

from pathlib import Path

import pytest

from domain.bookings import BookingState
from storage.engine import StoreUnavailable, UnusableDatabase, backup, open_store, restore
from storage.engine.presence import mark
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
    take_away,
    texts,
    threads_of_the_store,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notebook.db"


@pytest.fixture
async def kept(path: Path) -> Path:
    """A notebook that has been written in, and closed."""
    path.parent.mkdir()
    async with open_store(path, clock=SetClock(), migrations=lay_out(path.parent / "migrations")) as store:
        await store.write(note, "kept")
    return path


def move(file: Path, to: Path) -> None:
    file.replace(to)


async def refusal(path: Path, backups: Path | None = None) -> str:
    with pytest.raises(UnusableDatabase) as caught:
        async with open_store(path, clock=SetClock(), migrations=path.parent / "migrations", backups=backups):
            pytest.fail("it opened")
    assert threads_of_the_store() == []
    return str(caught.value)


async def test_where_there_was_one_no_new_one_is_made(kept: Path) -> None:
    take_away(kept)
    said = await refusal(kept)
    assert said.startswith(f"{kept} is gone")
    assert "python -m bot restore FILE" in said
    assert str(mark(kept)) in said
    assert kept.name not in everything_in(kept.parent)


async def test_an_empty_file_is_no_database_either(kept: Path) -> None:
    lay_down(kept, b"")
    assert "is gone" in await refusal(kept)
    assert everything_in(kept.parent)[kept.name] == b""


async def test_a_log_without_its_database_is_not_thrown_away(kept: Path) -> None:
    take_away(mark(kept), kept)
    log = kept.with_name("notebook.db-wal")
    lay_down(log, b"all that is left")
    assert f"{log} says that it was there" in await refusal(kept)
    assert log.read_bytes() == b"all that is left"


async def test_copies_of_it_say_that_it_was_there_and_the_newest_is_named(kept: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    for day in ("2026-11-22", "2026-11-23"):
        backup(kept, backups / f"etalon-{day}.db", migrations=kept.parent / "migrations")
    take_away(kept, mark(kept), *(kept.with_name(f"{kept.name}{log}") for log in ("-wal", "-shm")))
    said = await refusal(kept, backups)
    assert f"python -m bot restore {backups / 'etalon-2026-11-23.db'}." in said
    assert said.endswith(f"move away {backups}.")


async def test_what_the_sentence_says_helps(kept: Path, tmp_path: Path) -> None:
    migrations = kept.parent / "migrations"
    backup(kept, tmp_path / "copy.db", migrations=migrations)
    take_away(kept)
    restore(tmp_path / "copy.db", kept, migrations=migrations)
    async with open_store(kept, clock=SetClock(), migrations=migrations) as store:
        assert await store.read(texts) == ["kept"]
    take_away(kept, mark(kept))
    async with open_store(kept, clock=SetClock(), migrations=migrations) as store:
        assert await store.read(texts) == []


async def test_the_log_of_a_database_that_is_gone_is_not_laid_over_the_backup(kept: Path, tmp_path: Path) -> None:
    migrations = kept.parent / "migrations"
    backup(kept, tmp_path / "copy.db", migrations=migrations)
    async with open_store(kept, clock=SetClock(), migrations=migrations) as store:
        await store.write(note, "later")
        left = kept.with_name("notebook.db-wal").read_bytes()
    take_away(kept)
    lay_down(kept.with_name("notebook.db-wal"), left)
    assert restore(tmp_path / "copy.db", kept, migrations=migrations) is None
    assert kept_in(kept) == ["kept"]
    assert kept.with_name("notebook.db.before-restore-wal").read_bytes() == left


async def test_a_first_start_makes_one(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    lay_out(path.parent / "migrations")
    async with open_store(
        path, clock=SetClock(), migrations=path.parent / "migrations", backups=tmp_path / "backups"
    ) as store:
        assert await store.read(texts) == []
    assert mark(path).exists()


async def test_the_bot_does_not_start_without_what_it_knew(stage: Stage, database: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    async with app_in(new_world(), elsewhere):
        pass
    elsewhere.unlink()
    with pytest.raises(UnusableDatabase, match="is gone"):
        async with app_in(new_world(), elsewhere):
            pytest.fail("it started")


async def test_taken_away_while_the_bot_runs_nothing_is_confirmed_until_it_is_back(
    stage: Stage, database: Path
) -> None:
    alina = await at_the_card(stage)
    async with living(stage.app):
        move(database, database.with_name("away.db"))
        presses(alina, "Register")
        await until(lambda: stage.app.store.counts.lost_batches > 3)
        assert not is_told_they_have_a_seat(alina)
        with pytest.raises(StoreUnavailable, match="not in its place"):
            await stage.app.store.write(lambda _: None)
        lay_down(database, b"")
        with pytest.raises(StoreUnavailable, match="another file"):
            await stage.app.store.write(lambda _: None)
        move(database.with_name("away.db"), database)
        await until(lambda: is_told_they_have_a_seat(alina))
    assert await bookings(stage) == [BookingState.CONFIRMED]
    assert not any("your ticket" in toast for toast in toasts(stage))
