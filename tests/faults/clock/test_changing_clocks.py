"""Clocks that change: the hour that spring skips and the one that autumn has twice, for meetings and reminders."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from domain.moments import Instant
from domain.reminders import parse_rules
from emulator.world import World
from tests.conversations.stage import EXCURSION, Stage, a_slot, app_in

BERLIN = "Europe/Berlin"
SPRING = date(2027, 3, 28)
"""At 02:00 clocks in Berlin go on to 03:00."""
AUTUMN = date(2027, 10, 31)
"""At 03:00 they go back to 02:00."""


def utc(on: date, hour: int, minute: int) -> Instant:
    return Instant(int(datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("on", "at", "begins"),
    [
        (SPRING, time(2, 30), utc(SPRING, 1, 30)),  # which clocks there show as 03:30
        (SPRING, time(10), utc(SPRING, 8, 0)),
        (AUTUMN, time(2, 30), utc(AUTUMN, 0, 30)),  # the first of the two
        (AUTUMN, time(10), utc(AUTUMN, 9, 0)),
    ],
)
async def test_a_meeting_then_begins_when_local_clocks_first_show_it(
    world: World, database: Path, on: date, at: time, begins: Instant
) -> None:
    async with app_in(world, database) as app:
        await Stage(app, world).offers(a_slot(on=on, at=at, zone=BERLIN))
        assert await app.store.read(lambda tx: tx.value("SELECT starts_at FROM meetings")) == begins


@pytest.mark.parametrize(
    ("on", "comes"),
    [(SPRING, utc(SPRING, 1, 30)), (AUTUMN, utc(AUTUMN, 0, 30))],
    ids=["the hour that is skipped", "the hour that comes twice"],
)
async def test_a_reminder_at_a_time_that_is_not_there_or_there_twice_comes_once(
    world: World, database: Path, on: date, comes: Instant
) -> None:
    world.clock.move_to(utc(date(on.year, on.month, 1), 12, 0))
    async with app_in(world, database) as app:
        stage = Stage(app, world)
        at_half_past_two = replace(EXCURSION, reminder_rules=parse_rules("0d@02:30"))
        await stage.offers(a_slot(on=on, at=time(10), zone=BERLIN), events=(at_half_past_two,))
        alina = await stage.pupil("Alina")
        await alina.opens("https://t.me/etalon_test_bot?start=s_1")
        await alina.taps("Register")
        counted = []
        for moment in (comes - 1, comes, comes + 3599, comes + 3601, comes + 7200):
            await stage.moves_to(Instant(moment))
            counted.append(sum("soon:" in message.get("text", "") for message in alina.from_bot()))
    assert counted == [0, 1, 1, 1, 1]
