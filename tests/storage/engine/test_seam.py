"""What the engine relies on of aiosqlite's insides, checked against the aiosqlite that is installed."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from queue import SimpleQueue

import pytest

from storage.engine.seam import ConnectionThread
from tests.storage.engine.notebook import turns


def opening(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False)


async def started(path: Path) -> ConnectionThread:
    thread = ConnectionThread("etalon-seam", lambda: opening(path))
    await thread.start()
    return thread


async def test_aiosqlite_has_the_insides_that_are_used(path: Path) -> None:
    thread = ConnectionThread("etalon-seam", lambda: opening(path))
    assert isinstance(thread._tx, SimpleQueue)
    assert isinstance(thread._thread, threading.Thread)
    assert thread._connection is None
    await thread.start()
    assert isinstance(thread._connection, sqlite3.Connection)
    await thread.end()


async def test_jobs_run_on_the_thread_in_order_with_the_connection(path: Path) -> None:
    thread = await started(path)
    seen: list[tuple[int, str, object]] = []
    for number in range(100):
        thread.submit(
            lambda connection, number=number: seen.append(  # type: ignore[misc]  # a default binds number
                (number, threading.current_thread().name, connection.execute("SELECT 1").fetchone())
            )
        )
    await thread.end()
    assert seen == [(number, "etalon-seam", (1,)) for number in range(100)]


async def test_a_job_that_raises_against_its_promise_does_not_end_the_thread(path: Path) -> None:
    thread = await started(path)
    ran: list[bool] = []

    def broken(_: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    thread.submit(broken)
    thread.submit(lambda _: ran.append(True))
    await thread.end()
    assert ran == [True]


async def test_ending_closes_and_joins_and_may_be_repeated(path: Path) -> None:
    thread = await started(path)
    connection = thread._conn
    await thread.end()
    await thread.end()
    assert not thread._thread.is_alive()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
    with pytest.raises(ValueError, match="no active connection"):
        thread.submit(lambda _: None)


async def test_an_ending_that_is_cancelled_has_ended_the_thread(path: Path) -> None:
    thread = await started(path)
    gate = threading.Event()
    thread.submit(lambda _: gate.wait(10))
    ending = asyncio.create_task(thread.end())
    await turns()
    threading.Timer(0.05, gate.set).start()
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert not thread._thread.is_alive()


async def test_a_connection_that_cannot_be_made_ends_the_thread(tmp_path: Path) -> None:
    thread = ConnectionThread("etalon-seam", lambda: opening(tmp_path / "nowhere" / "notebook.db"))
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        await thread.start()
    assert not thread._thread.is_alive()
    await thread.end()


async def test_the_thread_never_keeps_a_process_alive(path: Path) -> None:
    thread = await started(path)
    daemon = thread._thread.daemon
    await thread.end()
    assert daemon
