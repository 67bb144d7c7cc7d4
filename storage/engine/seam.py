"""The one place that knows how aiosqlite's connection thread works. What is done on that thread is the callers'."""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Final

import aiosqlite

Job = Callable[[sqlite3.Connection], object]
"""Something to do on the thread, with its connection. It raises nothing and tells whoever waits by itself."""


class ConnectionThread(aiosqlite.Connection):
    """One SQLite connection on a thread of its own, doing one job after another in the order they were handed in.

    aiosqlite makes a future and a wake-up of the event loop for every statement; a job here is many statements.
    Of aiosqlite's insides this uses `_thread`, `_connection` and the queue `_tx` of `(future or None, function)`.
    aiosqlite logs each function's repr at DEBUG, so a job must show nothing that people typed: a bound method does not.
    """

    def __init__(self, name: str, connect: Callable[[], sqlite3.Connection]) -> None:
        """Prepare the thread `name`; `connect` is called on it, and must not need a thread check to be closed."""
        super().__init__(partial(self._remember, connect), iter_chunk_size=64)
        self._opened: sqlite3.Connection | None = None
        self._thread.name = name
        # Whatever goes wrong, this thread must not keep a process alive: what has committed is on the disk already.
        self._thread.daemon = True

    async def start(self) -> None:
        """Start the thread and connect. Raises what `connect` raises; then, or when cancelled, the thread is gone."""
        try:
            await self
        except BaseException:
            # aiosqlite has told the thread to end, but forgets a connection that was made after its caller gave up.
            if self._thread.ident is not None:
                self._thread.join()
            if self._opened is not None:
                self._opened.close()
            raise

    def submit(self, job: Job) -> None:
        """Hand in a job. Only between `start` and `end`, and never waits."""
        self._tx.put_nowait((None, partial(job, self._conn)))

    async def end(self) -> None:
        """Finish the jobs handed in, close the connection and join the thread, even when cancelled meanwhile."""
        if self._connection is None:
            return
        closed: Final = self.stop()
        try:
            if closed is not None:
                await asyncio.shield(closed)
        finally:
            self._thread.join()

    def _remember(self, connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        self._opened = connect()
        return self._opened
