"""Letting in: once, at the right door, on the right day, by whoever may; and taking it back."""

import pytest

from domain.check_in import How, Verdict
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, MINUTE
from domain.refusals import NothingToUndo, NotOnThisDay, NotYours
from domain.rights import OrganizerRole
from storage.attending import arrivals, doors, headcounts, shown_codes
from storage.classes import classes, joinings
from storage.messages import reminder_plans, reminders
from storage.people import guardians, rights
from storage.seats import post, privacy
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import Desk, pupil_of


async def test_a_pupil_is_let_in_once(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    boris = await desk.organizer(entrance.partner)
    first = await entrance.lets_in(booking)
    desk.clock.forward(MINUTE)
    second = await entrance.lets_in(booking, by=boris)
    assert (first.verdict, second.verdict) == (Verdict.LET_IN, Verdict.ALREADY_IN)
    assert second.guest.mark is not None
    assert second.guest.mark.by == entrance.dina.id
    assert second.guest.mark.noted_at == desk.clock.now() - MINUTE
    assert await entrance.marks() == [(booking.id, "present", 1)]


async def test_the_same_tap_delivered_twice_says_the_same(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    intent = desk.intent()
    assert (await entrance.lets_in(booking, intent=intent)).verdict is Verdict.LET_IN
    assert (await entrance.lets_in(booking, intent=intent)).verdict is Verdict.LET_IN
    await entrance.takes_back(booking)
    again = await entrance.lets_in(booking, intent=intent)
    assert not again.guest.present, "a tap from before does not undo the undoing"


async def test_every_mark_is_in_the_log(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booking)
    await entrance.takes_back(booking)
    logged = await desk.all("SELECT action, actor, partner FROM audit ORDER BY id DESC LIMIT 2")
    assert [tuple(row) for row in logged] == [
        ("check_in_undone", entrance.dina.id, entrance.partner),
        ("checked_in", entrance.dina.id, entrance.partner),
    ]


async def test_only_on_the_day_and_two_weeks_after(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    with pytest.raises(NotOnThisDay):
        await entrance.lets_in(booking)
    await entrance.opens()
    desk.clock.forward(15 * DAY)
    with pytest.raises(NotOnThisDay):
        await entrance.lets_in(booking)
    desk.clock.forward(-5 * DAY)
    answer = await entrance.lets_in(booking)
    assert answer.guest.mark is not None
    assert answer.guest.mark.how.value == "afterwards"
    assert answer.guest.mark.noted_at < answer.guest.mark.marked_at


async def test_a_mark_is_taken_back_on_its_day_alone(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booking)
    desk.clock.forward(DAY)
    with pytest.raises(NothingToUndo):
        await entrance.takes_back(booking)
    assert await entrance.marks() == [(booking.id, "present", 1)]


@pytest.mark.parametrize("role", [role for role in OrganizerRole if role is not OrganizerRole.CHECK_IN])
async def test_no_other_role_opens_the_door(desk: Desk, entrance: Entrance, role: OrganizerRole) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    other = await desk.person()
    await desk.do(rights.appoint, person=other.id, name="О.", partner=entrance.partner, roles=(role,))
    with pytest.raises(NotYours):
        await entrance.lets_in(booking, by=other)
    with pytest.raises(NotYours):
        await desk.store.read(doors.door, actor=other.id, meeting=entrance.meeting)


async def test_nor_does_another_partners_organizer(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    elsewhere = await entrance_of(desk)
    await entrance.opens()
    with pytest.raises(NotYours):
        await entrance.lets_in(booking, by=elsewhere.dina)
    theirs = await desk.do(
        arrivals.by_ticket, actor=elsewhere.dina.id, token=booking.ticket_token, at=None, intent=desk.intent()
    )
    assert theirs is None, "to them it is what it is to anybody"
    with pytest.raises(NotYours):
        await desk.do(
            arrivals.let_in,
            actor=elsewhere.dina.id,
            meeting=elsewhere.meeting,
            booking=booking.id,
            how=How.BY_LIST,
            intent=desk.intent(),
        )


async def test_a_cancelled_booking_is_told_why(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    booking = await desk.book(timur, entrance.slot)
    await desk.cancel(timur, booking)
    await entrance.opens()
    answer = await entrance.lets_in(booking)
    assert answer.verdict is Verdict.NOT_COMING
    assert await entrance.marks() == []


async def test_a_called_off_slot_lets_nobody_in(desk: Desk, entrance: Entrance) -> None:
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=entrance.slot)
    assert (await entrance.lets_in(booking)).verdict is Verdict.CALLED_OFF


async def test_a_meeting_of_a_course_has_its_own_marks(desk: Desk) -> None:
    entrance = await entrance_of(desk, meetings=3)
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booking)
    desk.clock.forward(7 * DAY)
    door = await desk.store.read(doors.of_slot, actor=entrance.dina.id, slot=entrance.slot)
    assert door.meeting.id != entrance.meeting
    assert door.here == 0


async def test_all_except_marks_the_rest_as_missing(desk: Desk, entrance: Entrance) -> None:
    bookings = [await desk.book(await desk.pupil(first_name=name), entrance.slot) for name in ("А", "Б", "В")]
    await entrance.opens()
    await entrance.lets_in(bookings[0])
    intent = desk.intent()
    for _ in range(2):
        door = await desk.do(
            arrivals.let_all_in,
            actor=entrance.dina.id,
            meeting=entrance.meeting,
            but={bookings[0].id, bookings[1].id},
            intent=intent,
        )
    assert (door.here, door.expected) == (2, 3)
    assert await entrance.marks() == [
        (bookings[0].id, "present", 1),
        (bookings[1].id, "absent", 0),
        (bookings[2].id, "present", 1),
    ]
    await entrance.lets_in(bookings[1])
    assert (bookings[1].id, "present", 1) in await entrance.marks()


async def test_a_guardian_hears_of_it_only_if_they_wish(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    wishes, does_not = await desk.guardian_of(timur), await desk.guardian_of(timur)
    await desk.do(guardians.wish, actor=wishes.id, pupil=pupil_of(timur), arrival=True, on=True)
    booking = await desk.book(timur, entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booking)
    assert await desk.letters(LetterKind.CHECKED_IN) == [(LetterKind.CHECKED_IN, wishes.id)]
    (letter,) = [number for number in await desk.letter_ids() if await _kind(desk, number) == "checked_in"]
    assert await desk.store.read(post.open_letter, id=letter) is not None
    await entrance.takes_back(booking)
    assert await desk.store.read(post.open_letter, id=letter) is None, "it is not so any more"
    with pytest.raises(NotYours):
        await desk.do(guardians.wish, actor=entrance.dina.id, pupil=pupil_of(timur), arrival=True, on=True)
    assert does_not.id not in {person for _kind_, person in await desk.letters(LetterKind.CHECKED_IN)}


async def test_nothing_is_told_afterwards(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    mother = await desk.guardian_of(timur)
    await desk.do(guardians.wish, actor=mother.id, pupil=pupil_of(timur), arrival=True, on=True)
    booking = await desk.book(timur, entrance.slot)
    await entrance.opens()
    desk.clock.forward(4 * HOUR)
    await entrance.lets_in(booking)
    assert not await desk.letters(LetterKind.CHECKED_IN)


async def test_what_is_kept_of_a_visit_is_shown_and_outlives_the_name(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    booking = await desk.book(timur, entrance.slot)
    await entrance.opens()
    await entrance.lets_in(booking)
    mine = await desk.store.read(privacy.mine, actor=timur.id)
    assert mine.visits == 1
    assert mine.bookings[0].was_there
    assert (await desk.look(timur, booking)).was_there
    desk.clock.forward(DAY)
    await desk.do(privacy.forget, actor=timur.id)
    assert await entrance.marks() == [(booking.id, "present", 1)], "that somebody came, not who"
    door = await desk.store.read(doors.door, actor=entrance.dina.id, meeting=entrance.meeting)
    assert [guest.name for guest in door.guests] == [""]


async def _kind(desk: Desk, number: int) -> str:
    return str(await desk.value("SELECT kind FROM outbox WHERE id = :id", id=number))


async def test_deleting_ones_data_takes_what_names_somebody(desk: Desk, entrance: Entrance) -> None:
    known = await desk.school_class(size=3)
    child = await desk.pupil()
    opened = await desk.do(classes.open_link, actor=known.teacher_person, school_class=known.id)
    assert opened.link_token is not None
    asked = await desk.do(joinings.ask, actor=child.id, token=opened.link_token, pupil=pupil_of(child))
    await desk.do(joinings.accept, actor=known.teacher_person, joining=asked.id, entry=None)
    booking = await desk.book_class(known, entrance.slot)
    await entrance.opens()
    await desk.do(
        headcounts.count,
        actor=entrance.dina.id,
        meeting=entrance.meeting,
        booking=booking.id,
        pupils=2,
        adults=1,
        absent=(pupil_of(child),),
        seen=None,
        intent=desk.intent(),
    )
    await desk.do(shown_codes.show, actor=entrance.dina.id, meeting=entrance.meeting)
    await desk.do(privacy.forget, actor=child.id)
    assert await desk.value("SELECT count(*) FROM class_absentees") == 0
    assert await entrance.marks() == [(booking.id, "present", 3)]
    await desk.do(privacy.forget, actor=entrance.dina.id)
    assert await desk.value("SELECT count(*) FROM door_codes") == 0


async def test_a_guardian_who_wishes_is_reminded_with_the_child(desk: Desk, entrance: Entrance) -> None:
    timur = await desk.pupil()
    wishes, does_not = await desk.guardian_of(timur), await desk.guardian_of(timur)
    await desk.do(guardians.wish, actor=wishes.id, pupil=pupil_of(timur), arrival=False, on=True)
    await desk.book(timur, entrance.slot)
    await desk.do(reminder_plans.plan, slot=entrance.slot)
    await entrance.opens()
    while await desk.do(reminders.expand):
        continue
    told = {person for _kind_, person in await desk.letters(LetterKind.REMINDER)}
    assert told == {timur.id, wishes.id}
    assert does_not.id not in told
