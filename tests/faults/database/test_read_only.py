"""Read-only: a file or a folder where the program may not write. A start says so and ends; nothing is half done."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.engine import StoreUnavailable, Transaction, UnusableDatabase, open_store
from tests.storage.engine.notebook import SetClock, lay_out, note, on_writer, texts, threads_of_the_store

Protect = Callable[[Path], None]


def unmount(path: Path) -> None:
    subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture
def protect(apart: Path) -> Iterator[Protect]:
    """Let a file or folder be read only. Root, whom no permission stops, lays it over itself read-only."""
    with ExitStack() as finally_:

        def now(path: Path) -> None:
            if os.geteuid():
                before = path.stat().st_mode
                path.chmod(before & 0o555)
                finally_.callback(path.chmod, before)
                return
            mounting = subprocess.run(["mount", "--bind", path, path], capture_output=True, text=True, check=False)
            if mounting.returncode:
                pytest.skip(f"root may write everywhere, and nothing may be mounted: {mounting.stderr.strip()}")
            finally_.callback(unmount, path)
            subprocess.run(["mount", "-o", "remount,bind,ro", path], check=True)

        yield now


@pytest.fixture
def migrations(apart: Path) -> Path:
    return lay_out(apart / "migrations")


@pytest.fixture
async def path(apart: Path, migrations: Path) -> Path:
    """A notebook with one note, in a folder of its own."""
    (apart / "data").mkdir()
    async with open_store(apart / "data" / "notebook.db", clock=SetClock(), migrations=migrations) as store:
        await store.write(note, "kept")
    return apart / "data" / "notebook.db"


async def refusal(path: Path, migrations: Path) -> str:
    with pytest.raises(UnusableDatabase) as caught:
        async with open_store(path, clock=SetClock(), migrations=migrations, patience=0.1):
            pytest.fail("it opened")
    assert threads_of_the_store() == []
    return str(caught.value)


async def test_a_file_that_may_only_be_read_is_refused_with_what_to_do(
    path: Path, migrations: Path, protect: Protect
) -> None:
    protect(path)
    said = await refusal(path, migrations)
    assert said.startswith(f"{path} cannot be used as a database: attempt to write a readonly database.")
    assert "has to be a file that this program may read and write" in said


async def test_a_folder_that_may_only_be_read_is_refused_with_what_to_do(
    path: Path, migrations: Path, protect: Protect
) -> None:
    protect(path.parent)
    said = await refusal(path, migrations)
    assert said.startswith(f"{path} cannot be used as a database")
    assert "in a folder where it may write, too" in said


async def test_a_first_start_in_a_folder_that_may_only_be_read_is_refused(
    apart: Path, migrations: Path, protect: Protect
) -> None:
    (apart / "data").mkdir()
    protect(apart / "data")
    assert "in a folder where it may write, too" in await refusal(apart / "data" / "new.db", migrations)


def set_read_only(tx: Transaction, *, on: bool) -> None:
    """What SQLite then answers to, without taking a real disk away from under the test."""
    tx.all(f"PRAGMA query_only = {int(on)}")


async def test_a_disk_that_becomes_read_only_confirms_nothing(path: Path, migrations: Path) -> None:
    def write_meanwhile(tx: Transaction) -> None:
        set_read_only(tx, on=True)
        note(tx, "lost")

    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        for function in (write_meanwhile, lambda tx: note(tx, "lost, too")):
            with pytest.raises(StoreUnavailable, match="readonly"):
                await store.write(function)
        await on_writer(store, lambda connection: connection.execute("PRAGMA query_only = OFF").fetchall())
        await store.write(note, "kept, too")
        assert await store.read(texts) == ["kept", "kept, too"]


async def test_a_reading_that_tries_to_write_is_a_mistake_of_ours_and_no_fault_of_the_disk(
    path: Path, migrations: Path
) -> None:
    def mistaken(tx: Transaction) -> None:
        note(tx, "by a reading")

    async with open_store(path, clock=SetClock(), migrations=migrations) as store:
        with pytest.raises(Exception, match="readonly") as caught:
            await store.read(mistaken)
        assert not isinstance(caught.value, StoreUnavailable), "it would be tried again for ever"
