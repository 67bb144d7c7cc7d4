"""A database that has been in use goes up to classes whole: bookings, tickets, links, consents, what buttons did."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from storage.engine import MIGRATIONS
from storage.engine.schema import migrate
from storage.engine.transaction import Guard
from tests.storage.rows import StillClock

USED = """
INSERT INTO people (id, account, language, met_at) VALUES (1, 11, 'ru', 1), (2, 12, 'kk', 1);
INSERT INTO schools (id, name, city, listed) VALUES (1, 'S', 'A', 1);
INSERT INTO pupils (id, person, first_name, grade, age_line, school, introduced_at)
VALUES (5, 1, 'T', 8, 'younger', 1, 1);
INSERT INTO partners (id, key, name, contact) VALUES (1, 'p', '{}', 'c');
INSERT INTO events (id, key, partner, kind, title, description, strict_grades, format, bring, forbidden, reminder_rules)
VALUES (1, 'e', 1, 'excursion', '{}', '{}', 0, 'in_person', '{}', '{}', '');
INSERT INTO slots (id, key, event, online_link, zone, capacity, seats_taken, closes_at, starts_at, ends_at)
VALUES (1, 's', 1, '', 'UTC', 9, 2, 90, 90, 99), (2, 't', 1, '', 'UTC', 9, 1, 90, 90, 99),
       (3, 'u', 1, '', 'UTC', 9, 0, 90, 90, 99);
INSERT INTO bookings (id, slot, pupil, booked_by, state, line_number, held_until, answer, ticket_token, ticket_code,
                      replaces, ended_from, requested_at, changed_at)
VALUES (7, 1, 5, 1, 'confirmed', NULL, NULL, 'A', 't7', 'C7', NULL, NULL, 3, 4),
       (8, 2, 5, 1, 'requested', NULL, 80, '', 't8', 'C8', 7, NULL, 3, 4),
       (9, 3, 5, 2, 'waitlisted', 1, NULL, '', 't9', 'C9', NULL, NULL, 3, 4),
       (10, 3, 5, 2, 'cancelled', 2, NULL, '', 't10', 'C10', NULL, 'offered', 3, 4);
INSERT INTO consent_links (token, booking, made_at, answered_at, revoked_at)
VALUES ('l7', 7, 3, 4, NULL), ('l8', 8, 3, NULL, 5);
INSERT INTO consents (id, pupil, guardian, booking, scope, for_date, partner, given, text_version, text_sha256, at,
                      until, shown)
VALUES (3, 5, 2, 7, 'partner', '1970-01-01', 1, 1, 'v', '{sha}', 4, 99, 'by_link');
INSERT INTO intents (intent, person, booking, acted_at) VALUES ('i', 1, 7, 4);
INSERT INTO outbox (id, key, kind, priority, person, booking, not_before, made_at)
VALUES (1, 'k', 'ticket', 0, 1, 7, 4, 4);
"""

KEPT = {
    "bookings": "id, slot, pupil, booked_by, state, seats, line_number, held_until, answer, ticket_token, ticket_code, "
    "replaces, ended_from, requested_at, changed_at",
    "consent_links": "token, booking, made_at, answered_at, revoked_at",
    "consents": "id, pupil, guardian, booking, scope, for_date, partner, given, text_version, text_sha256, at, until, "
    "shown, withdrawn_at",
    "intents": "intent, person, booking, acted_at",
    "outbox": "id, key, kind, person, booking",
}


def kept(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()  # noqa: S608  ours
        for table, columns in KEPT.items()
    }


def test_a_database_in_use_goes_up_whole(tmp_path: Path) -> None:
    old = tmp_path / "migrations"
    old.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql"))[:4]:
        shutil.copy(path, old)
    with closing(sqlite3.connect(tmp_path / "etalon.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, Guard(), StillClock(), old)
        connection.executescript(USED.replace("{sha}", "0" * 64))
        before = kept(connection)
        assert all(before.values())
        migrate(connection, Guard(), StillClock(), MIGRATIONS)
        assert kept(connection) == before
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT DISTINCT whole, adults, refused_part, class FROM bookings").fetchall() == [
            (1, 0, 0, None)
        ]
        assert connection.execute("SELECT token, pupil FROM consent_links ORDER BY 1").fetchall() == [
            ("l7", 5),
            ("l8", 5),
        ]
        assert connection.execute("SELECT about, recorded_by FROM consents").fetchall() == [("taking_part", None)]
        referring = connection.execute("SELECT sql FROM sqlite_schema WHERE sql LIKE '%_of_parties%'").fetchall()
        assert referring == [], "nothing refers to a table of the way up"
