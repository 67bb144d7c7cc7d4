"""Who phones, and a form's answers: written down by organizers, by everybody's rules, and forgotten in time."""

import pytest

from domain.bookings import BookingState
from domain.capacity import ByHand, Caller, ClassCaller
from domain.classes import Party
from domain.identities import BookingId, Intent, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import AgeLine, Person
from domain.refusals import (
    AlreadyStarted,
    NothingToCancel,
    NotYourGrade,
    NotYours,
    OfferOver,
    SheetGone,
    TooFewAdults,
)
from storage.capacity import answers, by_hand, form_sheets
from storage.capacity.form_sheets import FormSheet
from storage.messages import reminder_plans, reminders
from storage.publishing import tidings
from storage.seats import bookings, privacy, waiting
from tests.storage import rows
from tests.storage.desk import WORDS, Desk

CONFIRMED, WAITLISTED, OFFERED = BookingState.CONFIRMED, BookingState.WAITLISTED, BookingState.OFFERED


def caller(name: str = "Алина", *, younger: bool = False, grade: int = 8, phone: str = "") -> Caller:
    age_line = AgeLine.YOUNGER if younger else AgeLine.OLDER
    return Caller(first_name=name, grade=grade, age_line=age_line, school_name="№ 239", phone=phone)


A_CLASS = ClassCaller(
    teacher="Анна И.", name="8Б", grade=8, party=Party(pupils=10, adults=1), school_name="№ 239", phone="+77010000000"
)


async def phones(desk: Desk, olga: Person, slot: SlotId, who: Caller | None = None) -> ByHand:
    return await desk.do(by_hand.add_pupil, actor=olga.id, slot=slot, caller=who or caller(), intent=desk.intent())


async def brings(desk: Desk, olga: Person, slot: SlotId, who: ClassCaller = A_CLASS) -> ByHand:
    return await desk.do(by_hand.add_class, actor=olga.id, slot=slot, caller=who, intent=desk.intent())


async def look(desk: Desk, olga: Person, booking: BookingId) -> ByHand:
    return await desk.store.read(by_hand.look, actor=olga.id, booking=booking)


async def test_a_seat_or_a_place_in_line_as_for_everybody(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=1)
    first, second = await phones(desk, olga, slot), await phones(desk, olga, slot, caller("Тимур"))
    assert (first.booking.state, second.booking.state) == (CONFIRMED, WAITLISTED)
    third = await desk.book(await desk.pupil(), slot)
    assert (second.booking.position, third.position) == (1, 2)


async def test_the_same_tap_twice_books_once(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=5)
    intent = Intent("one-tap")
    twice = [
        await desk.do(by_hand.add_pupil, actor=olga.id, slot=slot, caller=caller(), intent=intent) for _ in range(2)
    ]
    assert twice[0].booking.id == twice[1].booking.id
    assert await desk.seats_taken(slot) == 1


async def test_a_younger_pupil_may_come_and_the_missing_paper_is_marked(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=5)
    booked = await phones(desk, olga, slot, caller(younger=True))
    assert booked.booking.confirmed
    assert booked.on_paper is False
    permitted = await desk.do(by_hand.permitted, actor=olga.id, booking=booked.booking.id, text=WORDS)
    assert permitted.on_paper
    again = await desk.do(by_hand.permitted, actor=olga.id, booking=booked.booking.id, text=WORDS)
    assert again.on_paper
    assert await desk.value("SELECT count(*) FROM consents") == 1
    assert (await phones(desk, olga, slot, caller("Тимур"))).on_paper is None


async def test_organizers_of_the_host_are_asked_to_call_and_any_of_them_answers(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    event = await desk.do(rows.an_event, partner=partner)
    olga, vera, stranger = await desk.organizer(partner), await desk.organizer(partner), await desk.person()
    slot, holder = await desk.slot(event=event, capacity=1), await desk.pupil()
    seat = await desk.book(holder, slot)
    waits = (await phones(desk, olga, slot)).booking
    await desk.cancel(holder, seat)
    told = {person for _, person in await desk.letters(LetterKind.OFFER)}
    assert told == {olga.id, vera.id}
    with pytest.raises(NotYours):
        await desk.do(by_hand.answer_offer, actor=stranger.id, booking=waits.id, take=True, intent=desk.intent())
    taken = await desk.do(by_hand.answer_offer, actor=vera.id, booking=waits.id, take=True, intent=desk.intent())
    assert taken.booking.confirmed
    with pytest.raises(OfferOver):
        await desk.do(by_hand.answer_offer, actor=olga.id, booking=waits.id, take=False, intent=desk.intent())


async def test_an_offer_that_nobody_calls_about_goes_on_and_that_is_told(desk: Desk) -> None:
    olga, slot, holder = await desk.organizer(), await desk.slot(capacity=1), await desk.pupil()
    seat = await desk.book(holder, slot)
    waits = (await phones(desk, olga, slot)).booking
    await desk.cancel(holder, seat)
    desk.clock.forward(2 * DAY)
    await desk.do(waiting.expire)
    assert (await look(desk, olga, waits.id)).booking.state is BookingState.EXPIRED
    assert await desk.letters(LetterKind.OFFER_EXPIRED) == [(LetterKind.OFFER_EXPIRED, olga.id)]


async def test_a_class_takes_all_its_seats_or_waits_and_is_offered_a_part(desk: Desk) -> None:
    olga, slot, holder = await desk.organizer(), await desk.slot(capacity=12), await desk.pupil()
    seat = await desk.book(holder, slot)
    other = await desk.pupil()
    await desk.book(other, slot)
    waits = (await brings(desk, olga, slot)).booking
    assert waits.state is OFFERED, "there are seats for a part, and nobody is before them"
    await desk.do(by_hand.answer_offer, actor=olga.id, booking=waits.id, take=False, intent=desk.intent())
    await desk.cancel(holder, seat)
    assert (await look(desk, olga, waits.id)).booking.seats == 11
    taken = await desk.do(by_hand.answer_offer, actor=olga.id, booking=waits.id, take=True, intent=desk.intent())
    assert taken.booking.confirmed
    assert await desk.seats_taken(slot) == 12


async def test_cancelled_by_an_organizer_the_seat_goes_on(desk: Desk) -> None:
    olga, slot, waiter = await desk.organizer(), await desk.slot(capacity=1), await desk.pupil()
    booked = (await phones(desk, olga, slot)).booking
    waits = await desk.book(waiter, slot)
    ended = await desk.do(by_hand.cancel, actor=olga.id, booking=booked.id)
    assert ended.booking.state is BookingState.CANCELLED
    assert (await desk.look(waiter, waits)).state is OFFERED
    with pytest.raises(NothingToCancel):
        await desk.do(by_hand.cancel, actor=olga.id, booking=booked.id)


async def test_who_may_not_and_what_does_not_fit_is_refused(desk: Desk) -> None:
    event = await desk.do(rows.an_event, grades=(9, 11), strict=True)
    olga, slot = await desk.organizer(), await desk.slot(event=event, capacity=30)
    stranger = await desk.organizer(await desk.do(rows.a_partner))
    with pytest.raises(NotYours):
        await phones(desk, stranger, slot)
    with pytest.raises(NotYourGrade):
        await phones(desk, olga, slot)
    other = await desk.slot(capacity=30, starts_in=HOUR)
    without = ClassCaller(teacher="А", name="8Б", grade=8, party=Party(pupils=10, adults=0), school_name="№ 1")
    with pytest.raises(TooFewAdults):
        await brings(desk, olga, other, without)
    desk.clock.forward(HOUR)
    with pytest.raises(AlreadyStarted):
        await phones(desk, olga, other)


async def test_an_organizers_own_lists_letters_and_data_are_not_theirs_who_phoned(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=30, starts_in=7 * DAY)
    booked = (await phones(desk, olga, slot)).booking
    await brings(desk, olga, slot)
    assert (await desk.store.read(bookings.mine, actor=olga.id, past=False, page=0)).lines == ()
    assert (await desk.store.read(privacy.mine, actor=olga.id)).bookings == ()
    with pytest.raises(NotYours):
        await desk.store.read(bookings.booking, actor=olga.id, booking=booked.id)
    await desk.do(reminder_plans.plan, slot=slot)
    desk.clock.forward(7 * DAY - HOUR)
    while await desk.do(reminders.expand):
        pass
    assert await desk.letters() == []
    audience = await desk.store.read(tidings.audience, slot=slot)
    assert (audience.parties, audience.people, audience.by_hand) == (2, 0, 2)


async def test_names_and_phones_go_when_the_visit_is_long_over(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=30, starts_in=DAY)
    pupil = (await phones(desk, olga, slot, caller(phone="+77010000001"))).booking
    school_class = (await brings(desk, olga, slot)).booking
    desk.clock.forward(9 * DAY)
    await desk.do(by_hand.forget_long_ago)
    assert (await look(desk, olga, pupil.id)).phone == ""
    assert (await look(desk, olga, school_class.id)).phone == ""
    assert await desk.value("SELECT first_name FROM pupils") == "Алина"
    desk.clock.forward(23 * DAY)
    while await desk.do(by_hand.forget_long_ago):
        pass
    assert await desk.value("SELECT first_name FROM pupils") == ""
    assert await desk.value("SELECT name FROM teachers") == ""
    assert await desk.value("SELECT count(*) FROM bookings WHERE state = 'confirmed'") == 2


# A form's answers


async def bring(desk: Desk, olga: Person, slot: SlotId, *who: Caller, kept: frozenset[int] = frozenset()) -> object:
    return await desk.do(
        answers.bring_in,
        actor=olga.id,
        slot=slot,
        rows=list(enumerate(who, start=2)),
        kept=kept,
        intent=desk.intent(),
    )


async def test_what_was_previewed_is_what_comes_of_it(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=2)
    await phones(desk, olga, slot)
    who = [(2, caller("Дана")), (3, caller("Ерлан")), (4, caller("алина"))]
    found = await desk.store.read(answers.preview, actor=olga.id, slot=slot, rows=who, skipped=(), kept=())
    assert [one.row for one in found.alike] == [4], "the same first name, grade and school: asked, never merged"
    assert (found.seated, found.waiting) == (1, ("Ерлан",))
    assert await bring(desk, olga, slot, *(one for _, one in who)) is None, "not before it is said who that is"
    assert await desk.value("SELECT count(*) FROM bookings") == 1
    made = await bring(desk, olga, slot, *(one for _, one in who), kept=frozenset({4}))
    assert made == (CONFIRMED, WAITLISTED, WAITLISTED)


async def test_one_who_does_not_fit_and_nobody_is_brought_in(desk: Desk) -> None:
    event = await desk.do(rows.an_event, grades=(8, 9), strict=True)
    olga, slot = await desk.organizer(), await desk.slot(event=event, capacity=9)
    with pytest.raises(NotYourGrade):
        await bring(desk, olga, slot, caller("Дана"), caller("Ерлан", grade=5))
    assert await desk.seats_taken(slot) == 0
    assert await desk.value("SELECT count(*) FROM pupils") == 0


async def test_a_sheet_is_one_persons_for_a_day(desk: Desk) -> None:
    olga, vera, slot = await desk.organizer(), await desk.organizer(), await desk.slot(capacity=9)
    sheet = FormSheet(slot=slot, names=("Имя",), rows=((2, ("Алина",)),), columns={"name": 0})
    await desk.do(form_sheets.keep, actor=olga.id, sheet=sheet)
    assert await desk.store.read(form_sheets.read, actor=olga.id, slot=slot) == sheet
    with pytest.raises(SheetGone):
        await desk.store.read(form_sheets.read, actor=vera.id, slot=slot)
    with pytest.raises(NotYours):
        await desk.do(form_sheets.keep, actor=(await desk.person()).id, sheet=sheet)
    desk.clock.forward(DAY)
    with pytest.raises(SheetGone):
        await desk.store.read(form_sheets.read, actor=olga.id, slot=slot)
    assert await desk.do(form_sheets.forget_old) == 1


async def test_whoever_deletes_their_data_has_no_sheet_left(desk: Desk) -> None:
    olga, slot = await desk.organizer(), await desk.slot(capacity=9)
    await desk.do(form_sheets.keep, actor=olga.id, sheet=FormSheet(slot=slot, names=(), rows=(), columns={}))
    await desk.do(privacy.forget, actor=olga.id)
    assert await desk.value("SELECT count(*) FROM form_drafts") == 0
