"""The time of the emulated world: real time plus an offset, or standing still, for tests; it never goes backwards."""

from __future__ import annotations

import time
from collections.abc import Callable


class SimClock:
    """Unix seconds, movable forward; `version` grows with every move, so that a follower can tell them apart.

    `running` says that time passes by itself; `on_move` is called after each move.
    """

    def __init__(self, start: float | None = None, *, running: bool = True) -> None:
        self.running = running
        self.on_move: Callable[[], None] | None = None
        self._base = time.time() if start is None else start
        self._since = time.monotonic()
        self.version = 0

    def now(self) -> float:
        """Unix seconds, in this world."""
        return self._base + (time.monotonic() - self._since) if self.running else self._base

    def date(self) -> int:
        """Unix seconds as the Bot API writes them."""
        return int(self.now())

    def move_to(self, instant: float) -> None:
        """Go to an instant, counted as one move. Raises ValueError for one that has passed."""
        if instant < self.now():
            raise ValueError("the clock never goes backwards")
        self._base = instant
        self._since = time.monotonic()
        self.version += 1
        if self.on_move is not None:
            self.on_move()
