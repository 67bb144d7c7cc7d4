"""Whoever waits leaves the line at the moment in which a seat is offered to them: the seat goes to the next."""

import asyncio
import random

import pytest

from domain.bookings import Booking, BookingState
from domain.identities import SlotId
from domain.people import Person
from storage.seats import changes
from tests.faults.races.guards import miscounted, taken_out
from tests.storage.desk import Desk

ROUNDS = 25


async def three(desk: Desk) -> tuple[SlotId, list[tuple[Person, Booking]]]:
    """One has the seat, two wait for it."""
    slot = await desk.slot(capacity=1)
    people = [await desk.pupil() for _ in range(3)]
    return slot, [(who, await desk.book(who, slot)) for who in people]


@pytest.mark.parametrize("seed", range(2))
async def test_whoever_is_first_the_seat_goes_to_who_still_waits(desk: Desk, beside: Desk, seed: int) -> None:
    orders = random.Random(seed)  # noqa: S311  a play, not a secret
    for _ in range(ROUNDS):
        slot, [holder, first, second] = await three(desk)
        leaving = [desk.cancel(*holder), beside.cancel(*first)]
        orders.shuffle(leaving)
        await asyncio.gather(*leaving)
        assert (await desk.look(*second)).state is BookingState.OFFERED
        assert (await desk.look(*first)).state is BookingState.CANCELLED
        assert await desk.seats_taken(slot) == 1
    assert not await miscounted(desk)


async def leaves_by_what_was_read_before(desk: Desk) -> None:
    """The usual way to write it: look in one transaction, act in another. Between them the seat is offered."""
    _, [holder, (first, waiting), _] = await three(desk)
    seen = await desk.look(first, waiting)
    await desk.cancel(*holder)
    await desk.do(changes.end, seen, BookingState.CANCELLED, by=first.id)


async def test_what_was_read_before_ends_nothing_that_has_changed(desk: Desk) -> None:
    await leaves_by_what_was_read_before(desk)
    assert not await miscounted(desk)


async def test_without_the_guard_the_offered_seat_is_lost(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "END", taken_out(changes.END, " AND state = :was"))
    await leaves_by_what_was_read_before(desk)
    assert await miscounted(desk), "a seat is held by nobody, for ever"
