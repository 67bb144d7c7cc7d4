"""Somebody else's process that holds the database, and lets go when told."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_PROGRAM: Final = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in sys.stdin:
    connection.execute(line)
    print("done", flush=True)
"""


class Holder:
    """Another process with a connection of its own. Each of its words returns once it is so."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", _PROGRAM, self._path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def locks(self) -> None:
        """Begin to write, and not end it."""
        self._says("BEGIN IMMEDIATE")

    def looks(self) -> None:
        """Begin to read, and not end it."""
        self._says("BEGIN")
        self._says("SELECT count(*) FROM sqlite_schema")

    def lets_go(self) -> None:
        """End what was begun."""
        self._says("ROLLBACK")

    def _says(self, sql: str) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{sql}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n", "the other process has failed"
