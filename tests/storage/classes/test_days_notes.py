"""What a teacher tells the host on the day: late, another number, one fewer; who hears of it, who answers."""

import pytest

from domain.class_days import ON_THE_DAY, HostAnswer, NoteAbout
from domain.identities import Intent, NoteId, PupilId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import Person
from domain.refusals import NotANumber, NothingToCancel, NotYours, PartyTooLarge, SlotGone
from domain.rights import OrganizerRole
from storage.classes import bookings, day_notes, lists
from storage.people import rights
from storage.seats import absences
from tests.storage import rows
from tests.storage.classes.test_days import Visit, visit
from tests.storage.desk import Desk


async def on_the_day(desk: Desk, *, closed: bool = True) -> Visit:
    """A class that comes in an hour; registration closed a day ago, unless said otherwise."""
    of = await visit(desk, starts_in=3 * DAY, closes_before=DAY if closed else 0)
    desk.clock.forward(3 * DAY - HOUR)
    return of


async def number(desk: Desk, of: Visit, pupils: int, intent: Intent | None = None) -> int:
    return await desk.do(
        day_notes.tell_number,
        actor=of.teacher,
        booking=of.booking.id,
        pupils=pupils,
        intent=intent or desk.intent(),
    )


async def late(desk: Desk, of: Visit, minutes: int = 20) -> NoteId:
    note = await desk.do(
        day_notes.tell_late, actor=of.teacher, booking=of.booking.id, minutes=minutes, intent=desk.intent()
    )
    return note.id


async def colleague(desk: Desk, of: Visit, role: OrganizerRole) -> Person:
    somebody = await desk.person()
    await desk.do(rights.appoint, person=somebody.id, name="К. О.", partner=of.partner, roles=(role,))
    return somebody


async def test_the_host_hears_at_once_who_is_late(desk: Desk) -> None:
    of = await on_the_day(desk)
    at_the_door = await colleague(desk, of, OrganizerRole.CHECK_IN)
    await colleague(desk, of, OrganizerRole.REPORTS)
    intent = desk.intent()
    told = [
        await desk.do(day_notes.tell_late, actor=of.teacher, booking=of.booking.id, minutes=minutes, intent=intent)
        for minutes in (20, 45)
    ]
    assert told[0] == told[1], "delivered twice, or the next button of the same screen: told once"
    assert (told[0].about, told[0].amount) == (NoteAbout.LATE, 20)
    assert sorted(await desk.letters()) == sorted((LetterKind.DAY_NOTE, who.id) for who in (of.host, at_the_door))


async def test_late_is_said_on_the_day_alone(desk: Desk) -> None:
    of = await visit(desk, starts_in=ON_THE_DAY + 1)
    with pytest.raises(SlotGone):
        await late(desk, of)
    desk.clock.forward(1)
    await late(desk, of)
    for minutes in (0, 241):
        with pytest.raises(NotANumber):
            await late(desk, of, minutes)
    desk.clock.forward(2 * DAY)
    with pytest.raises(SlotGone):
        await late(desk, of)


async def test_a_stranger_tells_and_answers_nothing(desk: Desk) -> None:
    of = await on_the_day(desk)
    note = await late(desk, of)
    stranger = (await desk.school_class()).teacher_person
    with pytest.raises(NotYours):
        await desk.do(day_notes.tell_late, actor=stranger, booking=of.booking.id, minutes=10, intent=desk.intent())
    with pytest.raises(NotYours):
        await desk.do(day_notes.tell_number, actor=stranger, booking=of.booking.id, pupils=3, intent=desk.intent())
    with pytest.raises(NotYours):
        await desk.do(day_notes.tell_one_fewer, actor=stranger, booking=of.booking.id, pupil=PupilId(1))
    elsewhere = await desk.organizer(await desk.do(rows.a_partner))
    reporter = await colleague(desk, of, OrganizerRole.REPORTS)
    for somebody in (of.teacher, stranger, elsewhere.id, reporter.id):
        with pytest.raises(NotYours):
            await desk.do(day_notes.answer, actor=somebody, note=note, answer=HostAnswer.FINE)
    with pytest.raises(NotYours):
        await desk.do(day_notes.answer, actor=of.host.id, note=NoteId(99), answer=HostAnswer.FINE)


async def test_a_class_that_does_not_come_is_not_late(desk: Desk) -> None:
    of = await on_the_day(desk)
    await desk.do(bookings.cancel, actor=of.teacher, booking=of.booking.id, intent=desk.intent())
    with pytest.raises(NothingToCancel):
        await late(desk, of)


async def test_the_first_answer_counts_and_colleagues_see_whose_it_is(desk: Desk) -> None:
    of = await on_the_day(desk)
    second = await colleague(desk, of, OrganizerRole.CHECK_IN)
    note = await late(desk, of)
    told, _ = await desk.do(day_notes.answer, actor=second.id, note=note, answer=HostAnswer.FINE)
    assert (told.answer, told.answered_by, told.answered_name) == (HostAnswer.FINE, second.id, "К. О.")
    for somebody, said in ((second, HostAnswer.FINE), (of.host, HostAnswer.CANNOT)):
        again, _ = await desk.do(day_notes.answer, actor=somebody.id, note=note, answer=said)
        assert again == told
    assert await desk.letters(LetterKind.DAY_ANSWER) == [(LetterKind.DAY_ANSWER, of.teacher)]
    to_host = [who for _kind, who in await desk.letters(LetterKind.DAY_NOTE)]
    assert sorted(to_host) == sorted([of.host.id, second.id, of.host.id]), "told, and told that it is answered"


async def test_a_smaller_number_after_the_close_is_told_and_frees_nothing(desk: Desk) -> None:
    of = await on_the_day(desk)
    intent = desk.intent()
    assert await number(desk, of, 23, intent) == 23
    assert await number(desk, of, 22, intent) == 23, "the same intent tells nothing more"
    assert await number(desk, of, 23) == 23, "that is what the host expects already"
    assert await desk.seats_taken(of.slot) == 27
    assert (await desk.look_at_class(of.booking)).party.pupils == 25
    assert await desk.letters() == [(LetterKind.DAY_NOTE, of.host.id)]
    assert [tuple(row) for row in await desk.all("SELECT amount, was FROM day_notes")] == [(23, 25)]
    assert await number(desk, of, 25) == 25, "back to what is booked is news, too"


async def test_before_the_close_the_booking_is_changed_and_on_the_day_the_host_told(desk: Desk) -> None:
    of = await on_the_day(desk, closed=False)
    assert await number(desk, of, 23) == 23
    assert await desk.seats_taken(of.slot) == 25
    assert await desk.letters() == [(LetterKind.DAY_NOTE, of.host.id)]
    with pytest.raises(PartyTooLarge):
        await number(desk, of, 29)
    assert await desk.seats_taken(of.slot) == 25


async def test_days_before_the_booking_is_changed_and_nobody_has_to_answer(desk: Desk) -> None:
    of = await visit(desk)
    assert await number(desk, of, 23) == 23
    assert await desk.seats_taken(of.slot) == 25
    assert await desk.letters() == [(LetterKind.CLASS_CHANGED, of.host.id)]


async def test_numbers_that_cannot_be_meant(desk: Desk) -> None:
    of = await on_the_day(desk)
    with pytest.raises(NotANumber):
        await number(desk, of, 0)
    with pytest.raises(PartyTooLarge):
        await number(desk, of, 61)
    assert await desk.letters() == []


async def test_what_was_told_one_day_is_not_so_the_next(desk: Desk) -> None:
    of = await visit(desk, starts_in=3 * DAY, closes_before=DAY, meetings=2)
    desk.clock.forward(3 * DAY - HOUR)
    await number(desk, of, 20)
    desk.clock.forward(ON_THE_DAY)
    assert await desk.store.read(day_notes.expected, booking=of.booking.id) == 25


@pytest.mark.parametrize("closed", [True, False])
async def test_one_fewer_is_passed_on_once(desk: Desk, closed: bool) -> None:
    of = await on_the_day(desk, closed=closed)
    alina = await an_absentee(desk, of)
    for _ in range(2):
        told = await desk.do(day_notes.tell_one_fewer, actor=of.teacher, booking=of.booking.id, pupil=alina)
        assert told == 24
    assert await desk.seats_taken(of.slot) == (27 if closed else 26)
    assert await desk.letters() == [(LetterKind.DAY_NOTE, of.host.id)]


async def test_who_comes_after_all_is_not_one_fewer(desk: Desk) -> None:
    of = await on_the_day(desk)
    alina = await an_absentee(desk, of)
    await desk.do(absences.take_back, booking=of.booking.id, pupil=alina)
    told = await desk.do(day_notes.tell_one_fewer, actor=of.teacher, booking=of.booking.id, pupil=alina)
    assert told == 25
    assert await desk.letters() == []


async def an_absentee(desk: Desk, of: Visit) -> PupilId:
    """One of the class's list, who can't come."""
    school_class = of.booking.school_class.id
    await desk.do(
        lists.add,
        actor=of.teacher,
        school_class=school_class,
        names=(("Ахметова Алина", "Алина"),),
        intent=desk.intent(),
    )
    alina = PupilId(await desk.value("SELECT pupil FROM class_entries"))
    await desk.do(absences.tell, actor=of.teacher, booking=of.booking.id, pupil=alina)
    return alina
