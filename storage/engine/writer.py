"""The one connection that writes: many callers' functions, one commit. Leaves opening and closing to the store."""

import logging
import sqlite3
import time
from typing import Final

from domain.moments import Clock
from storage.engine.calls import Answers, Attendant, Call, Queue
from storage.engine.damage import Damage
from storage.engine.faults import StoreUnavailable, blames_the_machine, in_short, unavailable
from storage.engine.folding import Folding
from storage.engine.presence import Place
from storage.engine.seam import ConnectionThread
from storage.engine.tallies import Tally
from storage.engine.transaction import Guard, Transaction

BATCH_SECONDS: Final = 0.020
BATCH_CALLS: Final = 256
SLOW_SECONDS: Final = 0.050

# Worded unlike anything that a function would say: a statement prepared once passes the guard from then on.
_BEGIN: Final = "BEGIN IMMEDIATE -- the batch"
_SAVEPOINT: Final = "SAVEPOINT one_call -- of the batch"
_KEEP: Final = "RELEASE one_call -- and keep it"
_UNDO: Final = "ROLLBACK TO one_call -- and undo it"
_COMMIT: Final = "COMMIT -- the batch"
_ROLLBACK: Final = "ROLLBACK -- the batch"

_log = logging.getLogger(__name__)


class Writer:
    """Runs every waiting function in a savepoint of its own, commits once for all of them, and only then tells.

    The loop must hold no more than one of these for a database: what it promises rests on being alone.
    """

    def __init__(
        self, thread: ConnectionThread, guard: Guard, clock: Clock, answers: Answers, place: Place, damage: Damage
    ) -> None:
        self._guard = guard
        self._clock = clock
        self._answers = answers
        self._place = place
        self._damage = damage
        self._folding = Folding(place)
        self._queue = Queue()
        self._attendant = Attendant(thread, self._queue, self._serve)
        self.tally = Tally()

    @property
    def waiting(self) -> int:
        """How many calls have not been started."""
        return len(self._queue)

    def submit(self, call: Call) -> None:
        """Let a call wait for the next batch."""
        self._queue.add(call)
        self._attendant.wake()

    def _serve(self, connection: sqlite3.Connection) -> None:
        batch: list[Call] = []
        try:
            self._run(connection, batch)
        except BaseException as error:  # noqa: BLE001 - the thread must live on, and whatever this is, callers hear it
            self._lose(connection, batch, error)
        if batch:
            self._answers.give(batch)
            self._folding.look(connection)

    def _run(self, connection: sqlite3.Connection, batch: list[Call]) -> None:
        call = self._queue.take()
        if call is None:
            return
        batch.append(call)
        self._begin(connection, batch)
        closes_at = time.monotonic() + BATCH_SECONDS
        while call is not None:
            if self._run_one(connection, call) >= closes_at or len(batch) >= BATCH_CALLS:
                break
            call = self._queue.take()
            if call is not None:
                batch.append(call)
        asked = time.monotonic()
        connection.execute(_COMMIT)
        tally = self.tally
        tally.commits.add(time.monotonic() - asked)
        tally.sizes.add(len(batch))
        tally.batches += 1
        tally.transactions += sum(call.error is None for call in batch)
        tally.largest_batch = max(tally.largest_batch, len(batch))

    def _begin(self, connection: sqlite3.Connection, batch: list[Call]) -> None:
        try:
            if connection.in_transaction:
                connection.execute(_ROLLBACK)  # what an earlier batch could not even roll back
            self._damage.check()
            self._place.check()
            connection.execute(_BEGIN)
        except (sqlite3.Error, StoreUnavailable):
            # Whoever waits now has waited as long as the first: another turn each would only add up.
            while len(batch) < BATCH_CALLS and (call := self._queue.take()) is not None:
                batch.append(call)
            raise

    def _run_one(self, connection: sqlite3.Connection, call: Call) -> float:
        """Run one function; when it ended. Raises where that ended the transaction of the whole batch."""
        connection.execute(_SAVEPOINT)
        started = time.monotonic()
        self._guard.strict = True
        try:
            returned = call.run(Transaction(connection, self._clock.now()))
        except BaseException as error:  # noqa: BLE001 - a clock that fails is this caller's fault to hear of
            call.fail(error)
            returned = False
        finally:
            self._guard.strict = False
        ended = time.monotonic()
        self._measure(call, ended - started)
        self._damage.note(call.error)
        if not connection.in_transaction:
            raise StoreUnavailable("SQLite ended the transaction") from call.error
        if not returned:
            connection.execute(_UNDO)
            if call.error is not None and blames_the_machine(call.error, writing=True):
                call.fail(unavailable(call.error))
        connection.execute(_KEEP)
        return ended

    def _lose(self, connection: sqlite3.Connection, batch: list[Call], error: BaseException) -> None:
        """Undo what is left of a batch and tell every caller of it that nothing was kept."""
        sqlites = error.__cause__ if isinstance(error, StoreUnavailable) else None
        cause = sqlites if isinstance(sqlites, sqlite3.Error) else error
        self._damage.note(cause)
        _log.error("a batch of %d transactions was lost: %s", len(batch), in_short(cause))
        self.tally.lost_batches += 1
        for call in batch:
            call.fail(unavailable(cause))
        try:
            if connection.in_transaction:
                connection.execute(_ROLLBACK)
        except sqlite3.Error:
            _log.exception("a lost batch could not be rolled back; the next one tries again")

    def _measure(self, call: Call, seconds: float) -> None:
        self.tally.durations.add(seconds)
        if seconds > self.tally.slowest_seconds:
            self.tally.slowest_seconds, self.tally.slowest = seconds, call.name
        if seconds > SLOW_SECONDS:
            _log.warning("%s held the writer for %.0f ms", call.name, seconds * 1000)
