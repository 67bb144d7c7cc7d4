"""A notebook of two tables to try the engine with, and ways to hold and watch its writer. No real schema."""

import asyncio
import concurrent.futures
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from domain.moments import Instant
from storage.engine import Store, Transaction

T = TypeVar("T")

NOTEBOOK: Final = """
CREATE TABLE writers (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL CHECK (text <> ''),
    writer INTEGER REFERENCES writers (id)
) STRICT;
"""


class SetClock:
    """Shows what it was set to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.shows = Instant(1_790_000_000)
        self.asked = 0

    def now(self) -> Instant:
        self.asked += 1
        return self.shows


class Refused(Exception):  # noqa: N818  named for what is so, as every refusal is
    """What a rule would raise."""


def note(tx: Transaction, text: str) -> int:
    number: int = tx.value("INSERT INTO notes (text) VALUES (:text) RETURNING id", text=text)
    return number


def note_and_refuse(tx: Transaction, text: str) -> None:
    note(tx, text)
    raise Refused(text)


def texts(tx: Transaction) -> list[str]:
    return [row["text"] for row in tx.all("SELECT text FROM notes ORDER BY id")]


def lay_out(folder: Path) -> Path:
    """A folder with the notebook as its one migration."""
    folder.mkdir()
    (folder / "0001_notebook.sql").write_text(NOTEBOOK, encoding="utf-8")
    return folder


def kept_in(path: Path) -> list[str]:
    """The texts that a stranger's connection finds in the file."""
    connection = sqlite3.connect(path)
    try:
        return [row[0] for row in connection.execute("SELECT text FROM notes ORDER BY id")]
    finally:
        connection.close()


def closed_to_others(*files: Path) -> bool:
    """Whether only their owner may read these files."""
    return all(file.stat().st_mode & 0o077 == 0 for file in files)


def everything_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder, hidden ones too, with what is in them; without the mark that a start leaves."""
    files = (file for file in folder.iterdir() if file.is_file() and file.suffix != ".made")
    return {file.name: file.read_bytes() for file in files}


def lay_down(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def take_away(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def tear(file: Path, length: int) -> None:
    """Leave only the beginning of a file."""
    file.write_bytes(file.read_bytes()[:length])


async def on_writer(store: Store, job: Callable[[sqlite3.Connection], T]) -> T:
    """Do something to the writing connection, on its thread, between batches."""
    done: concurrent.futures.Future[T] = concurrent.futures.Future()

    def run(connection: sqlite3.Connection) -> None:
        try:
            done.set_result(job(connection))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to see it
            done.set_exception(error)

    store._writer._attendant._thread.submit(run)
    return await asyncio.wrap_future(done)


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Keep the writer busy meanwhile, so that what is asked inside lands in one batch."""
    gate = threading.Event()
    store._writer._attendant._thread.submit(lambda _: gate.wait(10))
    try:
        yield
    finally:
        gate.set()


async def turns(number: int = 3) -> None:
    """Let the loop run what is ready."""
    for _ in range(number):
        await asyncio.sleep(0)


def threads_of_the_store() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("etalon-")]
