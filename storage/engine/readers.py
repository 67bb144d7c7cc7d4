"""Connections that only read, and whose functions see one state each. Leaves opening and closing to the store."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from typing import Final

from domain.moments import Clock
from storage.engine.calls import Answers, Attendant, Call, Queue
from storage.engine.damage import Damage
from storage.engine.faults import blames_the_machine, unavailable
from storage.engine.seam import ConnectionThread
from storage.engine.transaction import Guard, Transaction

TOGETHER_SECONDS: Final = 0.002
"""How long answers wait for those after them: the loop woken in between costs more than the reading does."""

HELD_UP_SECONDS: Final = 0.005
"""How long one reading may keep others waiting before another connection takes them."""

_BEGIN: Final = "BEGIN -- one reading"
_COMMIT: Final = "COMMIT -- one reading"
_ROLLBACK: Final = "ROLLBACK -- one reading"


class Reader:
    """One reading connection, taking calls from a queue it may share."""

    def __init__(
        self,
        thread: ConnectionThread,
        guard: Guard,
        clock: Clock,
        queue: Queue,
        answers: Answers,
        damage: Damage,
    ) -> None:
        self._guard = guard
        self._clock = clock
        self._damage = damage
        self._queue = queue
        self._answers = answers
        self.begun = 0
        """How many readings it has begun: one that does not change while calls wait is held up by one of them."""
        self.attendant = Attendant(thread, queue, self._serve)

    def _serve(self, connection: sqlite3.Connection) -> None:
        served: list[Call] = []
        closes_at = time.monotonic() + TOGETHER_SECONDS
        while (call := self._queue.take()) is not None:
            self.begun += 1
            try:
                self._run(connection, call)
            except BaseException as error:  # noqa: BLE001 - the thread must live on, and its caller hears of it
                call.fail(error)
            served.append(call)
            if time.monotonic() >= closes_at:
                break
        self._answers.give(served)

    def _run(self, connection: sqlite3.Connection, call: Call) -> None:
        try:
            if connection.in_transaction:
                connection.execute(_ROLLBACK)
            connection.execute(_BEGIN)
            self._guard.strict = True
            try:
                call.run(Transaction(connection, self._clock.now()))
            finally:
                self._guard.strict = False
            if connection.in_transaction:
                connection.execute(_COMMIT)
        except sqlite3.Error as error:
            call.fail(error)
        self._damage.note(call.error)
        if call.error is not None and blames_the_machine(call.error):
            call.fail(unavailable(call.error))


class Readers:
    """Several reading connections behind one queue. The first serves it; the others help where it is held up.

    Two threads that are busy at once take Python's lock from each other at every row, and together are slower than one.
    """

    def __init__(
        self, threads: Sequence[tuple[ConnectionThread, Guard]], clock: Clock, answers: Answers, damage: Damage
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue = Queue()
        self._readers = [Reader(*thread, clock, self._queue, answers, damage) for thread in threads]
        self._watched = False

    def submit(self, call: Call) -> None:
        """Let a call wait for the first connection, or for another where one reading takes that one long."""
        self._queue.add(call)
        first = self._readers[0].attendant
        if not first.busy:
            first.wake()
        elif not self._watched and len(self._readers) > 1:
            self._watch()

    def _watch(self) -> None:
        self._watched = True
        self._loop.call_later(HELD_UP_SECONDS, self._help, [reader.begun for reader in self._readers])

    def _help(self, begun: list[int]) -> None:
        self._watched = False
        if not self._queue:
            return
        idle = [reader.attendant for reader in self._readers if not reader.attendant.busy]
        if idle and all(
            reader.begun == before for reader, before in zip(self._readers, begun, strict=True) if reader.attendant.busy
        ):
            idle[0].wake()
        self._watch()
