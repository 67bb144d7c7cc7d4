"""The one list of all timed jobs. Leaves when to look to the clockwork, and what is due to the store."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import time
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

import structlog

from bot.clockwork.nightly import Nightly
from bot.clockwork.zones import LocalTimes
from domain.moments import DAY, Clock, Instant, local
from storage.announcing import albums, expansion
from storage.attending import door_lists, walk_ins
from storage.capacity import by_hand, form_sheets
from storage.capacity import settings as capacity_settings
from storage.capacity import warnings as capacity_warnings
from storage.classes import days, pupil_links
from storage.drafting import publishing
from storage.engine import Store, StoreUnavailable, Transaction
from storage.following import telling
from storage.messages import cards, inbox, interest, jumps, outbox, reminders
from storage.organizing import digests
from storage.people import claims, intents, invites
from storage.programme import looks
from storage.publishing import tidings
from storage.questions import questions
from storage.seats import forgotten_classes, retention, waiting

BACKUPS_KEPT: Final = 14
INTENTS_KEPT_FOR: Final = 30 * DAY
"""How long a button is remembered to have been pressed; whatever it stood for has long been refused by then."""
PEOPLE_AT_ONCE: Final = 200
RESTS: Final = 1.5
"""An announcement's recipients are queued so many at a time, with rests in between so many times as long as that took:
a hundred thousand take some seconds, and taps meanwhile at most twice their usual time (`make bench`)."""
BACKUP_AT: Final = time(3, 0)
PURGE_AT: Final = time(3, 30)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to look after every so many seconds; never beside itself. `first`: at start, before everything else."""

    name: str
    seconds: int
    work: Callable[[], Awaitable[None]]
    first: bool = False
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Do what is due. Where the store does not answer, the next time will."""
        async with self._alone:
            try:
                await self.work()
            except StoreUnavailable:
                _log.warning("the store does not answer; a job waits", job=self.name)


async def _nothing() -> None:
    return


def every_job(
    store: Store,
    clock: Clock,
    *,
    wake_sender: Callable[[], None],
    zone: str,
    backups: Path,
    show_progress: Callable[[], Awaitable[None]] = _nothing,
    keep_posts: Callable[[], Awaitable[None]] = _nothing,
    keep_door_codes: Callable[[], Awaitable[None]] = _nothing,
) -> tuple[Job, ...]:
    """Every timed job there is. `show_progress` of announcements and `keep_posts` true are the messenger's side."""

    def writing(some_letters: Callable[[Transaction], object]) -> Callable[[], Awaitable[None]]:
        async def write() -> None:
            while await store.write(some_letters):
                wake_sender()

        return write

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
            lambda: store.write(tidings.forget_reasons),
            lambda: store.write(by_hand.forget_long_ago),
            lambda: store.write(form_sheets.forget_old),
            lambda: store.write(forgotten_classes.forget_needs),
            lambda: store.write(forgotten_classes.forget_orphans),
            lambda: store.write(forgotten_classes.forget_lists, zone=zone),
            lambda: store.write(invites.forget_wrong_codes),
            lambda: store.write(pupil_links.forget_old),
            lambda: store.write(looks.forget_old),
            lambda: store.write(interest.forget_old),
            lambda: store.write(questions.forget_words),
            lambda: store.write(cards.purge),
            lambda: store.write(albums.purge),
            lambda: store.write(walk_ins.forget_names),
        ):
            await _until_none_is_left(some_more)

    return (
        Job("keep meetings at their local times", 60, LocalTimes(store).look, first=True),
        Job("release what a clock put back holds up", 60, writing(jumps.release)),
        Job("expire holds and offers", 5, writing(waiting.expire)),
        Job("offer seats that would stay empty", 5, writing(waiting.skip_ahead)),
        Job("release seats that were kept", 5, writing(capacity_settings.release_due)),
        Job("tell organizers of too few", 15, writing(capacity_warnings.tell_of_too_few)),
        Job("publish drafts at their time", 5, writing(publishing.publish_due)),
        Job("ask classes whether they still come", 30, writing(days.ask)),
        Job("tell hosts of silent classes", 30, writing(days.tell_of_silence)),
        Job("tell classes to leave", 15, writing(days.tell_to_leave)),
        Job("put due reminders into the outbox", 5, writing(reminders.expand)),
        Job("tell that albums have come", 1, writing(albums.close)),
        Job("ask who was there how interested they are", 60, writing(interest.ask_after)),
        Job("put announcements into the outbox", 2, _announcing(store, wake_sender)),
        Job("show how announcements get on", 2, show_progress),
        Job("post, and keep posts true", 5, keep_posts),
        Job("send lists for tomorrow's doors", 30, writing(door_lists.send)),
        Job("keep the codes at doors of this minute", 1, keep_door_codes),
        Job("tell followers what is new", 30, writing(partial(telling.tell, zone=zone))),
        Job("tell organizers of their day", 30, writing(partial(digests.tell, zone=zone))),
        Job("free what nobody saw to in time", 30, writing(claims.lapse)),
        Job("wake the sender", 1, send),
        Job("back up every night", 60, Nightly(store, clock, "backup", BACKUP_AT, zone, back_up).look),
        Job("forget old messages every night", 60, Nightly(store, clock, "purge", PURGE_AT, zone, purge).look),
    )


def _announcing(store: Store, wake_sender: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def announce() -> None:
        while True:
            began = monotonic()
            if not await store.write(expansion.advance, chunk=PEOPLE_AT_ONCE):
                return
            wake_sender()
            await asyncio.sleep(RESTS * (monotonic() - began))

    return announce


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
    for draft in directory.glob(".etalon-????-??-??.db.draft"):  # of a night in which the program was killed
        draft.unlink()
