"""The Store: opens, hands calls to the right connection, closes. What the calls do is in the packages beside."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from domain.moments import Clock
from storage.engine import backups, presence
from storage.engine.calls import Answers, Call
from storage.engine.connections import blaming, check_setting, connect_reader, connect_writer
from storage.engine.damage import Damage, check_whole
from storage.engine.faults import StoreUnavailable
from storage.engine.presence import Place
from storage.engine.readers import Readers
from storage.engine.schema import MIGRATIONS, migrate
from storage.engine.seam import ConnectionThread
from storage.engine.tallies import Spread
from storage.engine.transaction import Guard, Transaction
from storage.engine.writer import Writer

P = ParamSpec("P")
R = TypeVar("R")

READERS: Final = 2
PATIENCE: Final = 5.0
"""Seconds to wait for another process that holds the file, before StoreUnavailable."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counts:
    """How busy the writer has been since the store was opened, and how long its line is now.

    `durations` and `commits` are in seconds and go on growing; `sizes` counts the calls of each batch. `damaged`:
    SQLite has met damage in the file, and nothing more is confirmed until the next start.
    """

    transactions: int
    batches: int
    largest_batch: int
    lost_batches: int
    waiting: int
    slowest_seconds: float
    slowest: str
    durations: Spread
    commits: Spread
    sizes: Spread
    damaged: bool


class Store:
    """What is remembered. A transaction is one plain function, given a Transaction first.

    It belongs to the event loop it was opened on. A function has no effect outside its transaction, issues no
    BEGIN, COMMIT or ROLLBACK, and catches no database error.
    """

    def __init__(
        self, path: Path, migrations: Path, writer: Writer, screens: Readers, reports: Readers, damage: Damage
    ) -> None:
        self._path = path
        self._damage = damage
        self._migrations = migrations
        self._loop = asyncio.get_running_loop()
        self._writer = writer
        self._screens = screens
        self._reports = reports
        self._open = True

    async def write(
        self, function: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a function that may change things; what it returned, once that is safely on the disk.

        Raises what the function raised, with all that it did undone, and StoreUnavailable where nothing could be
        kept. A caller that is cancelled before the function starts has it dropped; later it runs and commits.
        """
        call = self._call(function, args, kwargs)
        self._writer.submit(call)
        result: R = await call.future
        return result

    async def read(self, function: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function that only looks, for a screen. It sees one state, with every write that has returned.

        Raises what the function raised, and StoreUnavailable where the disk does not answer.
        """
        call = self._call(function, args, kwargs)
        self._screens.submit(call)
        result: R = await call.future
        return result

    async def report(
        self, function: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """The same as `read`, for what takes long: reports and exports, on a connection no screen waits for."""
        call = self._call(function, args, kwargs)
        self._reports.submit(call)
        result: R = await call.future
        return result

    async def backup(self, path: Path) -> None:
        """Copy the database as it stands to `path`, checked; writes go on meanwhile. Raises UnusableDatabase.

        A caller that is cancelled leaves the copying to finish by itself.
        """
        if not self._open:
            raise StoreUnavailable("the store is closed")
        await asyncio.to_thread(backups.backup, self._path, path, migrations=self._migrations)

    @property
    def counts(self) -> Counts:
        """Figures for the metrics."""
        tally = self._writer.tally
        return Counts(
            transactions=tally.transactions,
            batches=tally.batches,
            largest_batch=tally.largest_batch,
            lost_batches=tally.lost_batches,
            waiting=self._writer.waiting,
            slowest_seconds=tally.slowest_seconds,
            slowest=tally.slowest,
            durations=tally.durations,
            commits=tally.commits,
            sizes=tally.sizes,
            damaged=self._damage.found is not None,
        )

    def close(self) -> None:
        """Refuse calls from now on. Those that wait are still served: `open_store` sees to it."""
        self._open = False

    def _call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        if asyncio.get_running_loop() is not self._loop:
            raise RuntimeError("a store is used on the event loop it was opened on")
        if not self._open:
            raise StoreUnavailable("the store is closed")
        return Call(self._loop.create_future(), function, args, kwargs)


@asynccontextmanager
async def open_store(
    path: Path,
    *,
    clock: Clock,
    migrations: Path = MIGRATIONS,
    patience: float = PATIENCE,
    backups: Path | None = None,
) -> AsyncIterator[Store]:
    """Open the database, make or migrate it where needed, and close it after the last call has been served.

    It is made only where none was before: what says so is a mark beside it, and copies in `backups`, a directory.
    `clock` is asked on other threads. Raises UnusableDatabase, with no thread left behind.
    """
    answers = Answers(asyncio.get_running_loop())
    damage = Damage()
    async with AsyncExitStack() as threads:

        async def begin(name: str, connect: Callable[[Guard], sqlite3.Connection]) -> tuple[ConnectionThread, Guard]:
            guard = Guard()
            thread = ConnectionThread(name, partial(connect, guard))
            await thread.start()
            threads.push_async_callback(thread.end)
            return thread, guard

        # Ended in reverse: the readers first, so that nothing holds the log back when the writer folds it in.
        writing = await begin("etalon-writer", partial(_open_to_write, path, clock, migrations, patience, backups))
        threads.callback(writing[0].submit, _fold_log_in)
        reading = partial(_open_to_read, path, patience)
        screens = [await begin(f"etalon-reader-{number}", reading) for number in range(1, READERS + 1)]
        reports = [await begin("etalon-reports", reading)]
        store = Store(
            path,
            migrations,
            Writer(*writing, clock, answers, Place(path), damage),
            Readers(screens, clock, answers, damage),
            Readers(reports, clock, answers, damage),
            damage,
        )
        try:
            yield store
        finally:
            store.close()


def _open_to_write(
    path: Path, clock: Clock, migrations: Path, patience: float, copies: Path | None, guard: Guard
) -> sqlite3.Connection:
    with blaming(path):
        presence.expect(path, backups=copies)
    connection = connect_writer(path, guard, patience=patience)
    try:
        with blaming(path):
            check_whole(connection, path)
            migrate(connection, guard, clock, migrations)
            presence.remember(path)
        check_setting(connection, "foreign_keys", 1)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_to_read(path: Path, patience: float, guard: Guard) -> sqlite3.Connection:
    return connect_reader(path, guard, patience=patience)


def _fold_log_in(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error:
        _log.warning("the write-ahead log stays beside the database; the next start reads it", exc_info=True)
