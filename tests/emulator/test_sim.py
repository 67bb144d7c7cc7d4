"""The person's side over HTTP, as a stranger's script uses it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from emulator.server import Server, build_app
from tests.emulator.stand import TOKEN, Stand, keyboard, png


async def got(http: aiohttp.ClientSession, path: str) -> Any:
    async with http.get(path) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def posted(http: aiohttp.ClientSession, path: str, body: Any, status: int = 200) -> Any:
    async with http.post(path, json=body) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def test_people_are_made_and_listed(http: aiohttp.ClientSession) -> None:
    made = await posted(http, "/sim/people", {"first_name": "Алина", "language_code": "kk", "username": "@alina"})
    assert made == {"id": made["id"], "first_name": "Алина", "username": "alina", "language_code": "kk"}
    assert [person["first_name"] for person in await got(http, "/sim/people")] == ["Тимур", "Алина"]
    assert "first_name" in (await posted(http, "/sim/people", {"first_name": " "}, 400))["error"]


async def test_everything_a_person_can_send(stand: Stand, http: aiohttp.ClientSession) -> None:
    path = f"/sim/people/{stand.timur}/messages"
    sent = [
        await posted(http, path, {"text": "hi", "reply_to": 1}),
        await posted(http, path, {"contact": {}}),
        await posted(http, path, {"contact": {"phone_number": "+7701", "first_name": "Mother"}}),
        await posted(http, path, {"location": {"latitude": 51.1, "longitude": 71.4}}),
        await posted(http, path, {"sticker": True}),
        await posted(http, path, {"text": "news", "forward": {"sender_name": "Channel"}}),
        await posted(http, path, {"text": "bold", "entities": [{"type": "bold", "offset": 0, "length": 4}]}),
    ]
    form = aiohttp.FormData({"caption": "list"}, quote_fields=False)
    form.add_field("document", b"PK", filename="8Б.xlsx")
    async with http.post(path, data=form) as response:
        sent.append(await response.json())
    form = aiohttp.FormData()
    form.add_field("photo", png(5, 4), filename="p.png")
    async with http.post(path, data=form) as response:
        sent.append(await response.json())
    updates = await stand.world.take_updates(TOKEN)
    assert [update["message"] for update in updates] == sent
    assert sent[0]["reply_to_message"]["text"] == "/start"
    assert sent[1]["contact"]["user_id"] == stand.timur
    assert "user_id" not in sent[2]["contact"]
    assert sent[4]["sticker"]["type"] == "regular"
    assert sent[5]["forward_origin"]["sender_user_name"] == "Channel"
    assert sent[6]["entities"][0]["type"] == "bold"
    assert (sent[7]["document"]["file_name"], sent[7]["caption"]) == ("8Б.xlsx", "list")
    assert sent[8]["photo"][0]["width"] == 5


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"text": "  "}, 400),
        ({"text": "x" * 4097}, 400),
        ({"text": 5}, 400),
        ({"text": "x", "chat": -5}, 404),
        ({"text": "x", "chat": "y"}, 400),
        ({"text": "x", "reply_to": 99}, 404),
        ({"location": {"latitude": 200, "longitude": 0}}, 400),
        ({"location": {"latitude": 20}}, 400),
        ({"location": {"latitude": "nan", "longitude": 0}}, 400),
        ({"location": 5}, 400),
        ({"contact": []}, 400),
        ({"text": "x", "entities": {}}, 400),
        ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]}, 400),
    ],
)
async def test_what_no_app_would_send(stand: Stand, http: aiohttp.ClientSession, body: Any, status: int) -> None:
    answer = await posted(http, f"/sim/people/{stand.timur}/messages", body, status)
    assert list(answer) == ["error"]
    assert await stand.world.take_updates(TOKEN) == []


async def test_a_person_waits_and_sees(stand: Stand, http: aiohttp.ClientSession) -> None:
    path = f"/sim/people/{stand.timur}/messages"
    [start] = await got(http, path)
    assert await got(http, f"{path}?after={start['change']}") == []
    waiting = asyncio.create_task(got(http, f"{path}?after={start['change']}&wait=30"))
    await asyncio.sleep(0.05)
    await stand.says("hi")
    [seen] = await asyncio.wait_for(waiting, 5)
    assert (seen["text"], seen["from"]["is_bot"]) == ("hi", True)
    assert seen["change"] > start["change"]


async def test_a_tap_waits_for_its_toast(stand: Stand, http: aiohttp.ClientSession) -> None:
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    path = f"/sim/people/{stand.timur}/taps"
    tap = asyncio.create_task(posted(http, path, {"message_id": sent["message_id"], "data": "yes"}))
    [update] = await stand.does("getUpdates", timeout=10)
    await stand.does("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="ok")
    assert await asyncio.wait_for(tap, 5) == {"answered": True, "text": "ok", "show_alert": False, "url": None}
    no_button = await posted(http, path, {"message_id": sent["message_id"], "data": "no"}, 400)
    assert "button" in no_button["error"]


async def test_a_tap_that_nobody_answers(
    stand: Stand,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("emulator.web.people.PATIENCE", 0.05)
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    tap = await posted(http, f"/sim/people/{stand.timur}/taps", {"message_id": sent["message_id"], "data": "yes"})
    assert tap == {"answered": False, "text": None, "show_alert": False, "url": None}
    asked = await posted(http, f"/sim/people/{stand.timur}/inline", {"query": "museum"})
    assert asked.pop("query_id")
    assert asked == {"answered": False, "results": [], "button": None, "next_offset": ""}


async def test_links_blocks_and_headers(stand: Stand, http: aiohttp.ClientSession) -> None:
    one = f"/sim/people/{stand.timur}"
    sent = await posted(http, f"{one}/opens", {"link": "t.me/my_bot?start=e_1"})
    assert sent["text"] == "/start e_1"
    await posted(http, f"{one}/opens", {"link": "https://example.com"}, 400)
    assert await posted(http, f"{one}/blocks", {"blocked": True}) == {"blocked": True}
    await posted(http, f"{one}/messages", {"text": "hello?"}, 409)
    assert (await got(http, f"{one}/chat"))["blocked"] is True
    assert await posted(http, f"{one}/blocks", {"blocked": False}) == {"blocked": False}
    header = await got(http, f"{one}/chat")
    assert header["bot"] == {"id": 42, "is_bot": True, "first_name": "Bot", "username": "my_bot"}
    assert (header["commands"], header["menu_button"], header["reply_keyboard"]) == ([], {"type": "default"}, None)


async def test_bots_and_groups(stand: Stand, http: aiohttp.ClientSession) -> None:
    bot = await posted(http, "/sim/bots", {"token": "77:X", "first_name": "Second", "username": "second_bot"})
    assert (bot["id"], bot["is_bot"]) == (77, True)
    await posted(http, "/sim/bots", {"token": "nonsense"}, 400)
    await posted(http, "/sim/bots", {"token": "77:Y"}, 400)
    assert [bot["username"] for bot in await got(http, "/sim/bots")] == ["my_bot", "second_bot"]
    sent = await posted(http, f"/sim/people/{stand.timur}/messages", {"text": "hi", "bot": "second_bot"})
    assert await stand.world.take_updates(TOKEN) == []
    assert (await stand.world.take_updates("77:X"))[0]["message"] == sent
    group = await posted(http, "/sim/groups", {"title": "8Б", "people": [stand.timur]})
    assert group["type"] == "group"
    upgraded = await posted(http, f"/sim/groups/{group['id']}/upgrade", {})
    assert upgraded["type"] == "supergroup"
    await posted(http, f"/sim/groups/{group['id']}/upgrade", {}, 409)
    for body in ({"title": "", "people": [stand.timur]}, {"title": "x", "people": []}, {"title": "x"}):
        await posted(http, "/sim/groups", body, 400)
    await posted(http, "/sim/groups", {"title": "x", "people": [5]}, 404)


async def test_the_clock_moves(stand: Stand, http: aiohttp.ClientSession) -> None:
    now = (await got(http, "/sim/clock"))["now"]
    follower = {
        "follower": "bot",
        "seen": 0,
        "idle": True,
        "next_due": None,
        "landmarks": {"reminder": now + 9},
        "wait": 30,
    }
    following = asyncio.create_task(posted(http, "/sim/clock/follow", follower))
    while not (await got(http, "/sim/clock"))["landmarks"]:  # noqa: ASYNC110 - the report is on its way over HTTP
        await asyncio.sleep(0)
    move = asyncio.create_task(posted(http, "/sim/clock", {"advance": 3600}))
    told = await asyncio.wait_for(following, 5)
    assert told == {"now": now + 3600, "version": 1}
    await posted(http, "/sim/clock/follow", {**follower, "seen": 1, "landmarks": {}, "wait": 0})
    moved = await asyncio.wait_for(move, 5)
    assert moved == {"now": now + 3600, "version": 1, "idle": True, "next_due": None, "landmarks": {}}
    for body in (
        {"advance": -1},
        {"to": now},
        {},
        {"advance": 1, "to": now},
        {"advance": "x"},
        {"advance": 1e30},
        {"to": "nan"},
    ):
        assert "error" in await posted(http, "/sim/clock", body, 400)
    for wrong in ({"seen": "x"}, {"follower": 5}, {"next_due": "soon"}, {"landmarks": [1]}, {"landmarks": {"a": "b"}}):
        assert "error" in await posted(http, "/sim/clock/follow", {**follower, "wait": 0, **wrong}, 400)


async def test_faults_and_the_record(stand: Stand, http: aiohttp.ClientSession) -> None:
    order = {"method": "sendMessage", "kind": "error", "times": 3, "status": 500}
    assert await posted(http, "/sim/faults", order) == {"faults": 3}
    assert (await stand.asks("sendMessage", chat_id=stand.timur, text="x")).status == 500
    assert await got(http, "/sim/faults") == {"faults": 2}
    async with http.delete("/sim/faults") as response:
        assert await response.json() == {"faults": 0}
    await posted(http, "/sim/faults", {"kind": "gremlin"}, 400)
    [call] = await got(http, "/sim/calls?after=0")
    assert (call["number"], call["method"], call["status"], call["ok"]) == (1, "sendMessage", 500, False)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sim/people/5/messages", 404),
        ("POST", "/sim/people/5/taps", 400),
        ("GET", "/sim/people/5/chat", 404),
        ("GET", "/sim/nothing", 404),
        ("PUT", "/sim/people", 404),
        ("GET", "/sim/people/700000001/messages?after=x", 400),
        ("GET", "/sim/people/700000001/messages?wait=x", 400),
        ("GET", "/sim/people/700000001/messages?wait=nan", 400),
        ("GET", "/sim/people/700000001/files/none", 404),
        ("GET", "/sim/people/700000001/chat?chat=-5", 404),
        ("GET", "/sim/people/700000001/chat?bot=nobody", 404),
    ],
)
async def test_mistakes_get_a_sentence(http: aiohttp.ClientSession, method: str, path: str, status: int) -> None:
    async with http.request(method, path, json=None) as response:
        assert response.status == status
        assert len((await response.json())["error"]) > 5


async def test_nothing_beside_the_page_is_served(server: Server, http: aiohttp.ClientSession) -> None:
    for path in ("/page/../world.py", "/page/%2e%2e/world.py", "/page/..%2fworld.py", "/page/none.js"):
        async with http.get(URL(f"{server.url}{path}", encoded=True)) as response:
            assert response.status == 404
            assert "class World" not in await response.text()


async def test_a_missing_page_is_a_sentence(stand: Stand, tmp_path: Path) -> None:
    app = build_app(stand.world, page=tmp_path)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"http://{host}:{port}/") as response:
            assert (response.status, "chat page is not here" in await response.text()) == (404, True)
        (tmp_path / "index.html").write_text("<!doctype html>page")
        async with session.get(f"http://{host}:{port}/") as response:
            assert (response.status, response.content_type) == (200, "text/html")
    await runner.cleanup()
