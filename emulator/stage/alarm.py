"""What happens by itself at an instant of this world's time: at a move of the clock, or, while it runs, by a timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from emulator.clock import SimClock


class Alarm:
    """Rings when the next thing is due. `due` names its instant; `ring` does all that is due, so that it no longer is.

    Nothing polls: one timer waits for the nearest instant, and none at all while the clock stands still.
    """

    def __init__(self, clock: SimClock, due: Callable[[], float | None], ring: Callable[[], None]) -> None:
        self._clock = clock
        self._due = due
        self._ring = ring
        self._timer: asyncio.TimerHandle | None = None
        clock.on_move = self.set

    def set(self) -> None:
        """Ring for what is due, then wait for what will be. To be called whenever something nearer came up."""
        self.stop()
        due = self._due()
        while due is not None and due <= self._clock.now():
            self._ring()
            due = self._due()
        if due is None or not self._clock.running:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # outside of a loop time passes unheard; the next call or move makes up for it
        self._timer = loop.call_later(due - self._clock.now(), self.set)

    def stop(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
