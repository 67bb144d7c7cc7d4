"""How fast the store's engine is, beside the same SQL on a bare sqlite3 connection. Leaves the real schema to others.

Each pair is measured in turns, round by round in one run, so that a disk that grows slower slows both; what counts is
the median of the rounds' ratios. The files lie under the working directory, on a real disk: elsewhere a commit is free.
"""

import asyncio
import itertools
import json
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from domain.moments import Instant
from storage.engine import Row, Store, Transaction, open_store

ROUNDS: Final = 15
ALONE: Final = 60
AT_ONCE: Final = 50
PAGES: Final = 200
SLOTS: Final = 10_000
PAGE: Final = 8

_TURNS: Final = itertools.count()

TABLES: Final = """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY, title TEXT NOT NULL, grade_from INTEGER NOT NULL, grade_to INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE slots (
        id INTEGER PRIMARY KEY,
        event INTEGER NOT NULL REFERENCES events (id),
        starts_at INTEGER NOT NULL,
        capacity INTEGER NOT NULL,
        seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken BETWEEN 0 AND capacity)
    ) STRICT;
    CREATE INDEX slots_by_start ON slots (starts_at, id);
    CREATE TABLE pupils (id INTEGER PRIMARY KEY, grade INTEGER NOT NULL) STRICT;
    CREATE TABLE bookings (
        id INTEGER PRIMARY KEY,
        slot INTEGER NOT NULL REFERENCES slots (id),
        pupil INTEGER NOT NULL REFERENCES pupils (id),
        token TEXT NOT NULL UNIQUE,
        requested_at INTEGER NOT NULL,
        UNIQUE (slot, pupil)
    ) STRICT;
    CREATE TABLE intents (intent TEXT PRIMARY KEY, booking INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, pupil INTEGER NOT NULL, due_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_due ON outbox (due_at);
"""

INTENT: Final = "SELECT booking FROM intents WHERE intent = :intent"
PUPIL: Final = "SELECT grade FROM pupils WHERE id = :pupil"
SLOT: Final = """
    SELECT slot.starts_at, event.grade_from, event.grade_to
      FROM slots AS slot JOIN events AS event ON event.id = slot.event
     WHERE slot.id = :slot
"""
TAKE: Final = "UPDATE slots SET seats_taken = seats_taken + 1 WHERE id = :slot AND seats_taken < capacity"
BOOK: Final = """
    INSERT INTO bookings (slot, pupil, token, requested_at) VALUES (:slot, :pupil, :token, :now) RETURNING id
"""
ACTED: Final = "INSERT INTO intents (intent, booking, at) VALUES (:intent, :booking, :now)"
TELL: Final = "INSERT INTO outbox (key, pupil, due_at) VALUES (:key, :pupil, :now)"
UPCOMING: Final = """
    SELECT slot.id, event.title, slot.starts_at, slot.capacity - slot.seats_taken AS free
      FROM slots AS slot JOIN events AS event ON event.id = slot.event
     WHERE slot.starts_at > :now AND :grade BETWEEN event.grade_from AND event.grade_to
     ORDER BY slot.starts_at, slot.id
     LIMIT :size OFFSET :skip
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One comparison: microseconds each way, and how many times bare sqlite3's speed the store reaches."""

    name: str
    bare: float
    store: float
    ratio: float
    aim: float

    def __str__(self) -> str:
        mark = "reached" if self.ratio >= self.aim else "MISSED"
        return f"{self.name:<28}{self.bare:>9.0f} µs{self.store:>9.0f} µs{self.ratio:>8.2f} (aim {self.aim}: {mark})"


@dataclass(frozen=True, slots=True)
class _Listed:
    id: int
    title: dict[str, str]
    starts_at: Instant
    free: int


class _Booking(TypedDict):
    slot: int
    pupil: int
    token: str


class WallClock:
    """The present, of this machine."""

    def now(self) -> Instant:
        """Whole seconds."""
        return Instant(int(time.time()))


def register(tx: Transaction, *, slot: int, pupil: int, token: str) -> int:
    """About the work of "register one pupil": three questions and four changes."""
    if tx.one(INTENT, intent=token) is not None:
        raise ValueError(token)
    tx.one(PUPIL, pupil=pupil)
    tx.one(SLOT, slot=slot)
    if tx.run(TAKE, slot=slot) != 1:
        raise ValueError(slot)
    booking: int = tx.value(BOOK, slot=slot, pupil=pupil, token=token, now=tx.now)
    tx.run(ACTED, intent=token, booking=booking, now=tx.now)
    tx.run(TELL, key=token, pupil=pupil, now=tx.now)
    return booking


def register_bare(connection: sqlite3.Connection, *, slot: int, pupil: int, token: str) -> int:
    """The same, as one would write it with sqlite3 alone."""
    now = int(time.time())
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(INTENT, {"intent": token}).fetchone()
    connection.execute(PUPIL, {"pupil": pupil}).fetchone()
    connection.execute(SLOT, {"slot": slot}).fetchone()
    connection.execute(TAKE, {"slot": slot})
    [[booking]] = connection.execute(BOOK, {"slot": slot, "pupil": pupil, "token": token, "now": now}).fetchall()
    connection.execute(ACTED, {"intent": token, "booking": booking, "now": now})
    connection.execute(TELL, {"key": token, "pupil": pupil, "now": now})
    connection.execute("COMMIT")
    return int(booking)


def upcoming(tx: Transaction, *, grade: int, skip: int) -> list[_Listed]:
    """A page of slots."""
    return [_listed(row) for row in tx.all(UPCOMING, now=0, grade=grade, size=PAGE, skip=skip)]


def upcoming_bare(connection: sqlite3.Connection, *, grade: int, skip: int) -> list[_Listed]:
    """The same page with sqlite3 alone."""
    params = {"now": 0, "grade": grade, "size": PAGE, "skip": skip}
    return [_listed(row) for row in connection.execute(UPCOMING, params).fetchall()]


async def compare(folder: Path, rounds: int = ROUNDS) -> list[Figures]:
    """Measure in a folder on a real disk."""
    bare_file, store_file, migrations = folder / "bare.db", folder / "store.db", folder / "migrations"
    migrations.mkdir()
    (migrations / "0001_tables.sql").write_text(TABLES, encoding="utf-8")
    async with open_store(store_file, clock=WallClock(), migrations=migrations) as store:
        await store.write(_fill)
        with closing(_bare(bare_file)) as bare:
            return [
                await _alone(store, bare, rounds),
                await _at_once(store, bare, rounds),
                await _pages(store, bare, rounds),
                await _pages_at_once(store, bare, rounds),
            ]


async def _alone(store: Store, bare: sqlite3.Connection, rounds: int) -> Figures:
    async def ours() -> None:
        for booking in _bookings(ALONE):
            await store.write(register, **booking)

    async def theirs() -> None:
        for booking in _bookings(ALONE):
            register_bare(bare, **booking)

    return await _interleaved("register, alone", theirs, ours, ALONE, rounds, 0.6)


async def _at_once(store: Store, bare: sqlite3.Connection, rounds: int) -> Figures:
    async def ours() -> None:
        await asyncio.gather(*(store.write(register, **booking) for booking in _bookings(AT_ONCE)))

    async def theirs() -> None:
        for booking in _bookings(AT_ONCE):
            register_bare(bare, **booking)

    return await _interleaved(f"register, {AT_ONCE} at once", theirs, ours, AT_ONCE, rounds, 4.0)


async def _pages(store: Store, bare: sqlite3.Connection, rounds: int) -> Figures:
    async def ours() -> None:
        for page in range(PAGES):
            await store.read(upcoming, grade=8, skip=page % 5 * PAGE)

    async def theirs() -> None:
        for page in range(PAGES):
            upcoming_bare(bare, grade=8, skip=page % 5 * PAGE)

    return await _interleaved("a page, alone", theirs, ours, PAGES, rounds, 0.3)


async def _pages_at_once(store: Store, bare: sqlite3.Connection, rounds: int) -> Figures:
    async def ours() -> None:
        await asyncio.gather(*(store.read(upcoming, grade=8, skip=page % 5 * PAGE) for page in range(AT_ONCE)))

    async def theirs() -> None:
        for page in range(AT_ONCE):
            upcoming_bare(bare, grade=8, skip=page % 5 * PAGE)

    return await _interleaved(f"a page, {AT_ONCE} at once", theirs, ours, AT_ONCE, rounds, 0.3)


async def _interleaved(
    name: str,
    theirs: Callable[[], Awaitable[None]],
    ours: Callable[[], Awaitable[None]],
    size: int,
    rounds: int,
    aim: float,
) -> Figures:
    await theirs()
    await ours()
    pairs = [(await _timed(theirs, size), await _timed(ours, size)) for _ in range(rounds)]
    return Figures(
        name,
        statistics.median(bare for bare, _ in pairs),
        statistics.median(store for _, store in pairs),
        statistics.median(bare / store for bare, store in pairs),
        aim,
    )


async def _timed(work: Callable[[], Awaitable[None]], size: int) -> float:
    started = time.perf_counter()
    await work()
    return (time.perf_counter() - started) / size * 1_000_000


def _bookings(number: int) -> list[_Booking]:
    return [
        {"slot": turn % SLOTS + 1, "pupil": turn // SLOTS + turn * 7 % SLOTS + 1, "token": secrets.token_urlsafe(16)}
        for turn in itertools.islice(_TURNS, number)
    ]


def _listed(row: Row | tuple[int, str, int, int]) -> _Listed:
    return _Listed(row[0], json.loads(row[1]), Instant(row[2]), row[3])


def _events() -> list[dict[str, int | str]]:
    title = json.dumps({"ru": "Экскурсия", "kk": "Экскурсия", "en": "An excursion"}, ensure_ascii=False)
    return [{"id": number, "title": title, "from": number % 7 + 1, "to": number % 7 + 5} for number in range(1, 501)]


def _slots() -> list[dict[str, int]]:
    return [{"id": number, "event": number % 500 + 1, "at": number * 3600} for number in range(1, SLOTS + 1)]


FILL_EVENTS: Final = "INSERT INTO events (id, title, grade_from, grade_to) VALUES (:id, :title, :from, :to)"
FILL_SLOTS: Final = "INSERT INTO slots (id, event, starts_at, capacity) VALUES (:id, :event, :at, 10000)"
FILL_PUPILS: Final = "INSERT INTO pupils (id, grade) VALUES (:id, 8)"


def _fill(tx: Transaction) -> None:
    tx.run_many(FILL_EVENTS, _events())
    tx.run_many(FILL_SLOTS, _slots())
    tx.run_many(FILL_PUPILS, ({"id": number} for number in range(1, 2 * SLOTS + 1)))


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16384"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    connection.executescript(TABLES)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(FILL_EVENTS, _events())
    connection.executemany(FILL_SLOTS, _slots())
    connection.executemany(FILL_PUPILS, ({"id": number} for number in range(1, 2 * SLOTS + 1)))
    connection.execute("COMMIT")
    return connection


def main() -> None:
    """Print the comparison."""
    cache = Path(".cache")
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        print(f"{'':<28}{'sqlite3':>12}{'store':>12}{'times':>8}")
        for figures in asyncio.run(compare(Path(folder))):
            print(figures)


if __name__ == "__main__":
    main()
