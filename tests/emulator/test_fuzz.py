"""Random calls: whatever comes, the answer is Telegram's, never a traceback."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.clock import SimClock
from emulator.kept.files import Upload
from emulator.methods.table import TABLE
from emulator.web.people import PeopleRoutes
from emulator.web.stage import StageRoutes
from emulator.world import World
from tests.emulator.stand import START, TOKEN, Stand, keyboard, png

NAMES = [
    "chat_id", "from_chat_id", "message_id", "message_ids", "text", "caption", "parse_mode", "entities",
    "caption_entities", "reply_markup", "reply_parameters", "link_preview_options", "photo", "document", "media",
    "latitude", "longitude", "title", "address", "action", "callback_query_id", "inline_query_id", "results", "url",
    "offset", "limit", "allowed_updates", "commands", "scope", "language_code", "menu_button", "name", "user_id",
    "file_id", "show_alert", "button", "phone_number", "first_name", "secret_token", "unheard_of",
]  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(
        [700000001, "700000001", 1, 2, "1", -1, "HTML", "MarkdownV2", "attach://a", "{", "[]", "null", "\ud800"]
    )
)
objects = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "text", "offset", "length", "url", "inline_keyboard", "keyboard", "callback_data", "media", "user",
             "chat_id", "command", "description", "message_id", "id", "web_app", "remove_keyboard", "is_disabled"],
        ),
        inner,
        max_size=4,
    ),
    max_leaves=10,
)  # fmt: skip
calls = st.lists(
    st.tuples(
        st.sampled_from(sorted(TABLE)), st.dictionaries(st.sampled_from(NAMES), objects, max_size=6), st.booleans()
    ),
    min_size=1,
    max_size=6,
)


async def attempt(rounds: list[tuple[str, dict[str, Any], bool]]) -> None:
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN)
    timur = world.add_person("Тимур")["id"]
    world.person_writes(timur, "/start")
    await world.call(TOKEN, "sendMessage", {"chat_id": timur, "text": "?", "reply_markup": keyboard("a")})
    for method, given_params, aimed in rounds:
        params = given_params
        if aimed:
            params = {"chat_id": timur, "from_chat_id": timur, "message_id": 2, "text": "x", **params}
        answer = await world.call(TOKEN, method, {**params, "timeout": 0}, {"a": Upload("a.png", png(2, 2))})
        assert isinstance(answer.body, dict)
        assert answer.status in (200, 400, 403, 404, 409), answer
        assert answer.body["ok"] is (answer.status == 200)
    world.calls_after()
    world.person_sees(timur)
    await world.close()


@settings(max_examples=300, deadline=None)
@given(calls)
def test_no_call_breaks_the_world(rounds: list[tuple[str, dict[str, Any], bool]]) -> None:
    asyncio.run(attempt(rounds))


ODD: list[Any] = [
    None, [], 5, "x", {}, {"text": None}, {"text": ["x"]}, {"text": "\ud800"}, {"chat": {}}, {"chat": 10**30},
    {"message_id": "x", "data": 5}, {"message_id": 1, "data": "x", "force": True}, {"link": 5}, {"link": "tg://[::1"},
    {"link": "http://[::1"}, {"blocked": "maybe"}, {"query": {}}, {"query": "x", "offset": []}, {"bot": 5},
    {"contact": {"phone_number": {}, "user_id": []}}, {"location": {"latitude": "nan", "longitude": 1}},
    {"location": {"latitude": 1e400, "longitude": 1}}, {"entities": [None], "text": "x"}, {"forward": 5, "text": "x"},
    {"first_name": 5}, {"first_name": "x", "language_code": []}, {"title": 5, "people": [None]}, {"token": {}},
    {"token": "1:x", "username": 5}, {"advance": True}, {"advance": "inf"}, {"to": None}, {"kind": [], "times": {}},
    {"follower": None}, {"follower": "x", "seen": None, "landmarks": {"a": None}}, {"kind": "error", "status": "x"},
    {"kind": "delay", "delay": "x"}, {"kind": "error", "error_code": [], "retry_after": {}},
    {"reply_to": -1, "text": "x"}, {"advance": "nan"},
]  # fmt: skip


async def test_no_body_breaks_the_persons_side(
    stand: Stand,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("emulator.web.people.PATIENCE", 0.001)
    routes: list[web.RouteDef] = [*PeopleRoutes(stand.world).routes(), *StageRoutes(stand.world).routes()]
    paths = {
        re.sub(r"\{chat[^}]*\}", "-5", re.sub(r"\{person[^}]*\}", str(stand.timur), route.path))
        for route in routes
        if route.method == "POST"
    }
    for path in sorted(paths):
        for body in ODD:
            async with http.post(path, json=body) as response:
                assert response.status in (200, 400, 404, 409), (path, body, await response.text())
                await response.json()
    stand.world.faults.clear()
    async with http.get("/sim/calls") as response:
        assert response.status == 200
