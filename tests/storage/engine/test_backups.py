"""Copies of a database in use, and the way back from one."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Store, UnusableDatabase, backup, backups, open_store, restore
from tests.storage.engine.notebook import SetClock, closed_to_others, everything_in, kept_in, lay_out, note, tear, texts


@pytest.fixture
async def copy(path: Path, clock: SetClock, migrations: Path, tmp_path: Path) -> Path:
    """A backup with "one" in it, of a database that has gone on to "two"."""
    copy = tmp_path / "copy.db"
    async with open_store(path, clock=clock, migrations=migrations) as store:
        await store.write(note, "one")
        await store.backup(copy)
        await store.write(note, "two")
    return copy


async def test_a_backup_holds_what_had_been_written(store: Store, tmp_path: Path) -> None:
    await store.write(note, "kept")
    await store.backup(tmp_path / "copy.db")
    await store.write(note, "later")
    assert kept_in(tmp_path / "copy.db") == ["kept"]
    assert closed_to_others(tmp_path / "copy.db")
    assert everything_in(tmp_path).keys() == {"copy.db", "notebook.db", "notebook.db-shm", "notebook.db-wal"}


async def test_writes_go_on_during_a_backup(store: Store, tmp_path: Path) -> None:
    await store.write(lambda tx: tx.run_many("INSERT INTO notes (text) VALUES (:t)", ({"t": "x" * 900},) * 2000))
    copying = asyncio.create_task(store.backup(tmp_path / "copy.db"))
    written = 0
    while not copying.done():
        await store.write(note, "meanwhile")
        written += 1
    await copying
    assert written > 0
    assert 2000 <= len(kept_in(tmp_path / "copy.db")) <= 2000 + written


async def test_a_newer_backup_takes_the_older_ones_place(store: Store, tmp_path: Path) -> None:
    for text in ("one", "two"):
        await store.write(note, text)
        await store.backup(tmp_path / "copy.db")
    assert kept_in(tmp_path / "copy.db") == ["one", "two"]


async def test_a_backup_that_fails_leaves_the_good_one(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.write(note, "good")
    await store.backup(tmp_path / "copy.db")
    make_empty = backups._make_empty

    def spoil(draft: Path) -> None:
        # SQLite refuses to copy into a file that is not empty: as good a failure as any.
        make_empty(draft)
        draft.write_bytes(b"x" * 100)

    monkeypatch.setattr(backups, "_make_empty", spoil)
    with pytest.raises(UnusableDatabase):
        await store.backup(tmp_path / "copy.db")
    monkeypatch.undo()

    check = backups._check

    def tear_and_check(draft: Path, named: Path, migrations: Path) -> None:
        tear(draft, 6000)
        check(draft, named, migrations)

    monkeypatch.setattr(backups, "_check", tear_and_check)
    with pytest.raises(UnusableDatabase):
        await store.backup(tmp_path / "copy.db")
    assert kept_in(tmp_path / "copy.db") == ["good"]
    assert everything_in(tmp_path).keys() == {"copy.db", "notebook.db", "notebook.db-shm", "notebook.db-wal"}


async def test_a_backup_never_takes_the_databases_place(store: Store, path: Path, tmp_path: Path) -> None:
    await store.write(note, "kept")
    (tmp_path / "other-name.db").symlink_to(path)
    for place in (path, tmp_path / "other-name.db"):
        with pytest.raises(UnusableDatabase, match="the database itself"):
            await store.backup(place)
    assert await store.read(texts) == ["kept"]


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase):
        backup(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert everything_in(tmp_path) == {}


async def test_a_restored_database_goes_on_from_the_backup(
    path: Path, copy: Path, clock: SetClock, migrations: Path
) -> None:
    before = everything_in(copy.parent)["copy.db"]
    kept = restore(copy, path, migrations=migrations)
    assert kept == path.with_name("notebook.db.before-restore")
    assert kept_in(kept) == ["one", "two"]
    assert everything_in(copy.parent)["copy.db"] == before
    assert closed_to_others(path, kept)
    async with open_store(path, clock=clock, migrations=migrations) as store:
        assert await store.read(texts) == ["one"]
        assert await store.write(note, "three") == 2


def test_a_second_restore_keeps_the_first_ones_too(path: Path, copy: Path, migrations: Path) -> None:
    first = restore(copy, path, migrations=migrations)
    second = restore(copy, path, migrations=migrations)
    assert first is not None
    assert second == path.with_name("notebook.db.before-restore-2")
    assert kept_in(first) == ["one", "two"]
    assert kept_in(second) == ["one"]


def test_a_restore_to_a_new_place_keeps_nothing(tmp_path: Path, copy: Path, migrations: Path) -> None:
    assert restore(copy, tmp_path / "new.db", migrations=migrations) is None
    assert kept_in(tmp_path / "new.db") == ["one"]


async def test_a_database_in_use_is_not_replaced(
    path: Path, copy: Path, clock: SetClock, migrations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_PATIENCE", 0.1)
    async with open_store(path, clock=clock, migrations=migrations) as store:
        before = everything_in(tmp_path)
        with pytest.raises(UnusableDatabase, match="in use: stop the bot first"):
            restore(copy, path, migrations=migrations)
        assert everything_in(tmp_path).keys() == before.keys()
        assert await store.write(note, "three") == 3
    assert kept_in(path) == ["one", "two", "three"]


async def test_the_log_of_a_process_that_was_killed_is_not_laid_over_the_backup(
    path: Path, copy: Path, clock: SetClock, migrations: Path
) -> None:
    async with open_store(path, clock=clock, migrations=migrations) as store:
        await store.write(note, "only in the log")
        left = {ending: path.with_name(path.name + ending).read_bytes() for ending in ("", "-wal", "-shm")}
    for ending, content in left.items():
        path.with_name(path.name + ending).write_bytes(content)
    kept = restore(copy, path, migrations=migrations)
    assert kept is not None
    assert kept_in(kept) == ["one", "two", "only in the log"]
    assert kept_in(path) == ["one"]


def test_a_ruined_database_can_be_replaced(path: Path, copy: Path, migrations: Path) -> None:
    path.write_bytes(b"ruined" * 1000)
    path.with_name(path.name + "-wal").write_bytes(b"its log")
    kept = restore(copy, path, migrations=migrations)
    assert kept is not None
    assert kept.read_bytes() == b"ruined" * 1000
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"its log"
    assert kept_in(path) == ["one"]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda whole: whole[: len(whole) // 2], "malformed|damaged"),
        (lambda whole: whole[:-4096], "malformed|damaged"),
        (lambda whole: whole[:50], "not a database"),
        (lambda _: b"", "not a database of this program"),
        (lambda whole: whole[:4096] + b"\xa5" * 4096 + whole[8192:], "malformed|damaged"),
        (lambda _: b"Dear diary, " * 1000, "not a database"),
        (lambda whole: whole[:36] + (1).to_bytes(4, "big") + whole[40:], "damaged: .*[Ff]reelist"),
    ],
    ids=[
        "half",
        "a page short",
        "the start alone",
        "empty",
        "a ruined page",
        "something else",
        "a wrong count of free pages",
    ],
)
def test_a_damaged_backup_is_refused_and_all_is_as_it_was(
    path: Path, copy: Path, migrations: Path, tmp_path: Path, spoil: object, complaint: str
) -> None:
    assert callable(spoil)
    copy.write_bytes(spoil(copy.read_bytes()))
    before = everything_in(tmp_path)
    with pytest.raises(UnusableDatabase, match=complaint):
        restore(copy, path, migrations=migrations)
    assert everything_in(tmp_path) == before


def test_a_foreign_and_a_newer_backup_are_refused(path: Path, copy: Path, migrations: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        theirs.execute("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(UnusableDatabase, match="not a database of this program"):
        restore(tmp_path / "theirs.db", path, migrations=migrations)
    (lay_out(tmp_path / "older") / "0001_notebook.sql").unlink()
    with pytest.raises(UnusableDatabase, match="newer than this program"):
        restore(copy, path, migrations=tmp_path / "older")
    with pytest.raises(UnusableDatabase, match="is not there"):
        restore(tmp_path / "nowhere.db", path, migrations=migrations)
    assert kept_in(path) == ["one", "two"]


async def test_a_database_in_use_is_no_backup(store: Store, path: Path, tmp_path: Path, migrations: Path) -> None:
    await store.write(note, "in the log still")
    with pytest.raises(UnusableDatabase, match="a database in use, not a backup"):
        restore(path, tmp_path / "new.db", migrations=migrations)
    assert not (tmp_path / "new.db").exists()
