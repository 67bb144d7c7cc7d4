"""/healthz says what is wrong, /metrics what there is; neither has a way in from the webhook's path."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.clockwork.jobs import Job
from bot.config import Listen
from bot.web import Lookout, Ticks, checkup, listening, pages
from domain.identities import AccountId, PersonId
from domain.messages import Priority
from domain.moments import MINUTE
from storage.engine import Store, StoreUnavailable
from tests.bot.deliveries import Deliveries
from tests.bot.post_room import PostRoom
from tests.bot.test_metrics import figures
from tests.storage import rows
from tests.storage.desk import Desk

PUT = """
    INSERT INTO outbox (key, kind, priority, person, not_before, made_at)
    VALUES (:key, 'ticket', :priority, :person, :not_before, :not_before)
"""
RECEIVED = "INSERT INTO inbox (update_id, key, payload, received_at) VALUES (:number, 'from:7', '{}', :at)"


async def nothing() -> None:
    return


@dataclass
class House:
    """A bot's parts as far as they are looked at, and who looks."""

    desk: Desk
    room: PostRoom
    deliveries: Deliveries
    ticks: Ticks
    lookout: Lookout
    http: aiohttp.ClientSession
    url: str

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with self.http.get(f"{self.url}/healthz") as answer:
            return answer.status, json.loads(await answer.read())

    async def wrong(self) -> list[str]:
        """What is wrong, where the status says the same."""
        status, facts = await self.health()
        assert (status == 503) == bool(facts["wrong"]) == (facts["status"] == "wrong")
        return list(facts["wrong"])

    async def figures(self) -> dict[str, float]:
        async with self.http.get(f"{self.url}/metrics") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            return figures(await answer.read())

    async def letter(self, *, due_for: int, priority: Priority = Priority.NOTICE) -> None:
        """Somebody's letter, due since so many seconds."""
        person: PersonId = await self.desk.do(rows.a_person, account=AccountId(int(time.monotonic_ns())))
        since = self.desk.clock.now() - due_for
        await self.desk.run(PUT, key=str(person), priority=priority.value, person=person, not_before=since)


@pytest.fixture
async def house(desk: Desk) -> AsyncIterator[House]:
    room, deliveries, ticks = PostRoom(desk), Deliveries(desk.store), Ticks()
    ticks.watched([Job("tick", 5, nothing), Job("nightly", 60, nothing)])
    lookout = Lookout(
        store=desk.store,
        database=desk.store._path,
        intake=deliveries.intake,
        sender=room.sender,
        metrics=deliveries.metrics,
        ticks=ticks,
    )
    routes = [*pages(lookout, deliveries.metrics), web.post("/telegram", deliveries.webhook.take)]
    async with listening(Listen("127.0.0.1", 0), routes) as at, aiohttp.ClientSession() as http:
        lookout.begin()
        yield House(desk, room, deliveries, ticks, lookout, http, f"http://{at}")


async def test_all_is_well(house: House) -> None:
    status, facts = await house.health()
    assert (status, facts["status"], facts["wrong"]) == (200, "ok", [])
    assert facts["updates"]["come_by"] == "webhook"
    assert facts["store"]["answered_in_seconds"] >= 0
    assert set(facts["last_tick_seconds"]) == {"tick", "nightly"}


async def test_before_it_serves_and_while_it_stops_it_is_not_well(house: House) -> None:
    house.lookout.end()
    assert await house.wrong() == ["it does not serve: it is starting or stopping"]
    assert (await house.figures())["etalon_serving"] == 0
    house.lookout.begin()
    assert await house.wrong() == []
    assert (await house.figures())["etalon_serving"] == 1


async def test_a_store_that_fails_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def locked(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(house.desk.store, "read", locked)
    assert await house.wrong() == ["the store does not answer within 5 s"]
    found = await house.figures()
    assert found["etalon_store_answers"] == 0
    assert "etalon_inbox_waiting" not in found  # no figure rather than a false one


async def test_a_damaged_database_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = replace(house.desk.store.counts, damaged=True)
    monkeypatch.setattr(Store, "counts", property(lambda _store: counts))

    assert await house.wrong() == ["the database is damaged: stop the bot, and restore a backup"]


async def test_a_store_that_hangs_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def for_ever(*_: Any, **__: Any) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(checkup, "STORE_SECONDS", 0.02)
    monkeypatch.setattr(house.desk.store, "read", for_ever)
    assert len(await house.wrong()) == 1


async def test_a_poll_that_is_not_answered_is_told_and_a_silent_webhook_is_not(house: House) -> None:
    house.deliveries.webhook.last_heard = time.monotonic() - 10_000
    assert await house.wrong() == []
    house.deliveries.intake.webhook = None
    house.deliveries.intake._fetching.last_heard = time.monotonic() - 100
    assert await house.wrong() == []
    house.deliveries.intake._fetching.last_heard -= 30
    assert await house.wrong() == ["Telegram was not heard for 130 s"]
    assert (await house.figures())["etalon_updates_unheard_seconds"] == pytest.approx(130, abs=5)


async def test_a_job_that_is_not_done_is_told(house: House) -> None:
    house.ticks._last["tick"] -= 59
    assert await house.wrong() == []
    house.ticks._last["tick"] -= 2
    assert await house.wrong() == ["a timed job is late: tick"]
    house.ticks._last["nightly"] -= 301
    assert len(await house.wrong()) == 2
    assert (await house.figures())["etalon_tick_age_seconds{job=tick}"] == pytest.approx(61, abs=5)


async def test_a_job_is_noticed_also_where_it_fails() -> None:
    ticks = Ticks()

    async def fails() -> None:
        raise StoreUnavailable("locked")

    (job,) = ticks.watched([Job("tick", 5, fails)])
    ticks.begin()
    ticks._last["tick"] -= 100
    await job.run()
    assert ticks.late() == []


async def test_letters_that_stand_still_are_told(house: House) -> None:
    await house.letter(due_for=10 * MINUTE)
    house.lookout._serving_since = time.monotonic() - 100
    assert await house.wrong() == []  # it has only just begun
    house.lookout._serving_since -= 100
    assert await house.wrong() == ["letters are due and none leaves"]
    house.room.sender._rest_until = house.room.sender._monotonic() + 60
    assert await house.wrong() == []  # Telegram has asked for it
    house.room.sender._rest_until = float("-inf")
    house.deliveries.metrics.letter("sent", 0.1)
    assert await house.wrong() == []  # a long queue is no fault


async def test_announcements_may_wait_for_whoever_paused_them(house: House) -> None:
    await house.letter(due_for=10 * MINUTE, priority=Priority.ANNOUNCEMENT)
    house.lookout._serving_since = time.monotonic() - 1000
    assert await house.wrong() == []


async def test_what_waits_is_told_by_kind_and_age(house: House) -> None:
    for due_for, priority in ((30, Priority.NOTICE), (70, Priority.NOTICE), (-60, Priority.REMINDER)):
        await house.letter(due_for=due_for, priority=priority)
    for number, age in ((1, 40), (2, 5)):
        await house.desk.run(RECEIVED, number=number, at=house.desk.clock.now() - age)
    _, facts = await house.health()
    assert facts["letters"]["notice"] == {"waiting": 2, "due": 2, "oldest_due_seconds": 70}
    assert facts["letters"]["reminder"] == {"waiting": 1, "due": 0, "oldest_due_seconds": 0}
    assert (facts["updates"]["waiting"], facts["updates"]["oldest_seconds"]) == (2, 40)
    found = await house.figures()
    assert found["etalon_outbox_waiting{priority=notice}"] == found["etalon_outbox_due{priority=notice}"] == 2
    assert found["etalon_outbox_due{priority=reminder}"] == 0
    assert found["etalon_outbox_oldest_seconds{priority=notice}"] == 70
    assert (found["etalon_inbox_waiting"], found["etalon_inbox_oldest_seconds"]) == (2, 40)
    await house.desk.run("UPDATE outbox SET state = 'claimed' WHERE not_before < :now", now=house.desk.clock.now())
    found = await house.figures()
    assert (found["etalon_outbox_claimed"], found["etalon_outbox_waiting{priority=notice}"]) == (2, 0)


async def test_the_log_is_as_long_as_the_file(house: House) -> None:
    log = house.desk.store._path.with_name("etalon.db-wal")
    await house.desk.run("DELETE FROM marks")
    assert (await house.figures())["etalon_log_bytes"] == log.stat().st_size > 0


@pytest.mark.parametrize("page", ["healthz", "metrics"])
@pytest.mark.parametrize(
    "path", ["/telegram/../{}", "/telegram/%2e%2e/{}", "/telegram//{}", "//{}", "/telegram/{}", "/{}/", "/{}%00"]
)
async def test_no_way_leads_there_but_its_own_path(house: House, page: str, path: str) -> None:
    host, port = house.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))  # a client of HTTP would tidy the path
    writer.write(f"GET {path.format(page)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert answer.split(b" ", 2)[1] in {b"404", b"405", b"400"}
    assert b"etalon" not in answer
