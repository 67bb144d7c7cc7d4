"""What happens once a night: how far it got is kept in the store. Leaves what it is to the list of jobs."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import structlog

from domain.moments import Clock, Instant, instant, local
from storage.engine import Store, UnusableDatabase
from storage.messages import marks

_log = structlog.get_logger(__name__)


def last_night(now: Instant, at: time, zone: str) -> Instant:
    """The last time that clocks in `zone` showed this time of day."""
    today = local(now, zone).date()
    here = instant(today, at, zone)
    return here if here <= now else instant(today - timedelta(days=1), at, zone)


class Nightly:
    """Does its work once after each night's hour, also when the program was down at that hour."""

    def __init__(
        self, store: Store, clock: Clock, name: str, at: time, zone: str, work: Callable[[], Awaitable[None]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._name = f"{name}.last_done"
        self._at = at
        self._zone = zone
        self._work = work

    async def look(self) -> None:
        """Do it where it is due. A failure that somebody has to look at is logged, and tried again the next night."""
        now = self._clock.now()
        last_done = await self._store.read(marks.mark, name=self._name)
        if last_done is not None and last_done >= last_night(now, self._at, self._zone):
            return
        if last_done is not None:  # on the first day there is nothing yet that would be worth it
            try:
                await self._work()
            except (UnusableDatabase, OSError) as error:
                _log.error("a nightly job failed", job=self._name, error=str(error))
        await self._store.write(marks.set_mark, name=self._name, value=now)
