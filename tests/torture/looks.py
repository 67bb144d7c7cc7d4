"""Looking at a database from outside: as a copy where the program is dead, beside it where it lives. Judges nothing."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

UNDONE: Final = "SELECT count(*) FROM inbox WHERE done_at IS NULL AND dead_at IS NULL"
SUSPECTED: Final = "SELECT count(*) FROM inbox WHERE done_at IS NULL AND dead_at IS NULL AND tries > 0"
WAITING: Final = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed')"
REMINDERS: Final = "SELECT count(*) FROM outbox WHERE kind = 'reminder' AND state IN ('waiting', 'claimed')"
PLANNED: Final = "SELECT count(*) FROM reminders WHERE state = 'waiting' AND due_at <= ?"
NIGHTS: Final = "SELECT 1 FROM marks WHERE name = 'backup.last_done'"


@contextmanager
def copy_of(database: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """A copy of a database and its log, as they lie on the disk, opened.

    Opening the database itself would repair what the program has to repair.
    """
    folder.mkdir(exist_ok=True)
    copy = folder / database.name
    for ending in ("", "-wal"):
        source, target = (path.with_name(path.name + ending) for path in (database, copy))
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)
    with opened(copy) as connection:
        yield connection
    shutil.rmtree(folder)


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """A database, to be asked."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def damages(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with a file."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    return found + [f"a row of {row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]


def waiting(connection: sqlite3.Connection) -> int:
    """How many letters wait or are being sent."""
    return int(connection.execute(WAITING).fetchone()[0])


def reminders_to_come(connection: sqlite3.Connection, until: int) -> int:
    """How many reminders wait or are being sent, or come due until then: what a night would make pointless."""
    return int(connection.execute(REMINDERS).fetchone()[0]) + int(connection.execute(PLANNED, (until,)).fetchone()[0])


def undone(connection: sqlite3.Connection) -> int:
    """How many updates wait to be handled, or are being handled."""
    return int(connection.execute(UNDONE).fetchone()[0])


def suspected(connection: sqlite3.Connection) -> int:
    """How many updates were in flight at two deaths in a row: at a third, they are set aside for what kills."""
    return int(connection.execute(SUSPECTED).fetchone()[0])


def counts_nights(connection: sqlite3.Connection) -> bool:
    """Whether the first day has been noted: before that, no night is one to back up after."""
    return connection.execute(NIGHTS).fetchone() is not None


def broken_backups(folder: Path) -> list[str]:
    """Which of the backups that are there are not whole."""
    found = []
    for path in sorted(folder.glob("*.db")):
        try:
            with opened(path) as connection:
                faults = damages(connection)
                connection.execute("SELECT count(*) FROM bookings").fetchone()
        except sqlite3.DatabaseError as error:
            faults = [str(error)]
        found += [f"{path.name}: {fault}" for fault in faults]
    return found
