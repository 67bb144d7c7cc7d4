"""Meetings kept at their local times by the zones' rules of today, once each time the program starts."""

import structlog

from domain.identities import SlotId
from storage.engine import Store
from storage.publishing import zones

_log = structlog.get_logger(__name__)


class LocalTimes:
    """Looks through all slots ahead. The rules come with the program: they change from one start to the next alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked = False

    async def look(self) -> None:
        """Look once; again where the store did not answer to the end. Raises StoreUnavailable."""
        if self._looked:
            return
        last: SlotId | None = None
        shifted = 0
        while (looked := await self._store.write(zones.keep_local_times, after=last)).last is not None:
            last = looked.last
            shifted += looked.shifted
        self._looked = True
        if shifted:
            _log.warning("a zone's rules have changed: slots were shifted to their local times", slots=shifted)
