"""Where the present comes from: the system, or an emulator's clock. Leaves what comes due to the clockwork.

The rules of zones come from the tzdata package that was installed with the program. Python would take the system's
first, which may be years old: clocks in Almaty are an hour back since 1 March 2024.
"""

import asyncio
import os
import time
import zoneinfo
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Self

import aiohttp
import structlog

from domain.moments import Instant

WAIT_SECONDS: Final = 30.0
PAUSE_SECONDS: Final = 1.0
GLANCE_SECONDS: Final = 0.05

_log = structlog.get_logger(__name__)

os.environ["PYTHONTZPATH"] = ""  # for processes that this one starts
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()


class SystemClock:
    """The system's time."""

    def now(self) -> Instant:
        """The present, in whole Unix seconds."""
        return Instant(int(time.time()))


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand, for whoever moves the clock: nothing left to do now, and when something comes due."""

    idle: bool
    next_due: Instant | None = None
    landmarks: dict[str, int] = field(default_factory=dict)


class FollowedClock:
    """The time of an emulator (`/sim/clock/follow`), which may jump forward.

    Between two answers of the emulator it runs by this process's monotonic time.
    """

    def __init__(self, base: str, *, follower: str = "bot") -> None:
        self._url = f"{base.rstrip('/')}/sim/clock/follow"
        self._follower = follower
        self._offset = time.time() - time.monotonic()
        self._version = self._caught_up = -1
        self._changed = asyncio.Event()
        self._http: aiohttp.ClientSession | None = None

    def now(self) -> Instant:
        """The present there, in whole Unix seconds."""
        return Instant(int(time.monotonic() + self._offset))

    async def __aenter__(self) -> Self:
        """Connect and take over the emulator's time. Raises OSError where nobody answers."""
        self._http = aiohttp.ClientSession()
        try:
            await self._tell(Standing(idle=False), wait=0)
        except BaseException:
            await self._http.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def busy(self) -> None:
        """Say that there is something to do; returns once the emulator knows."""
        with suppress(aiohttp.ClientError, TimeoutError):
            await self._tell(Standing(idle=False), wait=0)
        self._changed.set()

    def nudge(self) -> None:
        """Things may stand differently now: say so soon."""
        self._changed.set()

    async def follow(
        self, catch_up: Callable[[], Awaitable[None]], standing: Callable[[], Awaitable[Standing]]
    ) -> None:
        """Live by that clock until cancelled: after each jump `catch_up`, and say how things stand whenever asked."""
        while True:
            try:
                await self._live(catch_up, standing)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                _log.warning("the emulator's clock does not answer", error=type(error).__name__)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _live(self, catch_up: Callable[[], Awaitable[None]], standing: Callable[[], Awaitable[Standing]]) -> None:
        while True:
            self._changed.clear()
            stands = await standing()
            if self._version != self._caught_up or not stands.idle:
                version = self._version
                await catch_up()
                self._caught_up = version
                stands = await standing()
            await self._ask(stands)
            if not stands.idle:
                await asyncio.sleep(
                    GLANCE_SECONDS
                )  # somebody else is at it: a turn, a message that waits to be retried

    async def _ask(self, stands: Standing) -> None:
        """Leave the question open while idle; a change here ends it, and the next one replaces it at the emulator."""
        asking = asyncio.ensure_future(self._tell(stands, wait=WAIT_SECONDS if stands.idle else 0))
        changing = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({asking, changing}, return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                asking.result()
        finally:
            asking.cancel()
            changing.cancel()
            await asyncio.gather(asking, changing, return_exceptions=True)

    async def _tell(self, stands: Standing, *, wait: float) -> None:
        if self._http is None:
            raise RuntimeError("the clock is followed only inside `async with`")
        body: dict[str, Any] = {
            "follower": self._follower,
            "seen": self._caught_up,
            "idle": stands.idle,
            "next_due": stands.next_due,
            "landmarks": stands.landmarks,
            "wait": wait,
        }
        limit = aiohttp.ClientTimeout(total=wait + 10)
        async with self._http.post(self._url, json=body, timeout=limit) as response:
            response.raise_for_status()
            answer = await response.json()
        self._offset = float(answer["now"]) - time.monotonic()
        self._version = int(answer["version"])
