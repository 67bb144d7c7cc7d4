"""Checked copies of the database, made while it is in use, and the way back from one. Leaves when to the clockwork."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from storage.engine.connections import APPLICATION_ID, blaming, check_sqlite
from storage.engine.damage import in_one_line
from storage.engine.faults import UnusableDatabase
from storage.engine.schema import MIGRATIONS, check_applied, migrations_in

_PATIENCE: Final = 5.0
_BEGINS: Final = b"SQLite format 3\0"
_LOGS: Final = ("-wal", "-shm", "-journal")


def backup(database: Path, copy: Path, *, migrations: Path = MIGRATIONS) -> None:
    """Copy the database, as it stands at one moment, to `copy`, readable by its owner alone.

    What stood at `copy` is replaced only by a copy that has been checked and has reached the disk. May be called
    from any thread and any process while the database is in use. Raises UnusableDatabase.
    """
    check_sqlite()
    if copy.exists() and copy.samefile(database):
        raise UnusableDatabase(f"{copy} is the database itself: a backup needs a file of its own.")
    draft = copy.with_name(f".{copy.name}.draft")
    with blaming(database):
        try:
            _make_empty(draft)
            with closing(_open(database, "mode=ro")) as connection:
                connection.execute("VACUUM INTO ?", (str(draft.absolute()),))
            _check(draft, copy, migrations)
            _put(draft, copy)
        finally:
            draft.unlink(missing_ok=True)


def restore(copy: Path, database: Path, *, migrations: Path = MIGRATIONS) -> Path | None:
    """Put a backup in the place of the database; where the database that stood there is kept now, if one did.

    A log whose database is gone is kept likewise: SQLite would lay it over the backup. The backup is checked first,
    and left as it is. Raises UnusableDatabase, with everything as it was, for a damaged backup, one of another
    program or of a newer one, and while anything has the database open.
    """
    check_sqlite()
    if not copy.is_file():
        raise UnusableDatabase(f"{copy} is not there: name a file that `backup` has made.")
    if _beside(copy, "-wal").exists():
        raise UnusableDatabase(f"{copy} is a database in use, not a backup: make one of it with `backup`.")
    draft = database.with_name(f".{database.name}.draft")
    with blaming(database):
        try:
            _make_empty(draft)
            shutil.copyfile(copy, draft)
            with blaming(copy):
                _check(draft, copy, migrations)
            kept = _set_aside(database)
            _put(draft, database)
        finally:
            draft.unlink(missing_ok=True)
    return kept


def _open(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_PATIENCE, isolation_level=None)


def _make_empty(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _check(draft: Path, named: Path, migrations: Path) -> None:
    """Raise UnusableDatabase unless a file is whole, ours, and no newer than the program."""
    # Nothing else knows of the file: immutable keeps SQLite from laying a log beside it.
    with closing(_open(draft, "mode=ro&immutable=1")) as connection:
        found = connection.execute("PRAGMA application_id").fetchone()[0]
        if found != APPLICATION_ID:
            raise UnusableDatabase(f"{named} is not a database of this program.")
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)").fetchall()]
        if faults != ["ok"]:
            raise UnusableDatabase(f"{named} is damaged: {in_one_line(faults[0])}.")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise UnusableDatabase(f"{named} is damaged: rows of {broken[0]} refer to nothing.")
        check_applied(connection, migrations_in(migrations))


def _put(draft: Path, place: Path) -> None:
    """Move a file to its place in one step, once it has reached the disk."""
    _sync(draft)
    draft.replace(place)
    _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _set_aside(database: Path) -> Path | None:
    """Give the database a second name that it keeps when another file takes the first; None where there is none."""
    is_there = database.exists()
    if is_there:
        _fold_log_in(database)
    kept = _free_name(database)
    if is_there:
        # A link and not a move: at no moment is there no database, which a start would refuse.
        os.link(database, kept)
    for log in _LOGS:
        if _beside(database, log).exists():
            _beside(database, log).rename(_beside(kept, log))
    return kept if is_there else None


def _fold_log_in(database: Path) -> None:
    """Leave the database in one file. Raises UnusableDatabase while any connection is open to it."""
    with database.open("rb") as file:
        if file.read(len(_BEGINS)) != _BEGINS:
            return  # ruined; opening it would make SQLite throw its log away, which may be all that can be saved
    try:
        with closing(_open(database, "mode=rw")) as connection:
            # Leaving WAL needs the file for oneself: even an idle connection of another process shows here.
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise UnusableDatabase(f"{database} is in use: stop the bot first.") from error
        raise
    except sqlite3.DatabaseError:
        return  # damaged: just what a backup is for. It is kept with its log beside it


def _free_name(database: Path) -> Path:
    kept = _beside(database, ".before-restore")
    number = 2
    while any(_beside(kept, ending).exists() for ending in ("", *_LOGS)):
        kept = _beside(database, f".before-restore-{number}")
        number += 1
    return kept


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
