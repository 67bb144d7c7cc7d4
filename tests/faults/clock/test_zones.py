"""A zone whose rules change after meetings were stored: they stay at their local times, and so do their reminders."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from domain.identities import SlotId
from domain.messages import Outcome
from domain.moments import DAY, HOUR, Instant, instant
from domain.people import Person
from emulator.world import World
from storage.engine import Store
from storage.messages import outbox, reminder_plans, reminders
from storage.publishing import zones
from tests.conversations.stage import Actor, Stage, a_slot, app_in
from tests.faults.clock.rules import ALMATY, OldRules
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

SATURDAY = date(2026, 11, 28)
AFTERNOON = time(15, 30)


def at(day: date, hour: int, minute: int = 0, *, offset: int) -> int:
    """An instant by clocks that are so many hours ahead of UTC."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp()) - offset * HOUR


def how_many(actor: Actor, words: str) -> int:
    return sum(words in message.get("text", "") for message in actor.from_bot())


async def registered(stage: Stage) -> Actor:
    await stage.offers(a_slot(on=SATURDAY, at=AFTERNOON, zone=ALMATY))
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    return alina


async def starts_at(store: Store) -> int:
    return int(await store.read(lambda tx: tx.value("SELECT starts_at FROM meetings")))


async def test_after_an_update_a_meeting_is_where_it_was_by_local_clocks(
    world: World, database: Path, old_rules: OldRules
) -> None:
    async with app_in(world, database) as app:
        alina = await registered(Stage(app, world))
        assert await starts_at(app.store) == at(SATURDAY, 15, 30, offset=6)
        said = len(alina.from_bot())
    old_rules.end()

    async with app_in(world, database) as app:
        alina.stage = stage = Stage(app, world)
        async with app.clockwork:  # what a start does before everything else
            assert await starts_at(app.store) == at(SATURDAY, 15, 30, offset=5)
        await app.settle()
        assert len(alina.from_bot()) == said, "the time on the ticket is the time that it was: nobody is told"
        await stage.moves_to(Instant(at(date(2026, 11, 27), 18, offset=5) - 1))
        assert how_many(alina, "soon:") == 0
        await stage.moves_to(Instant(at(date(2026, 11, 27), 18, offset=5)))
        assert how_many(alina, "soon:") == 1
        assert alina.has("15:30")
        await stage.moves_to(Instant(at(SATURDAY, 15, 30, offset=5)))
        assert how_many(alina, "soon:") == 2


async def test_a_reminder_that_is_late_when_the_rules_change_is_sent_once_and_not_lost(
    world: World, database: Path, old_rules: OldRules
) -> None:
    async with app_in(world, database) as app:
        alina = await registered(Stage(app, world))
    old_rules.end()
    world.clock.move_to(at(SATURDAY, 10, offset=5))  # down over the evening before, and updated meanwhile

    async with app_in(world, database) as app:
        alina.stage = Stage(app, world)
        for _ in range(3):
            await app.settle()
        assert how_many(alina, "soon:") == 1


@pytest.fixture
async def slot(desk: Desk, clock: StillClock, old_rules: OldRules) -> SlotId:
    """A slot in Almaty in a week, at 14:00 by the old rules, with its reminders."""
    slot = await desk.slot(capacity=50, zone=ALMATY, closes_before=DAY, opens_in=HOUR)
    await desk.do(reminder_plans.plan, slot=slot)
    return slot


async def kept(desk: Desk) -> int:
    """Look through all slots; how many were shifted."""
    last, shifted = None, 0
    while (looked := await desk.do(zones.keep_local_times, after=last, chunk=2)).last is not None:
        last, shifted = looked.last, shifted + looked.shifted
    return shifted


async def row(desk: Desk, sql: str) -> dict[str, Any]:
    return dict((await desk.all(sql))[0])


async def test_under_the_same_rules_nothing_is_touched(desk: Desk, slot: SlotId) -> None:
    before = await row(desk, "SELECT * FROM meetings"), await row(desk, "SELECT * FROM slots")
    assert await kept(desk) == 0
    assert (await row(desk, "SELECT * FROM meetings"), await row(desk, "SELECT * FROM slots")) == before


async def test_slot_meeting_and_limits_shift_together_and_once(desk: Desk, slot: SlotId, old_rules: OldRules) -> None:
    before = await row(desk, "SELECT * FROM slots")
    old_rules.end()
    assert await kept(desk) == 1
    after = await row(desk, "SELECT * FROM slots")
    for limit in ("starts_at", "ends_at", "closes_at", "opens_at"):
        assert after[limit] - before[limit] == HOUR, limit
    meeting = await row(desk, "SELECT * FROM meetings")
    assert (meeting["starts_at"], meeting["ends_at"]) == (after["starts_at"], after["ends_at"])
    assert meeting["version"] == 2
    assert await kept(desk) == 0


async def test_a_limit_before_the_change_of_rules_stays(desk: Desk, clock: StillClock, old_rules: OldRules) -> None:
    """At 18:00 on 28 February 2024 clocks in Almaty still were at UTC+6, by the old rules and by the new ones."""
    clock.shows = Instant(at(date(2024, 2, 25), 12, offset=6))
    starts = instant(date(2024, 3, 2), time(10), ALMATY)
    closes = instant(date(2024, 2, 28), time(18), ALMATY)
    await desk.slot(zone=ALMATY, starts_in=starts - clock.shows, closes_before=starts - closes)
    old_rules.end()
    assert await kept(desk) == 1
    after = await row(desk, "SELECT * FROM slots")
    assert after["closes_at"] == closes
    assert after["starts_at"] == instant(date(2024, 3, 2), time(10), ALMATY) == starts + HOUR


async def test_other_zones_and_what_is_over_are_left_alone(
    desk: Desk, clock: StillClock, slot: SlotId, old_rules: OldRules
) -> None:
    await desk.slot(zone="Europe/Moscow")
    clock.forward(30 * DAY)
    for _ in range(4):
        await desk.slot(zone="Europe/Moscow")
    await desk.slot(zone=ALMATY)
    old_rules.end()
    assert await kept(desk) == 1
    assert await desk.value("SELECT version FROM meetings WHERE slot = :slot", slot=slot) == 1


async def booked(desk: Desk, slot: SlotId, number: int) -> list[Person]:
    who = [await desk.pupil() for _ in range(number)]
    for one in who:
        await desk.book(one, slot)
    return who


async def test_half_sent_reminders_go_on_where_they_were(
    desk: Desk, clock: StillClock, slot: SlotId, old_rules: OldRules
) -> None:
    clock.forward(2 * HOUR)
    everybody = await booked(desk, slot, 5)
    due = await desk.do(reminders.next_due)
    assert due is not None
    clock.shows = due
    await desk.do(reminders.expand, chunk=2)
    (sent,) = await desk.do(outbox.claim, size=1)
    await desk.do(outbox.settle, id=sent, ending=outbox.Ending(Outcome.SENT))
    old_rules.end()
    assert await kept(desk) == 1
    clock.forward(HOUR)  # the reminder's new time
    while await desk.do(reminders.expand, chunk=2):
        pass
    found = await desk.all(
        "SELECT person, state, version, lapses_at FROM outbox WHERE kind = 'reminder' ORDER BY person"
    )
    assert [each["person"] for each in found] == [who.id for who in everybody], "each once, none left out"
    starts = await desk.value("SELECT starts_at FROM slots")
    waiting = [each for each in found if each["state"] == "waiting"]
    assert len(waiting) == 4
    assert {(each["version"], each["lapses_at"]) for each in waiting} == {(2, starts)}


def test_the_rules_are_those_of_the_package_and_not_the_systems(tmp_path: Path) -> None:
    stale = OldRules(tmp_path / "stale")
    stale.begin()
    stale.end()
    program = (
        "import bot.clock, zoneinfo, datetime as d; print(d.datetime(2026, 11, 28, tzinfo=zoneinfo.ZoneInfo('{}')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program.format(ALMATY)],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path / "stale"), "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip().endswith("+05:00")
