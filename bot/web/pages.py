"""/healthz and /metrics: one look each, as JSON and as Prometheus reads it. Leaves looking to the checkup."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric

from bot import VERSION
from bot.metrics import Metrics, gauge, gauges, of_the_collector, of_the_writer
from bot.web.checkup import Checkup, Lookout
from storage.messages.backlog import Backlog

HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"


def pages(lookout: Lookout, metrics: Metrics) -> Sequence[web.RouteDef]:
    """Both pages, for whoever runs the bot: a proxy in front must not let them through."""

    async def health(_: web.Request) -> web.Response:
        seen = await lookout.look()
        status = HTTPStatus.SERVICE_UNAVAILABLE if seen.wrong else HTTPStatus.OK
        return web.json_response(_facts(seen), status=status)

    async def figures(_: web.Request) -> web.Response:
        page = metrics.page(_families(await lookout.look()))
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return (web.get(HEALTH, health), web.get(METRICS, figures))


def _facts(seen: Checkup) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "status": "wrong" if seen.wrong else "ok",
        "wrong": seen.wrong,
        "version": VERSION,
        "serving": seen.serving,
        "updates": {
            "come_by": "webhook" if seen.delivered else "polling",
            "last_heard_seconds": _rounded(seen.unheard),
            "in_memory": seen.updates_in_memory,
        },
        "store": {"answered_in_seconds": _rounded(seen.store), "log_bytes": seen.log_bytes},
        "last_tick_seconds": {name: _rounded(age) for name, age in seen.ticks.items()},
        "letters": {"resting": seen.resting, "last_seconds": _rounded(seen.letter)},
    }
    if seen.backlog is not None:
        facts["updates"]["waiting"] = seen.backlog.updates.waiting
        facts["updates"]["oldest_seconds"] = seen.backlog.updates.oldest_seconds
        facts["letters"]["claimed"] = seen.backlog.claimed
        for priority, pile in seen.backlog.letters.items():
            facts["letters"][priority.name.lower()] = {
                "waiting": pile.waiting,
                "due": pile.due,
                "oldest_due_seconds": pile.oldest_seconds,
            }
    return facts


def _families(seen: Checkup) -> Iterable[Metric]:
    yield gauge("etalon_serving", "1 while it takes updates.", seen.serving)
    yield gauge("etalon_wrong", "How many things /healthz finds wrong.", len(seen.wrong))
    yield gauge("etalon_store_answers", "1 where the store has just answered a read.", seen.backlog is not None)
    yield gauge("etalon_log_bytes", "The size of the database's write-ahead log.", seen.log_bytes)
    yield gauge("etalon_updates_in_memory", "Updates that wait for their turn.", seen.updates_in_memory)
    yield gauge("etalon_letters_resting", "1 while sending pauses, as Telegram asked or for want of it.", seen.resting)
    if seen.unheard is not None:
        yield gauge("etalon_updates_unheard_seconds", "Since Telegram was last heard.", seen.unheard)
    yield gauges("etalon_tick_age_seconds", "Since each timed job was last done.", "job", seen.ticks)
    if seen.backlog is not None:
        yield from _of_the_backlog(seen.backlog)
    yield from of_the_writer(seen.counts)
    yield from of_the_collector()


def _of_the_backlog(found: Backlog) -> Iterable[Metric]:
    yield gauge("etalon_inbox_waiting", "Updates that nobody has finished.", found.updates.waiting)
    yield gauge("etalon_inbox_oldest_seconds", "The age of the oldest of them.", found.updates.oldest_seconds)
    yield gauge("etalon_outbox_claimed", "Letters on their way.", found.claimed)
    piles = {priority.name.lower(): pile for priority, pile in found.letters.items()}
    for name, words, values in (
        (
            "waiting",
            "Letters that wait, those of later included.",
            {told: pile.waiting for told, pile in piles.items()},
        ),
        ("due", "Letters that should have gone by now.", {told: pile.due for told, pile in piles.items()}),
        (
            "oldest_seconds",
            "Since when the first of those is due.",
            {told: pile.oldest_seconds for told, pile in piles.items()},
        ),
    ):
        yield gauges(f"etalon_outbox_{name}", words, "priority", values)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
