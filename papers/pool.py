"""Heavy papers in a process of their own: one at a time, within limits of time and memory, never on the event loop.

What is made there is the caller's affair: any function of a module, with arguments and a result that can be pickled.
"""

import asyncio
import math
import multiprocessing
import os
import pickle
import resource
import signal
import threading
import traceback
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Final, TypeVar, cast

MEMORY_MB: Final = 1024
"""Address space of the process: matplotlib with a chart takes about half of it."""
SECONDS: Final = 20.0
STARTING_SECONDS: Final = 60.0
"""How long a new process may take until it listens, on a slow and busy machine."""
MOST_WAITING: Final = 32
"""Papers that wait while one is made. More are refused at once."""
PAPERS_A_PROCESS: Final = 200
"""So many, then a fresh process: whatever a library has kept goes with the old one."""

_MEGABYTE: Final = 1024 * 1024
_ORPHANED_SECONDS: Final = 10
"""So long after its time is up a process ends itself: whoever should have ended it is gone."""

Paper = TypeVar("Paper")


class PaperNotMade(Exception):  # noqa: N818  what the caller is left without
    """Something kept the paper from being made. The pool goes on: the next paper gets a process that works."""


class PaperTooSlow(PaperNotMade):
    """It took longer than it may; its process was ended."""


class PaperTooLarge(PaperNotMade):
    """It needed more memory than it may."""


class PaperProcessDied(PaperNotMade):
    """The process was gone before the paper was there."""


class PapersBusy(PaperNotMade):
    """Too many papers wait already. This one was not begun."""


class PapersClosed(PaperNotMade):
    """The pool is closed, or was closed before the paper was there."""


class PaperPool:
    """Makes papers, in the order in which they were asked for. Opened by `paper_pool()`."""

    def __init__(self, memory_mb: int) -> None:
        self._worker = _Worker(memory_mb)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="papers")
        self._asked = 0
        self._closed = False

    async def make(self, function: Callable[..., Paper], *arguments: object, seconds: float = SECONDS) -> Paper:
        """What `function(*arguments)` returns, from the other process. `seconds` count from when its turn has come.

        Raises what the function raises, and PaperTooSlow, PaperTooLarge, PaperProcessDied, PapersBusy, PapersClosed.
        A paper that was begun is made to its end, also where its caller is cancelled and nobody gets it.
        """
        if self._closed:
            raise PapersClosed
        if self._asked > MOST_WAITING:
            raise PapersBusy
        order = pickle.dumps((function, arguments, seconds))  # here: what cannot be pickled is the caller's fault
        self._asked += 1
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._worker.make, order, seconds)
        finally:
            self._asked -= 1
        made, failed = pickle.loads(answer)  # noqa: S301  by our own process
        if failed is not None:
            raise failed
        return cast("Paper", made)

    async def close(self) -> None:
        """End the process, also in the middle of a paper: who waits for one gets PapersClosed."""
        self._closed = True
        await asyncio.to_thread(self._worker.close)
        await asyncio.to_thread(self._thread.shutdown)


@asynccontextmanager
async def paper_pool(*, memory_mb: int = MEMORY_MB) -> AsyncIterator[PaperPool]:
    """A pool of one process, which starts when the first paper is asked for, and ends with the pool."""
    pool = PaperPool(memory_mb)
    try:
        yield pool
    finally:
        await pool.close()


class _Worker:
    """The process, as the pool's one thread sees it. Only `close` comes from elsewhere."""

    def __init__(self, memory_mb: int) -> None:
        self._memory_mb = memory_mb
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._papers = 0
        self._closed = False
        self._starting_or_closing = threading.Lock()

    def make(self, order: bytes, seconds: float) -> bytes:
        """The answer to one order. Raises PaperNotMade."""
        try:
            connection = self._connection or self._started()
            connection.send_bytes(order)
            answer = _heard(connection, seconds)
        except (EOFError, OSError):
            self._end()
            raise (PapersClosed if self._closed else PaperProcessDied) from None
        except PaperNotMade:
            self._end()
            raise
        self._papers += 1
        if self._papers >= PAPERS_A_PROCESS:
            self._end()
        return answer

    def close(self) -> None:
        """No more papers: the process ends, and whoever waits for it notices."""
        with self._starting_or_closing:
            self._closed = True
            self._kill()

    def _started(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        with self._starting_or_closing:
            if self._closed:
                raise PapersClosed
            ours, theirs = context.Pipe()
            self._connection = ours
            self._process = context.Process(target=_serve, args=(theirs, self._memory_mb), name="papers", daemon=True)
            try:
                self._process.start()
            finally:
                theirs.close()
        _heard(ours, STARTING_SECONDS)
        return ours

    def _end(self) -> None:
        with self._starting_or_closing:
            if self._connection is not None:
                self._connection.close()
            self._kill()
            self._connection = self._process = None
            self._papers = 0

    def _kill(self) -> None:
        if self._process is not None and self._process.pid is not None:
            self._process.kill()
            self._process.join()


def _heard(connection: Connection, seconds: float) -> bytes:
    if not connection.poll(seconds):
        raise PaperTooSlow
    return connection.recv_bytes()


def _serve(connection: Connection, memory_mb: int) -> None:
    """What the other process does: paper after paper, until nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both of us; whoever started us decides
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))  # a thread's memory counts, too
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError, OSError):
        connection.send_bytes(b"ready")
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))


def _answer(order: bytes) -> bytes:
    """The paper, or the error in its place, pickled."""
    made: Any = None
    failed: BaseException | None = None
    try:
        function, arguments, seconds = pickle.loads(order)  # noqa: S301  from whoever started us
        signal.alarm(math.ceil(seconds) + _ORPHANED_SECONDS)
        made = function(*arguments)
        return pickle.dumps((made, None))
    except MemoryError:
        failed = PaperTooLarge()
    except Exception as error:  # noqa: BLE001  it is raised again, where the paper was asked for
        failed = error
        failed.add_note("In the process of papers:\n" + "".join(traceback.format_tb(error.__traceback__)))
    finally:
        signal.alarm(0)
    return _carried(failed)


def _carried(failed: BaseException) -> bytes:
    """An error as it can be sent; one that cannot, by the name of its type."""
    try:
        carried = pickle.dumps((None, failed))
        pickle.loads(carried)  # noqa: S301  just pickled: what cannot be read again is no use over there
    except Exception:  # noqa: BLE001  whatever its own pickling raises
        return pickle.dumps((None, PaperNotMade(type(failed).__name__)))
    return carried
