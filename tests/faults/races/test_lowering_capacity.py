"""A programme file lowers a slot's capacity while people register: nobody loses a seat, nobody gets one too many."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from domain.bookings import Booking
from domain.identities import SlotId
from domain.moments import Instant
from storage.engine import open_store
from storage.publishing import programmes, slots
from tests.conversations.stage import EXCURSION, MONDAY, PARTNER, a_slot
from tests.faults.races.guards import miscounted, without_the_check
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

PEOPLE = 40


async def published(desk: Desk) -> SlotId:
    """A slot of 30 seats, as a programme file brings it."""
    desk.clock.shows = Instant(MONDAY)
    await desk.do(programmes.bring_partners, partners=(PARTNER,))
    await desk.do(programmes.bring_events, events=(EXCURSION,))
    await desk.do(slots.bring_slots, slots=(a_slot(capacity=30),))
    return SlotId(1)


async def all_register(desk: Desk, slot: SlotId) -> list[Booking]:
    people = [await desk.pupil() for _ in range(PEOPLE)]
    return list(await asyncio.gather(*(desk.book(who, slot) for who in people)))


async def lowers(desk: Desk) -> None:
    """Bring the same file with fewer and fewer seats."""
    for capacity in range(29, 4, -1):
        await desk.do(slots.bring_slots, slots=(a_slot(capacity=capacity),))


async def counted(desk: Desk) -> tuple[int, int, int]:
    """Capacity, seats taken, and how many have one."""
    row = (await desk.all("SELECT capacity, seats_taken FROM slots"))[0]
    confirmed = await desk.value("SELECT count(*) FROM bookings WHERE state = 'confirmed'")
    return row["capacity"], row["seats_taken"], confirmed


async def test_before_anything_is_brought_in_it_is_told_how_many_seats_are_taken(desk: Desk) -> None:
    slot = await published(desk)
    await all_register(desk, slot)
    (small,) = await desk.store.report(slots.too_small, slots=(a_slot(capacity=10),))
    assert (small.capacity, small.taken) == (10, 30)


async def test_between_telling_and_bringing_in_nobody_loses_a_seat(desk: Desk, beside: Desk) -> None:
    slot = await published(desk)
    beside.clock.shows = desk.clock.shows
    assert await beside.store.report(slots.too_small, slots=(a_slot(capacity=5),)) == ()
    told, _ = await asyncio.gather(all_register(desk, slot), lowers(beside))
    capacity, taken, confirmed = await counted(desk)
    assert taken == confirmed == sum(booking.confirmed for booking in told)
    assert 5 <= taken <= capacity
    assert not await miscounted(desk)


NEVER_BELOW = ("max(:capacity, seats_taken)", ":capacity")


async def test_without_the_guard_seats_are_taken_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "CHANGE_SLOT", slots.CHANGE_SLOT.replace(*NEVER_BELOW))
    clock = StillClock()
    migrations = without_the_check(tmp_path / "migrations")
    async with open_store(tmp_path / "unguarded.db", clock=clock, migrations=migrations) as store:
        desk = Desk(store, clock)
        await all_register(desk, await published(desk))
        await lowers(desk)
        capacity, taken, _ = await counted(desk)
    assert taken > capacity


async def test_without_the_guard_alone_the_check_behind_it_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert NEVER_BELOW[0] in slots.CHANGE_SLOT
    monkeypatch.setattr(slots, "CHANGE_SLOT", slots.CHANGE_SLOT.replace(*NEVER_BELOW))
    await all_register(desk, await published(desk))
    with pytest.raises(sqlite3.IntegrityError, match="seats_taken"):
        await lowers(desk)
