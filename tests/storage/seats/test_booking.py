"""Taking a seat: who gets one, who waits, and what is refused."""

import pytest

from domain.bookings import BookingState
from domain.identities import Intent, PupilId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.refusals import (
    AlreadyBooked,
    AnswerMissing,
    NotYourGrade,
    NotYours,
    RegistrationClosed,
    RegistrationNotOpen,
    SlotGone,
)
from storage.seats import bookings, tickets
from tests.storage import rows
from tests.storage.desk import Desk, pupil_of


async def test_a_pupil_gets_a_seat_and_a_ticket(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(capacity=2)
    booking = await desk.book(timur, slot)
    assert booking.state is BookingState.CONFIRMED
    assert len(booking.ticket_code) == 4
    assert len(booking.ticket_token) == 22
    assert booking.consent_token is None
    assert await desk.seats_taken(slot) == 1


async def test_what_book_returns_is_what_is_kept(desk: Desk) -> None:
    slot = await desk.slot(capacity=2)
    timur, alina, younger = await desk.pupil(), await desk.pupil(), await desk.pupil(younger=True)
    for who in (timur, younger, alina):
        booking = await desk.book(who, slot)
        assert await desk.look(who, booking) == booking


async def test_a_full_slot_puts_people_in_line_in_their_order(desk: Desk) -> None:
    slot = await desk.slot(capacity=1)
    first, *others = [await desk.book(await desk.pupil(), slot) for _ in range(4)]
    assert first.confirmed
    assert [booking.state for booking in others] == [BookingState.WAITLISTED] * 3
    assert [booking.position for booking in others] == [1, 2, 3]
    assert await desk.seats_taken(slot) == 1


async def test_one_who_waits_moves_up(desk: Desk) -> None:
    slot = await desk.slot(capacity=1)
    people = [await desk.pupil() for _ in range(4)]
    made = [await desk.book(who, slot) for who in people]
    await desk.cancel(people[1], made[1])
    assert (await desk.look(people[3], made[3])).position == 2


async def test_the_same_intent_books_once(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(capacity=5)
    once = {"actor": timur.id, "pupil": pupil_of(timur), "slot": slot, "answer": "", "intent": Intent("tap")}
    first = await desk.do(bookings.book, **once)  # type: ignore[arg-type]  # one of each, spread
    again = await desk.do(bookings.book, **once)  # type: ignore[arg-type]  # one of each, spread
    assert first == again
    assert await desk.seats_taken(slot) == 1


async def test_the_same_intent_shows_what_became_of_it(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    await desk.cancel(timur, booking)
    again = await desk.do(
        bookings.book, actor=timur.id, pupil=pupil_of(timur), slot=slot, answer="", intent=Intent("intent-1")
    )
    assert again.state is BookingState.CANCELLED
    assert await desk.seats_taken(slot) == 0


async def test_somebody_elses_intent_is_not_ones_own(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot(capacity=5)
    await desk.book(timur, slot)
    with pytest.raises(NotYours):
        await desk.do(
            bookings.book, actor=alina.id, pupil=pupil_of(alina), slot=slot, answer="", intent=Intent("intent-1")
        )


async def test_a_refused_intent_can_be_used_again(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(opens_in=HOUR)
    asked = {"actor": timur.id, "pupil": pupil_of(timur), "slot": slot, "answer": "", "intent": Intent("tap")}
    with pytest.raises(RegistrationNotOpen):
        await desk.do(bookings.book, **asked)  # type: ignore[arg-type]  # one of each, spread
    desk.clock.forward(HOUR)
    assert (await desk.do(bookings.book, **asked)).confirmed  # type: ignore[arg-type]  # one of each, spread


async def test_nobody_books_for_a_stranger(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot(capacity=5)
    with pytest.raises(NotYours):
        await desk.book(timur, slot, pupil=pupil_of(alina))
    with pytest.raises(NotYours):
        await desk.book(timur, slot, pupil=PupilId(10**12))
    assert await desk.seats_taken(slot) == 0


async def test_a_guardian_books_for_the_child(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    booking = await desk.book(mother, slot, pupil=pupil_of(timur))
    assert booking.confirmed
    assert booking.booked_by == mother.id
    assert await desk.letters() == [(LetterKind.TICKET, timur.id)]


async def test_guardians_hear_of_a_seat_their_child_took(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother, father = await desk.guardian_of(timur), await desk.guardian_of(timur)
    await desk.book(timur, slot)
    assert await desk.letters() == [(LetterKind.CHILD_CONFIRMED, mother.id), (LetterKind.CHILD_CONFIRMED, father.id)]


async def test_the_same_pupil_is_not_in_a_slot_twice(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(capacity=5)
    booking = await desk.book(timur, slot)
    with pytest.raises(AlreadyBooked) as refused:
        await desk.book(timur, slot)
    assert refused.value.booking == booking.id


async def test_after_cancelling_one_may_come_back(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    await desk.cancel(timur, await desk.book(timur, slot))
    assert (await desk.book(timur, slot)).confirmed


async def test_before_registration_opens(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(opens_in=DAY)
    with pytest.raises(RegistrationNotOpen) as refused:
        await desk.book(timur, slot)
    assert refused.value.opens_at == desk.clock.shows + DAY
    desk.clock.forward(DAY)
    assert (await desk.book(timur, slot)).confirmed


async def test_at_the_very_close_of_registration(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    desk.clock.forward(DAY)
    with pytest.raises(RegistrationClosed) as refused:
        await desk.book(timur, slot)
    assert refused.value.closed_at == desk.clock.shows


async def test_a_slot_that_is_over_cancelled_unpublished_or_unknown(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=DAY)
    cancelled = await desk.slot()
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=cancelled)
    hidden = await desk.slot(event=await desk.do(rows.an_event, published=False))
    desk.clock.forward(2 * DAY)
    for gone in (slot, cancelled, hidden, SlotId(10**12)):
        with pytest.raises(SlotGone):
            await desk.book(timur, gone)


async def test_a_strict_event_refuses_other_grades(desk: Desk) -> None:
    event = await desk.do(rows.an_event, grades=(9, None), strict=True)
    slot = await desk.slot(event=event, capacity=5)
    with pytest.raises(NotYourGrade) as refused:
        await desk.book(await desk.pupil(grade=8), slot)
    assert (refused.value.grade, refused.value.grade_from, refused.value.grade_to) == (8, 9, None)
    assert (await desk.book(await desk.pupil(grade=9), slot)).confirmed


async def test_another_event_only_warns(desk: Desk) -> None:
    slot = await desk.slot(event=await desk.do(rows.an_event, grades=(9, 11)))
    assert (await desk.book(await desk.pupil(grade=8), slot)).confirmed


async def test_what_the_event_asks_must_be_answered(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(event=await desk.do(rows.an_event, asks="Фамилия"))
    with pytest.raises(AnswerMissing):
        await desk.book(timur, slot, answer="  ")
    booking = await desk.book(timur, slot, answer="Ахметов")
    assert (await desk.look(timur, booking)).answer == "Ахметов"


async def test_an_answer_that_nobody_asked_for_is_not_kept(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot, answer="my phone")
    assert (await desk.look(timur, booking)).answer == ""


async def test_codes_are_unique_in_a_slot_however_often_the_same_is_dealt(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealt = iter(["BBBB", "BBBB", "BBBB", "CCCC"])
    monkeypatch.setattr(tickets, "new_code", lambda: next(dealt))
    slot = await desk.slot(capacity=2)
    codes = [(await desk.book(await desk.pupil(), slot)).ticket_code for _ in range(2)]
    assert codes == ["BBBB", "CCCC"]


def test_codes_can_be_said_aloud_in_both_alphabets() -> None:
    letters = {character for character in tickets.CODE_ALPHABET if character.isalpha()}
    assert letters <= set("ABCEHKMOPTXY"), "drawn alike in Latin and Cyrillic"
    assert not set(tickets.CODE_ALPHABET) & set("01OIЛL8")
    assert all(set(tickets.new_code()) <= set(tickets.CODE_ALPHABET) for _ in range(100))
    assert len({tickets.new_token() for _ in range(100)}) == 100
