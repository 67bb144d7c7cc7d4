"""Whether the database is where one was made before, and stays there. Leaves opening it to connections.

A mark beside the file says that one was made. It is no more than a hint to whoever starts the program: deleting it,
as the refusal says, is how one begins anew.
"""

import os
from pathlib import Path
from typing import Final

from storage.engine.faults import StoreUnavailable, UnusableDatabase

_SAYS: Final = (
    "A database was made beside this file. If it is gone, put it back or restore a backup; "
    "to begin anew with an empty one, delete this file.\n"
)


def expect(path: Path, *, backups: Path | None = None) -> None:
    """Raise UnusableDatabase where a database was made before and is not there now, or is an empty file.

    A new one in its place would know nobody and say so to everybody. That one was made is known by the mark beside
    it, by the log that one in use has, and by `backups` of it, a directory.
    """
    if not _is_missing(path):
        return
    log = path.with_name(f"{path.name}-wal")
    copies = sorted(backups.glob("*.db")) if backups is not None else []
    signs = [sign for sign in (mark(path), log) if sign.exists()] + copies[-1:]
    if not signs:
        return
    newest = copies[-1] if copies else "FILE"
    raise UnusableDatabase(
        f"{path} is gone: {signs[0]} says that it was there. Put it back, or restore a backup: "
        f"python -m bot restore {newest}. To begin anew with an empty one, move away "
        f"{', '.join(map(str, [*signs[:-1], backups] if copies else signs))}."
    )


def mark(path: Path) -> Path:
    """Where the mark of a database is."""
    return path.with_name(f".{path.name}.made")


def remember(path: Path) -> None:
    """Leave the mark, where it is not there yet. Raises OSError."""
    try:
        handle = os.open(mark(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_SAYS)


class Place:
    """The file that was opened, and whether it is still the one that its name leads to.

    SQLite goes on writing to a file that was deleted or moved away; what is kept there is lost when the program ends.
    """

    __slots__ = ("_opened", "_path")

    def __init__(self, path: Path) -> None:
        """Remember which file it is. Raises OSError where it is not there."""
        self._path = path
        self._opened = _identity(path)

    def check(self) -> None:
        """Raise StoreUnavailable where the file is not in its place. Costs a microsecond."""
        try:
            found = _identity(self._path)
        except OSError as error:
            raise StoreUnavailable("the database file is not in its place: put it back") from error
        if found != self._opened:
            raise StoreUnavailable("another file has the place of the database: put the right one back")

    def log_bytes(self) -> int:
        """How long the write-ahead log is."""
        try:
            return os.stat(f"{self._path}-wal").st_size  # noqa: PTH116  a Path made for each batch costs more than this
        except OSError:
            return 0


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116  likewise
    return found.st_dev, found.st_ino


def _is_missing(path: Path) -> bool:
    return not path.exists() or (path.is_file() and path.stat().st_size == 0)
