"""A database with the program's schema and nothing in it: made once for all tests of a process, then copied.

Tests of opening, migrating and starting anew make their own.
"""

import asyncio
import tempfile
from functools import lru_cache
from pathlib import Path

from storage.engine import open_store
from tests.storage.rows import StillClock


async def blank(path: Path) -> Path:
    """Put such a database there; where it is."""
    await asyncio.to_thread(_lay, path)
    return path


def _lay(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_made())


@lru_cache(maxsize=1)
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        asyncio.run(_make(path))
        return path.read_bytes()


async def _make(path: Path) -> None:
    async with open_store(path, clock=StillClock()):
        """Opening it made it; closing it folds its log into it."""
