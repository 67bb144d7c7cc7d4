"""Classes that go to another teacher: who may offer and take them, what passes along, and what becomes of orphans."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from domain.bookings import BookingState
from domain.classes import ClassBooking, Needs
from domain.identities import PersonId, TeacherId
from domain.messages import LetterKind
from domain.moments import DAY
from domain.refusals import HandoverOver, NotOfThisSchool, NotYours
from domain.rights import Action
from storage.classes import bookings, classes, days, handovers, joinings, left_classes, standing
from storage.people import teachers
from storage.seats import forgotten_classes, post, privacy
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import Desk, pupil_of

Act = tuple[Callable[..., object], dict[str, Any]]


async def colleague(desk: Desk, school: str = "Школа № 239") -> tuple[PersonId, TeacherId]:
    """Another approved teacher."""
    person = await desk.do(rows.a_person)
    at = await desk.do(rows.a_school, name=school)
    return person, await desk.do(rows.a_teacher, person=person, school=at)


async def booked(room: Room) -> ClassBooking:
    """The class is to come somewhere in a week, with its teacher's phone."""
    slot = await room.desk.slot(capacity=30)
    return await room.desk.book_class(room.known, slot, needs=Needs(note="арахис", phone="+7 700 000 00 00"))


async def handed_over(room: Room) -> tuple[PersonId, TeacherId]:
    """A colleague has taken the class."""
    person, teacher = await colleague(room.desk)
    offered = await room.desk.do(
        handovers.offer, actor=room.known.teacher_person, school_class=room.known.id, to=teacher
    )
    await room.desk.do(handovers.take, actor=person, handover=offered.id)
    return person, teacher


async def test_list_joiners_permissions_and_bookings_pass_and_the_phone_does_not(room: Room) -> None:
    desk, timur = room.desk, await room.desk.pupil()
    [line] = await room.writes("Ахметов Тимур")
    await room.joins(timur, line)
    booking = await booked(room)
    person, teacher = await handed_over(room)

    now = await desk.do(standing.of_class, actor=person, booking=booking.id)
    assert (now.booking.school_class.teacher, now.booking.booked_by) == (teacher, person)
    assert [member.name for member in now.members] == ["Ахметов Тимур"]
    assert now.booking.needs == Needs(note="арахис", phone="")
    assert now.booking.ticket_token == booking.ticket_token
    roster = await desk.do(joinings.roster, actor=person, school_class=room.known.id)
    assert [one.pupil.id for one in roster.joined] == [pupil_of(timur)]


async def test_the_former_teacher_sees_does_and_gets_nothing_more(room: Room) -> None:
    desk, owner = room.desk, await room.desk.organizer()
    booking, former = await booked(room), room.known.teacher_person
    timur = await desk.pupil()
    asked = await room.asks(timur)
    person, _teacher = await handed_over(room)
    acts: tuple[Act, ...] = (
        (classes.of_teacher, {"school_class": room.known.id}),
        (joinings.roster, {"school_class": room.known.id}),
        (bookings.booking, {"booking": booking.id}),
        (standing.of_class, {"booking": booking.id}),
        (joinings.accept, {"joining": asked.id}),
        (handovers.offer_by_link, {"school_class": room.known.id}),
    )
    for act, about in acts:
        with pytest.raises(NotYours):
            await desk.do(act, actor=former, **about)
    assert (await desk.do(classes.mine, actor=former)) == ()
    waiting = await desk.all("SELECT kind, person FROM outbox WHERE state = 'waiting'")
    assert {row["kind"] for row in waiting if row["person"] == former} == {LetterKind.CLASS_TAKEN}
    assert LetterKind.JOINERS in {row["kind"] for row in waiting if row["person"] == person}
    assert (LetterKind.CLASS_CHANGED, owner.id) in {(row["kind"], row["person"]) for row in waiting}


async def test_a_letter_on_its_way_to_the_former_teacher_makes_no_sense_any_more(room: Room) -> None:
    desk, booking = room.desk, await booked(room)
    timur = await desk.pupil()
    await room.joins(timur)
    await desk.do(standing.tell_absence, actor=timur.id, booking=booking.id, pupil=pupil_of(timur), absent=True)
    [letter] = await desk.all("SELECT id FROM outbox WHERE kind = 'absence'")
    assert (await desk.do(post.open_letter, id=letter["id"])) is not None
    await desk.do(lambda tx: tx.run("UPDATE outbox SET state = 'claimed' WHERE kind = 'absence'"))
    await handed_over(room)
    assert (await desk.do(post.open_letter, id=letter["id"])) is None


async def test_whether_it_still_comes_is_asked_of_the_new_teacher(room: Room) -> None:
    desk, booking = room.desk, await booked(room)
    desk.clock.forward(4 * DAY)
    assert await desk.do(days.ask) == 1
    person, _teacher = await handed_over(room)
    asked = await desk.all("SELECT person, state FROM outbox WHERE kind = 'still_coming' ORDER BY id")
    assert [(row["person"], row["state"]) for row in asked] == [
        (room.known.teacher_person, "dropped"),
        (person, "waiting"),
    ]
    await desk.do(days.confirm, actor=person, booking=booking.id, version=1)
    assert await desk.value("SELECT answer FROM still_coming") == "comes"


async def test_only_a_colleague_of_the_school_takes_it_and_only_while_it_is_offered(room: Room) -> None:
    desk, former = room.desk, room.known.teacher_person
    elsewhere, there = await colleague(desk, "Школа № 30")
    person, teacher = await colleague(desk)
    _known, found = await desk.do(handovers.colleagues, actor=former, school_class=room.known.id, page=0)
    assert [one.id for one in found] == [teacher], "of this school, and not whose class it is"
    with pytest.raises(NotOfThisSchool):
        await desk.do(handovers.offer, actor=former, school_class=room.known.id, to=there)
    with pytest.raises(NotYours):
        await desk.do(handovers.offer, actor=person, school_class=room.known.id, to=teacher)
    _known, token = await desk.do(handovers.offer_by_link, actor=former, school_class=room.known.id)
    for nobody in (elsewhere, former, (await desk.person()).id):
        with pytest.raises(NotOfThisSchool):
            await desk.do(handovers.take_by_link, actor=nobody, token=token)
    assert token not in [row["token_sha256"] for row in await desk.all("SELECT token_sha256 FROM handovers")]
    _known, newer = await desk.do(handovers.offer_by_link, actor=former, school_class=room.known.id)
    with pytest.raises(HandoverOver):
        await desk.do(handovers.take_by_link, actor=person, token=token)
    desk.clock.forward(14 * DAY)
    with pytest.raises(HandoverOver):
        await desk.do(handovers.take_by_link, actor=person, token=newer)
    assert (await desk.do(classes.of_teacher, actor=former, school_class=room.known.id)).teacher == room.known.teacher


async def test_two_colleagues_take_it_by_one_link_at_once_and_one_has_it(room: Room) -> None:
    desk = room.desk
    people = [(await colleague(desk))[0] for _ in range(20)]
    _known, token = await desk.do(handovers.offer_by_link, actor=room.known.teacher_person, school_class=room.known.id)
    taken = await asyncio.gather(
        *(desk.do(handovers.take_by_link, actor=person, token=token) for person in people), return_exceptions=True
    )
    assert sum(not isinstance(one, BaseException) for one in taken) == 1
    assert all(isinstance(one, HandoverOver) for one in taken if isinstance(one, BaseException))
    log = await desk.all("SELECT action FROM audit WHERE action = :done", done=Action.CLASS_TAKEN)
    assert len(log) == 1


async def test_taken_twice_by_the_same_teacher_it_is_theirs_once(room: Room) -> None:
    desk, former = room.desk, room.known.teacher_person
    person, teacher = await colleague(desk)
    offered = await desk.do(handovers.offer, actor=former, school_class=room.known.id, to=teacher)
    for _ in range(2):
        assert (await desk.do(handovers.take, actor=person, handover=offered.id)).taken
    assert len(await desk.letters(LetterKind.CLASS_TAKEN)) == 1


async def test_organizers_hand_over_the_classes_of_whoever_was_revoked(room: Room) -> None:
    desk, booking = room.desk, await booked(room)
    partner = booking.slot.event.partner.id
    here, other = await desk.organizer(partner), await desk.organizer(await desk.do(rows.a_partner))
    await desk.do(teachers.revoke, actor=other.id, teacher=room.known.teacher)
    assert await desk.letters(LetterKind.CLASSES_LEFT) == [(LetterKind.CLASSES_LEFT, here.id)]
    [led] = await desk.do(left_classes.of_teacher, actor=here.id, teacher=room.known.teacher)
    assert (led.school_class.id, led.bookings, led.offered) == (room.known.id, 1, False)
    person, teacher = await colleague(desk)
    offered = await desk.do(handovers.offer, actor=here.id, school_class=room.known.id, to=teacher)
    await desk.do(handovers.take, actor=person, handover=offered.id)
    assert (await desk.do(bookings.booking, actor=person, booking=booking.id)).confirmed
    for nobody in (person, room.known.teacher_person):
        with pytest.raises(NotYours):
            await desk.do(left_classes.of_teacher, actor=nobody, teacher=room.known.teacher)


async def test_each_organizer_gives_up_what_is_booked_at_their_own_host(room: Room) -> None:
    desk = room.desk
    mine, theirs = await booked(room), await booked(room)
    organizer = await desk.organizer(mine.slot.event.partner.id)
    with pytest.raises(NotYours):
        await desk.do(left_classes.cancel_bookings, actor=organizer.id, teacher=room.known.teacher)
    await desk.do(teachers.revoke, actor=organizer.id, teacher=room.known.teacher)
    assert await desk.do(left_classes.cancel_bookings, actor=organizer.id, teacher=room.known.teacher) == 1
    assert await desk.do(left_classes.cancel_bookings, actor=organizer.id, teacher=room.known.teacher) == 0
    assert (await desk.look_at_class(mine)).state is BookingState.CANCELLED
    assert (await desk.look_at_class(theirs)).state is BookingState.CONFIRMED
    assert await desk.seats_taken(mine.slot.id) == 0


async def test_an_orphaned_class_waits_two_weeks_and_is_forgotten_then(room: Room) -> None:
    desk, owner = room.desk, await room.desk.organizer()
    slot = await desk.slot(capacity=30, starts_in=30 * DAY)
    booking = await desk.book_class(room.known, slot, needs=Needs(phone="+7 700 000 00 00"))
    await room.writes("Ахметов Тимур")
    await desk.do(privacy.forget, actor=room.known.teacher_person)
    assert (await desk.look_at_class(booking)).confirmed
    assert await desk.value("SELECT phone FROM class_needs") == ""
    assert (LetterKind.CLASSES_LEFT, owner.id) in await desk.letters()
    desk.clock.forward(14 * DAY - 1)
    assert await desk.do(forgotten_classes.forget_orphans) == 0
    desk.clock.forward(1)
    assert await desk.do(forgotten_classes.forget_orphans) == 1
    assert await desk.do(forgotten_classes.forget_orphans) == 0
    assert (await desk.look_at_class(booking)).state is BookingState.CANCELLED
    assert await desk.value("SELECT count(*) FROM class_entries") == 0
    assert (LetterKind.CLASS_CANCELLED, owner.id) in await desk.letters()


async def test_a_class_that_was_taken_is_no_orphan(room: Room) -> None:
    desk, owner = room.desk, await room.desk.organizer()
    booking = await booked(room)
    await desk.do(privacy.forget, actor=room.known.teacher_person)
    person, teacher = await colleague(desk)
    offered = await desk.do(handovers.offer, actor=owner.id, school_class=room.known.id, to=teacher)
    await desk.do(handovers.take, actor=person, handover=offered.id)
    desk.clock.forward(20 * DAY)
    assert await desk.do(forgotten_classes.forget_orphans) == 0
    assert (await desk.look_at_class(booking)).confirmed
