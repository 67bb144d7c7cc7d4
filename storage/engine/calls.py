"""Calls on their way to a connection's thread, and answers on their way back to the event loop. Runs none of them."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable
from types import CoroutineType, GeneratorType
from typing import Any

from storage.engine.seam import ConnectionThread, Job
from storage.engine.transaction import Transaction


class Call:
    """One transaction function that somebody is waiting for. Made and answered on the loop, run on a thread."""

    __slots__ = ("_args", "_error", "_function", "_kwargs", "_result", "future")

    def __init__(
        self, future: asyncio.Future[Any], function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self.future = future
        self._function = function
        self._args = args
        self._kwargs = kwargs
        self._result: Any = None
        self._error: BaseException | None = None

    @property
    def name(self) -> str:
        """The function's name, for logs and figures; never its arguments, which may be personal."""
        return getattr(self._function, "__qualname__", type(self._function).__qualname__)

    def run(self, tx: Transaction) -> bool:
        """Run the function and keep what it returned or raised; whether it returned."""
        try:
            result = self._function(tx, *self._args, **self._kwargs)
            self._check(result)
        except BaseException as error:  # noqa: BLE001 - whatever it raises is its caller's; the thread must live on
            self.fail(error)
            return False
        finally:
            tx.end()
        self._result = result
        return True

    def fail(self, error: BaseException) -> None:
        """Answer with an error, whatever was answered before."""
        if isinstance(error, StopIteration):
            # A future refuses StopIteration, which would leave its caller waiting for ever.
            wrapped = RuntimeError(f"{self.name} raised StopIteration")
            wrapped.__cause__ = error
            error = wrapped
        self._result, self._error = None, error

    def _check(self, result: object) -> None:
        if isinstance(result, CoroutineType | GeneratorType):
            result.close()
            raise TypeError(f"{self.name} is not a plain function: it must not be async and must not yield")

    @property
    def error(self) -> BaseException | None:
        """What it will be answered with, where that is an error."""
        return self._error

    def settle(self) -> None:
        """Give the answer to whoever still waits for it. On the loop."""
        if self.future.done():
            return
        if self._error is None:
            self.future.set_result(self._result)
        else:
            self.future.set_exception(self._error)


class Queue:
    """Calls that wait for a thread. The loop adds, any thread takes; one whose caller gave up is dropped."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque()

    def add(self, call: Call) -> None:
        """Let a call wait behind the others."""
        self._calls.append(call)

    def take(self) -> Call | None:
        """The next call that somebody still waits for."""
        while True:
            try:
                call = self._calls.popleft()
            except IndexError:
                return None
            if not call.future.done():
                return call

    def __len__(self) -> int:
        return len(self._calls)


class Attendant:
    """Serves a queue on a connection's thread: once woken, it stays until nobody waits."""

    def __init__(self, thread: ConnectionThread, queue: Queue, serve: Job) -> None:
        """`serve` takes at least one call from the queue, and raises nothing."""
        self._thread = thread
        self._queue = queue
        self._serve = serve
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether it is at work, and so will see what has been added to its queue by now."""
        return self._busy

    def wake(self) -> None:
        """Set it to work. On the loop, after adding to the queue."""
        if not self._busy:
            self._busy = True
            self._thread.submit(self._attend)

    def _attend(self, connection: sqlite3.Connection) -> None:
        while self._busy:
            while self._queue:
                self._serve(connection)
            # Off duty first and a last look after: whoever adds a call either finds it off duty or is seen here.
            self._busy = False
            if self._queue:
                self._busy = True


class Answers:
    """Calls that have been run, handed back with one wake-up of the loop for as many as are ready."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._ready: deque[Call] = deque()
        self._announced = False

    def give(self, calls: Iterable[Call]) -> None:
        """Hand calls back, from any thread. Never raises: where the loop is closed, nobody is left to be told."""
        self._ready.extend(calls)
        if self._announced:
            return
        self._announced = True
        try:
            self._loop.call_soon_threadsafe(self._hand_out)
        except RuntimeError:
            self._ready.clear()

    def _hand_out(self) -> None:
        # Taken back before looking, so that an answer given meanwhile is either seen here or announced again.
        self._announced = False
        while self._ready:
            self._ready.popleft().settle()
