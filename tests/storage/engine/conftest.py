"""A store on a real file, with a notebook in it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.engine import Store, open_store
from tests.storage.engine.notebook import SetClock, lay_out, threads_of_the_store


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.db"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "migrations")


@pytest.fixture
async def store(path: Path, clock: SetClock, migrations: Path) -> AsyncIterator[Store]:
    async with open_store(path, clock=clock, migrations=migrations, patience=0.1) as store:
        yield store


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert threads_of_the_store() == []
