"""Folding the write-ahead log in where commits alone do not get it done. Leaves the usual case to SQLite."""

import logging
import sqlite3
import time
from typing import Final

from storage.engine.connections import LOG_BYTES
from storage.engine.presence import Place

LONGEST: Final = LOG_BYTES
"""How long the log may become before it is folded in by force, in bytes: four times what a commit folds in."""
PATIENCE_MS: Final = 100
AGAIN_SECONDS: Final = 10.0
"""How soon it is tried again where a reading that takes long stands in the way."""

_log = logging.getLogger(__name__)


class Folding:
    """Keeps the log bounded while screens are read without a pause.

    A commit folds in what no reading needs, and begins the log anew only where nothing is being read at that moment.
    Three connections that are never idle together let it grow for ever: 40 times its usual length was measured.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._not_before = float("-inf")

    def look(self, connection: sqlite3.Connection) -> None:
        """Fold a log that has become too long. On the writer's thread, between batches; waits 0.1 s at most."""
        if self._place.log_bytes() <= LONGEST or time.monotonic() < self._not_before:
            return
        if not _folds(connection):
            _log.warning("a long reading keeps the write-ahead log from being folded in; it is tried again")
            self._not_before = time.monotonic() + AGAIN_SECONDS


def _folds(connection: sqlite3.Connection) -> bool:
    try:
        patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}").fetchall()
            blocked, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {patience}").fetchall()
    except sqlite3.Error:
        return False
    return not blocked
