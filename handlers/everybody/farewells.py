"""Goodbyes: "your data is deleted" is the last thing that somebody reads. Leaves forgetting them to storage."""

import asyncio
import time
from typing import Final

from domain.identities import PersonId
from storage.engine import Store
from storage.messages import departures

LONGEST_SECONDS: Final = 40.0
"""A request that Telegram does not answer is given up after 30."""
GLANCE_SECONDS: Final = 0.05


async def last_letters_gone(store: Store, person: PersonId) -> None:
    """Wait until nothing is on its way to somebody who is forgotten: what is still to be sent is dropped by then.

    A letter that was read before takes its turn behind all replies, so the goodbye would overtake it. Usually there is
    none. Ends after 40 seconds whatever Telegram does. Raises StoreUnavailable.
    """
    until = time.monotonic() + LONGEST_SECONDS
    while await store.read(departures.under_way, person=person) and time.monotonic() < until:  # noqa: ASYNC110  a row
        await asyncio.sleep(GLANCE_SECONDS)
