"""A class shrinks in the waiting list at the moment in which seats come free: they are dealt once, to who is first."""

import asyncio
import random

import pytest

from domain.bookings import BookingState
from domain.classes import ClassBooking, Party
from domain.refusals import NothingToCancel
from storage.classes import bookings
from tests.faults.races.guards import miscounted, taken_out
from tests.storage.desk import Desk

ROUNDS = 8


async def line(desk: Desk) -> tuple[ClassBooking, ClassBooking, ClassBooking]:
    """Who has the seats; a class that waits first; one behind it."""
    slot = await desk.slot(capacity=20, starts_in=30 * 86400)
    holder = await desk.book_class(await desk.school_class(), slot, pupils=15)
    first = await desk.book_class(await desk.school_class(), slot, pupils=19)
    return holder, first, await desk.book_class(await desk.school_class(), slot, pupils=3)


def resize(booking: ClassBooking, pupils: int) -> dict[str, object]:
    party = Party(pupils=pupils, adults=1)
    return {"actor": booking.booked_by, "booking": booking.id, "party": party}


@pytest.mark.parametrize("seed", range(2))
async def test_whichever_comes_first_seats_add_up_and_nobody_overtakes(desk: Desk, beside: Desk, seed: int) -> None:
    orders = random.Random(seed)  # noqa: S311  a play, not a secret
    for _ in range(ROUNDS):
        holder, first, second = await line(desk)
        at_once = [
            desk.do(bookings.change, **resize(holder, 7)),  # type: ignore[arg-type]  # as resize says
            beside.do(bookings.change, **resize(first, 9)),  # type: ignore[arg-type]  # as resize says
        ]
        orders.shuffle(at_once)
        answers = await asyncio.gather(*at_once, return_exceptions=True)
        assert all(isinstance(one, ClassBooking | NothingToCancel) for one in answers)
        after = await desk.look_at_class(first)
        assert (after.state, after.seats) in {(BookingState.OFFERED, 10), (BookingState.OFFERED, 12)}
        behind = await desk.look_at_class(second)
        assert behind.state is (BookingState.WAITLISTED if after.is_part else behind.state)
    assert not await miscounted(desk)


async def shrinks_by_what_was_read_before(desk: Desk) -> None:
    """Another tap of the same teacher's cancels the class between the look and the change."""
    holder, first, _ = await line(desk)
    await desk.do(bookings.cancel, actor=holder.booked_by, booking=holder.id, intent=desk.intent())
    await desk.run(bookings.RESIZE, booking=first.id, seats=10, adults=1, line_number=None, now=desk.clock.now())


async def test_an_offer_is_not_resized_behind_its_back(desk: Desk) -> None:
    await shrinks_by_what_was_read_before(desk)
    assert not await miscounted(desk)


async def test_without_the_guard_seats_are_held_by_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = " AND state IN ('requested', 'confirmed', 'waitlisted') AND seats = whole"
    monkeypatch.setattr(bookings, "RESIZE", taken_out(bookings.RESIZE, guard))
    await shrinks_by_what_was_read_before(desk)
    assert await miscounted(desk)
