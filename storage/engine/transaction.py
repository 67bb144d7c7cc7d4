"""What a transaction function is given: SQL and the present. To begin, commit and roll back is the store's."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Final

from domain.moments import Instant
from storage.engine.faults import StoreUnavailable

Row = sqlite3.Row
Value = int | float | str | bytes | None
"""What a column can hold, and so what a parameter can be."""

_OURS_ALONE: Final = frozenset(
    {sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
)


class Transaction:
    """One function's view of the database, all of one moment. Good until the function ends, and on its thread only.

    Parameters are written `:name` in the SQL and given by keyword. Every question is run to its end before it is
    answered, so that no cursor outlives a call: say LIMIT where more could match than are wanted.
    """

    __slots__ = ("_connection", "now")

    now: Final[Instant]
    """The present, read once, before the function began."""

    def __init__(self, connection: sqlite3.Connection, now: Instant) -> None:
        self._connection: sqlite3.Connection | None = connection
        self.now = now

    def one(self, sql: str, /, **params: Value) -> Row | None:
        """The first row, or None where there is none."""
        rows = self._execute(sql, params).fetchall()
        return rows[0] if rows else None

    def all(self, sql: str, /, **params: Value) -> list[Row]:
        """Every row."""
        return self._execute(sql, params).fetchall()

    def value(self, sql: str, /, **params: Value) -> Any:
        """The first column of the first row; None where there is no row (or where that is what the column holds)."""
        rows = self._execute(sql, params).fetchall()
        return rows[0][0] if rows else None

    def run(self, sql: str, /, **params: Value) -> int:
        """Insert, update or delete; how many rows that touched."""
        cursor = self._execute(sql, params)
        if cursor.description is not None:
            cursor.fetchall()  # a statement with RETURNING counts its rows only once the last has been fetched
        return cursor.rowcount

    def run_many(self, sql: str, rows: Iterable[Mapping[str, Value]], /) -> int:
        """The same statement once for each mapping of parameters; how many rows that touched in all."""
        return self._live().executemany(sql, rows).rowcount

    def end(self) -> None:
        """Make any further use raise. The store calls this; a function has no reason to."""
        self._connection = None

    def _execute(self, sql: str, params: dict[str, Value]) -> sqlite3.Cursor:
        return self._live().execute(sql, params)

    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("this transaction is over: it was used after its function had ended")
        if not self._connection.in_transaction:
            # A function that went on after a full disk had ended the transaction would commit each statement alone.
            raise StoreUnavailable("SQLite has ended this transaction")
        return self._connection


class Guard:
    """SQLite's authorizer of one connection: refuses what only the store may do while somebody else's SQL runs.

    SQLite asks it when a statement is prepared, so a statement that is used again costs nothing. What it refuses
    fails with "not authorized", before anything is done, and harms the function that tried alone.
    """

    __slots__ = ("strict",)

    def __init__(self) -> None:
        self.strict = False

    def __call__(self, action: int, *_: str | None) -> int:
        """Refuse BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ATTACH and DETACH while strict."""
        return sqlite3.SQLITE_DENY if self.strict and action in _OURS_ALONE else sqlite3.SQLITE_OK
