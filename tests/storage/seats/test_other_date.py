"""Another date: the old seat is kept until the new one is certain."""

import pytest

from domain.bookings import BookingState
from domain.identities import EventId, Intent, SlotId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.refusals import AlreadyBooked, AlreadyStarted, NothingToCancel, SlotGone
from storage.seats import bookings, waiting
from tests.storage import rows
from tests.storage.desk import Desk


@pytest.fixture
async def event(desk: Desk) -> EventId:
    return await desk.do(rows.an_event)


@pytest.fixture
async def first(desk: Desk, event: EventId) -> SlotId:
    return await desk.slot(event=event)


@pytest.fixture
async def second(desk: Desk, event: EventId) -> SlotId:
    return await desk.slot(event=event, starts_in=9 * DAY)


async def test_the_old_seat_goes_when_the_new_one_is_there(desk: Desk, first: SlotId, second: SlotId) -> None:
    timur, alina = await desk.pupil(), await desk.pupil()
    old, waits = await desk.book(timur, first), await desk.book(alina, first)
    new = await desk.change_date(timur, old, second)
    assert new.confirmed
    assert new.replaces == old.id
    assert (await desk.look(timur, old)).state is BookingState.CANCELLED
    assert (await desk.look(alina, waits)).state is BookingState.OFFERED
    assert await desk.letters() == [(LetterKind.OFFER, alina.id)]


async def test_guardians_hear_of_both(desk: Desk, first: SlotId, second: SlotId) -> None:
    timur = await desk.pupil()
    mother = await desk.guardian_of(timur)
    await desk.change_date(timur, await desk.book(timur, first), second)
    kinds = [kind for kind, who in await desk.letters() if who == mother.id]
    assert kinds == [LetterKind.CHILD_CONFIRMED, LetterKind.CANCELLED_FOR_YOU, LetterKind.CHILD_CONFIRMED]


async def test_the_old_seat_stays_while_one_waits_for_the_new(desk: Desk, first: SlotId, second: SlotId) -> None:
    timur, alina = await desk.pupil(), await desk.pupil()
    taken = await desk.book(alina, second)
    old = await desk.book(timur, first)
    new = await desk.change_date(timur, old, second)
    assert new.state is BookingState.WAITLISTED
    assert (await desk.look(timur, old)).confirmed
    await desk.cancel(alina, taken)
    assert (await desk.look(timur, old)).confirmed, "an offer is not certain"
    assert (await desk.accept(timur, new)).confirmed
    assert (await desk.look(timur, old)).state is BookingState.CANCELLED
    assert await desk.seats_taken(first) == 0


async def test_the_old_seat_stays_when_the_offer_runs_out(desk: Desk, first: SlotId, second: SlotId) -> None:
    timur, alina = await desk.pupil(), await desk.pupil()
    taken, old = await desk.book(alina, second), await desk.book(timur, first)
    new = await desk.change_date(timur, old, second)
    await desk.cancel(alina, taken)
    desk.clock.forward(DAY)
    assert await desk.do(waiting.expire) == 1
    assert (await desk.look(timur, new)).state is BookingState.EXPIRED
    assert (await desk.look(timur, old)).confirmed


async def test_the_old_seat_stays_until_the_guardian_has_said_yes(desk: Desk, first: SlotId, second: SlotId) -> None:
    child, parent = await desk.pupil(younger=True), await desk.person()
    old = await desk.book(child, first)
    await desk.says(parent, old.consent_token)
    new = await desk.change_date(child, old, second)
    assert new.state is BookingState.REQUESTED
    assert (await desk.look(child, old)).confirmed
    await desk.says(parent, new.consent_token)
    assert (await desk.look(child, old)).state is BookingState.CANCELLED


async def test_the_old_seat_stays_when_the_guardian_says_no(desk: Desk, first: SlotId, second: SlotId) -> None:
    child, parent = await desk.pupil(younger=True), await desk.person()
    old = await desk.book(child, first)
    await desk.says(parent, old.consent_token)
    new = await desk.change_date(child, old, second)
    await desk.says(parent, new.consent_token, given=False)
    assert (await desk.look(child, old)).confirmed


async def test_the_answer_is_carried_over(desk: Desk) -> None:
    event = await desk.do(rows.an_event, asks="Фамилия")
    slots = [await desk.slot(event=event) for _ in range(2)]
    timur = await desk.pupil()
    new = await desk.change_date(timur, await desk.book(timur, slots[0], answer="Ахметов"), slots[1])
    assert (await desk.look(timur, new)).answer == "Ахметов"


async def test_dates_tried_in_vain_go_when_another_is_certain(
    desk: Desk, event: EventId, first: SlotId, second: SlotId
) -> None:
    timur, alina = await desk.pupil(), await desk.pupil()
    third, fourth = await desk.slot(event=event, starts_in=11 * DAY), await desk.slot(event=event, starts_in=12 * DAY)
    for full in (second, third):
        await desk.book(alina, full)
    old = await desk.book(timur, first)
    tried = await desk.change_date(timur, old, second)
    chained = await desk.change_date(timur, tried, third)
    assert (await desk.change_date(timur, chained, fourth)).confirmed
    for given_up in (old, tried, chained):
        assert (await desk.look(timur, given_up)).state is BookingState.CANCELLED
    assert await desk.seats_taken(first) == 0


async def test_another_try_for_the_same_old_seat_goes_too(
    desk: Desk, event: EventId, first: SlotId, second: SlotId
) -> None:
    timur, alina, third = await desk.pupil(), await desk.pupil(), await desk.slot(event=event, starts_in=11 * DAY)
    await desk.book(alina, second)
    old = await desk.book(timur, first)
    waits = await desk.change_date(timur, old, second)
    await desk.change_date(timur, old, third)
    assert (await desk.look(timur, waits)).state is BookingState.CANCELLED


async def test_an_old_date_that_was_taken_again_on_purpose_stays(
    desk: Desk, event: EventId, first: SlotId, second: SlotId
) -> None:
    timur, third = await desk.pupil(), await desk.slot(event=event, starts_in=11 * DAY)
    old = await desk.book(timur, first)
    new = await desk.change_date(timur, old, second)
    await desk.take_back(timur, old)
    await desk.change_date(timur, new, third)
    assert (await desk.look(timur, old)).confirmed
    assert (await desk.look(timur, new)).state is BookingState.CANCELLED


async def test_one_tap_changes_once(desk: Desk, first: SlotId, second: SlotId) -> None:
    timur = await desk.pupil()
    old = await desk.book(timur, first)
    made = [
        await desk.do(bookings.change_date, actor=timur.id, booking=old.id, slot=second, intent=Intent("tap"))
        for _ in range(2)
    ]
    assert made[0].id == made[1].id


async def test_what_cannot_be_changed(desk: Desk, event: EventId, first: SlotId, second: SlotId) -> None:
    timur = await desk.pupil()
    booking = await desk.book(timur, first)
    with pytest.raises(AlreadyBooked):
        await desk.change_date(timur, booking, first)
    with pytest.raises(SlotGone):
        await desk.change_date(timur, booking, await desk.slot())
    await desk.cancel(timur, booking)
    with pytest.raises(NothingToCancel):
        await desk.change_date(timur, booking, second)
    soon = await desk.book(timur, await desk.slot(event=event, starts_in=DAY))
    desk.clock.forward(DAY)
    with pytest.raises(AlreadyStarted):
        await desk.change_date(timur, soon, second)


async def test_an_old_date_that_has_begun_meanwhile_is_left_alone(desk: Desk, event: EventId) -> None:
    timur, alina = await desk.pupil(), await desk.pupil()
    soon, later = await desk.slot(event=event, starts_in=DAY), await desk.slot(event=event, starts_in=5 * DAY)
    taken, old = await desk.book(alina, later), await desk.book(timur, soon)
    new = await desk.change_date(timur, old, later)
    desk.clock.forward(DAY)
    await desk.cancel(alina, taken)
    assert (await desk.accept(timur, new)).confirmed
    assert (await desk.look(timur, old)).confirmed
