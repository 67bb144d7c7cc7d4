"""The figures: each counts what it says, in a registry of the bot's own."""

import re
import tomllib
from pathlib import Path

import aiohttp
import pytest
from aiogram.methods import SendMessage
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot import VERSION
from bot.config import Listen
from bot.metrics import DEAD, DONE, Metrics, gauges, of_the_collector, of_the_writer
from bot.telegram import CannotConnect
from bot.web import Lookout, Ticks, listening, pages
from storage.engine import Spread, Store, Transaction
from storage.messages import inbox, marks
from tests.bot.deliveries import Deliveries, says
from tests.bot.post_room import PostRoom, a_reminder
from tests.bot.scripted import refused
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def figures(page: bytes) -> dict[str, float]:
    """Every sample of a page, as Prometheus reads it: `name{label=value}` → value."""
    return {
        sample.name + "".join(f"{{{key}={value}}}" for key, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
    assert figures(Metrics().page(()))[f"etalon_build_info{{version={VERSION}}}"] == 1


def test_each_bot_has_figures_of_its_own_and_none_is_everybodys() -> None:
    one, other = Metrics(), Metrics()
    one.update("message", DONE)
    assert figures(one.page(()))["etalon_updates_total{kind=message}{outcome=done}"] == 1
    assert not [name for name in figures(other.page(())) if name.startswith("etalon_updates_total")]
    assert not [family.name for family in REGISTRY.collect() if family.name.startswith("etalon")]


def test_the_process_is_told_of() -> None:
    assert figures(Metrics().page(()))["process_resident_memory_bytes"] > 1_000_000


def test_kinds_from_the_future_are_one() -> None:
    metrics = Metrics()
    for number in range(50):
        metrics.update(f"kind_{number}", DONE)
    found = [name for name in figures(metrics.page(())) if name.startswith("etalon_updates_total")]
    assert found == ["etalon_updates_total{kind=other}{outcome=done}"]


async def test_updates_are_counted_by_what_became_of_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.turns.FIRST_PAUSE", 0)
    house = Deliveries(store)
    house.failures = {"bad": KeyError("Тимур")}
    hello = SendMessage.model_construct(chat_id=7, text="hello")
    refusals = [CannotConnect(hello, "refused"), CannotConnect(hello, "refused")]
    hear = house._hear

    async def refused_twice(text: str) -> None:
        await hear(text)
        if text == "unlucky" and refusals:
            raise refusals.pop()

    monkeypatch.setattr(house, "_hear", refused_twice)
    async with house.knocking() as telegram:
        await house.intake.open()
        for number, text in enumerate(("good", "bad", "unlucky", "good")):
            assert await telegram.delivers(says(number, text)) == 200
        await house.intake.until_idle()
    found = figures(house.metrics.page(()))
    assert found["etalon_updates_total{kind=message}{outcome=done}"] == 3
    assert found["etalon_updates_total{kind=message}{outcome=dead}"] == 1
    assert found["etalon_updates_total{kind=message}{outcome=retried}"] == 2
    assert found["etalon_update_handling_seconds_count"] == 4
    assert found["etalon_update_wait_seconds_count"] == 4


def test_seconds_fall_where_they_belong() -> None:
    metrics = Metrics()
    metrics.update_ended("message", DEAD, waited=0.2, handled=3.0)
    found = figures(metrics.page(()))
    assert (found["etalon_update_wait_seconds_sum"], found["etalon_update_handling_seconds_sum"]) == (0.2, 3.0)
    assert found["etalon_update_handling_seconds_bucket{le=2.5}"] == 0
    assert found["etalon_update_handling_seconds_bucket{le=5.0}"] == 1


def test_letters_are_counted_by_outcome_and_what_was_not_tried_has_no_duration() -> None:
    metrics = Metrics()
    assert metrics.last_letter is None
    metrics.letter("sent", 0.3)
    metrics.letter("not_tried")
    found = figures(metrics.page(()))
    assert found["etalon_letters_total{outcome=sent}"] == found["etalon_letters_total{outcome=not_tried}"] == 1
    assert found["etalon_letter_send_seconds_count"] == 1
    assert metrics.last_letter is not None


async def test_the_sender_counts_what_becomes_of_its_letters(desk: Desk) -> None:
    room = PostRoom(desk)
    await a_reminder(desk)
    await a_reminder(desk)
    room.answers(refused(403, "Forbidden: bot was blocked by the user"))
    await room.sender.drain()
    await a_reminder(desk)
    await desk.run("UPDATE people SET reminders_muted = 1")
    await room.sender.drain()
    found = figures(room.sender._metrics.page(()))
    assert found["etalon_letters_total{outcome=never}"] == found["etalon_letters_total{outcome=sent}"] == 1
    assert found["etalon_letters_total{outcome=not_tried}"] == 1
    assert found["etalon_letter_send_seconds_count"] == 2


def test_what_is_seen_is_shown_once_and_forgotten() -> None:
    metrics = Metrics()
    seen = [gauges("etalon_x", "Of a test.", "which", {"a": 1, "b": 2})]
    assert figures(metrics.page(seen))["etalon_x{which=b}"] == 2
    assert "etalon_x{which=b}" not in figures(metrics.page(()))


def fail(tx: Transaction) -> None:
    tx.run("INSERT INTO marks (name, value) VALUES ('y', 1)")
    raise KeyError("x")


async def test_the_writer_counts_transactions_their_time_and_their_batches(store: Store) -> None:
    before = figures(Metrics().page(of_the_writer(store.counts)))
    for number in range(3):
        await store.write(marks.set_mark, name="x", value=number)
    with pytest.raises(KeyError):
        await store.write(fail)
    found = figures(Metrics().page(of_the_writer(store.counts)))
    more = {name: found[name] - before[name] for name in found}
    assert more["etalon_transactions_total"] == 3  # the one that failed kept nothing
    assert more["etalon_transaction_seconds_count"] == more["etalon_batch_transactions_count"] == 4
    assert more["etalon_commit_seconds_count"] == more["etalon_batch_transactions_bucket{le=1.0}"] == 4
    assert more["etalon_transaction_seconds_sum"] > 0
    assert found["etalon_lost_batches_total"] == 0
    assert found["etalon_transaction_slowest_seconds"] > 0
    assert await store.read(inbox.to_do) == ()


def test_a_spread_counts_a_bound_as_within() -> None:
    spread = Spread((1, 2))
    for value in (0.5, 1, 1.5, 2, 9):
        spread.add(value)
    assert (spread.counts, spread.total) == ([2, 2, 1], 14.0)


def test_the_collector_is_told_of() -> None:
    assert "etalon_gc_collections_total{generation=2}" in figures(Metrics().page(of_the_collector()))


async def test_every_figure_is_documented(store: Store) -> None:
    house = Deliveries(store)
    house.metrics.update_ended("message", DONE, waited=0, handled=0)
    house.metrics.letter("sent", 0.1)
    page = OPERATING.read_text(encoding="utf-8")
    ours = set(re.findall(r"etalon_[a-z_]+[a-z]", page))
    lookout = Lookout(
        store=store,
        database=store._path,
        intake=house.intake,
        sender=PostRoom(Desk(store, StillClock())).sender,
        metrics=house.metrics,
        ticks=Ticks(),
    )
    lookout.begin()
    routes = pages(lookout, house.metrics)
    async with (
        listening(Listen("127.0.0.1", 0), routes) as at,
        aiohttp.request("GET", f"http://{at}/metrics") as answer,
    ):
        shown = (await answer.read()).decode()
    families = {family.name for family in text_string_to_metric_families(shown) if family.name.startswith("etalon_")}
    counters = {family.name for family in text_string_to_metric_families(shown) if family.type == "counter"}
    named = {f"{name}_total" if name in counters else name for name in families if not name.endswith("_created")}
    assert named == ours
