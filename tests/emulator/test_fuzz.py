"""Random calls: whatever comes, the answer is Telegram's, never a traceback."""

from __future__ import annotations

import asyncio
import json
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
from tests.emulator.stand import BOT, START, TOKEN, Stand, keyboard, png

NAMES = [
    "chat_id", "from_chat_id", "message_id", "message_ids", "text", "caption", "parse_mode", "entities",
    "caption_entities", "reply_markup", "reply_parameters", "link_preview_options", "photo", "document", "media",
    "latitude", "longitude", "title", "address", "action", "callback_query_id", "inline_query_id", "results", "url",
    "offset", "limit", "allowed_updates", "commands", "scope", "language_code", "menu_button", "name", "user_id",
    "file_id", "show_alert", "button", "phone_number", "first_name", "secret_token", "unheard_of",
    "audio", "video", "animation", "voice", "video_note", "sticker", "duration", "width", "height", "length", "emoji",
    "performer", "has_spoiler", "question", "options", "type", "is_anonymous", "allows_multiple_answers",
    "correct_option_id", "correct_option_ids", "explanation", "open_period", "close_date", "is_closed", "reaction",
    "remove_caption", "only_if_banned", "next_offset", "allow_sending_without_reply", "reply_to_message_id",
]  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(
        [
            700000001,
            "700000001",
            1,
            2,
            "1",
            -1,
            "HTML",
            "MarkdownV2",
            "attach://a",
            "{",
            "[]",
            "null",
            "\ud800",
            -4000000001,
            "photo",
            "quiz",
            "article",
            "emoji",
            "👍",
            ["a", "b"],
            [1, 2],
            [{"type": "emoji", "emoji": "👍"}],
            [{"type": "photo", "media": "attach://a"}] * 2,
            {"type": "video", "media": "attach://a"},
        ]
    )
)
objects = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "text", "offset", "length", "url", "inline_keyboard", "keyboard", "callback_data", "media", "user",
             "chat_id", "command", "description", "message_id", "id", "web_app", "remove_keyboard", "is_disabled",
             "emoji", "title", "input_message_content", "message_text", "photo_url", "latitude", "reply_markup",
             "caption", "caption_entities", "duration", "show_caption_above_media", "text_parse_mode", "text_entities"],
        ),
        inner,
        max_size=4,
    ),
    max_leaves=10,
)  # fmt: skip
calls = st.lists(
    st.tuples(
        st.sampled_from(sorted(TABLE)),
        st.dictionaries(st.sampled_from(NAMES), objects, max_size=6),
        st.sampled_from(["", "person", "group"]),
    ),
    min_size=1,
    max_size=6,
)


AIMED: dict[str, Any] = {"message_id": 2, "message_ids": [2, 3], "text": "x", "question": "?", "options": ["a", "b"]}
FILES = {
    name: Upload("a.png", png(2, 2))
    for name in ("a", "photo", "document", "audio", "video", "animation", "voice", "video_note", "sticker")
}


async def attempt(rounds: list[tuple[str, dict[str, Any], str]]) -> None:
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN)
    timur = world.add_person("Тимур")["id"]
    world.person_writes(timur, "/start")
    group = world.groups.make("8Б", [world.person(timur)], world.bot())["id"]
    world.groups.set_member(group, BOT, "administrator")
    for chat in (timur, group):
        await world.call(TOKEN, "sendMessage", {"chat_id": chat, "text": "?", "reply_markup": keyboard("a")})
        await world.call(TOKEN, "sendPoll", {"chat_id": chat, "question": "?", "options": ["a", "b"]})
    query = world.person_asks(timur, "x")
    for method, given_params, aimed in rounds:
        params = given_params
        if aimed:
            chat = timur if aimed == "person" else group
            params = AIMED | {"chat_id": chat, "from_chat_id": chat, "inline_query_id": query.id} | params
        answer = await world.call(TOKEN, method, {**params, "timeout": 0}, FILES)
        assert isinstance(answer.body, dict)
        assert answer.status in (200, 400, 403, 404, 409, 429), answer
        assert answer.body["ok"] is (answer.status == 200)
        json.dumps(answer.body, allow_nan=False)
    world.calls_after()
    world.person_sees(timur)
    await world.close()


@settings(max_examples=300, deadline=None)
@given(calls)
def test_no_call_breaks_the_world(rounds: list[tuple[str, dict[str, Any], str]]) -> None:
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
    {"reply_to": -1, "text": "x"}, {"advance": "nan"}, {"message_id": 1, "options": [0]}, {"options": ["x"]},
    {"message_id": 2, "options": {}}, {"person": "x"}, {"person": 700000001, "status": []}, {"bot": None, "by": {}},
    {"on": []}, {"on": False}, {"kind": "error", "probability": "x"}, {"media_group_id": 5, "text": "x"},
    {"kind": "cut_half", "probability": 0.5, "seed": []},
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
