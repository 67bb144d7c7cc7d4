"""What is thought better of, or said twice: an absence taken back, a late repeat; and whose grade a refusal means."""

from typing import Any

import pytest

from domain.bookings import BookingState
from domain.class_days import NoteAbout
from domain.classes import SchoolClass
from domain.identities import Intent, PupilId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import AgeLine, Profile
from domain.refusals import AlreadyBooked, NotYourGrade
from storage.classes import classes, day_notes, standing
from storage.people import pupils
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import Desk, pupil_of


async def back_and_forth(room: Room, *, closes_before: int, passes: int, capacity: int = 30) -> tuple[SlotId, Desk]:
    """Timur can't come, the host is told, and Timur can come after all; the slot, and the desk."""
    desk, timur = room.desk, await room.desk.pupil()
    await room.joins(timur)
    await desk.organizer()
    slot = await desk.slot(capacity=capacity, starts_in=3 * DAY, closes_before=closes_before)
    booking = await desk.book_class(room.known, slot, pupils=5)
    desk.clock.forward(passes)
    about: dict[str, Any] = {"actor": timur.id, "booking": booking.id, "pupil": pupil_of(timur)}
    await desk.do(standing.tell_absence, **about, absent=True)
    await desk.do(day_notes.tell_one_fewer, actor=room.known.teacher_person, booking=booking.id, pupil=pupil_of(timur))
    if capacity == 6:
        await desk.book(await desk.pupil(), slot)
    await desk.run("UPDATE outbox SET state = 'dropped', ended_at = 1, why = 'read' WHERE state = 'waiting'")
    desk.clock.forward(1)
    for _ in range(2):
        await desk.do(standing.tell_absence, **about, absent=False)
    return slot, desk


async def test_taken_back_days_before_the_seat_is_taken_again_and_the_host_told(room: Room) -> None:
    slot, desk = await back_and_forth(room, closes_before=0, passes=0)
    assert await desk.value("SELECT seats_taken FROM slots WHERE id = :slot", slot=slot) == 6
    assert sorted(kind for kind, _person in await desk.letters()) == [
        LetterKind.CLASS_CHANGED,
        LetterKind.COMES_AFTER_ALL,
    ]
    assert "missing" not in await desk.value("SELECT details FROM outbox WHERE kind = 'comes_after_all'")


async def test_taken_back_where_the_seat_has_gone_on_is_the_teachers_to_settle(room: Room) -> None:
    _slot, desk = await back_and_forth(room, closes_before=0, passes=0, capacity=6)
    assert [kind for kind, _person in await desk.letters()] == [LetterKind.COMES_AFTER_ALL]
    assert '"missing": 1' in await desk.value("SELECT details FROM outbox WHERE kind = 'comes_after_all'")


async def test_taken_back_on_the_day_the_host_hears_of_one_more(room: Room) -> None:
    _slot, desk = await back_and_forth(room, closes_before=DAY, passes=3 * DAY - HOUR)
    notes = await desk.all("SELECT about, amount, was FROM day_notes ORDER BY id")
    assert [(note["about"], note["was"], note["amount"]) for note in notes] == [
        (NoteAbout.NUMBER, 5, 4),
        (NoteAbout.NUMBER, 4, 5),
    ]
    assert {kind for kind, _person in await desk.letters()} == {LetterKind.DAY_NOTE, LetterKind.COMES_AFTER_ALL}


async def test_what_the_host_never_knew_is_taken_back_in_silence(room: Room) -> None:
    desk, timur = room.desk, await room.desk.pupil()
    await room.joins(timur)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    about: dict[str, Any] = {"actor": timur.id, "booking": booking.id, "pupil": pupil_of(timur)}
    for absent in (True, False):
        await desk.do(standing.tell_absence, **about, absent=absent)
    assert LetterKind.COMES_AFTER_ALL not in {kind for kind, _person in await desk.letters()}


async def test_a_part_that_is_offered_at_once_is_read_once(desk: Desk) -> None:
    known, slot = await desk.school_class(size=11), await desk.slot(capacity=12)
    alone = [(who, await desk.book(who, slot)) for who in (await desk.pupil(), await desk.pupil())]
    booked = await desk.book_class(known, slot)
    assert (booked.state, booked.seats) == (BookingState.OFFERED, 10)
    assert await desk.letters(LetterKind.OFFER) == [], "it stands on the screen that answers"
    desk.clock.forward(1)
    who, booking = alone[0]
    await desk.cancel(who, booking)
    assert await desk.letters(LetterKind.OFFER) == [(LetterKind.OFFER, known.teacher_person)], "more is told"


async def make(desk: Desk, known: SchoolClass, name: str, intent: str) -> SchoolClass:
    return await desk.do(
        classes.make,
        actor=known.teacher_person,
        teacher=known.teacher,
        name=name,
        grade=8,
        size=5,
        intent=Intent(intent),
    )


async def test_a_late_repeat_gives_the_class_or_child_that_its_intent_made(desk: Desk) -> None:
    known = await desk.school_class()
    first = await make(desk, known, "9А", "first")
    await make(desk, known, "9Б", "second")
    assert (await make(desk, known, "9А", "first")).id == first.id

    mother = await desk.person()
    made: list[PupilId] = []
    for name, intent in (("Алия", "a"), ("Тимур", "b"), ("Алия", "a")):
        profile = Profile(first_name=name, grade=2, age_line=AgeLine.OLDER, school=None, school_name="№ 239")
        child = await desk.do(pupils.add_child, actor=mother.id, profile=profile, intent=Intent(intent))
        made.append(child.id)
    assert made[0] == made[2] != made[1]


async def test_refusals_say_whose_grade_and_booking_it_is(desk: Desk) -> None:
    strict = await desk.slot(event=await desk.do(rows.an_event, grades=(10, 11), strict=True), capacity=30)
    timur = await desk.pupil()
    mother = await desk.guardian_of(timur)
    known = await desk.school_class()
    for who, of in ((timur, ""), (mother, "Тимур")):
        with pytest.raises(NotYourGrade) as refused:
            await desk.book(who, strict, pupil=pupil_of(timur))
        assert refused.value.of == of
    with pytest.raises(NotYourGrade) as refused:
        await desk.book_class(known, strict)
    assert refused.value.of == "8Б"
    slot = await desk.slot(capacity=60)
    await desk.book(timur, slot)
    for who, of in ((timur, ""), (mother, "Тимур")):
        with pytest.raises(AlreadyBooked) as twice:
            await desk.book(who, slot, pupil=pupil_of(timur))
        assert twice.value.of == of
    await desk.book_class(known, slot)
    with pytest.raises(AlreadyBooked) as twice:
        await desk.book_class(known, slot)
    assert twice.value.of == "8Б"
