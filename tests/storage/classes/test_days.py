"""Whether a class still comes: who is asked, when, and what a yes, a silence and a release do; when to leave."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.clockwork.due import due
from domain.bookings import BookingState
from domain.class_days import ASKED_BEFORE, LEAVE_BEFORE, SILENCE, SURE_SINCE
from domain.classes import ClassBooking, Party
from domain.identities import PartnerId, PersonId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import Person
from domain.refusals import AlreadyStarted, DecidedAlready, NothingToCancel, NotYours
from domain.rights import OrganizerRole
from storage.classes import bookings, days
from storage.people import rights
from tests.storage import rows
from tests.storage.desk import Desk


@dataclass
class Visit:
    """A class of 25 with two adults, booked for a slot a week from now; and an organizer of its host."""

    slot: SlotId
    partner: PartnerId
    teacher: PersonId
    booking: ClassBooking
    host: Person


async def visit(desk: Desk, **wishes: Any) -> Visit:
    partner = await desk.do(rows.a_partner)
    event = await desk.do(rows.an_event, partner=partner)
    host = await desk.organizer(partner)
    slot = await desk.slot(event=event, **{"capacity": 30, **wishes})
    school_class = await desk.school_class()
    booking = await desk.book_class(school_class, slot, adults=2)
    return Visit(slot, partner, school_class.teacher_person, booking, host)


async def asked(desk: Desk, of: Visit) -> Visit:
    """The same, three days before the start."""
    desk.clock.forward(of.booking.slot.starts_at - ASKED_BEFORE - desk.clock.shows)
    assert await desk.do(days.ask) == 1
    return of


async def silent(desk: Desk, of: Visit) -> Visit:
    """The same, and the teacher said nothing for 36 hours."""
    await asked(desk, of)
    desk.clock.forward(SILENCE)
    assert await desk.do(days.tell_of_silence) == 1
    return of


async def next_due(desk: Desk) -> int | None:
    found = await desk.store.read(days.next_due)
    assert (await desk.store.read(due)).next is not None or found is None
    return found


async def test_a_teacher_is_asked_once_three_days_before(desk: Desk) -> None:
    of = await visit(desk)
    assert await next_due(desk) == of.booking.slot.starts_at - ASKED_BEFORE
    desk.clock.forward(of.booking.slot.starts_at - ASKED_BEFORE - desk.clock.shows - 1)
    assert await desk.do(days.ask) == 0
    desk.clock.forward(1)
    assert await desk.do(days.ask) == 1
    assert await desk.do(days.ask) == 0
    assert await desk.letters() == [(LetterKind.STILL_COMING, of.teacher)]


async def test_a_moved_meeting_asks_again(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    await desk.do(rows.move_slot, slot=of.slot, by=HOUR)
    assert await desk.do(days.ask) == 0, "it is three days and an hour ahead now"
    desk.clock.forward(HOUR)
    assert await desk.do(days.ask) == 1


async def test_who_booked_shortly_before_is_not_asked(desk: Desk) -> None:
    of = await visit(desk, starts_in=SURE_SINCE - 1)
    desk.clock.forward(DAY)
    assert await desk.do(days.ask) == 0
    assert await next_due(desk) == of.booking.slot.starts_at - LEAVE_BEFORE
    in_time = await visit(desk, starts_in=SURE_SINCE)
    desk.clock.forward(DAY)
    assert await desk.do(days.ask) == 1
    assert (LetterKind.STILL_COMING, in_time.teacher) in await desk.letters()


async def test_pupils_and_classes_that_wait_are_not_asked(desk: Desk) -> None:
    slot = await desk.slot(capacity=26)
    await desk.book(await desk.pupil(), slot)
    assert (await desk.book_class(await desk.school_class(), slot, adults=1)).state is BookingState.OFFERED
    desk.clock.forward(7 * DAY - LEAVE_BEFORE)
    assert await desk.do(days.ask) == 0
    assert await desk.do(days.tell_to_leave) == 0
    assert await next_due(desk) is None


async def test_questions_are_asked_in_chunks(desk: Desk) -> None:
    for _ in range(3):
        await visit(desk)
    desk.clock.forward(7 * DAY - ASKED_BEFORE)
    assert [await desk.do(days.ask, chunk=2) for _ in range(3)] == [2, 1, 0]


async def test_a_yes_is_recorded_and_the_host_hears_nothing(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    for _ in range(2):
        assert (await desk.do(days.confirm, actor=of.teacher, booking=of.booking.id, version=1)).confirmed
    assert await desk.value("SELECT answer FROM still_coming") == "comes"
    desk.clock.forward(SILENCE)
    assert await desk.do(days.tell_of_silence) == 0
    assert await desk.letters(LetterKind.SILENT_CLASS) == []


async def test_a_yes_to_an_older_time_answers_nothing(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    await desk.do(days.confirm, actor=of.teacher, booking=of.booking.id, version=2)
    assert await desk.value("SELECT answer FROM still_coming") is None


async def test_only_its_teacher_says_yes_and_only_before_the_start(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    for stranger in (of.host.id, (await desk.school_class()).teacher_person):
        with pytest.raises(NotYours):
            await desk.do(days.confirm, actor=stranger, booking=of.booking.id, version=1)
    desk.clock.forward(ASKED_BEFORE)
    with pytest.raises(AlreadyStarted):
        await desk.do(days.confirm, actor=of.teacher, booking=of.booking.id, version=1)


async def test_silence_goes_to_the_hosts_organizers_once(desk: Desk) -> None:
    of = await visit(desk)
    elsewhere = await desk.organizer(await desk.do(rows.a_partner))
    at_the_door = await desk.person()
    await desk.do(
        rights.appoint, person=at_the_door.id, name="Д. О.", partner=of.partner, roles=(OrganizerRole.CHECK_IN,)
    )
    await asked(desk, of)
    assert await next_due(desk) == desk.clock.shows + SILENCE
    desk.clock.forward(SILENCE - 1)
    assert await desk.do(days.tell_of_silence) == 0
    desk.clock.forward(1)
    assert await desk.do(days.tell_of_silence) == 1
    assert await desk.do(days.tell_of_silence) == 0
    told = await desk.letters(LetterKind.SILENT_CLASS)
    assert told == [(LetterKind.SILENT_CLASS, of.host.id)]
    assert elsewhere.id != of.host.id


async def test_who_changed_the_number_since_has_answered(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    desk.clock.forward(HOUR)
    await desk.do(bookings.change, actor=of.teacher, booking=of.booking.id, party=Party(pupils=24, adults=2))
    desk.clock.forward(SILENCE)
    await desk.do(days.tell_of_silence)
    assert await desk.letters(LetterKind.SILENT_CLASS) == []
    assert await desk.value("SELECT answer FROM still_coming") == "comes"


async def test_silence_about_what_is_cancelled_or_moved_is_no_news(desk: Desk) -> None:
    cancelled = await asked(desk, await visit(desk))
    moved = await visit(desk, starts_in=ASKED_BEFORE)
    await desk.run(
        "UPDATE bookings SET changed_at = changed_at - :day * 4 WHERE id = :id", day=DAY, id=moved.booking.id
    )
    assert await desk.do(days.ask) == 1
    await desk.do(bookings.cancel, actor=cancelled.teacher, booking=cancelled.booking.id, intent=desk.intent())
    await desk.do(rows.move_slot, slot=moved.slot, by=7 * DAY)
    desk.clock.forward(SILENCE)
    assert await desk.do(days.tell_of_silence) == 2
    assert await desk.letters(LetterKind.SILENT_CLASS) == []


async def test_released_seats_are_offered_on_at_once_and_the_teacher_is_told(desk: Desk) -> None:
    of = await visit(desk)
    waiting = await desk.book_class(await desk.school_class(), of.slot)
    assert waiting.state is BookingState.WAITLISTED
    await silent(desk, of)
    ended = await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=False)
    assert ended.state is BookingState.CANCELLED
    assert (await desk.look_at_class(waiting)).state is BookingState.OFFERED
    assert (LetterKind.CANCELLED_FOR_YOU, of.teacher) in await desk.letters()
    assert await desk.seats_taken(of.slot) == 26
    with pytest.raises(NothingToCancel):
        await desk.do(days.confirm, actor=of.teacher, booking=of.booking.id, version=1)


async def test_kept_seats_stay_and_the_second_organizer_comes_too_late(desk: Desk) -> None:
    of = await silent(desk, await visit(desk))
    colleague = await desk.organizer(of.partner)
    for _ in range(2):
        assert (await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=True)).confirmed
    with pytest.raises(DecidedAlready):
        await desk.do(days.decide, actor=colleague.id, booking=of.booking.id, keep=False)
    with pytest.raises(DecidedAlready):
        await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=False)
    assert (await desk.look_at_class(of.booking)).confirmed
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'class_decided'") == 1


async def test_a_yes_after_the_silence_comes_before_the_host(desk: Desk) -> None:
    of = await silent(desk, await visit(desk))
    await desk.do(days.confirm, actor=of.teacher, booking=of.booking.id, version=1)
    with pytest.raises(DecidedAlready):
        await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=False)


async def test_nobody_releases_what_the_host_was_not_asked_about(desk: Desk) -> None:
    of = await asked(desk, await visit(desk))
    with pytest.raises(DecidedAlready):
        await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=False)
    assert (await desk.look_at_class(of.booking)).confirmed


async def test_only_the_hosts_programme_organizers_decide_and_only_before_the_start(desk: Desk) -> None:
    of = await silent(desk, await visit(desk))
    elsewhere = await desk.organizer(await desk.do(rows.a_partner))
    at_the_door = await desk.person()
    await desk.do(
        rights.appoint, person=at_the_door.id, name="Д. О.", partner=of.partner, roles=(OrganizerRole.CHECK_IN,)
    )
    for stranger in (of.teacher, elsewhere.id, at_the_door.id):
        with pytest.raises(NotYours):
            await desk.do(days.decide, actor=stranger, booking=of.booking.id, keep=False)
    desk.clock.forward(ASKED_BEFORE - SILENCE)
    with pytest.raises(AlreadyStarted):
        await desk.do(days.decide, actor=of.host.id, booking=of.booking.id, keep=False)


async def test_the_teacher_is_told_to_leave_once_three_hours_before(desk: Desk) -> None:
    of = await visit(desk, starts_in=DAY)
    desk.clock.forward(DAY - LEAVE_BEFORE - 1)
    assert await desk.do(days.tell_to_leave) == 0
    desk.clock.forward(1)
    assert await desk.do(days.tell_to_leave) == 1
    assert await desk.do(days.tell_to_leave) == 0
    assert await desk.letters() == [(LetterKind.LEAVE_NOW, of.teacher)]
    assert await desk.value("SELECT details ->> '$.missing' FROM outbox") == 25, "nobody said yes for any of 25"
    assert await next_due(desk) is None


async def test_each_meeting_of_a_course_has_its_own(desk: Desk) -> None:
    of = await visit(desk, starts_in=DAY, meetings=2)
    desk.clock.forward(DAY - LEAVE_BEFORE)
    assert await desk.do(days.tell_to_leave) == 1
    assert await next_due(desk) == of.booking.slot.meetings[1].starts_at - LEAVE_BEFORE
    desk.clock.forward(7 * DAY)
    assert await desk.do(days.tell_to_leave) == 1
    assert len(await desk.letters(LetterKind.LEAVE_NOW)) == 2


async def test_nobody_is_told_to_leave_for_what_has_begun_or_is_called_off(desk: Desk) -> None:
    begun = await visit(desk, starts_in=DAY)
    off = await visit(desk, starts_in=2 * DAY)
    desk.clock.forward(DAY)
    assert await desk.do(days.tell_to_leave) == 0
    assert begun.slot != off.slot
    await desk.run("UPDATE slots SET cancelled_at = :now WHERE id = :slot", now=desk.clock.shows, slot=off.slot)
    desk.clock.forward(DAY - LEAVE_BEFORE)
    assert await desk.do(days.tell_to_leave) == 0
