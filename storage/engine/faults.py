"""What can go wrong with the store itself. What a rule refuses is the domain's; what a person reads, the handlers'."""

import sqlite3
from typing import Final

_OUT_OF_ORDER: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
"""SQLite's primary result codes that blame the machine; every other one blames the SQL or the function."""


class StoreUnavailable(Exception):  # noqa: N818 - named for what is so, as every refusal is
    """The store could not do what was asked, and nothing of it has happened. Asking again later is right.

    Its cause, where there is one, is SQLite's own error.
    """


class UnusableDatabase(Exception):  # noqa: N818 - likewise
    """A file cannot be used as this program's database, or as a backup of one. The sentence says why and what to do."""


def blames_the_machine(error: BaseException) -> bool:
    """Whether an error of SQLite speaks of disk, memory or locks, not of a mistake in SQL or a broken constraint."""
    # The errors that Python's own sqlite3 module raises carry no code: they are all about misuse.
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and (code & 0xFF) in _OUT_OF_ORDER


def unavailable(cause: BaseException) -> StoreUnavailable:
    """What to tell one caller. Each gets one of their own, since each adds a traceback to it."""
    error = StoreUnavailable(f"nothing was read or kept: {in_short(cause)}")
    error.__cause__ = cause
    return error


def in_short(error: BaseException) -> str:
    """An error for a log line: SQLite's with its message, which names columns and no values; of others the kind."""
    return f"{type(error).__name__}: {error}" if isinstance(error, sqlite3.Error) else type(error).__name__
