"""Two hundred at once after the seats of a hall that two slots share: no more than it has, and the rest wait."""

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from domain.bookings import Booking, BookingState
from domain.identities import SlotId
from storage.capacity import settings
from storage.engine import MIGRATIONS, open_store
from storage.seats import audits, counts, limits
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import StillClock

PEOPLE, SEATS = 200, 60
CHECK = "CHECK (seats_taken >= 0 AND seats_taken <= capacity)"


async def hall(desk: Desk) -> tuple[SlotId, SlotId]:
    """Two slots of 50 seats each at one time, in a hall of 60."""
    partner = await desk.do(rows.a_partner)
    one, two = [await desk.slot(event=await desk.do(rows.an_event, partner=partner), capacity=50) for _ in range(2)]
    owner = await desk.organizer()
    seen = (await desk.store.read(settings.look, actor=owner.id, slot=one)).mark
    await desk.do(settings.share, actor=owner.id, slot=one, seen=seen, others=(two,), capacity=SEATS)
    return one, two


async def all_at_once(desk: Desk, slots: tuple[SlotId, SlotId]) -> list[Booking]:
    people = [await desk.pupil() for _ in range(PEOPLE)]
    return list(await asyncio.gather(*(desk.book(who, slots[nth % 2]) for nth, who in enumerate(people))))


async def taken(desk: Desk) -> int:
    return int(await desk.value("SELECT seats_taken FROM pools"))


async def test_sixty_have_a_seat_and_the_others_wait(desk: Desk) -> None:
    slots = await hall(desk)
    states = Counter(booking.state for booking in await all_at_once(desk, slots))
    assert states == {BookingState.CONFIRMED: SEATS, BookingState.WAITLISTED: PEOPLE - SEATS}
    assert await taken(desk) == SEATS == sum([await desk.seats_taken(slot) for slot in slots])
    assert not await desk.store.report(audits.miscounted_pools)
    assert not await desk.store.report(audits.miscounted_slots)


async def test_two_programs_at_once_take_no_more_either(desk: Desk, beside: Desk) -> None:
    one, two = await hall(desk)
    people = [await desk.pupil() for _ in range(PEOPLE // 2)]
    booked = await asyncio.gather(
        *((desk if nth % 2 else beside).book(who, one if nth % 3 else two) for nth, who in enumerate(people))
    )
    assert sum(booking.confirmed for booking in booked) == SEATS == await taken(desk)


async def test_while_some_cancel_and_others_come_the_count_stays_right(desk: Desk, beside: Desk) -> None:
    slots = await hall(desk)
    people = [await desk.pupil() for _ in range(80)]
    booked = [await desk.book(who, slots[nth % 2]) for nth, who in enumerate(people)]
    late = [await desk.pupil() for _ in range(20)]
    await asyncio.gather(
        *(desk.cancel(who, booking) for who, booking in zip(people[:30], booked, strict=False)),
        *(beside.book(who, slots[nth % 2]) for nth, who in enumerate(late)),
    )
    assert not await desk.store.report(audits.miscounted_pools)
    assert not await desk.store.report(audits.miscounted_slots)
    assert await taken(desk) == SEATS, "whoever waits is offered what was given back"


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks what the hall has left: neither the rule of the line, nor the conditional UPDATE."""
    monkeypatch.setattr(limits, "has_seats", lambda *_: True)
    monkeypatch.setattr(counts, "TAKE", "UPDATE slots SET seats_taken = seats_taken + :seats WHERE id = :slot")


async def test_without_the_guard_the_same_crowd_overbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in MIGRATIONS.glob("*.sql"):
        (folder / path.name).write_text(path.read_text("utf-8").replace(CHECK, ""), "utf-8")
    clock = StillClock()
    async with open_store(tmp_path / "unguarded.db", clock=clock, migrations=folder) as store:
        desk = Desk(store, clock)
        slots = await hall(desk)
        unguarded(monkeypatch)
        await all_at_once(desk, slots)
        assert await taken(desk) == 2 * 50
        assert await desk.store.report(audits.miscounted_pools)


async def test_without_the_guard_alone_the_check_behind_it_holds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = await hall(desk)
    unguarded(monkeypatch)
    with pytest.raises(sqlite3.IntegrityError, match="seats_taken"):
        await all_at_once(desk, slots)
    assert await taken(desk) <= SEATS
