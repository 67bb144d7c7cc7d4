"""Seats at the door: never more than there are, the waiting list first until it begins, a sheet where one is needed."""

import pytest

from domain.check_in import WALK_INS_KEPT_FOR, Verdict, WalkIn
from domain.identities import BookingId
from domain.moments import DAY, HOUR
from domain.people import AgeLine
from domain.refusals import DoorFull, NotYours, SheetWanted
from storage.attending import walk_ins
from storage.seats import audits, booking_lists
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import WORDS, Desk


async def test_who_walks_in_takes_a_seat_and_gives_it_back(desk: Desk, entrance: Entrance) -> None:
    await entrance.opens()
    answer = await entrance.walks_in()
    assert answer.verdict is Verdict.LET_IN
    assert await desk.seats_taken(entrance.slot) == 1
    mine = await desk.store.read(booking_lists.mine, actor=entrance.dina.id, past=False, page=0)
    assert not mine.lines, "whom one lets in is not booked for oneself"
    await entrance.takes_back(answer.guest.booking)
    assert await desk.seats_taken(entrance.slot) == 0
    assert not await desk.store.report(audits.miscounted_slots)


async def test_the_same_intent_lets_one_in(desk: Desk, entrance: Entrance) -> None:
    await entrance.opens()
    intent = desk.intent()
    for _ in range(2):
        await desk.do(
            walk_ins.add,
            actor=entrance.dina.id,
            meeting=entrance.meeting,
            guest=WalkIn(first_name="Д", grade=8, age_line=AgeLine.OLDER, school=""),
            sheet=None,
            photos=False,
            intent=intent,
        )
    assert await desk.seats_taken(entrance.slot) == 1


async def test_a_full_slot_lets_nobody_more_in(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=1)
    await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    with pytest.raises(DoorFull):
        await entrance.walks_in()
    desk.clock.forward(2 * HOUR)
    with pytest.raises(DoorFull):
        await entrance.walks_in()
    assert await desk.value("SELECT count(*) FROM pupils WHERE first_name = 'Дана'") == 0, "nothing of it stays"


async def waiting_for_two(desk: Desk) -> tuple[Entrance, list[int]]:
    """A seat that nobody offers any more, for registration is over, and two who wait."""
    entrance = await entrance_of(desk, capacity=1)
    timur = await desk.pupil()
    seat = await desk.book(timur, entrance.slot)
    waiting = [await desk.book(await desk.pupil(first_name=name), entrance.slot) for name in ("А", "Б")]
    await desk.run("UPDATE slots SET closes_at = :now WHERE id = :slot", now=desk.clock.now(), slot=entrance.slot)
    await desk.cancel(timur, seat)
    await entrance.opens()
    return entrance, [booking.id for booking in waiting]


async def admits(entrance: Entrance, booking: int) -> Verdict:
    answer = await entrance.desk.do(
        walk_ins.admit,
        actor=entrance.dina.id,
        meeting=entrance.meeting,
        booking=BookingId(booking),
        sheet=None,
        photos=False,
        intent=entrance.desk.intent(),
    )
    return answer.verdict


async def test_until_it_begins_the_waiting_list_comes_first(desk: Desk) -> None:
    entrance, (first, second) = await waiting_for_two(desk)
    with pytest.raises(DoorFull) as refused:
        await entrance.walks_in()
    assert refused.value.waiting == 2
    with pytest.raises(DoorFull):
        await admits(entrance, second)
    assert await admits(entrance, first) is Verdict.LET_IN
    assert await desk.seats_taken(entrance.slot) == 1


async def test_once_it_has_begun_whoever_stands_there_takes_it(desk: Desk) -> None:
    entrance, (_first, second) = await waiting_for_two(desk)
    desk.clock.forward(HOUR)
    assert await admits(entrance, second) is Verdict.LET_IN
    with pytest.raises(DoorFull):
        await entrance.walks_in()
    assert not await desk.store.report(audits.miscounted_slots)


async def test_a_younger_one_needs_a_sheet(desk: Desk, entrance: Entrance) -> None:
    await entrance.opens()
    with pytest.raises(SheetWanted):
        await entrance.walks_in(younger=True)
    answer = await entrance.walks_in(younger=True, sheet=True)
    assert not answer.guest.permission_missing
    consent = await desk.all("SELECT shown, recorded_by, about FROM consents")
    assert [tuple(row) for row in consent] == [("on_paper", entrance.dina.id, "taking_part")]


async def test_a_held_seat_is_given_with_a_sheet(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(younger=True), entrance.slot)
    await desk.run(
        "UPDATE bookings SET held_until = :far WHERE id = :id", far=desk.clock.now() + 9 * DAY, id=booking.id
    )
    await entrance.opens()
    assert (await entrance.lets_in(booking)).verdict is Verdict.NO_PERMISSION
    with pytest.raises(SheetWanted):
        await admits(entrance, booking.id)
    answer = await desk.do(
        walk_ins.admit,
        actor=entrance.dina.id,
        meeting=entrance.meeting,
        booking=booking.id,
        sheet=WORDS,
        photos=True,
        intent=desk.intent(),
    )
    assert (answer.verdict, answer.guest.no_photos) == (Verdict.LET_IN, 0)
    assert await desk.seats_taken(entrance.slot) == 1, "the seat was held already"


async def test_a_cancelled_one_takes_a_new_seat(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    booking = await desk.book(timur, entrance.slot)
    await desk.cancel(timur, booking)
    await entrance.opens()
    assert await admits(entrance, booking.id) is Verdict.LET_IN
    assert await desk.seats_taken(entrance.slot) == 1


async def test_nobody_is_admitted_at_another_door(desk: Desk, entrance: Entrance) -> None:
    elsewhere = await entrance_of(desk)
    booking = await desk.book(await desk.pupil(), elsewhere.slot)
    await entrance.opens()
    with pytest.raises(NotYours):
        await admits(entrance, booking.id)


async def test_names_of_walk_ins_are_forgotten_after_a_month(desk: Desk, entrance: Entrance) -> None:
    booked = await desk.book(await desk.pupil(first_name="Тимур"), entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booked)
    await entrance.walks_in()
    desk.clock.forward(WALK_INS_KEPT_FOR - DAY)
    assert await desk.do(walk_ins.forget_names) == 0
    desk.clock.forward(2 * DAY)
    assert await desk.do(walk_ins.forget_names) == 1
    assert await desk.do(walk_ins.forget_names) == 0
    names = await desk.all("SELECT first_name FROM pupils ORDER BY id")
    assert [row["first_name"] for row in names] == ["Тимур", ""]
    assert [heads for _booking, _state, heads in await entrance.marks()] == [1, 1]
