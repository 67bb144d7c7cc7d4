"""Starting: what a connection is set to, what is refused, and that a start that fails leaves nothing behind."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Store, UnusableDatabase, connections, open_store
from storage.engine import store as store_module
from storage.engine.connections import APPLICATION_ID, check_sqlite
from tests.storage.engine.notebook import (
    SetClock,
    closed_to_others,
    everything_in,
    lay_down,
    lay_out,
    note,
    on_writer,
    tear,
    texts,
    threads_of_the_store,
)


async def test_a_write_is_durable_and_foreign_keys_are_on(store: Store) -> None:
    def settings(connection: sqlite3.Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "application_id", "temp_store", "query_only")
        return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await on_writer(store, settings) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
        "temp_store": 2,
        "query_only": 0,
    }
    for ask in (store.read, store.report):
        assert await ask(lambda tx: tx.value("PRAGMA query_only")) == 1


async def test_nobody_else_on_the_machine_may_read_the_files(store: Store, path: Path) -> None:
    await store.write(note, "a pupil's name")
    files = sorted(path.parent.glob(f"{path.name}*"))
    assert [file.name for file in files] == ["notebook.db", "notebook.db-shm", "notebook.db-wal"]
    assert closed_to_others(*files)


async def test_what_was_written_is_there_at_the_next_start(path: Path, clock: SetClock, migrations: Path) -> None:
    for number in range(3):
        async with open_store(path, clock=clock, migrations=migrations) as store:
            assert await store.read(texts) == [f"{earlier}" for earlier in range(number)]
            await store.write(note, f"{number}")


async def refusal(path: Path, migrations: Path, patience: float = 0.1) -> str:
    """What a start says that must fail; no thread of it is left."""
    with pytest.raises(UnusableDatabase) as caught:
        async with open_store(path, clock=SetClock(), migrations=migrations, patience=patience):
            pytest.fail("it opened")
    assert threads_of_the_store() == []
    return str(caught.value)


async def test_a_directory_is_no_database(tmp_path: Path, migrations: Path) -> None:
    assert f"{tmp_path} cannot be used" in await refusal(tmp_path, migrations)


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path, migrations: Path) -> None:
    assert "No such file or directory" in await refusal(tmp_path / "nowhere" / "notebook.db", migrations)


async def test_a_file_of_something_else_is_refused_and_left_alone(path: Path, migrations: Path) -> None:
    lay_down(path, b"Dear diary, " * 1000)
    assert "not a database" in await refusal(path, migrations)
    assert everything_in(path.parent) == {path.name: b"Dear diary, " * 1000}


async def test_another_programs_database_is_refused_and_left_alone(path: Path, migrations: Path) -> None:
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE recipes (id INTEGER)")
    assert "another program's database" in await refusal(path, migrations)
    with closing(sqlite3.connect(path)) as theirs:
        assert theirs.execute("PRAGMA application_id").fetchone() == (0,)
        theirs.execute("PRAGMA application_id = 7")
    assert "another program's database" in await refusal(path, migrations)


async def test_a_torn_database_is_refused(path: Path, clock: SetClock, migrations: Path) -> None:
    async with open_store(path, clock=clock, migrations=migrations):
        pass
    tear(path, 5000)
    assert "cannot be used" in await refusal(path, migrations)


async def test_a_database_of_a_newer_program_is_refused(path: Path, clock: SetClock, tmp_path: Path) -> None:
    newer = lay_out(tmp_path / "newer")
    (newer / "0002_more.sql").write_text("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;", encoding="utf-8")
    async with open_store(path, clock=clock, migrations=newer):
        pass
    assert "newer than this program" in await refusal(path, lay_out(tmp_path / "older"))


async def test_a_database_that_is_held_is_refused_after_some_patience(
    path: Path, clock: SetClock, migrations: Path
) -> None:
    async with open_store(path, clock=clock, migrations=migrations):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute("PRAGMA journal_mode = DELETE").fetchall()
        stranger.execute("BEGIN EXCLUSIVE")
        assert "locked" in await refusal(path, migrations)


async def test_a_reader_that_cannot_start_takes_the_writer_with_it(
    path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect_reader(*_: object, **__: object) -> sqlite3.Connection:
        raise UnusableDatabase("no more files may be opened")

    monkeypatch.setattr(store_module, "connect_reader", connect_reader)
    assert "no more files" in await refusal(path, migrations)


async def test_a_start_that_is_given_up_leaves_no_thread_and_no_connection(
    path: Path, clock: SetClock, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    connecting, gate = threading.Event(), threading.Event()

    def connect_slowly(*args: object, **kwargs: object) -> sqlite3.Connection:
        connecting.set()
        gate.wait(10)
        opened.append(connections.connect_writer(*args, **kwargs))  # type: ignore[arg-type]  # handed on as they came
        return opened[0]

    async def start() -> None:
        async with open_store(path, clock=clock, migrations=migrations):
            pytest.fail("it opened")

    monkeypatch.setattr(store_module, "connect_writer", connect_slowly)
    starting = asyncio.create_task(start())
    assert await asyncio.to_thread(connecting.wait, 10)
    # The loop is about to wait for the thread, so the gate has to be opened by somebody else.
    threading.Timer(0.05, gate.set).start()
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert threads_of_the_store() == []
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_an_old_sqlite_gets_one_sentence() -> None:
    with pytest.raises(
        UnusableDatabase, match=r"^SQLite 3\.37\.0 or newer is needed, and this Python brings 3\.36\.0: .+\.$"
    ):
        check_sqlite((3, 36, 0))
    check_sqlite((3, 37, 0))


def test_a_setting_that_does_not_take_is_noticed() -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(UnusableDatabase, match="journal_mode"):
        connections.check_setting(connection, "journal_mode", "wal")


async def test_a_store_belongs_to_its_loop(store: Store) -> None:
    def elsewhere() -> None:
        asyncio.run(store.write(note, "from another loop"))

    with pytest.raises(RuntimeError, match="event loop it was opened on"):
        await asyncio.to_thread(elsewhere)
    assert await store.read(texts) == []


@pytest.mark.process
def test_a_process_whose_store_cannot_start_ends(tmp_path: Path, migrations: Path) -> None:
    program = """
import asyncio, sys
from pathlib import Path
from storage.engine import open_store
from tests.storage.engine.notebook import SetClock

async def main():
    async with open_store(Path(sys.argv[1]), clock=SetClock(), migrations=Path(sys.argv[2])):
        print("opened")

asyncio.run(main())
"""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, tmp_path, migrations],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "UnusableDatabase" in ended.stderr.splitlines()[-1]
