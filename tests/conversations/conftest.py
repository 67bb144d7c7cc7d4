"""The stage and its usual people, fresh for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.blank import blank
from tests.conversations.stage import Stage, a_slot, app_in, new_world


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """An application with an empty programme."""
    world = new_world()
    async with app_in(world, await blank(tmp_path / "etalon.db")) as app:
        await app.prepare()
        yield Stage(app, world)


@pytest.fixture
async def saturday(stage: Stage) -> Stage:
    """The stage with one excursion on Saturday, ten seats."""
    await stage.offers(a_slot())
    return stage
