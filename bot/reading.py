"""Reading a programme file in a process of its own, watched from this one. Leaves what is read to papers."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.sharedctypes import Synchronized
from typing import Final

from bot.stops import MustStop
from domain.programme import ProgrammeDraft
from papers.programme_file import read_programme

READING_SECONDS: Final = 300
GLANCE_SECONDS: Final = 0.1

Steps = Callable[[int, int], None]
"""Called with how much is done, and how much there is in all."""

_progress: "tuple[Synchronized[int], Synchronized[int]] | None" = None
"""In the reading process only: rows read, and rows in all."""


async def read_apart(data: bytes, name: str, step: Steps) -> ProgrammeDraft:
    """Read a file where nothing in it, however strange, can harm this process.

    Raises FaultyProgramme, and MustStop where the other process did not survive it or took longer than five minutes.
    """
    context = multiprocessing.get_context("spawn")
    read = context.Value("q", 0)
    total = context.Value("q", 0)
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(read, total))
    try:
        reading = pool.submit(_read, data, name)
        async with asyncio.timeout(READING_SECONDS):
            while not reading.done():
                await asyncio.sleep(GLANCE_SECONDS)
                step(read.value, total.value)
        return reading.result()
    except TimeoutError:
        for process in multiprocessing.active_children():
            process.kill()
        raise MustStop(f"{name} takes too long to read: split it into several files.") from None
    except BrokenProcessPool:
        raise MustStop(f"{name} cannot be read: save the table anew, alone, as .xlsx or .csv.") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(read: "Synchronized[int]", total: "Synchronized[int]") -> None:
    global _progress  # noqa: PLW0603  a process pool has no other way to hand its processes something shared
    _progress = (read, total)


def _read(data: bytes, name: str) -> ProgrammeDraft:
    return read_programme(data, name, _report)


def _report(read: int, total: int) -> None:
    if _progress is not None:
        _progress[0].value, _progress[1].value = read, total
