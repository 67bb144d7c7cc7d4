"""Webhooks: delivered with the secret, again until taken, and answered by a call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from emulator.kept import webhooks
from tests.emulator.stand import Stand


@dataclass
class Receiver:
    """A bot's own server: what it got, and what it says to the next deliveries."""

    url: str = ""
    got: list[tuple[Any, str | None]] = field(default_factory=list)
    answers: list[Callable[[], web.Response]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hold: asyncio.Event | None = None

    async def receive(self, request: web.Request) -> web.Response:
        self.got.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        self.arrived.set()
        if self.hold is not None:
            await self.hold.wait()
        return self.answers.pop(0)() if self.answers else web.Response()

    async def has(self, count: int) -> None:
        """Wait until so many deliveries were tried."""
        while len(self.got) < count:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 10)


@pytest.fixture
async def receiver(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Receiver]:
    """A bot's server on this machine; the pauses between tries are short."""
    monkeypatch.setattr(webhooks, "FIRST_PAUSE", 0.01)
    it = Receiver()
    app = web.Application()
    app.router.add_post("/hook", it.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    it.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook?x=1"
    yield it
    await stand.world.close()
    await runner.cleanup()


async def waiting(stand: Stand) -> int:
    return int((await stand.does("getWebhookInfo"))["pending_update_count"])


async def emptied(stand: Stand) -> None:
    while await waiting(stand):  # noqa: ASYNC110 - it is asked over the API, as a bot would
        await asyncio.sleep(0.01)


async def test_updates_are_delivered_with_the_secret(stand: Stand, receiver: Receiver) -> None:
    stand.world.person_writes(stand.timur, "before")
    answer = await stand.asks("setWebhook", url=receiver.url, secret_token="S-1_x")
    assert answer.body == {"ok": True, "result": True, "description": "Webhook was set"}
    stand.world.person_writes(stand.timur, "after")
    await receiver.has(2)
    assert [update["message"]["text"] for update, _ in receiver.got] == ["before", "after"]
    assert {secret for _, secret in receiver.got} == {"S-1_x"}
    await asyncio.wait_for(emptied(stand), 5)
    info = await stand.does("getWebhookInfo")
    assert (info["url"], info["has_custom_certificate"], info["pending_update_count"]) == (receiver.url, False, 0)
    assert "last_error_message" not in info


async def test_a_delivery_is_tried_until_it_is_taken(stand: Stand, receiver: Receiver) -> None:
    receiver.answers = [lambda: web.Response(status=500), lambda: web.Response(status=502)]
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "again")
    await receiver.has(3)
    assert len({update["update_id"] for update, _ in receiver.got}) == 1
    await asyncio.wait_for(emptied(stand), 5)
    error = (await stand.does("getWebhookInfo"))["last_error_message"]
    assert error == "Wrong response from the webhook: 502 Bad Gateway"


async def test_an_answer_can_be_a_call(stand: Stand, receiver: Receiver) -> None:
    call = {"method": "sendMessage", "chat_id": stand.timur, "text": "by answer"}
    receiver.answers = [lambda: web.Response(text=json.dumps(call), content_type="application/json")]
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "hi")
    await asyncio.wait_for(emptied(stand), 5)
    assert stand.world.person_sees(stand.timur)[-1]["text"] == "by answer"


async def test_what_waits_can_be_dropped(stand: Stand, receiver: Receiver) -> None:
    stand.world.person_writes(stand.timur, "dropped")
    await stand.does("setWebhook", url=receiver.url, drop_pending_updates=True)
    stand.world.person_writes(stand.timur, "kept")
    await receiver.has(1)
    assert receiver.got[0][0]["message"]["text"] == "kept"
    again = await stand.asks("setWebhook", url=receiver.url)
    assert isinstance(again.body, dict)
    assert again.body["description"] == "Webhook is already set"
    gone = await stand.asks("setWebhook", url="")
    assert isinstance(gone.body, dict)
    assert gone.body["description"] == "Webhook was deleted"
    assert (await stand.does("getWebhookInfo"))["url"] == ""


async def test_an_update_that_is_not_taken_keeps_no_other_chat_waiting(stand: Stand, receiver: Receiver) -> None:
    alina = stand.world.add_person("Алина")["id"]
    receiver.answers = [lambda: web.Response(status=500) for _ in range(3)]
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "first")
    stand.world.person_writes(stand.timur, "second")
    await receiver.has(1)
    stand.world.person_writes(alina, "/start")
    await asyncio.wait_for(emptied(stand), 10)
    taken = [update["message"]["text"] for update, _ in receiver.got]
    assert taken.index("/start") < taken.index("second")
    assert taken[-1] == "second"
    assert taken.count("second") == 1


async def test_a_server_says_when_to_try_again(
    stand: Stand,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("emulator.kept.webhooks.asyncio.sleep", _noted(slept))
    receiver.answers = [lambda: web.Response(status=429, headers={"Retry-After": "7"})]
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "again")
    await receiver.has(2)
    assert slept == [7]


def _noted(slept: list[float]) -> Callable[[float], Awaitable[None]]:
    pause = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await pause(0)

    return sleep


async def test_no_more_connections_than_asked_for(stand: Stand, receiver: Receiver) -> None:
    crowd = [stand.world.add_person(str(n))["id"] for n in range(6)]
    await stand.does("setWebhook", url=receiver.url, max_connections=2)
    receiver.hold = asyncio.Event()
    for person in crowd:
        stand.world.person_writes(person, "/start")
    await receiver.has(2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(receiver.got) == 2
    receiver.hold.set()
    await asyncio.wait_for(emptied(stand), 10)
    assert len(receiver.got) == 6


@pytest.mark.parametrize("method", ["getMe", "setWebhook", "deleteWebhook", "logOut", "close"])
async def test_what_no_answer_can_call(stand: Stand, receiver: Receiver, method: str) -> None:
    receiver.answers = [lambda: web.json_response({"method": method})]
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "hi")
    await asyncio.wait_for(emptied(stand), 5)
    assert {call["method"] for call in stand.world.calls_after()} <= {"setWebhook", "getWebhookInfo"}


async def test_an_answer_may_come_in_pieces(stand: Stand, receiver: Receiver) -> None:
    def chunked() -> web.Response:
        response = web.json_response({"method": "sendMessage", "chat_id": stand.timur, "text": "by answer"})
        response.enable_chunked_encoding()
        return response

    receiver.answers = [chunked]
    stand.world.faults.order({"method": "sendMessage", "kind": "drop_after"})
    await stand.does("setWebhook", url=receiver.url)
    stand.world.person_writes(stand.timur, "hi")
    await asyncio.wait_for(emptied(stand), 5)
    assert stand.world.person_sees(stand.timur)[-1]["text"] == "by answer"


async def test_a_webhook_is_set_once_a_second_where_limits_are_real(stand: Stand, receiver: Receiver) -> None:
    stand.world.limits.on = True
    await stand.does("setWebhook", url=receiver.url)
    words = await stand.refused("setWebhook", url=receiver.url)
    assert words == "Too Many Requests: retry after 1"
    await stand.does("deleteWebhook")


async def test_a_changed_webhook_is_set_again(stand: Stand, receiver: Receiver) -> None:
    said = []
    changes: list[dict[str, Any]] = [
        {},
        {},
        {"max_connections": 3},
        {"max_connections": 3, "drop_pending_updates": True},
    ]
    for params in changes:
        answer = await stand.asks("setWebhook", url=receiver.url, **params)
        assert isinstance(answer.body, dict)
        said.append(answer.body["description"])
    assert said == ["Webhook was set", "Webhook is already set", "Webhook was set", "Webhook was set"]


async def test_kinds_that_are_none_change_nothing(stand: Stand) -> None:
    await stand.does("getUpdates", allowed_updates=["poll", "smell"], timeout=0)
    for given in ("{", "poll", {"a": 1}, ["message", 5]):
        await stand.does("getUpdates", allowed_updates=given, timeout=0)
        assert (await stand.does("getWebhookInfo"))["allowed_updates"] == ["poll"]
    await stand.does("getUpdates", allowed_updates=[], timeout=0)
    assert "allowed_updates" not in await stand.does("getWebhookInfo")


async def test_a_server_that_is_down_is_named(stand: Stand) -> None:
    await stand.does("setWebhook", url="http://127.0.0.1:9/hook")
    stand.world.person_writes(stand.timur, "hello?")
    info: dict[str, Any] = {}
    while "last_error_message" not in info:
        await asyncio.sleep(0.01)
        info = await stand.does("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)
    await stand.world.close()


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "http://example.com/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://"}, "invalid webhook URL specified"),
        ({"url": "ftp://example.com"}, "invalid webhook URL specified"),
        ({"url": "https://example.com:99999"}, "invalid webhook URL specified"),
        ({"url": "https://example.com:8080"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://10.0.0.1/"}, "bad webhook: IP address 10.0.0.1 is reserved"),
        ({"url": "https://example.com", "secret_token": "no way"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_an_address_that_is_none_is_refused(stand: Stand, params: dict[str, Any], words: str) -> None:
    assert await stand.refused("setWebhook", **params) == f"Bad Request: {words}"
    assert (await stand.does("getWebhookInfo"))["url"] == ""
