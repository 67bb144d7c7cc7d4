"""Databases of a chosen size, filled fast and kept in a folder for the next run. Leaves what is in them to `town`."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import town
from bench.town import Size
from domain.moments import Instant
from storage.engine.connections import connect_writer
from storage.engine.schema import MIGRATIONS, migrate
from storage.engine.store import PATIENCE
from storage.engine.transaction import Guard


class TownClock:
    """Stands still at the town's present."""

    def now(self) -> Instant:
        """The same at every call."""
        return town.NOW


def dataset(folder: Path, size: Size) -> Path:
    """A database of that size: the one that an earlier run left, or one made now. Not to be changed: see `copied`."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"town-{size.slots}-{size.people}-{size.bookings}"
    path = folder / f"{name}-{_recipe()}.db"
    if not path.exists():
        for outdated in folder.glob(f"{name}-*.db"):
            _delete(outdated)
        made = path.with_suffix(".part")
        made.unlink(missing_ok=True)
        _make_tables(made)
        _fill(made, size)
        made.replace(path)
    return path


@contextmanager
def copied(path: Path, to: Path) -> Iterator[Path]:
    """A copy that may be changed, safely on the disk before anything is measured, and gone afterwards."""
    _delete(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)
    with to.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        yield to
    finally:
        _delete(to)


def _delete(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f".{path.name}.made"):
        path.with_name(name).unlink(missing_ok=True)


def _recipe() -> str:
    """What a kept database depends on: the schema, and what is put into it."""
    sources = [*sorted(MIGRATIONS.glob("*.sql")), Path(town.__file__), Path(__file__)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _make_tables(path: Path) -> None:
    guard = Guard()
    with closing(connect_writer(path, guard, patience=PATIENCE)) as connection:
        migrate(connection, guard, TownClock())


def _fill(path: Path, size: Size) -> None:
    """Row by row under the indexes, as in life: made afterwards their pages are full, and each booking splits some."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("BEGIN")
        for table, rows in town.tables(size):
            marks = ", ".join("?" * (table.count(",") + 1))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
