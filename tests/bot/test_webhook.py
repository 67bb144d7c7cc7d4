"""Updates delivered: answered 200 only once they are kept, refused to strangers, repeated where they cannot be kept."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.config import Listen
from bot.intake import intake, webhook
from bot.stops import MustStop
from bot.web import listening
from bot.web.server import LARGEST_BODY
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox
from tests.bot.deliveries import SECRET, URL, Deliveries, Knocker, says
from tests.bot.scripted import granted, refused


@pytest.fixture
def house(store: Store) -> Deliveries:
    return Deliveries(store)


@pytest.fixture
async def telegram(house: Deliveries) -> AsyncIterator[Knocker]:
    async with house.knocking() as knocker:
        await house.intake.open()
        yield knocker
        for gate in house.gates.values():
            gate.set()
        await house.intake.stop(5)


async def left(house: Deliveries) -> list[int]:
    return [update.update_id for update in await house.store.read(inbox.to_do)]


async def test_an_update_is_kept_before_it_is_answered_and_handled_after(house: Deliveries, telegram: Knocker) -> None:
    house.gates["hello"] = asyncio.Event()
    assert await telegram.delivers(says(5, "hello")) == 200
    assert await left(house) == [5]  # nothing has finished it, and it is here: a crash now loses nothing
    house.gates["hello"].set()
    await house.intake.until_idle()
    assert house.heard == ["hello", "hello is done"]
    assert await left(house) == []


async def test_no_answer_leaves_before_the_commit(
    house: Deliveries, telegram: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, commit, asked = house.store.write, asyncio.Event(), asyncio.Event()

    async def slow_disk(*args: Any, **kwargs: Any) -> Any:
        asked.set()
        await commit.wait()
        return await write(*args, **kwargs)

    monkeypatch.setattr(house.store, "write", slow_disk)
    delivery = asyncio.create_task(telegram.delivers(says(5, "hello")))
    await asked.wait()
    finished, _ = await asyncio.wait({delivery}, timeout=0.2)
    assert not finished
    commit.set()
    assert await delivery == 200


async def test_what_comes_again_is_answered_and_not_handled_again(house: Deliveries, telegram: Knocker) -> None:
    assert [await telegram.delivers(says(5, "hello")) for _ in range(2)] == [200, 200]
    await house.intake.until_idle()
    assert house.heard == ["hello"]


@pytest.mark.parametrize("shown", [None, "", "wrong", SECRET.upper(), f"{SECRET}x", SECRET[:-1], "\udcff\udcfe"])
async def test_whoever_does_not_know_the_secret_is_refused_and_nothing_else(
    house: Deliveries, telegram: Knocker, shown: str | None
) -> None:
    assert await telegram.delivers(says(5, "hello"), secret=shown) == 403
    assert await telegram.delivers(b"no JSON", secret=shown) == 403
    await house.intake.stop(1)
    assert await telegram.delivers(says(5, "hello"), secret=shown) == 403
    assert house.heard == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        b"[]",
        b"5",
        b"{}",
        b'{"update_id": "5"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(house: Deliveries, telegram: Knocker, body: bytes) -> None:
    assert await telegram.delivers(body) == 400
    assert await telegram.delivers(says(6, "there")) == 200


async def test_a_body_without_end_is_cut_off(telegram: Knocker) -> None:
    assert await telegram.delivers(b" " * (LARGEST_BODY + 1)) == 413


async def test_a_body_that_does_not_come_is_not_waited_for(telegram: Knocker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.05)

    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    headers = {webhook.SECRET_HEADER: SECRET}
    async with asyncio.timeout(5), telegram.http.post(telegram.url, data=drip(), headers=headers) as answer:
        assert answer.status == 408


async def test_where_the_store_does_not_answer_telegram_has_to_repeat_it(
    house: Deliveries, telegram: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full_disk(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(house.store, "write", full_disk)
        assert await telegram.delivers(says(5, "hello")) == 503
    assert house.heard == []
    assert await telegram.delivers(says(5, "hello")) == 200
    await house.intake.until_idle()
    assert house.heard == ["hello"]


async def test_when_too_many_wait_telegram_has_to_repeat_it(
    house: Deliveries, telegram: Knocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_WAITING", 0)
    assert await telegram.delivers(says(5, "hello")) == 503
    assert await left(house) == []


async def test_before_it_is_open_and_after_it_stopped_telegram_has_to_repeat_it(house: Deliveries) -> None:
    async with house.knocking() as telegram:
        assert await telegram.delivers(says(5, "hello")) == 503
        await house.intake.open()
        assert await telegram.delivers(says(5, "hello")) == 200
        await house.intake.until_idle()
        await house.intake.stop(5)
        assert await telegram.delivers(says(6, "there")) == 503
    assert house.heard == ["hello"]


async def test_a_stop_waits_for_what_is_being_kept(house: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    write, commit, asked = house.store.write, asyncio.Event(), asyncio.Event()

    async def slow_disk(*args: Any, **kwargs: Any) -> Any:
        asked.set()
        await commit.wait()
        return await write(*args, **kwargs)

    async with house.knocking() as telegram:
        await house.intake.open()
        monkeypatch.setattr(house.store, "write", slow_disk)
        delivery = asyncio.create_task(telegram.delivers(says(5, "hello")))
        await asked.wait()
        stopping = asyncio.create_task(house.intake.stop(5))
        finished, _ = await asyncio.wait({stopping}, timeout=0.1)
        assert not finished
        commit.set()
        await stopping
        assert await delivery == 200
    assert await left(house) == [5]  # answered and kept: the next start handles it
    assert house.heard == []


async def test_other_methods_and_paths_find_nothing(telegram: Knocker) -> None:
    async with telegram.http.get(telegram.url) as answer:
        assert answer.status == 405
    async with telegram.http.post(f"{telegram.url}/more", data=b"{}") as answer:
        assert answer.status == 404


async def test_telegram_is_asked_to_deliver_with_the_secret(house: Deliveries) -> None:
    await house.intake.open()
    (asked,) = house.transport.asked
    assert asked.method == "setWebhook"
    assert asked.fields == {
        "url": URL,
        "secret_token": SECRET,
        "allowed_updates": ["message", "inline_query"],
        "max_connections": 40,
    }


async def test_an_address_that_telegram_does_not_take_ends_it_with_a_sentence(house: Deliveries) -> None:
    house.transport.script.append(refused(400, "Bad Request: bad webhook: Failed to resolve host"))
    with pytest.raises(MustStop, match=r"WEBHOOK_URL \(Bad Request: bad webhook: Failed to resolve host\): correct it"):
        await house.intake.open()


async def test_a_webhook_that_somebody_took_away_is_asked_for_again(house: Deliveries) -> None:
    house.transport.script.append(granted({"url": "https://other.example/hook/with-its-token"}))
    with capture_logs() as lines:
        await house.webhook.look()
    assert [asked.method for asked in house.transport.asked] == ["getWebhookInfo", "setWebhook"]
    (line,) = lines
    assert line["log_level"] == "error"
    assert "other.example" not in str(line)


async def test_what_keeps_telegram_from_delivering_is_said_once(house: Deliveries) -> None:
    failed = {"url": URL, "last_error_date": 9, "last_error_message": "Connection refused", "pending_update_count": 3}
    house.transport.script.extend([granted(failed), granted(failed), granted({"url": URL})])
    with capture_logs() as lines:
        for _ in range(3):
            await house.webhook.look()
    assert [(line["error"], line["waiting"]) for line in lines] == [("Connection refused", 3)]


async def test_a_token_that_is_taken_away_ends_it(house: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "LOOK_SECONDS", 0)
    house.transport.script.extend([refused(502, "Bad Gateway"), refused(401, "Unauthorized")])
    with pytest.raises(MustStop, match="correct BOT_TOKEN"):
        await asyncio.wait_for(house.intake.for_ever(), 5)


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    async with listening(Listen("127.0.0.1", 0), []) as at:
        with pytest.raises(MustStop, match=rf"LISTEN={at} cannot be had \(.*\): end what has it"):
            async with listening(at, []):
                raise AssertionError("it listens twice")


async def test_a_mistake_of_ours_is_a_500_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(_: aiohttp.web.Request) -> aiohttp.web.Response:
        raise KeyError("Тимур")

    async with listening(Listen("127.0.0.1", 0), [aiohttp.web.get("/", broken)]) as at, aiohttp.ClientSession() as http:
        with capture_logs() as lines:
            async with http.get(f"http://{at}/") as answer:
                assert (answer.status, await answer.read()) == (500, b"")
    assert [line["event"] for line in lines] == ["a request failed"]
