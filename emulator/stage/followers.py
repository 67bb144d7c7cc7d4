"""Programs that live by this clock, and moving it so that each of them keeps up; what they do, they know themselves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from emulator.answers import Json
from emulator.clock import SimClock

# Seconds of real time.
LONGEST_WAIT: Final = 60.0
FORGOTTEN_AFTER: Final = 90.0
PATIENCE: Final = 60.0
GLANCE: Final = 0.05

MOST_ROUNDS: Final = 1_000


@dataclass(slots=True)
class Report:
    """How one program stands: the move of the clock it has seen, whether it is idle, when it has something to do."""

    seen: int
    idle: bool
    next_due: float | None = None
    landmarks: Mapping[str, float] = field(default_factory=dict)
    heard_at: float = 0.0


class Followers:
    """The reports of every program that follows, and the one way to move the clock."""

    def __init__(
        self,
        clock: SimClock,
        updates_wait: Callable[[], bool],
        *,
        also_due: Callable[[], float | None] = lambda: None,
        patience: float = PATIENCE,
    ) -> None:
        self._clock = clock
        self._also_due = also_due
        self._updates_wait = updates_wait
        self._patience = patience
        self._reports: dict[str, Report] = {}
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._moving = asyncio.Lock()
        self._heard = asyncio.Event()

    async def follow(self, name: str, report: Report, wait: float) -> Json:
        """Take a report; answer with the time once the clock has moved past what was seen, or after `wait` seconds."""
        report.heard_at = time.monotonic()
        self._reports[name] = report
        self._heard.set()
        self._release(name)
        if self._clock.version <= report.seen and wait > 0:
            future = asyncio.get_running_loop().create_future()
            self._waiting[name] = future
            try:
                await asyncio.wait_for(future, min(wait, LONGEST_WAIT))
            except TimeoutError:
                pass
            finally:
                if self._waiting.get(name) is future:
                    del self._waiting[name]
            report.heard_at = time.monotonic()
        return {"now": self._clock.now(), "version": self._clock.version}

    async def advance(self, target: float) -> Json:
        """Go to an instant through everything due before it; answer when all are idle there, or patience ends.

        Raises ValueError for an instant that has passed.
        """
        if target < self._clock.now():
            raise ValueError("the clock never goes backwards")
        async with self._moving:
            until = time.monotonic() + self._patience
            for _ in range(MOST_ROUNDS):
                due = min((at for at in (self._next_due(), self._also_due()) if at is not None), default=None)
                if due is None or due >= target:
                    break
                now = self._clock.now()
                step = due if due > now else now + 1
                if step >= target:
                    break
                self._move(step)
                if not await self._settled(until):
                    break
            self._move(max(target, self._clock.now()))
            await self._settled(until)
        return self.standing()

    def standing(self) -> Json:
        """The time, and how those who follow stand."""
        landmarks: dict[str, float] = {}
        for report in self._present():
            for name, instant in report.landmarks.items():
                landmarks[name] = min(instant, landmarks.get(name, instant))
        return {
            "now": self._clock.now(),
            "version": self._clock.version,
            "idle": self._idle(),
            "next_due": self._next_due(),
            "landmarks": landmarks,
        }

    def _move(self, instant: float) -> None:
        self._clock.move_to(max(instant, self._clock.now()))
        for name in list(self._waiting):
            self._release(name)

    def _release(self, name: str) -> None:
        future = self._waiting.pop(name, None)
        if future is not None and not future.done():
            future.set_result(None)

    def _present(self) -> list[Report]:
        """Those heard of lately; one who waits for the clock right now counts as heard."""
        now = time.monotonic()
        for name in self._waiting:
            self._reports[name].heard_at = now
        gone = [name for name, report in self._reports.items() if now - report.heard_at > FORGOTTEN_AFTER]
        for name in gone:
            del self._reports[name]
        return list(self._reports.values())

    def _next_due(self) -> float | None:
        return min((report.next_due for report in self._present() if report.next_due is not None), default=None)

    def _idle(self) -> bool:
        present = self._present()
        if not present:
            return True
        version = self._clock.version
        return all(report.idle and report.seen == version for report in present) and not self._updates_wait()

    async def _settled(self, until: float) -> bool:
        """Wait until everyone is idle at this move of the clock, or patience ends."""
        while not self._idle():
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._heard.clear()
            try:
                # Reports wake this at once; a glance between them notices a confirmed update.
                await asyncio.wait_for(self._heard.wait(), min(left, GLANCE))
            except TimeoutError:
                continue
        return True
