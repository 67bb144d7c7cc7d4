"""A database that outlives the program, in a world whose clock is moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.world import World
from tests.conversations.stage import new_world
from tests.faults.clock.rules import OldRules


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "etalon.db"


@pytest.fixture
def old_rules(tmp_path: Path) -> Iterator[OldRules]:
    """The zones' rules as they were before clocks in Almaty went back, until `end`."""
    rules = OldRules(tmp_path / "zoneinfo")
    rules.begin()
    yield rules
    rules.end()
