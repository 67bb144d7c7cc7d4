"""Migrations to die in: one more numbered file each time, over the tables as they are filled by then."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.engine.schema import statements

# A table that is rebuilt from another one's rows, an index, every letter touched, and the table of last time dropped.
TEXT: Final = """
CREATE TABLE torture_{number} (
    booking INTEGER PRIMARY KEY REFERENCES bookings (id),
    state TEXT NOT NULL,
    seats INTEGER NOT NULL
) STRICT;

INSERT INTO torture_{number} (booking, state, seats) SELECT id, state, seats FROM bookings;

CREATE INDEX torture_{number}_by_state ON torture_{number} (state);

ALTER TABLE marks ADD COLUMN torture_{number} INTEGER NOT NULL DEFAULT 0;

UPDATE marks SET torture_{number} = {number};

UPDATE outbox SET why = why;

DROP TABLE IF EXISTS torture_{before};

INSERT INTO marks (name, value, torture_{number}) VALUES ('torture.{number}', {number}, {number});
"""

SCHEMA: Final = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
APPLIED: Final = "SELECT max(number) FROM migrations"


def add(folder: Path) -> None:
    """Put the next file in."""
    number = len(list(folder.glob("*.sql"))) + 1
    (folder / f"{number:04}_torture.sql").write_text(TEXT.format(number=number, before=number - 1), encoding="utf-8")


def count(folder: Path) -> int:
    """How many statements all of them have."""
    return sum(len(list(statements(path.read_text(encoding="utf-8")))) for path in folder.glob("*.sql"))


def halfway(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """What is there of a migration that is not recorded, or not there of one that is."""
    there = dict(connection.execute(SCHEMA).fetchall())
    applied = int(connection.execute(APPLIED).fetchone()[0] or 0) if "migrations" in there else 0
    wanted = _schema_after(folder, applied)
    found = [f"after {applied} migrations there is {name}" for name in there.keys() - wanted.keys() - {"migrations"}]
    found += [f"after {applied} migrations {name} is missing" for name in wanted.keys() - there.keys()]
    found += [f"{name} is not what {applied} migrations make" for name in wanted if there.get(name) != wanted[name]]
    if "marks" in there:
        marks = {row[0] for row in connection.execute("SELECT name FROM marks WHERE name LIKE 'torture.%'")}
        files = sorted(folder.glob("*_torture.sql"))
        made = {f"torture.{_number(path)}" for path in files if _number(path) <= applied}
        found += [f"{name} is there too much or too little" for name in marks ^ made]
    return found


def _schema_after(folder: Path, applied: int) -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        for path in sorted(folder.glob("*.sql"))[:applied]:
            for statement in statements(path.read_text(encoding="utf-8")):
                connection.execute(statement)
        return dict(connection.execute(SCHEMA).fetchall())


def _number(path: Path) -> int:
    found = re.match(r"\d+", path.name)
    return int(found[0]) if found else 0
