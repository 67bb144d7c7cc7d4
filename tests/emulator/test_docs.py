"""The emulator's page of documentation names every method and every call there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import web

from emulator.methods.table import TABLE
from emulator.web.people import PeopleRoutes
from emulator.web.stage import StageRoutes
from tests.emulator.stand import Stand

PAGE = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text()


@pytest.mark.parametrize("method", TABLE)
def test_every_method_is_in_the_table(method: str) -> None:
    assert f"`{method}`" in PAGE


async def test_every_call_of_the_persons_side_is_described(stand: Stand) -> None:
    routes: list[web.RouteDef] = [*PeopleRoutes(stand.world).routes(), *StageRoutes(stand.world).routes()]
    for route in routes:
        path = re.sub(r"\{(person|chat)[^}]*\}", "ID", route.path).replace("{file}", "FILE_ID")
        if path.endswith("}"):
            continue
        described = re.search(rf"{route.method} {re.escape(path)}(?![/a-z])", PAGE)
        assert described or (route.method, path) == ("GET", "/sim/faults"), (route.method, path)
