"""The waiting list: whose turn it is, what is held for how long, and that nothing is offered too late."""

import pytest

from domain.bookings import OFFER_HELD_FOR, BookingState
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.refusals import NothingToCancel, OfferOver
from storage.programme import wishes
from storage.seats import offers, waiting
from tests.storage import rows
from tests.storage.desk import Desk


async def test_a_freed_seat_is_offered_to_the_first_in_line(desk: Desk) -> None:
    slot = await desk.slot()
    people = [await desk.pupil() for _ in range(3)]
    made = [await desk.book(who, slot) for who in people]
    await desk.cancel(people[0], made[0])
    offered = await desk.look(people[1], made[1])
    assert offered.state is BookingState.OFFERED
    assert offered.held_until == desk.clock.shows + OFFER_HELD_FOR
    assert (await desk.look(people[2], made[2])).state is BookingState.WAITLISTED
    assert await desk.letters() == [(LetterKind.OFFER, people[1].id)]
    assert await desk.seats_taken(slot) == 1


async def test_an_offer_is_accepted(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waits = await desk.book(timur, slot), await desk.book(alina, slot)
    with pytest.raises(OfferOver):
        await desk.accept(alina, waits)
    await desk.cancel(timur, booking)
    assert (await desk.accept(alina, waits)).confirmed
    assert (await desk.accept(alina, waits)).confirmed, "twice is once"
    assert await desk.seats_taken(slot) == 1


async def test_an_offer_is_let_go(desk: Desk) -> None:
    slot = await desk.slot()
    people = [await desk.pupil() for _ in range(3)]
    made = [await desk.book(who, slot) for who in people]
    await desk.cancel(people[0], made[0])
    assert (await desk.decline(people[1], made[1])).state is BookingState.CANCELLED
    assert (await desk.look(people[2], made[2])).state is BookingState.OFFERED
    with pytest.raises(NothingToCancel):
        await desk.decline(people[1], made[1])


async def test_an_offer_is_over_at_its_deadline_even_before_the_tick(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waits = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.cancel(timur, booking)
    desk.clock.forward(OFFER_HELD_FOR)
    with pytest.raises(OfferOver):
        await desk.accept(alina, waits)


async def test_an_offer_nobody_answered_goes_to_the_next(desk: Desk) -> None:
    slot = await desk.slot()
    people = [await desk.pupil() for _ in range(3)]
    made = [await desk.book(who, slot) for who in people]
    await desk.cancel(people[0], made[0])
    assert await desk.do(waiting.next_deadline) == desk.clock.shows + OFFER_HELD_FOR
    desk.clock.forward(OFFER_HELD_FOR - 1)
    assert await desk.do(waiting.expire) == 0
    desk.clock.forward(1)
    assert await desk.do(waiting.expire) == 1
    assert (await desk.look(people[1], made[1])).state is BookingState.EXPIRED
    assert (await desk.look(people[2], made[2])).state is BookingState.OFFERED
    assert (LetterKind.OFFER_EXPIRED, people[1].id) in await desk.letters()
    assert await desk.seats_taken(slot) == 1


async def test_offers_never_outlast_registration(desk: Desk) -> None:
    slot = await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    people = [await desk.pupil() for _ in range(3)]
    made = [await desk.book(who, slot) for who in people]
    desk.clock.forward(DAY - HOUR)
    await desk.cancel(people[0], made[0])
    assert (await desk.look(people[1], made[1])).held_until == desk.clock.shows + HOUR
    desk.clock.forward(HOUR)
    assert await desk.do(waiting.expire) == 1
    assert (await desk.look(people[2], made[2])).state is BookingState.WAITLISTED
    assert await desk.seats_taken(slot) == 0


async def test_added_seats_go_to_the_line_in_order(desk: Desk) -> None:
    slot = await desk.slot()
    people = [await desk.pupil() for _ in range(5)]
    made = [await desk.book(who, slot) for who in people]
    await desk.run("UPDATE slots SET capacity = 3 WHERE id = :slot", slot=slot)
    await desk.do(offers.offer_freed_seats, slot=slot)
    states = [(await desk.look(who, booking)).state for who, booking in zip(people, made, strict=True)]
    assert states == [
        BookingState.CONFIRMED,
        BookingState.OFFERED,
        BookingState.OFFERED,
        BookingState.WAITLISTED,
        BookingState.WAITLISTED,
    ]


async def test_a_larger_party_is_neither_split_nor_overtaken(desk: Desk) -> None:
    slot = await desk.slot(capacity=3)
    people = [await desk.pupil() for _ in range(4)]
    made = [await desk.book(who, slot) for who in people[:3]]
    waits = await desk.book_class(await desk.school_class(size=1), slot)
    made.append(await desk.book(people[3], slot))
    await desk.cancel(people[0], made[0])
    assert (await desk.look_at_class(waits)).state is BookingState.WAITLISTED
    assert (await desk.look(people[3], made[3])).state is BookingState.WAITLISTED
    late = await desk.pupil()
    assert (await desk.book(late, slot)).state is BookingState.WAITLISTED, "one seat is free, but it is not their turn"
    await desk.cancel(people[1], made[1])
    assert (await desk.look_at_class(waits)).state is BookingState.OFFERED
    assert await desk.seats_taken(slot) == 3


async def test_who_books_while_others_wait_waits_behind_them(desk: Desk) -> None:
    slot = await desk.slot()
    await desk.book(await desk.pupil(), slot)
    await desk.book(await desk.pupil(), slot)
    assert (await desk.book(await desk.pupil(), slot)).position == 2


async def test_a_seat_nobody_waits_for_is_told_to_those_who_wished(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    slot, timur, alina = await desk.slot(event=event), await desk.pupil(), await desk.pupil()
    booking = await desk.book(timur, slot)
    await desk.do(wishes.wish, actor=alina.id, event=event)
    await desk.cancel(timur, booking)
    assert await desk.letters() == [(LetterKind.MORE_DATES, alina.id)]
    assert not await desk.do(wishes.wished, actor=alina.id, event=event)


async def test_a_seat_that_goes_to_the_line_is_told_to_nobody_else(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    slot, timur, alina, wishing = await desk.slot(event=event), *[await desk.pupil() for _ in range(3)]
    booking = await desk.book(timur, slot)
    await desk.book(alina, slot)
    await desk.do(wishes.wish, actor=wishing.id, event=event)
    await desk.cancel(timur, booking)
    assert await desk.letters() == [(LetterKind.OFFER, alina.id)]


async def test_nothing_of_a_cancelled_slot_is_offered(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waits = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=slot)
    await desk.cancel(timur, booking)
    assert (await desk.look(alina, waits)).state is BookingState.WAITLISTED


async def test_expiring_goes_in_chunks(desk: Desk) -> None:
    slot = await desk.slot(capacity=5)
    for _ in range(5):
        await desk.book(await desk.pupil(younger=True), slot)
    desk.clock.forward(2 * DAY)
    assert await desk.do(waiting.expire, chunk=3) == 3
    assert await desk.do(waiting.expire, chunk=3) == 2
    assert await desk.do(waiting.expire, chunk=3) == 0
    assert await desk.do(waiting.next_deadline) is None
    assert await desk.seats_taken(slot) == 0
