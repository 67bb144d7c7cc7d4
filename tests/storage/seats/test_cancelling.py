"""Giving a seat back, and thinking better of it."""

import pytest

from domain.bookings import BookingState
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.refusals import AlreadyBooked, AlreadyStarted, NoSeatLeft, NothingToCancel, NotYours, SlotGone
from storage.seats import bookings, consents
from tests.storage.desk import Desk, pupil_of


async def test_a_cancelled_seat_is_free_again(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.cancel(timur, await desk.book(timur, slot))
    assert booking.state is BookingState.CANCELLED
    assert await desk.seats_taken(slot) == 0
    assert await desk.letters() == []


async def test_one_cancels_once(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(capacity=2)
    booking, intent = await desk.book(timur, slot), desk.intent()
    await desk.book(await desk.pupil(), slot)
    for _ in range(2):
        again = await desk.do(bookings.cancel, actor=timur.id, booking=booking.id, intent=intent)
        assert again.state is BookingState.CANCELLED
    with pytest.raises(NothingToCancel):
        await desk.cancel(timur, booking)
    assert await desk.seats_taken(slot) == 1


async def test_a_stranger_cancels_sees_and_takes_back_nothing(desk: Desk) -> None:
    timur, stranger, slot = await desk.pupil(), await desk.pupil(), await desk.slot(capacity=2)
    await desk.guardian_of(stranger)
    booking = await desk.book(timur, slot)
    for forbidden in (desk.look, desk.cancel, desk.take_back, desk.accept, desk.decline):
        with pytest.raises(NotYours):
            await forbidden(stranger, booking)
    with pytest.raises(NotYours):
        await desk.change_date(stranger, booking, slot)
    with pytest.raises(NotYours):
        await desk.do(consents.withdraw, actor=stranger.id, booking=booking.id)
    with pytest.raises(NotYours):
        await desk.do(bookings.by_ticket, actor=stranger.id, token=booking.ticket_token)
    assert (await desk.do(bookings.by_ticket, actor=timur.id, token=booking.ticket_token)).id == booking.id


async def test_nothing_is_cancelled_once_it_has_begun(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=DAY)
    booking = await desk.book(timur, slot)
    desk.clock.forward(DAY)
    with pytest.raises(AlreadyStarted):
        await desk.cancel(timur, booking)


async def test_a_guardian_cancels_and_the_pupil_is_told(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother, father = await desk.guardian_of(timur), await desk.guardian_of(timur)
    booking = await desk.book(mother, slot, pupil=pupil_of(timur))
    await desk.cancel(mother, booking)
    assert await desk.letters(LetterKind.CANCELLED_FOR_YOU) == [
        (LetterKind.CANCELLED_FOR_YOU, timur.id),
        (LetterKind.CANCELLED_FOR_YOU, father.id),
    ]


async def test_the_pupil_cancels_and_the_guardian_is_told(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    await desk.cancel(timur, await desk.book(timur, slot))
    assert await desk.letters(LetterKind.CANCELLED_FOR_YOU) == [(LetterKind.CANCELLED_FOR_YOU, mother.id)]


async def test_a_cancellation_is_taken_back_while_the_seat_is_free(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    await desk.cancel(timur, booking)
    back = await desk.take_back(timur, booking)
    assert back == booking
    assert await desk.seats_taken(slot) == 1
    assert (await desk.take_back(timur, booking)).confirmed, "what is live already stays as it is"


async def test_not_when_somebody_else_has_the_seat(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    await desk.cancel(timur, booking)
    await desk.book(alina, slot)
    with pytest.raises(NoSeatLeft):
        await desk.take_back(timur, booking)


async def test_not_when_it_was_offered_to_the_next_in_line(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waiting = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.cancel(timur, booking)
    assert (await desk.look(alina, waiting)).state is BookingState.OFFERED
    with pytest.raises(NoSeatLeft):
        await desk.take_back(timur, booking)


async def test_after_the_close_by_whoever_had_it_before(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    booking = await desk.book(timur, slot)
    desk.clock.forward(DAY + HOUR)
    await desk.cancel(timur, booking)
    assert (await desk.take_back(timur, booking)).confirmed


async def test_after_the_close_even_past_those_who_can_no_longer_be_offered_it(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    booking = await desk.book(timur, slot)
    await desk.book(await desk.pupil(), slot)
    desk.clock.forward(DAY)
    await desk.cancel(timur, booking)
    assert (await desk.take_back(timur, booking)).confirmed


async def test_after_the_close_no_line_is_joined_again(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    await desk.book(timur, slot)
    waiting = await desk.book(alina, slot)
    await desk.cancel(alina, waiting)
    desk.clock.forward(DAY)
    with pytest.raises(NoSeatLeft):
        await desk.take_back(alina, waiting)


async def test_after_the_close_an_offer_let_go_does_not_come_back(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    booking, waiting = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.cancel(timur, booking)
    await desk.decline(alina, waiting)
    desk.clock.forward(DAY)
    with pytest.raises(NoSeatLeft):
        await desk.take_back(alina, waiting)


async def test_a_place_in_line_is_taken_again_where_it_was(desk: Desk) -> None:
    slot = await desk.slot()
    people = [await desk.pupil() for _ in range(3)]
    made = [await desk.book(who, slot) for who in people]
    await desk.cancel(people[1], made[1])
    assert (await desk.take_back(people[1], made[1])).position == 1
    assert (await desk.look(people[2], made[2])).position == 2


async def test_a_place_in_line_taken_again_when_seats_are_free_is_offered_one(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waiting = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.cancel(alina, waiting)
    await desk.cancel(timur, booking)
    assert (await desk.take_back(alina, waiting)).state is BookingState.OFFERED
    assert await desk.seats_taken(slot) == 1


async def test_only_a_cancellation_is_taken_back(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking, waiting = await desk.book(timur, slot), await desk.book(alina, slot)
    await desk.run("UPDATE bookings SET state = 'expired', ended_from = 'offered' WHERE id = :id", id=waiting.id)
    with pytest.raises(NothingToCancel):
        await desk.take_back(alina, waiting)
    await desk.cancel(timur, booking)
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=slot)
    with pytest.raises(SlotGone):
        await desk.take_back(timur, booking)


async def test_nothing_is_taken_back_once_it_has_begun_or_was_booked_anew(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=DAY, capacity=5)
    booking = await desk.book(timur, slot)
    await desk.cancel(timur, booking)
    anew = await desk.book(timur, slot)
    with pytest.raises(AlreadyBooked):
        await desk.take_back(timur, booking)
    await desk.cancel(timur, anew)
    desk.clock.forward(DAY)
    with pytest.raises(AlreadyStarted):
        await desk.take_back(timur, booking)
