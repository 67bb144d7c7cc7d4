"""What can go wrong with the store itself. What a rule refuses is the domain's; what a person reads, the handlers'."""

import errno
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

_WRITING_OUT_OF_ORDER: Final = _OUT_OF_ORDER | {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
"""Where one may write: a disk that has become read-only. A connection that only reads is refused by the same codes."""

_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_FORBIDDEN: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN})

RESTORE: Final = " Restore a backup that is whole: python -m bot restore FILE."
_ALLOW: Final = " It has to be a file that this program may read and write, in a folder where it may write, too."
_MAKE_ROOM: Final = " Make room on its disk."
_RELEASE: Final = " Another program holds it: end that one first."


class StoreUnavailable(Exception):  # noqa: N818 - named for what is so, as every refusal is
    """The store could not do what was asked, and nothing of it has happened. Asking again later is right.

    Its cause, where there is one, is SQLite's own error.
    """


class UnusableDatabase(Exception):  # noqa: N818 - likewise
    """A file cannot be used as this program's database, or as a backup of one. The sentence says why and what to do."""


def blames_the_machine(error: BaseException, *, writing: bool = False) -> bool:
    """Whether an error of SQLite speaks of disk, memory or locks, not of a mistake in SQL or a broken constraint."""
    return _code(error) in (_WRITING_OUT_OF_ORDER if writing else _OUT_OF_ORDER)


def tells_of_damage(error: BaseException) -> bool:
    """Whether SQLite says that the file is not what it wrote there."""
    return _code(error) in _DAMAGED


def advice(error: BaseException) -> str:
    """What whoever starts the program can do about a file that SQLite or the system refuses; a sentence, or nothing."""
    code, number = _code(error), getattr(error, "errno", None)
    if code in _DAMAGED:
        return RESTORE
    if code in _FORBIDDEN or number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _ALLOW
    if code == sqlite3.SQLITE_FULL or number in {errno.ENOSPC, errno.EDQUOT}:
        return _MAKE_ROOM
    return _RELEASE if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} else ""


def unavailable(cause: BaseException) -> StoreUnavailable:
    """What to tell one caller. Each gets one of their own, since each adds a traceback to it."""
    error = StoreUnavailable(f"nothing was read or kept: {in_short(cause)}")
    error.__cause__ = cause
    return error


def in_short(error: BaseException) -> str:
    """An error for a log line: SQLite's with its message, which names columns and no values; of others the kind."""
    ours_or_sqlites = isinstance(error, sqlite3.Error | StoreUnavailable)
    return f"{type(error).__name__}: {error}" if ours_or_sqlites else type(error).__name__


def _code(error: BaseException) -> int | None:
    """SQLite's primary result code."""
    # The errors that Python's own sqlite3 module raises carry none: they are all about misuse.
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(error, sqlite3.Error) and code is not None else None
