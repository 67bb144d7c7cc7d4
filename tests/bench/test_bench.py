"""The benchmarks run, and their peers do the same work as we do."""

import asyncio
import contextlib
import gc
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench import __main__ as program
from bench import bare, conversing, datasets, disk, pages, queueing, reminding, sending, town
from bench.registering import ALONE_AIM, AT_ONCE_AIM
from bench.rounds import Times
from bench.town import NOW, SMALL
from domain.bookings import BookingState
from domain.identities import Intent, PersonId
from domain.programme import Wanted
from storage.engine import Transaction, open_store
from storage.programme import upcoming
from storage.seats import audits


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return datasets.dataset(tmp_path_factory.mktemp("bench"), SMALL)


@pytest.fixture
def connection(kept: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with datasets.copied(kept, tmp_path / "town.db") as path, contextlib.closing(bare.connected(path)) as opened:
        yield opened


@pytest.fixture
def collector() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def said(connection: sqlite3.Connection, work: Callable[[], object]) -> list[str]:
    """What a piece of work says to SQLite, with a mark for each value."""
    found: list[str] = []
    connection.set_trace_callback(found.append)
    work()
    connection.set_trace_callback(None)
    return [re.sub(r"'[^']*'|\b\d+\b|\bNULL\b", "?", " ".join(line.split())) for line in found]


@pytest.mark.usefixtures("collector")
def test_a_quick_run_prints_every_comparison(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "is_in_memory", lambda _: False)

    assert program.main(["--quick", "--folder", str(tmp_path)]) == 0

    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if " µs " in line and "(" in line]
    assert sum(line.startswith("register one pupil") for line in rows) == 4
    assert sum(line.startswith("a page of upcoming slots") for line in rows) == len(pages.FILTERS) + 1
    assert sum(line.startswith("ten times the history") for line in rows) == len(pages.FILTERS)
    assert any(line.startswith("the emulator answers sendMessage") for line in rows)
    assert any(line.startswith("the last of 2,000 messages to 20 people") for line in rows)
    assert any(line.startswith("a whole update over HTTP") for line in rows)
    assert any(line.startswith("…, 5 people at once") for line in rows)
    assert any(line.startswith("100 messages out") for line in rows)
    assert any(line.startswith("25 messages at 25 a second") for line in rows)
    assert any(line.startswith("a tap while 1,000 recipients are queued") for line in rows)
    assert any(line.startswith("a due reminder, with 2,000 bookings") for line in rows)
    assert any(line.startswith("a tap, the whole way") for line in lines)
    assert any("memory held" in line for line in lines)
    assert any("refused as too many: 0" in line for line in lines)
    assert any(line.startswith("queueing took") for line in lines)
    assert any("aims met" in line for line in lines)
    assert not list(tmp_path.glob("ours*"))


def test_figures_from_memory_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "kind_under", lambda _: "tmpfs")
    assert program.main(["--quick", "--folder", str(tmp_path)]) == program.FAILED
    assert "in memory" in capsys.readouterr().err


def test_the_peer_says_to_sqlite_what_the_use_case_says(connection: sqlite3.Connection) -> None:
    first, second = (PersonId(number) for number in SMALL.newcomers[:2])
    slot = SMALL.rush[0]

    ours = said(
        connection,
        lambda: bare.register_by_use_case(connection, actor=first, slot=slot, intent=Intent("first")),
    )
    peers = said(connection, lambda: bare.register(connection, actor=second, slot=slot, intent=Intent("second")))

    assert peers == ours
    assert len(ours) > 8
    rows = connection.execute("SELECT state FROM bookings WHERE pupil IN (?, ?)", (first, second)).fetchall()
    assert [row["state"] for row in rows] == [BookingState.CONFIRMED] * 2


@pytest.mark.parametrize("wanted", pages.FILTERS.values(), ids=pages.FILTERS)
def test_the_peers_page_is_ours(connection: sqlite3.Connection, wanted: Wanted) -> None:
    theirs = bare.page(connection, wanted=wanted, page=1)
    connection.execute("BEGIN")
    assert upcoming.page(Transaction(connection, NOW), wanted=wanted, page=1) == theirs


async def test_the_peer_has_the_stores_settings(kept: Path, tmp_path: Path) -> None:
    names = [setting.partition(" = ")[0] for setting in bare.SETTINGS]

    def settings(tx: Transaction) -> list[object]:
        return [tx.value(f"PRAGMA {name}") for name in names]

    with datasets.copied(kept, tmp_path / "town.db") as path:
        async with open_store(path, clock=datasets.TownClock()) as store:
            of_store = await store.write(settings)
        with contextlib.closing(bare.connected(path)) as connection:
            assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names] == of_store


async def test_the_town_is_sound_and_its_future_the_same_at_any_size(tmp_path: Path) -> None:
    upcoming_pages = []
    for size in (SMALL, SMALL.tenth()):
        path = await asyncio.to_thread(datasets.dataset, tmp_path, size)
        async with open_store(path, clock=datasets.TownClock()) as store:
            assert await store.report(audits.integrity) == []
            assert await store.report(audits.miscounted_slots) == ()
            assert await store.read(lambda tx: tx.value("SELECT count(*) FROM bookings")) == size.bookings
            page = await store.read(upcoming.page, wanted=Wanted(), page=0)
        upcoming_pages.append([(line.title, line.starts_at, line.free) for line in page.lines])
    assert len(upcoming_pages[0]) == 8
    assert upcoming_pages[0] == upcoming_pages[1]


def test_a_dataset_is_made_once(kept: Path) -> None:
    made = kept.stat().st_mtime_ns
    assert datasets.dataset(kept.parent, SMALL) == kept
    assert kept.stat().st_mtime_ns == made


def test_a_ratio_is_the_median_of_the_rounds_own() -> None:
    times = Times({"ours": [10.0, 20.0, 40.0], "peer": [10.0, 10.0, 10.0]})
    found = times.compared("a thing", ours="ours", peer="peer", aim=0.5)
    assert (found.ratio, found.lowest, found.highest, found.met) == (0.5, 0.25, 1.0, True)
    assert times.compared("a thing", ours="ours", peer="peer", aim=0.51).met is False


def test_the_aims_are_those_that_the_documentation_names() -> None:
    text = Path("docs/benchmarks.md").read_text(encoding="utf-8")
    for aim in (
        *(ALONE_AIM, AT_ONCE_AIM, pages.PAGE_AIM, pages.HISTORY_AIM),
        *(conversing.AIM, sending.FAST_AIM, sending.PACE_AIM, queueing.AIM, reminding.AIM),
    ):
        assert f"| {aim} |" in text
    assert f"{town.FULL.slots:,} slots" in text
    assert f"{town.FULL.bookings:,} bookings" in text
