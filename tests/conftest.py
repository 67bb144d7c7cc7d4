"""A store on a real file, a clock that stands still, and the front desk where people do things."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Store, open_store
from tests.blank import blank
from tests.storage.desk import Desk
from tests.storage.rows import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def store(tmp_path: Path, clock: StillClock) -> AsyncIterator[Store]:
    async with open_store(await blank(tmp_path / "etalon.db"), clock=clock) as store:
        yield store


@pytest.fixture
def desk(store: Store, clock: StillClock) -> Desk:
    return Desk(store, clock)
