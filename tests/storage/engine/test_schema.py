"""Migrations: applied once, in order, whole or not at all."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import MIGRATIONS, UnusableDatabase
from storage.engine.schema import migrate, migrations_in, statements
from storage.engine.transaction import Guard
from tests.storage.engine.notebook import NOTEBOOK, SetClock


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def bring(connection: sqlite3.Connection, migrations: Path) -> int:
    guard = Guard()
    connection.set_authorizer(guard)
    return migrate(connection, guard, SetClock(), migrations)


def tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return [row[0] for row in rows]


def add(migrations: Path, name: str, text: str) -> None:
    (migrations / name).write_text(text, encoding="utf-8", newline="")


def test_each_is_applied_once_and_recorded(connection: sqlite3.Connection, migrations: Path) -> None:
    add(migrations, "0002_pages.sql", "CREATE TABLE pages (id INTEGER PRIMARY KEY) STRICT;")
    assert bring(connection, migrations) == 2
    assert bring(connection, migrations) == 0
    assert tables(connection) == ["migrations", "notes", "pages", "writers"]
    assert connection.execute("SELECT * FROM migrations").fetchall() == [
        (1, "notebook", hashlib.sha256(NOTEBOOK.encode()).hexdigest(), SetClock().shows),
        (
            2,
            "pages",
            hashlib.sha256(b"CREATE TABLE pages (id INTEGER PRIMARY KEY) STRICT;").hexdigest(),
            SetClock().shows,
        ),
    ]
    add(migrations, "0003_margins.sql", "CREATE TABLE margins (id INTEGER PRIMARY KEY) STRICT;")
    assert bring(connection, migrations) == 1
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_one_that_fails_leaves_nothing_of_itself(connection: sqlite3.Connection, migrations: Path) -> None:
    add(migrations, "0002_half.sql", "CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);")
    with pytest.raises(UnusableDatabase, match="0002_half failed: no such table: nowhere"):
        bring(connection, migrations)
    assert not connection.in_transaction
    assert tables(connection) == ["migrations", "notes", "writers"]
    assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (1,)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK", "END", "COMMIT; BEGIN", "SAVEPOINT s", "ATTACH ':memory:' AS m"])
def test_one_cannot_end_its_own_transaction(connection: sqlite3.Connection, migrations: Path, end: str) -> None:
    add(migrations, "0002_half.sql", f"CREATE TABLE half (id INTEGER); {end}; CREATE TABLE rest (id INTEGER);")
    with pytest.raises(UnusableDatabase, match="not authorized"):
        bring(connection, migrations)
    assert tables(connection) == ["migrations", "notes", "writers"]


def test_one_that_was_edited_is_refused(connection: sqlite3.Connection, migrations: Path) -> None:
    bring(connection, migrations)
    add(migrations, "0001_notebook.sql", NOTEBOOK + "\n-- a word more")
    with pytest.raises(UnusableDatabase, match="0001_notebook was edited"):
        bring(connection, migrations)


def test_line_endings_are_no_edit(connection: sqlite3.Connection, migrations: Path) -> None:
    bring(connection, migrations)
    add(migrations, "0001_notebook.sql", NOTEBOOK.replace("\n", "\r\n"))
    assert bring(connection, migrations) == 0


def test_a_newer_database_is_refused(connection: sqlite3.Connection, migrations: Path) -> None:
    add(migrations, "0002_pages.sql", "CREATE TABLE pages (id INTEGER PRIMARY KEY) STRICT;")
    bring(connection, migrations)
    (migrations / "0002_pages.sql").unlink()
    with pytest.raises(UnusableDatabase, match="newer than this program"):
        bring(connection, migrations)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("0003_gap.sql", "0003_gap stands where number 0002 is missing"),
        ("0001_twin.sql", "stands where number 0002 is missing"),
        ("2_short.sql", "2_short.sql is no name"),
        ("0002-dash.sql", "0002-dash.sql is no name"),
    ],
)
def test_a_gap_a_double_and_a_strange_name_are_refused(migrations: Path, name: str, complaint: str) -> None:
    add(migrations, name, "SELECT 1;")
    with pytest.raises(UnusableDatabase, match=complaint):
        migrations_in(migrations)


def test_rows_left_referring_to_nothing_are_refused(connection: sqlite3.Connection, migrations: Path) -> None:
    add(migrations, "0002_orphan.sql", "INSERT INTO notes (text, writer) VALUES ('whose?', 7);")
    with pytest.raises(UnusableDatabase, match="0002_orphan leaves rows of notes that refer to nothing"):
        bring(connection, migrations)
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_a_table_that_others_refer_to_can_be_rebuilt(connection: sqlite3.Connection, migrations: Path) -> None:
    bring(connection, migrations)
    connection.execute("INSERT INTO writers (id) VALUES (7)")
    connection.execute("INSERT INTO notes (text, writer) VALUES ('mine', 7)")
    rebuild = """
        CREATE TABLE writers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '') STRICT;
        INSERT INTO writers_new (id) SELECT id FROM writers;
        DROP TABLE writers;
        ALTER TABLE writers_new RENAME TO writers;
    """
    add(migrations, "0002_names.sql", rebuild)
    assert bring(connection, migrations) == 1
    assert connection.execute("SELECT writer FROM notes").fetchall() == [(7,)]
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO notes (text, writer) VALUES ('whose?', 8)")


def test_statements_end_only_where_they_end() -> None:
    text = """
        -- a remark; with a semicolon
        CREATE TABLE a (t TEXT DEFAULT ';'); CREATE TABLE b (t TEXT); ;
        /* another; one */
        CREATE TRIGGER c AFTER INSERT ON a BEGIN
            UPDATE a SET t = ';';
            SELECT CASE WHEN 1 THEN 2 END;
        END;
        -- the end; really
    """
    found = [statement.split()[-1] for statement in statements(text)]
    assert found == ["';');", "TEXT);", "END;"]


def test_a_last_statement_without_its_semicolon_is_noticed(connection: sqlite3.Connection, migrations: Path) -> None:
    add(migrations, "0002_open.sql", "CREATE TABLE open (id INTEGER);\nCREATE TABLE ended (id INTEGER)")
    with pytest.raises(UnusableDatabase, match="not ended by a semicolon"):
        bring(connection, migrations)
    assert "open" not in tables(connection)


def test_the_programs_own_migrations_go_up_from_nothing(connection: sqlite3.Connection) -> None:
    assert bring(connection, MIGRATIONS) == len(list(MIGRATIONS.glob("*.sql"))) > 0
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    strict = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict").fetchall()
    assert [row[0] for row in strict if not row[0].startswith("sqlite_")] == []
