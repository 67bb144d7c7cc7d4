"""Brings a database to the program's schema, by numbered SQL files. What the tables are is in the files themselves.

A migration runs with foreign keys off (a table can be rebuilt only so) and is checked for broken ones before it
commits; ON DELETE actions therefore do not act in one. It says no BEGIN and no COMMIT: it is one transaction already.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.moments import Clock
from storage.engine.faults import UnusableDatabase
from storage.engine.transaction import Guard

MIGRATIONS: Final = Path(__file__).parent / "migrations"

_FILE_NAME: Final = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)\.sql")
_REMARKS: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)

RECORDS: Final = """
    CREATE TABLE IF NOT EXISTS migrations (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        name TEXT NOT NULL,
        checksum TEXT NOT NULL CHECK (length(checksum) = 64),
        applied_at INTEGER NOT NULL
    ) STRICT
"""
HAS_RECORDS: Final = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"
APPLIED: Final = "SELECT number, checksum FROM migrations ORDER BY number"
RECORD: Final = """
    INSERT INTO migrations (number, name, checksum, applied_at)
    VALUES (:number, :name, :checksum, :applied_at)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file. Its checksum is the SHA-256 of its text with lines ended by a newline alone."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """The same on every system, however version control ended the lines."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"


def migrations_in(directory: Path) -> list[Migration]:
    """The migrations of a directory, in order. Raises UnusableDatabase for a gap, a double or a strange name."""
    found = []
    for path in sorted(directory.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise UnusableDatabase(f"{path.name} is no name for a migration: it needs to be like 0001_people.sql.")
        found.append(Migration(int(match["number"]), match["name"], path.read_text(encoding="utf-8")))
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise UnusableDatabase(f"migration {migration} stands where number {expected:04} is missing.")
    return found


def check_applied(connection: sqlite3.Connection, known: Sequence[Migration]) -> int:
    """How many of the known migrations this database has seen.

    Raises UnusableDatabase where it has seen one that is not known (the database is newer than the program), or
    one whose file was edited since.
    """
    if not connection.execute(HAS_RECORDS).fetchone()[0]:
        return 0
    applied = {row[0]: row[1] for row in connection.execute(APPLIED).fetchall()}
    if applied and max(applied) > len(known):
        raise UnusableDatabase(
            f"the database is newer than this program (schema {max(applied)}, and the program knows {len(known)}): "
            "start the newer program."
        )
    for migration in known[: len(applied)]:
        if applied.get(migration.number) != migration.checksum:
            raise UnusableDatabase(f"migration {migration} was edited after it had been applied: put the file back.")
    return len(applied)


def migrate(connection: sqlite3.Connection, guard: Guard, clock: Clock, directory: Path = MIGRATIONS) -> int:
    """Apply what is missing, each migration in one transaction with its record; how many were applied.

    Raises UnusableDatabase; whatever had been applied before the one that failed stays applied.
    """
    known = migrations_in(directory)
    check_applied(connection, known)
    connection.execute("PRAGMA foreign_keys = OFF").fetchall()
    try:
        return sum(_apply(connection, guard, clock, known, migration) for migration in known)
    finally:
        connection.execute("PRAGMA foreign_keys = ON").fetchall()


def statements(text: str) -> Iterator[str]:
    """The statements of a migration, one by one, whatever semicolons stand in its strings, comments and triggers.

    Raises ValueError where the last one is not ended by a semicolon.
    """
    collected = ""
    for piece in re.findall(r"[^;]*;|[^;]+", text):
        collected += piece
        if sqlite3.complete_statement(collected):
            if _REMARKS.sub("", collected).strip() != ";":
                yield collected
            collected = ""
    if _REMARKS.sub("", collected).strip():
        raise ValueError("its last statement is not ended by a semicolon")


def _apply(
    connection: sqlite3.Connection, guard: Guard, clock: Clock, known: Sequence[Migration], migration: Migration
) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may have come first.
        if check_applied(connection, known) >= migration.number:
            return False
        connection.execute(RECORDS)
        _run(connection, guard, migration)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise UnusableDatabase(f"migration {migration} leaves rows of {broken[0]} that refer to nothing.")
        connection.execute(
            RECORD,
            {
                "number": migration.number,
                "name": migration.name,
                "checksum": migration.checksum,
                "applied_at": clock.now(),
            },
        )
        connection.execute("COMMIT")
    except (sqlite3.Error, ValueError) as error:
        raise UnusableDatabase(f"migration {migration} failed: {error}.") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def _run(connection: sqlite3.Connection, guard: Guard, migration: Migration) -> None:
    guard.strict = True
    try:
        for statement in statements(migration.text):
            connection.execute(statement)
    finally:
        guard.strict = False
