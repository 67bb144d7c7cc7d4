"""The peer: plain `sqlite3`, called directly on the event loop's own thread. No queue, no other thread, no savepoint.

Two ways: the statements of a use case alone, with no rule looked at and no object made; and the use case itself.
"""

import sqlite3
from pathlib import Path
from typing import Final

from bench.town import NOW
from domain.bookings import Booking
from domain.identities import Intent, PersonId, PupilId, SlotId
from domain.listings import SlotPage
from domain.programme import Wanted
from storage.engine import Transaction, Value
from storage.people import intents, pupils
from storage.programme import lines, slots, upcoming
from storage.seats import bookings, counts, entries, notices, tickets

SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -16384",
    "wal_autocheckpoint = 4000",
    "journal_size_limit = 67108864",
)
"""Those of the store, so that nothing but the way of calling differs."""

_FOREVER: Final = 2**53


def connected(path: Path) -> sqlite3.Connection:
    """A connection with the store's settings, and nothing of the store."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    connection.row_factory = sqlite3.Row
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    return connection


def register(connection: sqlite3.Connection, *, actor: PersonId, slot: SlotId, intent: Intent) -> None:
    """What `bookings.book` says to SQLite for a pupil of one's own who gets a seat; a test compares the two."""
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    execute(intents.ACTED, {"intent": intent}).fetchall()
    execute(pupils.IN_CARE_OF, {"actor": actor, "pupil": actor}).fetchall()
    execute(slots.SLOT, {"slot": slot}).fetchall()
    execute(slots.MEETINGS, {"slot": slot}).fetchall()
    execute(entries.LIVE, {"pupil": actor, "slot": slot}).fetchall()
    execute(counts.TAKE_IN_TURN, {"slot": slot, "seats": 1})
    made: list[sqlite3.Row] = []
    while not made:  # the code may have been dealt in this slot before
        made = execute(entries.ENTER, _entry(actor, slot)).fetchall()
    execute(notices.GUARDIANS, {"pupil": actor}).fetchall()
    acted: dict[str, Value] = {"intent": intent, "person": actor, "booking": made[0]["id"], "now": NOW}
    execute(intents.ACT, acted | {"school_class": None, "pupil": None})
    execute("COMMIT")


def register_by_use_case(connection: sqlite3.Connection, *, actor: PersonId, slot: SlotId, intent: Intent) -> Booking:
    """The use case in one transaction of its own: the same statements, the same rules, the same Booking."""
    connection.execute("BEGIN IMMEDIATE")
    tx = Transaction(connection, NOW)
    made = bookings.book(tx, actor=actor, pupil=PupilId(actor), slot=slot, answer="", intent=intent)
    connection.execute("COMMIT")
    return made


def page(connection: sqlite3.Connection, *, wanted: Wanted, page: int, size: int = 8) -> SlotPage:
    """The same question as `upcoming.page`, and the same objects made of its rows, without even a BEGIN."""
    asked: dict[str, Value] = {
        "after": NOW,
        "before": _FOREVER,
        "kind": wanted.kind,
        "grade": wanted.grade,
        "online": int(wanted.online),
        "seats": wanted.seats,
        "now": NOW,
        "size": size + 1,
        "skip": page * size,
    }
    sql = upcoming.PAGE
    if wanted.city is not None:
        sql = upcoming.PAGE_IN_CITY
        asked["city"] = wanted.city
    rows = connection.execute(sql, asked).fetchall()
    return SlotPage(lines=tuple(lines.mapped(row) for row in rows[:size]), page=page, more=len(rows) > size)


def _entry(actor: PersonId, slot: SlotId) -> dict[str, Value]:
    return {
        "slot": slot,
        "pupil": actor,
        "school_class": None,
        "booked_by": actor,
        "state": "confirmed",
        "seats": 1,
        "adults": 0,
        "line_number": None,
        "held_until": None,
        "answer": "",
        "ticket_token": tickets.new_token(),
        "ticket_code": tickets.new_code(),
        "replaces": None,
        "now": NOW,
    }
