"""An offer is accepted in the second in which it ends: either it is theirs, or the next one's, never both's."""

import asyncio
import random

import pytest

from domain.bookings import OFFER_HELD_FOR, Booking, BookingState
from domain.moments import DAY, Instant
from domain.people import Person
from domain.refusals import OfferOver
from storage.seats import changes, waiting
from tests.faults.races.guards import miscounted, taken_out
from tests.storage.desk import Desk

ROUNDS = 15


async def offered(desk: Desk) -> tuple[Instant, tuple[Person, Booking], tuple[Person, Booking]]:
    """Until when the first in line has an offer; who that is; and who is next."""
    slot = await desk.slot(capacity=1, starts_in=30 * DAY)
    holder, first, second = [await desk.pupil() for _ in range(3)]
    seat = await desk.book(holder, slot)
    lines = [(who, await desk.book(who, slot)) for who in (first, second)]
    await desk.cancel(holder, seat)
    until = (await desk.look(*lines[0])).held_until
    assert until == desk.clock.now() + OFFER_HELD_FOR
    return until, lines[0], lines[1]


@pytest.mark.parametrize("seed", range(2))
async def test_at_its_last_second_one_of_two_programs_decides(desk: Desk, beside: Desk, seed: int) -> None:
    """One program's clock is a second ahead of the other's: what one still accepts the other already takes back."""
    orders = random.Random(seed)  # noqa: S311  a play, not a secret
    outcomes = set()
    for _ in range(ROUNDS):
        until, (first, booking), (second, next_one) = await offered(desk)
        desk.clock.shows, beside.clock.shows = Instant(until - 1), until
        at_once = [desk.accept(first, booking), beside.do(waiting.expire)]
        if orders.random() < 0.5:
            at_once.reverse()
        await asyncio.gather(*at_once, return_exceptions=True)
        states = ((await desk.look(first, booking)).state, (await desk.look(second, next_one)).state)
        outcomes.add(states)
        desk.clock.shows = Instant(until - OFFER_HELD_FOR)
    assert outcomes <= {
        (BookingState.CONFIRMED, BookingState.WAITLISTED),
        (BookingState.EXPIRED, BookingState.OFFERED),
    }
    assert not await miscounted(desk)


async def test_a_second_before_it_is_theirs_and_at_the_deadline_it_is_not(desk: Desk) -> None:
    until, (first, booking), _ = await offered(desk)
    desk.clock.shows = until
    with pytest.raises(OfferOver):
        await desk.accept(first, booking)
    desk.clock.shows = Instant(until - 1)
    assert (await desk.accept(first, booking)).confirmed


async def accepts_by_what_was_read_before(desk: Desk) -> None:
    """The usual way to write it: look in one transaction, act in another. Between them the offer ends."""
    until, (first, booking), _ = await offered(desk)
    seen = await desk.look(first, booking)
    desk.clock.shows = until
    await desk.do(waiting.expire)
    await desk.do(changes.confirm, seen, by=first.id)


async def test_what_was_read_before_confirms_nothing_that_has_ended(desk: Desk) -> None:
    await accepts_by_what_was_read_before(desk)
    assert not await miscounted(desk)


async def test_without_the_guard_one_seat_is_two_peoples(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm = taken_out(changes.CONFIRM, " AND state IN ('requested', 'offered')")
    monkeypatch.setattr(
        changes, "CONFIRM", confirm.replace("held_until = NULL", "held_until = NULL, ended_from = NULL")
    )
    await accepts_by_what_was_read_before(desk)
    assert await miscounted(desk)
