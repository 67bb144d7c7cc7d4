"""Every statement that is kept as a constant finds its rows by an index; none walks a table that grows."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, TypeVar

import pytest

import storage
from domain.identities import AccountId, Intent
from domain.moments import Instant
from domain.programme import Wanted
from storage.engine import Transaction, Value
from storage.engine.schema import migrate
from storage.engine.transaction import Guard
from storage.people import persons
from storage.programme import slots, upcoming
from storage.seats import bookings, cards
from tests.storage import rows
from tests.storage.rows import StillClock

R = TypeVar("R")

FOR_FOREIGN_KEYS = "SQLite plans for keys that an upsert might have mended, and skips it where none is broken"

SCANS = {
    "storage.drafting.places.EVERY_CITY": "all cities are wanted, and there are a handful",
    "storage.drafting.reading.PAGE": "an owner's list has all events in an order of their standing: some hundreds",
    "storage.programme.upcoming.CITIES": "all cities are wanted, and there are a handful",
    "storage.publishing.programmes.BRING_CITY": FOR_FOREIGN_KEYS,
    "storage.publishing.programmes.BRING_PARTNER": FOR_FOREIGN_KEYS,
    "storage.announcing.segments.RECIPIENTS": "everybody is looked at once, on the connection no screen waits for",
    "storage.seats.forgotten_classes.CLOSED_WITH_A_LIST": "closed classes of a few years, once a night",
    "storage.seats.forgotten_classes.NO_LONGER_NEEDED": "notes live a week longer than a visit, and are dozens",
    "storage.capacity.by_hand.FORGET_PHONES": "bookings by hand are some hundreds a year, looked through once a night",
    "storage.capacity.by_hand.LONG_AGO": "the same",
    "storage.seats.audits.MISCOUNTED_POOLS": "every pool is counted again, for `doctor`, which nobody waits for",
    "storage.seats.audits.MISCOUNTED": "every slot is counted again, for `doctor`, which nobody waits for",
    "storage.announcing.records.LATEST": "the newest page of announcements, straight from their end",
    "storage.announcing.targets.SCHOOLS": "schools are a few hundred, and most of them are wanted",
    "storage.announcing.targets.CITIES": "schools are a few hundred, and most of them are wanted",
    "storage.announcing.targets.CLASSES": "the newest page of classes, straight from their end",
    "storage.announcing.targets.EVENTS": "the newest page of events, straight from their end",
    "storage.posting.places.VISIBLE": "channels and groups are dozens",
    "storage.posting.showing.EVENTS": "partners are a few dozen, and their events are found by them",
    "storage.changing.files.PARTNERS": "all partners are wanted, and there are a few dozen",
    "storage.programme.partners.PARTNERS": "all partners are wanted, and there are a few dozen",
    "storage.seats.booking_lists.AHEAD": "what was just gathered by indexes: the bookings of one person",
    "storage.seats.booking_lists.PAST": "the same",
    "storage.people.rights.ORGANIZERS": "all organizers are wanted, and there are dozens",
    "storage.people.audit.LATEST": "the newest page of the log, straight from its end",
    "storage.people.invites.REVOKE_OWNERS": "invites live two weeks, and are a handful",
    "storage.people.rights.FORGET_SETTINGS": "owners are a handful",
    "storage.people.rights.HAS_OWNER": "owners are a handful",
    "storage.people.rights.WITH_ROLE": "owners are a handful",
    "storage.people.teachers.APPROVED": "approved teachers, by school: dozens",
    "storage.people.persons.VISIT": "the one constant row that makes an answer for somebody nobody knows",
    "storage.following.telling.ZONES_OF_CITIES": "all cities are wanted, and there are a handful",
    "storage.organizing.digests.NEWCOMERS": "owners and organizers are dozens",
    "storage.questions.records.BLOCKED": "all partners are wanted, and there are a few dozen",
}
"""Constants that may walk something, and why."""

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
SCAN = re.compile(
    r"SCAN (?!CONSTANT ROW|\(subquery|sqlite_schema|json_each)\w+(?: USING (?:COVERING )?INDEX (?P<index>\w+))?"
)
PARTIAL = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%WHERE%'"


class Anything(dict[str, Any]):
    """A value for every parameter: what is asked does not change how SQLite looks for it."""

    def __missing__(self, name: str) -> int:
        return 1


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Guard(), StillClock())
    yield connection
    connection.close()


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(storage.__path__, "storage."):
        if not found.name.startswith("storage.engine"):
            yield importlib.import_module(found.name)


def statements() -> dict[str, str]:
    """Every SQL constant of the storage packages, by where it stands."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str) and STATEMENT.match(value)
    }


def plan(connection: sqlite3.Connection, sql: str) -> list[str]:
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", Anything())]


def walks(connection: sqlite3.Connection, sql: str) -> list[str]:
    """Steps that walk a table, or an index of all of it: they grow with it.

    An index of part of a table (what waits, what is listed) holds only what is wanted, so walking that is no walk.
    """
    partial = {row[0] for row in connection.execute(PARTIAL)}
    return [step for step in plan(connection, sql) if (scan := SCAN.search(step)) and scan["index"] not in partial]


def test_the_constants_are_found() -> None:
    assert len(statements()) > 80
    assert "storage.programme.upcoming.PAGE" in statements()


@pytest.mark.parametrize("name", sorted(statements()))
def test_it_walks_no_table(connection: sqlite3.Connection, name: str) -> None:
    found = walks(connection, statements()[name])
    if name in SCANS:
        assert found, f"{name} needs no exception any more"
    else:
        assert not found


def test_this_would_see_a_walk(connection: sqlite3.Connection) -> None:
    for walking in (
        "SELECT id FROM bookings WHERE answer = 'x'",
        "SELECT ended_at FROM outbox ORDER BY id",
        "UPDATE bookings SET answer = '' WHERE answer = 'x'",
    ):
        assert walks(connection, walking), walking


@pytest.mark.parametrize("sql", [upcoming.PAGE, upcoming.PAGE_IN_CITY, slots.DATES])
def test_pages_come_sorted_out_of_an_index(connection: sqlite3.Connection, sql: str) -> None:
    steps = plan(connection, sql)
    assert not [step for step in steps if "TEMP B-TREE" in step]
    assert steps[0].startswith("SEARCH slot USING INDEX")


class Counting(Transaction):
    """Counts the statements that are run."""

    __slots__ = ("count",)

    def __init__(self, connection: sqlite3.Connection, now: Instant) -> None:
        super().__init__(connection, now)
        self.count = 0

    def _execute(self, sql: str, params: dict[str, Value]) -> sqlite3.Cursor:
        self.count += 1
        return super()._execute(sql, params)


def test_hot_use_cases_take_few_statements(connection: sqlite3.Connection) -> None:
    """A figure that grows is somebody's decision, not an accident."""
    connection.row_factory = sqlite3.Row
    connection.execute("BEGIN")
    tx = Counting(connection, rows.MONDAY)
    person = rows.a_person(tx, account=AccountId(7))
    pupil, slot = rows.a_pupil(tx, person=person), rows.a_slot(tx, capacity=5)

    def counted(function: Callable[..., R], **kwargs: Any) -> tuple[int, R]:
        before = tx.count
        result = function(tx, **kwargs)
        return tx.count - before, result

    book, booking = counted(bookings.book, actor=person, pupil=pupil, slot=slot, answer="", intent=Intent("tap"))
    figures = {
        "visit": counted(persons.visit, account=AccountId(7))[0],
        "page": counted(upcoming.page, wanted=Wanted(), page=0)[0],
        "book": book,
        "booking": counted(bookings.booking, actor=person, booking=booking.id)[0],
        "card": counted(cards.slot_card, actor=person, slot=slot)[0],
    }
    connection.execute("ROLLBACK")
    assert figures == {"visit": 1, "page": 1, "book": 9, "booking": 3, "card": 5}
