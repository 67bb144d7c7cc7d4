"""Down: the program is not there when a reminder's time comes. The rows are the truth; a start finds what is due."""

from datetime import date, time
from pathlib import Path

from domain.moments import DAY, HOUR, Instant, instant
from emulator.world import World
from storage.engine import Store
from tests.conversations.stage import ZONE, Actor, Stage, a_slot, app_in

FRIDAY_EVENING = instant(date(2026, 11, 27), time(18), ZONE)
BEGINS = instant(date(2026, 11, 28), time(15, 30), ZONE)


async def registered(world: World, database: Path) -> Actor:
    """A pupil with a ticket for Saturday, and the program ended."""
    async with app_in(world, database) as app:
        stage = Stage(app, world)
        await stage.offers(a_slot())
        alina = await stage.pupil("Alina")
        await alina.opens("https://t.me/etalon_test_bot?start=s_1")
        await alina.taps("Register")
    return alina


async def started_at(moment: int, world: World, database: Path, alina: Actor) -> tuple[int, list[str]]:
    """Start the program then, and again; how many reminders are in the chat, and what the plan says of them."""
    world.clock.move_to(moment)
    states: list[str] = []
    for _ in range(2):
        async with app_in(world, database) as app:
            await app.prepare()
            await app.settle()
            states = await planned(app.store)
    return sum("soon:" in message.get("text", "") for message in alina.from_bot()), states


async def planned(store: Store) -> list[str]:
    found = await store.read(lambda tx: tx.all("SELECT state FROM reminders ORDER BY due_at"))
    return [row["state"] for row in found]


async def test_a_second_over_its_time_it_is_sent_late_and_once(world: World, database: Path) -> None:
    alina = await registered(world, database)
    assert await started_at(FRIDAY_EVENING + 1, world, database, alina) == (1, ["done", "waiting"])


async def test_a_night_over_its_time_it_is_sent_in_the_morning_and_once(world: World, database: Path) -> None:
    alina = await registered(world, database)
    assert await started_at(FRIDAY_EVENING + 13 * HOUR, world, database, alina) == (1, ["done", "waiting"])


async def test_over_several_the_latest_alone_is_sent(world: World, database: Path) -> None:
    alina = await registered(world, database)
    assert await started_at(BEGINS - HOUR, world, database, alina) == (1, ["collapsed", "done"])


async def test_the_last_second_before_the_meeting_is_not_too_late(world: World, database: Path) -> None:
    alina = await registered(world, database)
    assert await started_at(BEGINS - 1, world, database, alina) == (1, ["collapsed", "done"])


async def test_past_the_meeting_nothing_is_sent_and_it_is_recorded_as_missed(world: World, database: Path) -> None:
    alina = await registered(world, database)
    assert await started_at(BEGINS, world, database, alina) == (0, ["missed", "missed"])
    assert await started_at(Instant(BEGINS + 30 * DAY), world, database, alina) == (0, ["missed", "missed"])


async def test_what_waited_in_the_outbox_past_the_meeting_is_dropped(world: World, database: Path) -> None:
    alina = await registered(world, database)
    async with app_in(world, database) as app:
        world.clock.move_to(FRIDAY_EVENING)
        for job in app.clockwork.jobs:
            if "reminders" in job.name:
                await job.run()
        assert await app.store.read(lambda tx: tx.value("SELECT count(*) FROM outbox WHERE state = 'waiting'")) == 1
    assert (await started_at(BEGINS + 1, world, database, alina))[0] == 0
    async with app_in(world, database) as app:
        assert await app.store.read(lambda tx: tx.value("SELECT count(*) FROM outbox WHERE state = 'dropped'")) == 1
