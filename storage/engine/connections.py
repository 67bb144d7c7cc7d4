"""How a connection is opened and set up, to write and to read. Leaves threads to the seam and tables to the schema."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from storage.engine.faults import UnusableDatabase, advice
from storage.engine.transaction import Guard

APPLICATION_ID: Final = 0x45544C4E
"""Says in the file's header that it is ours: "ETLN"."""

OLDEST_SQLITE: Final = (3, 37, 0)
"""The first with STRICT tables."""

STATEMENTS: Final = 512
"""How many prepared statements a connection keeps: more than the program has."""

_CACHE_KIB: Final = 16 * 1024
_LOG_PAGES: Final = 4000
"""How far the write-ahead log grows before a commit folds it in: 50 bookings fill 300 pages, and folding costs two
waits for the disk. At the usual 1000, 50 at once were a fifth slower and the slowest commit took twice as long."""

LOG_BYTES: Final = 64 * 1024 * 1024
"""How long the log's file may stay when it is begun anew."""


def check_sqlite(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> None:
    """Raise UnusableDatabase where this Python's SQLite is too old."""
    if version < OLDEST_SQLITE:
        wanted, found = (".".join(map(str, parts)) for parts in (OLDEST_SQLITE, version))
        raise UnusableDatabase(
            f"SQLite {wanted} or newer is needed, and this Python brings {found}: use a newer Python."
        )


def connect_writer(path: Path, guard: Guard, *, patience: float) -> sqlite3.Connection:
    """Open the database for writing, and make it first where there is none, readable by its owner alone.

    `patience` is how many seconds to wait for another process that holds the file. Raises UnusableDatabase.
    """
    check_sqlite()
    with blaming(path):
        _make_private(path)
        connection = _connect(path, "rw", patience)
        try:
            _claim(connection, path)
            _expect(connection, "journal_mode", "wal", "WAL")
            _expect(connection, "synchronous", 2, "FULL")
            _expect(connection, "foreign_keys", 1, "ON")
            for setting in (f"wal_autocheckpoint = {_LOG_PAGES}", f"journal_size_limit = {LOG_BYTES}"):
                connection.execute(f"PRAGMA {setting}").fetchall()
            _expect_writable(connection)
            connection.set_authorizer(guard)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_reader(path: Path, guard: Guard, *, patience: float) -> sqlite3.Connection:
    """Open the database for reading only. Raises UnusableDatabase."""
    with blaming(path):
        connection = _connect(path, "ro", patience)
        try:
            _expect(connection, "query_only", 1, "ON")
            connection.set_authorizer(guard)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Turn what SQLite or the system says against a file into UnusableDatabase, naming the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise UnusableDatabase(f"{path} cannot be used as a database: {error}.{advice(error)}") from error


def check_setting(connection: sqlite3.Connection, setting: str, expected: object) -> None:
    """Raise UnusableDatabase unless a setting took: SQLite answers one that it cannot honour with silence."""
    found = connection.execute(f"PRAGMA {setting}").fetchone()[0]
    if found != expected:
        raise UnusableDatabase(f"this SQLite or this disk does not give {setting} = {expected}, but {found}.")


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,  # nothing begins by itself: BEGIN is said where it is meant
        cached_statements=STATEMENTS,
        check_same_thread=False,  # each is used on one thread; only a start that failed closes from another
    )
    connection.row_factory = sqlite3.Row
    # Not trusted_schema = OFF: SQLite 3.40 then calls the json_valid() of our own CHECKs unsafe.
    for setting in ("temp_store = MEMORY", f"cache_size = -{_CACHE_KIB}"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection


def _make_private(path: Path) -> None:
    """SQLite gives its journal the database's own permissions, so the first file decides for all of them."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _claim(connection: sqlite3.Connection, path: Path) -> None:
    """Mark an empty database as ours; refuse one that is somebody else's."""
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found == APPLICATION_ID:
        return
    if found != 0 or connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise UnusableDatabase(f"{path} is another program's database: set DATABASE to a file of this one's own.")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}").fetchall()


def _expect_writable(connection: sqlite3.Connection) -> None:
    """Write, and take it back: SQLite opens a file that may only be read without a word, and begins on it, too."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version}").fetchall()
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _expect(connection: sqlite3.Connection, setting: str, expected: object, word: str) -> None:
    connection.execute(f"PRAGMA {setting} = {word}").fetchall()
    check_setting(connection, setting, expected)
