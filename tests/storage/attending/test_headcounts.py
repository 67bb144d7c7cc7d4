"""Classes at the door: counted by one, seen by all; more take the seats that are left, and no others."""

import pytest

from domain.check_in import Answer, Verdict
from domain.classes import ClassBooking, SchoolClass
from domain.identities import PupilId
from domain.messages import LetterKind
from domain.moments import Instant
from domain.people import Person
from domain.refusals import NotSoManyLeft, NotYours
from storage.attending import headcounts
from storage.classes import classes, joinings, lists, standing
from storage.people import guardians
from storage.seats import audits
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import Desk, pupil_of


async def counts(
    entrance: Entrance,
    booking: ClassBooking,
    pupils: int,
    *,
    adults: int = 1,
    absent: tuple[PupilId, ...] = (),
    seen: Instant | None = None,
    by: Person | None = None,
) -> Answer:
    return await entrance.desk.do(
        headcounts.count,
        actor=(by or entrance.dina).id,
        meeting=entrance.meeting,
        booking=booking.id,
        pupils=pupils,
        adults=adults,
        absent=absent,
        seen=seen,
        intent=entrance.desk.intent(),
    )


async def listed(desk: Desk, known: SchoolClass, *names: str) -> dict[str, PupilId]:
    made = await desk.do(
        lists.add,
        actor=known.teacher_person,
        school_class=known.id,
        names=[(name, name.split()[0]) for name in names],
        intent=desk.intent(),
    )
    return {entry.name: entry.pupil for entry in made}


async def test_a_class_is_counted_and_counted_anew(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    known = await desk.school_class(size=3)
    pupils = await listed(desk, known, "Аня Ким", "Борис Ли", "Вера Цой")
    booking = await desk.book_class(known, entrance.slot)
    await entrance.opens()
    answer = await counts(entrance, booking, 2, absent=(pupils["Борис Ли"], PupilId(999)))
    assert answer.verdict is Verdict.LET_IN
    found = await desk.store.read(
        headcounts.at_door, actor=entrance.dina.id, meeting=entrance.meeting, booking=booking.id
    )
    assert [one.name for one in found.members if one.absent] == ["Борис Ли"]
    assert (found.door.here, found.door.expected) == (3, 4)
    mark = found.guest.mark
    assert mark is not None
    boris = await desk.organizer(entrance.partner)
    stale = await counts(entrance, booking, 1, by=boris)
    assert stale.verdict is Verdict.ALREADY_IN, "they had not seen what Dina counted"
    assert await entrance.marks() == [(booking.id, "present", 3)]
    desk.clock.forward(60)
    assert (await counts(entrance, booking, 1, seen=mark.marked_at, by=boris)).verdict is Verdict.LET_IN
    assert await entrance.marks() == [(booking.id, "present", 2)]


async def test_none_of_them_came(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    booking = await desk.book_class(await desk.school_class(size=5), entrance.slot)
    await entrance.opens()
    await counts(entrance, booking, 0, adults=0)
    assert await entrance.marks() == [(booking.id, "absent", 0)]


async def test_more_take_the_seats_that_are_left_and_no_others(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=8)
    booking = await desk.book_class(await desk.school_class(size=5), entrance.slot)
    await entrance.opens()
    with pytest.raises(NotSoManyLeft) as refused:
        await counts(entrance, booking, 8)
    assert refused.value.left == 2
    assert await entrance.marks() == []
    await counts(entrance, booking, 7)
    assert await desk.seats_taken(entrance.slot) == 8
    assert not await desk.store.report(audits.miscounted_slots)


async def test_fewer_leave_their_seats_as_they_are(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=8)
    booking = await desk.book_class(await desk.school_class(size=5), entrance.slot)
    await entrance.opens()
    await counts(entrance, booking, 2)
    assert await desk.seats_taken(entrance.slot) == 6


async def test_who_said_that_they_cant_come_is_ticked_already(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    known = await desk.school_class(size=3)
    timur = await desk.pupil()
    asked = await _joined(desk, known, timur)
    booking = await desk.book_class(known, entrance.slot)
    await desk.do(standing.tell_absence, actor=timur.id, booking=booking.id, pupil=asked, absent=True)
    await entrance.opens()
    found = await desk.store.read(
        headcounts.at_door, actor=entrance.dina.id, meeting=entrance.meeting, booking=booking.id
    )
    assert [one.absent for one in found.members] == [True]
    await counts(entrance, booking, 3, absent=())
    found = await desk.store.read(
        headcounts.at_door, actor=entrance.dina.id, meeting=entrance.meeting, booking=booking.id
    )
    assert [one.absent for one in found.members] == [False], "they came after all"


async def test_guardians_of_those_who_came_with_a_class_are_told(desk: Desk) -> None:
    entrance = await entrance_of(desk, capacity=30)
    known = await desk.school_class(size=3)
    came, missed = await desk.pupil(first_name="А"), await desk.pupil(first_name="Б")
    told = []
    for child in (came, missed):
        await _joined(desk, known, child)
        mother = await desk.guardian_of(child)
        await desk.do(guardians.wish, actor=mother.id, pupil=pupil_of(child), arrival=True, on=True)
        told.append(mother.id)
    booking = await desk.book_class(known, entrance.slot)
    await entrance.opens()
    await counts(entrance, booking, 2, absent=(pupil_of(missed),))
    assert await desk.letters(LetterKind.CHECKED_IN) == [(LetterKind.CHECKED_IN, told[0])]


async def test_a_pupils_booking_is_not_counted(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    with pytest.raises(NotYours):
        await desk.store.read(headcounts.at_door, actor=entrance.dina.id, meeting=entrance.meeting, booking=booking.id)


async def _joined(desk: Desk, known: SchoolClass, who: Person) -> PupilId:
    opened = await desk.do(classes.open_link, actor=known.teacher_person, school_class=known.id)
    assert opened.link_token is not None
    asked = await desk.do(joinings.ask, actor=who.id, token=opened.link_token, pupil=pupil_of(who))
    await desk.do(joinings.accept, actor=known.teacher_person, joining=asked.id, entry=None)
    return pupil_of(who)
