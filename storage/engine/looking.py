"""Looking into a database beside whoever uses it: reading only, nothing made, nothing migrated. For `doctor`."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from domain.moments import Clock, Instant
from storage.engine.connections import APPLICATION_ID, blaming, check_sqlite, connect_reader
from storage.engine.faults import StoreUnavailable, UnusableDatabase, blames_the_machine, unavailable
from storage.engine.schema import MIGRATIONS, check_applied, migrations_in
from storage.engine.transaction import Guard, Transaction

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE: Final = 5.0

MADE_AT: Final = """
    SELECT applied_at
      FROM migrations
     WHERE number = 1
"""


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A database seen from outside.

    `schema`: how many migrations it has seen; `known`: how many there are. `made_at`: when it saw the first.
    """

    schema: int
    known: int
    made_at: Instant | None
    _connection: sqlite3.Connection
    _guard: Guard
    _clock: Clock

    def read(self, function: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function that only looks; it sees one state. On the thread that opened it.

        Raises what the function raised, and StoreUnavailable where the disk does not answer.
        """
        self._connection.execute("BEGIN -- one look")
        self._guard.strict = True
        tx = Transaction(self._connection, self._clock.now())
        try:
            return function(tx, *args, **kwargs)
        except sqlite3.Error as error:
            if blames_the_machine(error):
                raise unavailable(error) from error
            raise
        finally:
            tx.end()
            self._guard.strict = False
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK -- one look")


@contextmanager
def look_into(path: Path, *, clock: Clock, migrations: Path = MIGRATIONS) -> Iterator[Onlooker]:
    """Open a database that is there, to look. Raises UnusableDatabase: not ours, damaged, newer than the program."""
    check_sqlite()
    guard = Guard()
    with blaming(path), closing(connect_reader(path, guard, patience=PATIENCE)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise UnusableDatabase(f"{path} is not this program's database: correct DATABASE.")
        known = migrations_in(migrations)
        schema = check_applied(connection, known)
        try:
            made_at = connection.execute(MADE_AT).fetchone() if schema else None
            yield Onlooker(schema, len(known), made_at and Instant(made_at[0]), connection, guard, clock)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{path} could not be read to its end") from error
