"""Damage: whether a file is whole before it is used, and what follows once SQLite finds one that is not."""

import logging
import sqlite3
from pathlib import Path
from typing import Final

from storage.engine.faults import RESTORE, StoreUnavailable, UnusableDatabase, in_short, tells_of_damage

LARGEST_LOOKED_THROUGH: Final = 64 * 1024 * 1024
"""How large a file a start reads through, in bytes: a second's work, and some 200,000 bookings. A larger one is looked
through where nobody waits: with each night's backup, and by `doctor`."""

_log = logging.getLogger(__name__)


def check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raise UnusableDatabase where a page is damaged, or rows refer to nothing. Raises what SQLite raises, too.

    A file with its log is read as one.
    """
    if path.stat().st_size > LARGEST_LOOKED_THROUGH:
        return
    faults = [row[0] for row in connection.execute("PRAGMA quick_check(1)").fetchall()]
    if faults != ["ok"]:
        raise UnusableDatabase(f"{path} is damaged: {in_one_line(faults[0])}.{RESTORE}")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise UnusableDatabase(f"{path} is damaged: rows of {broken[0]} refer to nothing.{RESTORE}")


def in_one_line(fault: str) -> str:
    """What SQLite writes over several lines."""
    return " ".join(fault.split()).rstrip(".")


class Damage:
    """What all connections of a store know of the file's damage.

    Once any of them has met some, nothing more is confirmed: what people were told would be kept in a file that is to
    be replaced by a backup. Looking goes on where SQLite still can.
    """

    def __init__(self) -> None:
        self.found: sqlite3.Error | None = None

    def note(self, error: BaseException | None) -> None:
        """Look whether an error, or what it was made of, tells of damage. On any thread."""
        cause = error.__cause__ if isinstance(error, StoreUnavailable) else error
        if self.found is None and isinstance(cause, sqlite3.Error) and tells_of_damage(cause):
            self.found = cause
            _log.critical("the database is damaged (%s): stop the bot.%s", in_short(cause), RESTORE)

    def check(self) -> None:
        """Raise StoreUnavailable where damage was met."""
        if self.found is not None:
            raise StoreUnavailable("the database is damaged") from self.found
