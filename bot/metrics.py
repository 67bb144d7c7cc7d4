"""Metrics: what is counted while it happens, and the page of them. Leaves what only a look can tell to bot.web."""

import gc
import time
from collections.abc import Iterable, Mapping
from typing import Final

from aiogram.enums import UpdateType
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot import VERSION
from storage.engine import Counts, Spread

HANDLING_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SENDING_SECONDS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

DONE: Final = "done"
DEAD: Final = "dead"
RETRIED: Final = "retried"
DROPPED: Final = "dropped"
NOT_TRIED: Final = "not_tried"
"""Of a letter: held back until later, or dropped because it makes no sense any more."""

_KINDS: Final = frozenset(kind.value for kind in UpdateType)


class Metrics:
    """One bot's figures, in a registry of their own. Used on the event loop alone."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter(
            "etalon_updates", "Updates handled, by kind and outcome.", ["kind", "outcome"], registry=self.registry
        )
        self._waited = Histogram(
            "etalon_update_wait_seconds",
            "From being kept to the begin of the turn.",
            registry=self.registry,
            buckets=HANDLING_SECONDS,
        )
        self._handled = Histogram(
            "etalon_update_handling_seconds",
            "From the begin of an update's turn to its end, the reply included.",
            registry=self.registry,
            buckets=HANDLING_SECONDS,
        )
        self._letters = Counter(
            "etalon_letters", "Outbox rows taken up, by what became of them.", ["outcome"], registry=self.registry
        )
        self._sent = Histogram(
            "etalon_letter_send_seconds",
            "From taking an outbox row up to recording what became of it, its turn at the pace included.",
            registry=self.registry,
            buckets=SENDING_SECONDS,
        )
        ProcessCollector(registry=self.registry)
        build = Gauge("etalon_build_info", "1, for the version that runs.", ["version"], registry=self.registry)
        build.labels(VERSION).set(1)
        self._seen = Seen()
        self.registry.register(self._seen)
        # Finding a labelled child takes as long as counting with it: each is looked for once.
        self._updates_by: dict[tuple[str, str], Counter] = {}
        self._letters_by: dict[str, Counter] = {}
        self.last_letter: float | None = None
        """When an outbox row was last done with, in monotonic seconds."""

    def update_ended(self, kind: str, outcome: str, *, waited: float, handled: float) -> None:
        """An update's turn is over. `waited`, `handled`: seconds."""
        self.update(kind, outcome)
        self._waited.observe(waited)
        self._handled.observe(handled)

    def update(self, kind: str, outcome: str) -> None:
        """Count an update, or one more try at it. A kind that aiogram does not know is counted as `other`."""
        named = kind if kind in _KINDS else "other"
        child = self._updates_by.get((named, outcome))
        if child is None:
            child = self._updates_by[named, outcome] = self._updates.labels(named, outcome)
        child.inc()

    def letter(self, outcome: str, seconds: float | None = None) -> None:
        """An outbox row is done with, for now; `seconds`: how long sending it took, where it was tried."""
        child = self._letters_by.get(outcome)
        if child is None:
            child = self._letters_by[outcome] = self._letters.labels(outcome)
        child.inc()
        if seconds is not None:
            self._sent.observe(seconds)
        self.last_letter = time.monotonic()

    def page(self, seen: Iterable[Metric]) -> bytes:
        """All figures as Prometheus reads them, with those that were seen just now."""
        self._seen.families = tuple(seen)
        return generate_latest(self.registry)


class Seen(Collector):
    """Hands the registry what was seen just now."""

    def __init__(self) -> None:
        self.families: tuple[Metric, ...] = ()

    def collect(self) -> Iterable[Metric]:
        """What was seen."""
        return self.families


def gauge(name: str, words: str, value: float) -> Metric:
    """One value as it is now."""
    return GaugeMetricFamily(name, words, value=value)


def gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    """Several of one kind, told apart by a label."""
    family = GaugeMetricFamily(name, words, labels=[label])
    for told, value in values.items():
        family.add_metric([told], value)
    return family


def of_the_writer(counts: Counts) -> Iterable[Metric]:
    """What the store's writer has counted."""
    yield CounterMetricFamily("etalon_transactions", "Transactions that were committed.", value=counts.transactions)
    yield CounterMetricFamily(
        "etalon_lost_batches", "Batches of transactions that could not be kept.", value=counts.lost_batches
    )
    yield gauge("etalon_transactions_waiting", "Calls that the writer has not begun.", counts.waiting)
    yield gauge("etalon_transaction_slowest_seconds", "The longest since the start.", counts.slowest_seconds)
    yield _histogram("etalon_transaction_seconds", "How long a transaction held the writer.", counts.durations)
    yield _histogram("etalon_commit_seconds", "How long a batch took to reach the disk.", counts.commits)
    yield _histogram("etalon_batch_transactions", "How many transactions one commit served.", counts.sizes)


def of_the_collector() -> Iterable[Metric]:
    """How often Python's garbage collector has looked."""
    runs = CounterMetricFamily("etalon_gc_collections", "Runs of the garbage collector.", labels=["generation"])
    for generation, stats in enumerate(gc.get_stats()):
        runs.add_metric([str(generation)], stats["collections"])
    yield runs


def _histogram(name: str, words: str, spread: Spread) -> Metric:
    buckets: list[tuple[str, float]] = []
    count = 0
    for bound, more in zip((*(str(float(bound)) for bound in spread.bounds), "+Inf"), spread.counts, strict=True):
        count += more
        buckets.append((bound, count))
    return HistogramMetricFamily(name, words, buckets=buckets, sum_value=spread.total)
