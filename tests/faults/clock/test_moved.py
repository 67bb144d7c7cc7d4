"""Moved and cancelled: before a reminder went, after it went, and while it is on its way."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from domain.identities import OutboxId
from emulator.world import World
from storage.messages import outbox
from tests.conversations.stage import Actor, Stage, a_slot, app_in

FRIDAY, SATURDAY, NEXT_FRIDAY, NEXT = date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 4), date(2026, 12, 5)


@pytest.fixture
async def stage(world: World, database: Path) -> AsyncIterator[Stage]:
    async with app_in(world, database) as app:
        await app.prepare()
        stage = Stage(app, world)
        await stage.offers(a_slot())
        yield stage


@pytest.fixture
async def alina(stage: Stage) -> Actor:
    alina = await stage.pupil("Alina")
    await alina.opens("https://t.me/etalon_test_bot?start=s_1")
    await alina.taps("Register")
    return alina


def reminders(actor: Actor) -> list[str]:
    return [message["text"] for message in actor.from_bot() if "soon:" in message.get("text", "")]


async def test_moved_before_its_reminder_it_comes_by_the_new_time_alone(stage: Stage, alina: Actor) -> None:
    await stage.offers(a_slot(on=NEXT))
    await stage.is_day(SATURDAY, time(16))
    assert reminders(alina) == []
    await stage.is_day(NEXT_FRIDAY, time(18))
    assert len(reminders(alina)) == 1
    assert "5 December" in reminders(alina)[0]


async def test_moved_after_its_reminder_it_comes_again_by_the_new_time(stage: Stage, alina: Actor) -> None:
    await stage.is_day(FRIDAY, time(18))
    assert len(reminders(alina)) == 1
    await stage.offers(a_slot(on=NEXT))
    await stage.is_day(SATURDAY, time(16))
    assert len(reminders(alina)) == 1
    await stage.is_day(NEXT, time(16))
    assert len(reminders(alina)) == 3


async def test_moved_to_earlier_than_its_reminder_nobody_is_told_late_of_what_the_notice_says(
    stage: Stage, alina: Actor
) -> None:
    await stage.offers(a_slot(on=date(2026, 11, 24), at=time(10)))
    assert alina.has("Time or place has changed")
    await stage.is_day(date(2026, 11, 24), time(9, 59))
    assert len(reminders(alina)) == 2


async def in_claimed_hands(stage: Stage) -> OutboxId:
    """The evening's reminder, claimed by the sender and not yet looked at again."""
    stage.world.clock.move_to(stage.world.clock.now() + 4 * 86_400 + 6 * 3600)
    for job in stage.app.clockwork.jobs:
        if "reminders" in job.name:
            await job.run()
    (claimed,) = await stage.app.store.write(outbox.claim, size=5)
    return claimed


async def state(stage: Stage, row: OutboxId) -> str:
    return str(await stage.app.store.read(lambda tx: tx.value("SELECT state FROM outbox WHERE id = :id", id=row)))


async def test_claimed_and_nothing_changed_it_goes(stage: Stage, alina: Actor) -> None:
    row = await in_claimed_hands(stage)
    await stage.app.sender._send(row)
    assert (len(reminders(alina)), await state(stage, row)) == (1, "sent")


async def test_cancelled_while_it_is_claimed_it_does_not_go(stage: Stage, alina: Actor) -> None:
    row = await in_claimed_hands(stage)
    await stage.app.store.write(
        lambda tx: tx.run("UPDATE bookings SET state = 'cancelled', ended_from = 'confirmed', changed_at = :now", now=1)
    )
    await stage.app.sender._send(row)
    assert (reminders(alina), await state(stage, row)) == ([], "dropped")


async def test_moved_while_it_is_claimed_it_does_not_go(stage: Stage, alina: Actor) -> None:
    row = await in_claimed_hands(stage)
    await stage.app.store.write(lambda tx: tx.run("UPDATE meetings SET version = version + 1"))
    await stage.app.sender._send(row)
    assert (reminders(alina), await state(stage, row)) == ([], "dropped")


async def test_called_off_while_it_is_claimed_it_does_not_go(stage: Stage, alina: Actor) -> None:
    row = await in_claimed_hands(stage)
    await stage.offers(a_slot(cancelled=True))
    assert alina.has("This does not take place")
    await stage.app.sender._send(row)
    assert (reminders(alina), await state(stage, row)) == ([], "dropped")
