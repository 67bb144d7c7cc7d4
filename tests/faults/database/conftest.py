"""A stage whose bot loses patience sooner, so that a lock of a second is a long one."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from storage.engine import open_store
from tests.conversations.stage import Stage, a_slot, app_in, new_world

SHORT_PATIENCE = 0.2


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are a hundredth of what they are in life."""
    monkeypatch.setattr("bot.app.open_store", partial(open_store, patience=SHORT_PATIENCE))
    monkeypatch.setattr("bot.running.STOP_SECONDS", 0.5)
    for where in ("bot.intake.fetching", "bot.intake.turns"):
        monkeypatch.setattr(f"{where}.FIRST_PAUSE", 0.02)
        monkeypatch.setattr(f"{where}.LONGEST_PAUSE", 0.1)


@pytest.fixture
def apart() -> Iterator[Path]:
    """A folder for what is mounted: were a run killed, pytest would stumble over that in its own folders ever after."""
    made = Path(tempfile.mkdtemp(prefix="etalon-faults-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "etalon.db"


@pytest.fixture
async def stage(database: Path, impatient: None) -> AsyncIterator[Stage]:
    """An application with one excursion on Saturday, ten seats."""
    world = new_world()
    async with app_in(world, database, backup_dir=database.parent / "backups") as app:
        await app.prepare()
        stage = Stage(app, world)
        await stage.offers(a_slot())
        yield stage
