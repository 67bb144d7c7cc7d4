"""Two programs over one database: connections, threads and locks of their own, as two processes have them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Store, open_store
from tests.storage.desk import Desk
from tests.storage.rows import StillClock


@pytest.fixture
async def beside(store: Store, tmp_path: Path) -> AsyncIterator[Desk]:
    """A second program over the same file as `desk`, with a clock of its own."""
    clock = StillClock()
    async with open_store(tmp_path / "etalon.db", clock=clock) as other:
        yield Desk(other, clock, intents=1_000_000)
