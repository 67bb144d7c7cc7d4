"""Visitors who scan the door's code: within its two minutes, for themselves and those they act for alone."""

import pytest

from domain.check_in import Verdict
from domain.door_codes import DoorCode
from domain.identities import MeetingId
from domain.moments import MINUTE
from domain.refusals import DoorCodeTooOld, NotOnThisDay, NotYours
from storage.attending import visitors
from storage.seats import audits
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import Desk, pupil_of


async def shown(entrance: Entrance) -> DoorCode:
    """The code that hangs there now."""
    return await entrance.desk.do(visitors.code, meeting=entrance.meeting)


async def test_a_code_is_good_for_two_minutes(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    await desk.book(timur, entrance.slot)
    await entrance.opens()
    code = await shown(entrance)
    desk.clock.forward(2 * MINUTE - desk.clock.now() % MINUTE)
    with pytest.raises(DoorCodeTooOld):
        await desk.do(visitors.arrive, actor=timur.id, code=code)
    desk.clock.forward(-1)
    arrival = await desk.do(visitors.arrive, actor=timur.id, code=code)
    assert [answer.verdict for answer in arrival.answers] == [Verdict.LET_IN]


async def test_a_code_of_another_door_minute_or_house_is_none(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    await desk.book(timur, entrance.slot)
    await entrance.opens()
    code = await shown(entrance)
    for forged in (
        DoorCode(MeetingId(code.meeting + 1), code.minute, code.seal),
        DoorCode(code.meeting, code.minute + 1, code.seal),
        DoorCode.made("00" * 32, code.meeting, desk.clock.now()),
    ):
        with pytest.raises(DoorCodeTooOld):
            await desk.do(visitors.arrive, actor=timur.id, code=forged)
    assert await entrance.marks() == []


async def test_from_another_day_nobody_comes_in(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    await desk.book(timur, entrance.slot)
    with pytest.raises(NotOnThisDay):
        await desk.do(visitors.arrive, actor=timur.id, code=await shown(entrance))


async def test_of_several_children_the_parent_says_who_has_come(desk: Desk, entrance: Entrance) -> None:
    one, other = await desk.pupil(first_name="А"), await desk.pupil(first_name="Б")
    mother = await desk.guardian_of(one)
    await desk.run(
        "INSERT INTO guardianships (person, pupil, since) VALUES (:person, :pupil, 0)",
        person=mother.id,
        pupil=pupil_of(other),
    )
    for child in (one, other):
        await desk.book(child, entrance.slot)
    await entrance.opens()
    code = await shown(entrance)
    await desk.do(visitors.arrive, actor=mother.id, code=code)
    assert await entrance.marks() == [], "nobody is in whom she has not named"
    answer = await desk.do(visitors.arrive_as, actor=mother.id, code=code, pupil=pupil_of(one), walk=False)
    assert answer.verdict is Verdict.LET_IN
    again = await desk.do(visitors.arrive_as, actor=mother.id, code=code, pupil=pupil_of(one), walk=False)
    assert again.verdict is Verdict.ALREADY_IN
    assert len(await entrance.marks()) == 1


async def test_nobody_arrives_for_a_stranger(desk: Desk, entrance: Entrance) -> None:
    timur, stranger = await desk.pupil(), await desk.pupil(first_name="С")
    await desk.book(timur, entrance.slot)
    await entrance.opens()
    code = await shown(entrance)
    for walk in (False, True):
        with pytest.raises(NotYours):
            await desk.do(visitors.arrive_as, actor=stranger.id, code=code, pupil=pupil_of(timur), walk=walk)
    assert await entrance.marks() == []


async def test_a_walk_in_takes_the_last_seat_once(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=1)
    timur, alina = await desk.pupil(), await desk.pupil(first_name="А")
    await entrance.opens()
    code = await shown(entrance)
    found = await desk.do(visitors.arrive, actor=timur.id, code=code)
    assert found.may_walk_in == ((pupil_of(timur), "Тимур"),)
    assert await entrance.marks() == [], "it is asked first"
    for _ in range(2):
        await desk.do(visitors.arrive_as, actor=timur.id, code=code, pupil=pupil_of(timur), walk=True)
    assert await desk.seats_taken(entrance.slot) == 1
    late = await desk.do(visitors.arrive, actor=alina.id, code=code)
    assert (late.may_walk_in, late.seatless) == ((), ("А",))
    assert not await desk.store.report(audits.miscounted_slots)


async def test_a_teacher_brings_the_class_in(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    known = await desk.school_class(size=5)
    booking = await desk.book_class(known, entrance.slot)
    await entrance.opens()
    found = await desk.do(visitors.arrive, actor=known.teacher_person, code=await shown(entrance))
    assert [answer.verdict for answer in found.answers] == [Verdict.LET_IN]
    assert await entrance.marks() == [(booking.id, "present", 6)]
