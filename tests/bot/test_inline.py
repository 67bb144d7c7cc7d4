"""Inline queries: answered at once, never kept, and left where nobody waits for them any more."""

# ruff: noqa: ASYNC110  what is waited for is a handler's note, which has no event

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerInlineQuery

from bot.intake import inline
from bot.intake.fetching import Fetching
from bot.intake.inline import Inline
from bot.metrics import Metrics
from bot.pace import Pace
from bot.telegram import Telegram
from storage.engine import Store, StoreUnavailable
from tests.bot.deliveries import Deliveries, says, types
from tests.bot.scripted import granted
from tests.storage.desk import Desk


@pytest.fixture
def house(store: Store) -> Deliveries:
    return Deliveries(store)


def counted(house: Deliveries, outcome: str) -> float:
    labels = {"kind": "inline_query", "outcome": outcome}
    return house.metrics.registry.get_sample_value("etalon_updates_total", labels) or 0.0


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0)


async def test_a_delivered_query_is_answered_and_not_kept(house: Deliveries, desk: Desk) -> None:
    async with house.knocking() as telegram:
        await house.intake.open()
        assert await telegram.delivers(types(1, "museum")) == 200
        await house.intake.until_idle()
    assert house.heard == ["museum"]
    assert await desk.all("SELECT * FROM inbox") == []
    assert counted(house, "done") == 1


async def fetched(house: Deliveries, *updates: dict[str, Any]) -> Fetching:
    """The same by polling: one fetch that brings these."""
    reception = house.intake._fetching._reception
    telegram = Telegram(house.transport, Pace(1000), base="https://api.example")
    fetching = Fetching(house.intake._fetching._bot, telegram, reception, allowed=["inline_query"])
    house.transport.script.append(granted(list(updates)))
    await fetching.fetch(0)
    return fetching


async def test_a_fetched_query_is_answered_beside_what_is_kept(house: Deliveries, desk: Desk) -> None:
    fetching = await fetched(house, says(1, "hello"), types(2, "museum"), says(3, "there"))
    await house.intake.until_idle()
    assert sorted(house.heard) == ["hello", "museum", "there"]
    assert [row["update_id"] for row in await desk.all("SELECT update_id FROM inbox ORDER BY 1")] == [1, 3]
    await fetching.acknowledge()
    assert house.transport.asked[-1].fields["offset"] == 4


async def test_it_does_not_wait_for_a_full_disk(house: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full_disk(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(house.store, "write", full_disk)
    async with house.knocking() as telegram:
        await house.intake.open()
        assert await telegram.delivers(types(1, "museum")) == 200
        await house.intake.until_idle()
    assert house.heard == ["museum"]


async def test_whoever_types_on_is_answered_for_the_last_only(house: Deliveries) -> None:
    for text in ("m", "mu"):
        house.gates[text] = asyncio.Event()
    house.intake._inline.take(types(1, "m"))
    house.intake._inline.take(types(2, "somebody else", who=8))
    await until(lambda: house.heard == ["m", "somebody else"])
    house.intake._inline.take(types(3, "mu"))
    await until(lambda: "mu" in house.heard)
    for gate in house.gates.values():
        gate.set()
    await house.intake.until_idle()
    assert house.heard == ["m", "somebody else", "mu", "mu is done"]
    assert counted(house, "dropped") == 1


async def test_what_waited_at_telegram_while_we_were_away_is_dropped(
    house: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetching = await fetched(house)
    assert fetching.last_heard is not None
    fetching.last_heard -= inline.STALE_SECONDS + 1
    house.transport.script.append(granted([types(1, "long ago"), says(2, "hello")]))
    await fetching.fetch(0)
    house.transport.script.append(granted([types(3, "now")]))
    await fetching.fetch(0)
    await house.intake.until_idle()
    assert sorted(house.heard) == ["hello", "now"]


async def test_an_answer_that_takes_too_long_is_left(house: Deliveries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "STALE_SECONDS", 0.01)
    house.gates["museum"] = asyncio.Event()
    house.intake._inline.take(types(1, "museum"))
    await house.intake.until_idle()
    assert house.heard == ["museum"]
    assert counted(house, "dropped") == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TelegramBadRequest(AnswerInlineQuery(inline_query_id="1", results=[]), "query is too old"), "dropped"),
        (StoreUnavailable("locked"), "dropped"),
        (KeyError("Тимур"), "dead"),
    ],
)
async def test_what_goes_wrong_is_counted_and_left(house: Deliveries, error: Exception, outcome: str) -> None:
    house.failures["museum"] = error
    house.intake._inline.take(types(1, "museum"))
    await house.intake.until_idle()
    assert house.heard == ["museum"]
    assert counted(house, outcome) == 1


async def test_too_many_at_once_are_dropped() -> None:
    gate, begun = asyncio.Event(), []

    async def handle(update: dict[str, Any]) -> None:
        begun.append(update["update_id"])
        await gate.wait()

    metrics = Metrics()
    queries = Inline(handle, metrics, at_once=2)
    for number in range(5):
        queries.take(types(number, "x", who=number))
    await until(lambda: len(begun) == 2)
    gate.set()
    await queries.until_idle()
    assert begun == [0, 1]
    labels = {"kind": "inline_query", "outcome": "dropped"}
    assert metrics.registry.get_sample_value("etalon_updates_total", labels) == 3


async def test_a_stop_leaves_them(house: Deliveries) -> None:
    house.gates["museum"] = asyncio.Event()
    house.intake._inline.take(types(1, "museum"))
    await until(lambda: house.heard == ["museum"])
    await asyncio.wait_for(house.intake.stop(5), 5)
    house.intake._inline.take(types(2, "after"))
    assert house.intake.idle
    assert house.heard == ["museum"]
