"""Random calls: whatever comes, the answer is Telegram's, never a traceback.

`FUZZ=20000 pytest tests/emulator/test_fuzz.py` makes it a long search.
"""

from __future__ import annotations

import asyncio
import json
import os
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
from emulator.server import serve
from emulator.stage.followers import Followers
from emulator.web.people import PeopleRoutes
from emulator.web.stage import StageRoutes
from emulator.world import World
from tests.emulator.stand import BOT, START, TOKEN, Stand, keyboard, png

EXAMPLES = int(os.environ.get("FUZZ", "200"))
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
    "inline_message_id", "drop_pending_updates", "max_connections", "protect_content", "message_effect_id", "vcard",
    "short_description", "description", "disable_web_page_preview", "show_caption_above_media", "members_only",
    "question_entities", "question_parse_mode", "explanation_entities", "explanation_parse_mode", "foursquare_id",
    "horizontal_accuracy", "switch_pm_text", "switch_pm_parameter", "cache_time", "is_big", "revoke_messages",
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
            "https://example.com",
            "@somebody",
            -4000000002,
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
             "caption", "caption_entities", "duration", "show_caption_above_media", "text_parse_mode", "text_entities",
             "longitude", "address", "phone_number", "first_name", "payload", "prices", "photo_file_id",
             "sticker_file_id",             "gif_url", "link_preview_options", "user_id", "request_contact",
             "request_poll", "switch_inline_query",
             "quote", "allow_sending_without_reply", "login_url", "copy_text", "language", "custom_emoji_id"],
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
        st.sampled_from(["", "person", "group", "inline"]),
    ),
    min_size=1,
    max_size=6,
)


AIMED: dict[str, Any] = {"message_id": 2, "message_ids": [2, 3], "text": "x", "question": "?", "options": ["a", "b"]}
FILES = {
    name: Upload("a.png", png(2, 2))
    for name in ("a", "photo", "document", "audio", "video", "animation", "voice", "video_note", "sticker")
}


async def through(world: World, person: int) -> str:
    """The `inline_message_id` of a message that a person sent through the bot."""
    await world.call(TOKEN, "getUpdates", {"allowed_updates": ["chosen_inline_result"], "offset": -1})
    result = {"type": "article", "id": "a", "title": "a", "message_text": "a", "reply_markup": keyboard("a")}
    query = world.person_asks(person, "y")
    await world.call(TOKEN, "answerInlineQuery", {"inline_query_id": query.id, "results": [result]})
    world.person_chooses(person, query.id, "a")
    updates = await world.take_updates(TOKEN)
    await world.call(TOKEN, "getUpdates", {"allowed_updates": []})
    return str(updates[-1]["chosen_inline_result"]["inline_message_id"])


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
    query, name = world.person_asks(timur, "x"), await through(world, timur)
    for method, given_params, aimed in rounds:
        params = given_params
        if aimed:
            chat = timur if aimed == "person" else group
            params = AIMED | {"chat_id": chat, "from_chat_id": chat, "inline_query_id": query.id} | params
        if aimed == "inline":
            params = {"text": "x", "caption": "x", "inline_message_id": name} | given_params
        answer = await world.call(TOKEN, method, {**params, "timeout": 0}, FILES)
        assert isinstance(answer.body, dict)
        assert answer.status in (200, 400, 403, 404, 409, 429), answer
        assert answer.body["ok"] is (answer.status == 200)
        json.dumps(answer.body, allow_nan=False)
    world.clock.move_to(START + 10_000_000)
    world.calls_after()
    for seen in world.person_sees(timur):
        json.dumps(seen, allow_nan=False)
    await world.close()


@settings(max_examples=EXAMPLES, deadline=None)
@given(calls)
def test_no_call_breaks_the_world(rounds: list[tuple[str, dict[str, Any], str]]) -> None:
    asyncio.run(attempt(rounds))


# What the person's side understands, but for `wait`, which would wait.
SAID = [
    "text", "caption", "message_id", "data", "chat", "force", "options", "link", "blocked", "query", "offset",
    "query_id", "result_id", "emoji", "title", "people", "person", "bot", "status", "by", "advance", "to",
    "follower", "seen",
    "idle", "next_due", "landmarks", "method", "times", "kind", "delay", "probability", "seed", "error_code",
    "retry_after",
    "on", "body", "token", "first_name", "last_name", "username", "language_code", "reads_all", "contact", "location",
    "sticker", "forward", "entities", "reply_to", "media_group_id", "unheard_of",
]  # fmt: skip
WORDS = ["/start", "member", "administrator", "left", "kicked", "error", "delay", "cut", "sendMessage", "*", "a", "👍"]
values = objects | st.sampled_from([*WORDS, [700000001], {"latitude": 1, "longitude": 2}, {"sender_name": "a"}])
asked = st.lists(
    st.tuples(
        st.integers(min_value=0),
        st.dictionaries(st.sampled_from(SAID), values, max_size=5),
        st.sampled_from([700000001, 700000002, 5, 10**30]),
        st.sampled_from([-4000000001, -1002000000001, -5]),
        st.sampled_from(
            ["", "?after=x", "?after=1&wait=nan", "?chat=-4000000001", "?chat=x&bot=y", "?after=-1&wait=-1"]
        ),
    ),
    min_size=1,
    max_size=12,
)


async def attempt_over_http(rounds: list[tuple[int, dict[str, Any], int, int, str]]) -> None:
    world = World(SimClock(START, running=False))
    world.followers = Followers(world.clock, lambda: False, patience=0.01)
    world.add_bot(TOKEN, username="my_bot")
    people = [world.person(world.add_person(name)["id"]) for name in ("Тимур", "Алина")]
    world.person_writes(people[0].id, "/start")
    await world.call(TOKEN, "sendPoll", {"chat_id": people[0].id, "question": "?", "options": ["a", "b"]})
    world.groups.make("8Б", people, world.bot())
    routes = [*PeopleRoutes(world).routes(), *StageRoutes(world).routes()]
    routes = [route for route in routes if route.method != "*"]
    async with serve(world) as server, aiohttp.ClientSession(server.url) as session:
        for number, body, person, chat, query in rounds:
            route = routes[number % len(routes)]
            path = re.sub(r"\{chat[^}]*\}", str(chat), re.sub(r"\{person[^}]*\}", str(person), route.path))
            sent = {"json": json.loads(json.dumps(body))} if route.method != "GET" else {}
            async with session.request(route.method, path.replace("{file}", "AgAC") + query, **sent) as response:
                answer = await response.text()
                assert response.status in (200, 400, 404, 409), (route, body, answer)
                json.loads(answer)


@settings(max_examples=EXAMPLES // 6, deadline=None)
@given(asked)
def test_no_call_breaks_the_persons_side(rounds: list[tuple[int, dict[str, Any], int, int, str]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("emulator.web.people.PATIENCE", 0.001)
        patched.setattr("emulator.stage.followers.LONGEST_WAIT", 0.001)
        asyncio.run(attempt_over_http(rounds))


KINDS = [
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data",
    "text/plain", "", "multipart/form-data; boundary=",
]  # fmt: skip
bodies = st.lists(
    st.tuples(
        st.sampled_from([f"/bot{TOKEN}/sendMessage", f"/bot{TOKEN}/sendPhoto", "/sim/people/700000001/messages"]),
        st.sampled_from(KINDS),
        st.binary(max_size=80)
        | st.binary(max_size=30).map(
            lambda part: b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + part + b"\r\n--x--",
        )
        | st.text(max_size=20).map(lambda text: json.dumps({"text": text, "chat_id": 700000001}).encode()),
    ),
    min_size=1,
    max_size=8,
)


async def attempt_bytes(rounds: list[tuple[str, str, bytes]]) -> None:
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN)
    world.person_writes(world.add_person("Тимур")["id"], "/start")
    async with serve(world) as server, aiohttp.ClientSession(server.url) as session:
        for path, kind, body in rounds:
            async with session.post(path, data=body, headers={"Content-Type": kind}) as response:
                assert response.status in (200, 400), (path, kind, body, await response.text())
                await response.json()


@settings(max_examples=EXAMPLES // 6, deadline=None)
@given(bodies)
def test_no_bytes_break_a_server(rounds: list[tuple[str, str, bytes]]) -> None:
    asyncio.run(attempt_bytes(rounds))


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
    {"query_id": 5, "result_id": "x"}, {"query_id": "x", "result_id": []}, {"message_id": 1, "emoji": "x"},
    {"message_id": 1, "emoji": None}, {"message_id": 1, "emoji": []}, {"on": []},
    {"on": False}, {"kind": "error", "probability": "x"}, {"media_group_id": 5, "text": "x"},
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
