"""Timed jobs: what is due is done, once, also after a night that the program slept through."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from bot.clockwork import Clockwork, due
from bot.clockwork.jobs import BACKUPS_KEPT, INTENTS_KEPT_FOR, Job, every_job
from bot.clockwork.nightly import Nightly, last_night
from domain.identities import Intent
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, instant
from storage.engine import Store, StoreUnavailable, UnusableDatabase
from storage.messages import inbox, reminder_plans
from storage.people import intents
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, StillClock


class Called:
    """Counts how often it was called."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1

    async def work(self) -> None:
        self.times += 1


@pytest.fixture
def woken() -> Called:
    return Called()


@pytest.fixture
def clockwork(store: Store, clock: StillClock, woken: Called, tmp_path: Path) -> Clockwork:
    return Clockwork(every_job(store, clock, wake_sender=woken, zone=ALMATY, backups=tmp_path / "backups"))


async def test_every_job_looks_at_its_interval_and_never_beside_itself(clockwork: Clockwork) -> None:
    async with clockwork:
        scheduled = clockwork._scheduler.get_jobs()
    assert {job.id for job in scheduled} == {job.name for job in clockwork.jobs}
    for job in scheduled:
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
        assert 1 <= job.trigger.interval.total_seconds() <= 60


async def test_what_is_due_is_done(clockwork: Clockwork, desk: Desk, clock: StillClock, woken: Called) -> None:
    slot = await desk.slot(capacity=2, starts_in=3 * DAY)
    await desk.do(reminder_plans.plan, slot=slot)
    older, younger = await desk.pupil(), await desk.pupil(younger=True)
    await desk.book(older, slot)
    held = await desk.book(younger, slot)
    coming = await desk.store.read(due)
    assert coming.next == held.held_until
    assert coming.nothing_now

    clock.shows = instant(date(2026, 11, 25), time(18, 0), ALMATY)
    assert not (await desk.store.read(due)).nothing_now
    await clockwork.run_due()

    assert await desk.letters() == [(LetterKind.HOLD_EXPIRED, younger.id), (LetterKind.REMINDER, older.id)]
    assert woken.times >= 3
    assert await desk.seats_taken(slot) == 1
    await clockwork.run_due()
    assert len(await desk.letters()) == 2


async def test_what_comes_next_counts_reminders_that_somebody_will_get(desk: Desk, clock: StillClock) -> None:
    empty = await desk.slot(starts_in=2 * DAY)
    await desk.do(reminder_plans.plan, slot=empty)
    coming = await desk.store.read(due)
    assert (coming.next, coming.next_reminder) == (None, None)

    clock.forward(2 * DAY)  # … and nobody's, once they are over, still have to be put away
    assert not (await desk.store.read(due)).nothing_now


async def test_a_store_that_does_not_answer_ends_no_job() -> None:
    async def work() -> None:
        raise StoreUnavailable("locked")

    await Job("any", 1, work).run()


async def test_what_comes_first_is_done_before_anything_ticks_and_keeps_nothing_from_ticking() -> None:
    done: list[str] = []

    def job(name: str, *, first: bool, fails: bool = False) -> Job:
        async def work() -> None:
            done.append(name)
            if fails:
                raise RuntimeError(name)

        return Job(name, 60, work, first)

    jobs = [job("any", first=False), job("broken", first=True, fails=True), job("first", first=True)]
    async with Clockwork(jobs) as clockwork:
        assert done == ["broken", "first"]
        assert clockwork._scheduler.running


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ((date(2026, 11, 24), time(2, 59)), (date(2026, 11, 23), time(3, 0))),
        ((date(2026, 11, 24), time(3, 0)), (date(2026, 11, 24), time(3, 0))),
        ((date(2026, 11, 24), time(23, 0)), (date(2026, 11, 24), time(3, 0))),
    ],
)
def test_the_last_night(now: tuple[date, time], night: tuple[date, time]) -> None:
    assert last_night(instant(*now, ALMATY), time(3, 0), ALMATY) == instant(*night, ALMATY)


def nightly(store: Store, clock: StillClock, work: Callable[[], object]) -> Nightly:
    return Nightly(store, clock, "sample", time(3, 0), ALMATY, work)  # type: ignore[arg-type]  # tests pass what raises too


async def test_a_nightly_job_runs_once_a_night_and_makes_good_what_it_slept_through(
    store: Store, clock: StillClock
) -> None:
    work = Called()
    clock.shows = instant(date(2026, 11, 23), time(12, 0), ALMATY)
    looks = [(23, 12, 0), (24, 2, 0), (24, 3, 0), (24, 4, 1), (24, 23, 1), (25, 3, 1), (28, 15, 2), (28, 16, 3)]
    for day, hour, before in looks:
        clock.shows = instant(date(2026, 11, day), time(hour, 0), ALMATY)
        assert work.times == before
        await nightly(store, clock, work.work).look()  # made anew each time: how far it got is in the store
    assert work.times == 3


async def test_a_nightly_job_that_fails_is_tried_the_next_night(store: Store, clock: StillClock) -> None:
    tries = Called()

    async def work() -> None:
        tries()
        raise UnusableDatabase("no room on the disk")

    await nightly(store, clock, work).look()
    for days, times in ((1, 1), (0, 1), (1, 2)):
        clock.forward(days * DAY)
        await nightly(store, clock, work).look()
        assert tries.times == times


async def test_every_night_there_is_a_backup_and_a_fortnight_of_them_is_kept(
    clockwork: Clockwork, clock: StillClock, tmp_path: Path
) -> None:
    await clockwork.run_due()
    for _night in range(BACKUPS_KEPT + 2):
        clock.forward(DAY)
        await clockwork.run_due()
    kept = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert len(kept) == BACKUPS_KEPT
    assert kept[-1] == "etalon-2026-12-09.db"


async def test_what_a_kill_left_of_a_backup_goes_with_the_next_one(
    clockwork: Clockwork, clock: StillClock, tmp_path: Path
) -> None:
    await clockwork.run_due()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / ".etalon-2026-11-20.db.draft").write_bytes(b"half of it")
    clock.forward(DAY)
    await clockwork.run_due()

    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["etalon-2026-11-24.db"]


async def test_every_night_old_messages_and_buttons_are_forgotten(
    clockwork: Clockwork, desk: Desk, clock: StillClock
) -> None:
    person = await desk.person()
    await clockwork.run_due()
    await desk.do(inbox.receive, updates=[inbox.Received(1, "from:1", "{}")])
    await desk.do(inbox.finish, update_id=1, conversation=None)
    await desk.do(intents.act, actor=person.id, intent=Intent("old"))
    clock.forward(INTENTS_KEPT_FOR + DAY)
    await desk.do(intents.act, actor=person.id, intent=Intent("new"))
    await clockwork.run_due()

    assert await desk.value("SELECT count(*) FROM inbox") == 0
    assert [row["intent"] for row in await desk.all("SELECT intent FROM intents")] == ["new"]


async def test_an_offer_that_nobody_takes_goes_on_by_itself(
    clockwork: Clockwork, desk: Desk, clock: StillClock
) -> None:
    slot = await desk.slot(capacity=1, starts_in=9 * DAY)
    first, second, third = await desk.pupil(), await desk.pupil(), await desk.pupil()
    booking = await desk.book(first, slot)
    for who in (second, third):
        await desk.book(who, slot)
    await desk.cancel(first, booking)
    clock.forward(24 * HOUR)
    await clockwork.run_due()
    assert (LetterKind.OFFER, third.id) in await desk.letters()
