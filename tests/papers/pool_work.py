"""What the process of papers is asked to do in tests. A module of its own, so that it imports nothing heavy there."""

import os
import signal
import sys
import time
from pathlib import Path


class NotSendable(Exception):  # noqa: N818  named by what it cannot do
    """Comes apart when it is taken out of its pickle."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(one + other)


def process() -> int:
    return os.getpid()


def total(*numbers: int) -> int:
    return sum(numbers)


def refuses(word: str) -> None:
    raise LookupError(word)


def raises_what_cannot_be_sent() -> None:
    raise NotSendable(1, 2)


def returns_what_cannot_be_sent() -> object:
    return lambda: None


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def takes_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def stays(begun: str) -> None:
    """Says in a file which process it is, and goes on for ever."""
    Path(begun).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(60)


def limits() -> tuple[object, object]:
    return signal.getsignal(signal.SIGINT), os.environ.get("OPENBLAS_NUM_THREADS")


def has_imported(module: str) -> bool:
    return module in sys.modules
