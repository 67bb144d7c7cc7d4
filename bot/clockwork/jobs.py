"""The one list of all timed jobs. Leaves when to look to the clockwork, and what is due to the store."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Final

import structlog

from bot.clockwork.nightly import Nightly
from domain.moments import DAY, Clock, Instant, local
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox, outbox, reminders
from storage.people import intents
from storage.seats import retention, waiting

BACKUPS_KEPT: Final = 14
INTENTS_KEPT_FOR: Final = 30 * DAY
"""How long a button is remembered to have been pressed; whatever it stood for has long been refused by then."""
BACKUP_AT: Final = time(3, 0)
PURGE_AT: Final = time(3, 30)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to look after every so many seconds; never beside itself."""

    name: str
    seconds: int
    work: Callable[[], Awaitable[None]]
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Do what is due. Where the store does not answer, the next time will."""
        async with self._alone:
            try:
                await self.work()
            except StoreUnavailable:
                _log.warning("the store does not answer; a job waits", job=self.name)


def every_job(
    store: Store, clock: Clock, *, wake_sender: Callable[[], None], zone: str, backups: Path
) -> tuple[Job, ...]:
    """Every timed job there is."""

    async def expire() -> None:
        while await store.write(waiting.expire):
            wake_sender()

    async def remind() -> None:
        while await store.write(reminders.expand):
            wake_sender()

    async def send() -> None:
        wake_sender()

    async def back_up() -> None:
        await _back_up(store, clock, zone, backups)

    async def purge() -> None:
        unneeded = Instant(clock.now() - INTENTS_KEPT_FOR)
        for some_more in (
            lambda: store.write(inbox.purge),
            lambda: store.write(outbox.purge),
            lambda: store.write(intents.purge, before=unneeded),
            lambda: store.write(retention.forget_answers),
        ):
            await _until_none_is_left(some_more)

    return (
        Job("expire holds and offers", 5, expire),
        Job("put due reminders into the outbox", 5, remind),
        Job("wake the sender", 1, send),
        Job("back up every night", 60, Nightly(store, clock, "backup", BACKUP_AT, zone, back_up).look),
        Job("forget old messages every night", 60, Nightly(store, clock, "purge", PURGE_AT, zone, purge).look),
    )


async def _until_none_is_left(some_more: Callable[[], Awaitable[object]]) -> None:
    """Work in chunks, so that nobody waits behind the whole of it."""
    while await some_more():
        continue


async def _back_up(store: Store, clock: Clock, zone: str, directory: Path) -> None:
    """One backup for each day; the oldest beyond a fortnight's go."""
    path = directory / f"etalon-{local(clock.now(), zone):%Y-%m-%d}.db"
    await asyncio.to_thread(directory.mkdir, parents=True, exist_ok=True)
    if not await asyncio.to_thread(path.exists):
        await store.backup(path)
        _log.info("backed up", path=str(path))
    await asyncio.to_thread(_forget_oldest, directory)


def _forget_oldest(directory: Path) -> None:
    for old in sorted(directory.glob("etalon-????-??-??.db"))[:-BACKUPS_KEPT]:
        old.unlink()
