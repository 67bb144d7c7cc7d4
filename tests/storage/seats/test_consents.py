"""Guardians: a younger pupil's seat is held until one says yes, and goes on when none does."""

from dataclasses import dataclass

import pytest

from domain.bookings import CONSENT_HELD_FOR, Booking, BookingState
from domain.consents import ConsentScope
from domain.identities import Intent, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import Person
from domain.refusals import LinkNoLongerValid, NotYours, OwnGuardian
from storage.seats import consents, waiting, withdrawals
from tests.storage import rows
from tests.storage.desk import WORDS, Desk, pupil_of


@dataclass
class Asked:
    """A younger pupil who has booked, and a parent who has the link."""

    child: Person
    parent: Person
    slot: SlotId
    booking: Booking

    @property
    def token(self) -> str:
        assert self.booking.consent_token is not None
        return self.booking.consent_token


@pytest.fixture
async def asked(desk: Desk) -> Asked:
    child, parent, slot = await desk.pupil(younger=True), await desk.person(), await desk.slot()
    return Asked(child, parent, slot, await desk.book(child, slot))


async def test_a_younger_pupils_seat_is_held(desk: Desk, asked: Asked) -> None:
    assert asked.booking.state is BookingState.REQUESTED
    assert asked.booking.held_until == desk.clock.shows + CONSENT_HELD_FOR
    assert await desk.seats_taken(asked.slot) == 1


async def test_a_seat_is_never_held_past_the_close(desk: Desk) -> None:
    slot = await desk.slot(starts_in=DAY, closes_before=HOUR)
    booking = await desk.book(await desk.pupil(younger=True), slot)
    assert booking.held_until == desk.clock.shows + 23 * HOUR


async def test_the_parent_sees_what_is_asked_and_says_yes(desk: Desk, asked: Asked) -> None:
    request = await desk.do(consents.asked, actor=asked.parent.id, token=asked.token)
    assert request.answered is None
    assert request.booking == asked.booking
    booking = await desk.says(asked.parent, asked.token)
    assert booking.confirmed
    assert booking.consent_token is None
    assert await desk.letters() == [(LetterKind.TICKET, asked.child.id)]
    assert await desk.look(asked.parent, booking) == booking, "a guardian sees the child's booking"


async def test_the_record_says_who_for_whom_for_what_and_to_which_text(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    consent = (await desk.do(consents.asked, actor=asked.parent.id, token=asked.token)).answered
    assert consent is not None
    assert (consent.guardian, consent.pupil) == (asked.parent.id, pupil_of(asked.child))
    assert (consent.booking, consent.given, consent.text) == (asked.booking.id, True, WORDS)
    assert (consent.at, consent.until, consent.withdrawn_at) == (desk.clock.shows, None, None)


async def test_a_no_lets_the_seat_go_on(desk: Desk, asked: Asked) -> None:
    alina = await desk.pupil()
    waits = await desk.book(alina, asked.slot)
    assert (await desk.says(asked.parent, asked.token, given=False)).state is BookingState.DECLINED
    assert (await desk.look(alina, waits)).state is BookingState.OFFERED
    assert (LetterKind.CONSENT_REFUSED, asked.child.id) in await desk.letters()
    with pytest.raises(NotYours):
        await desk.look(asked.parent, asked.booking)


async def test_a_no_is_no_yes_the_next_time(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token, given=False)
    again = await desk.book(asked.child, asked.slot)
    assert again.state is BookingState.REQUESTED
    assert (await desk.says(asked.parent, again.consent_token)).confirmed


async def test_a_pupils_own_account_is_no_guardian(desk: Desk, asked: Asked) -> None:
    with pytest.raises(OwnGuardian):
        await desk.do(consents.asked, actor=asked.child.id, token=asked.token)
    with pytest.raises(OwnGuardian):
        await desk.says(asked.child, asked.token)
    assert (await desk.look(asked.child, asked.booking)).state is BookingState.REQUESTED


async def test_a_link_that_nobody_made(desk: Desk, asked: Asked) -> None:
    with pytest.raises(LinkNoLongerValid):
        await desk.do(consents.asked, actor=asked.parent.id, token="made-up")
    with pytest.raises(LinkNoLongerValid):
        await desk.says(asked.parent, "made-up")


async def test_an_answered_link_asks_nobody_else(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    other = await desk.person()
    with pytest.raises(LinkNoLongerValid):
        await desk.do(consents.asked, actor=other.id, token=asked.token)
    with pytest.raises(LinkNoLongerValid):
        await desk.says(other, asked.token, given=False)
    assert (await desk.look(asked.child, asked.booking)).confirmed


async def test_the_same_guardian_says_the_same_again_but_not_the_opposite(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    assert (await desk.says(asked.parent, asked.token)).confirmed
    with pytest.raises(LinkNoLongerValid):
        await desk.says(asked.parent, asked.token, given=False)
    assert await desk.value("SELECT count(*) FROM consents") == 1


async def test_one_tap_answers_once(desk: Desk, asked: Asked) -> None:
    for _ in range(2):
        booking = await desk.do(
            consents.answer,
            actor=asked.parent.id,
            token=asked.token,
            given=True,
            scope=ConsentScope.EVENT,
            text=WORDS,
            intent=Intent("tap"),
        )
        assert booking.confirmed
    assert await desk.value("SELECT count(*) FROM consents") == 1


async def test_an_answer_after_the_hold_is_over_is_too_late(desk: Desk, asked: Asked) -> None:
    desk.clock.forward(CONSENT_HELD_FOR)
    with pytest.raises(LinkNoLongerValid):
        await desk.says(asked.parent, asked.token)
    assert await desk.do(waiting.expire) == 1
    assert await desk.letters() == [(LetterKind.HOLD_EXPIRED, asked.child.id)]
    assert await desk.seats_taken(asked.slot) == 0


async def test_a_link_to_a_cancelled_booking(desk: Desk, asked: Asked) -> None:
    await desk.cancel(asked.child, asked.booking)
    with pytest.raises(LinkNoLongerValid):
        await desk.do(consents.asked, actor=asked.parent.id, token=asked.token)
    back = await desk.take_back(asked.child, asked.booking)
    assert back.state is BookingState.REQUESTED
    assert back.consent_token == asked.token, "the link that was forwarded stays good"


async def test_a_yes_while_waiting_makes_the_offer_certain(desk: Desk) -> None:
    slot, first, child, parent = (
        await desk.slot(),
        await desk.pupil(),
        await desk.pupil(younger=True),
        await desk.person(),
    )
    seat, waits = await desk.book(first, slot), await desk.book(child, slot)
    assert waits.consent_token is not None
    assert (await desk.says(parent, waits.consent_token)).state is BookingState.WAITLISTED
    await desk.cancel(first, seat)
    assert (await desk.accept(child, waits)).confirmed
    assert (LetterKind.CHILD_CONFIRMED, parent.id) in await desk.letters()


async def test_an_offer_accepted_without_a_yes_is_held_for_one(desk: Desk) -> None:
    slot, first, child, parent = (
        await desk.slot(),
        await desk.pupil(),
        await desk.pupil(younger=True),
        await desk.person(),
    )
    seat, waits = await desk.book(first, slot), await desk.book(child, slot)
    await desk.cancel(first, seat)
    accepted = await desk.accept(child, waits)
    assert accepted.state is BookingState.REQUESTED
    assert accepted.held_until == desk.clock.shows + CONSENT_HELD_FOR
    assert accepted.consent_token == waits.consent_token
    assert (await desk.says(parent, waits.consent_token)).confirmed
    assert await desk.seats_taken(slot) == 1


async def test_a_yes_for_the_slot_holds_when_it_is_booked_again(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    await desk.cancel(asked.child, asked.booking)
    assert (await desk.book(asked.child, asked.slot)).confirmed
    assert (await desk.book(asked.child, await desk.slot())).state is BookingState.REQUESTED


async def test_a_yes_for_one_slot_is_none_for_another_of_the_same_day(desk: Desk) -> None:
    event, child, parent = await desk.do(rows.an_event), await desk.pupil(younger=True), await desk.person()
    morning, noon = await desk.slot(event=event), await desk.slot(event=event, starts_in=7 * DAY + HOUR)
    await desk.says(parent, (await desk.book(child, morning)).consent_token)
    assert (await desk.book(child, noon)).state is BookingState.REQUESTED


async def test_a_yes_for_the_partner_holds_for_its_other_events_until_31_august(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    child, parent = await desk.pupil(younger=True), await desk.person()
    here = [await desk.slot(event=await desk.do(rows.an_event, partner=partner)) for _ in range(3)]
    booked = [await desk.book(child, slot) for slot in here[:2]]
    after_summer = await desk.slot(event=await desk.do(rows.an_event, partner=partner), starts_in=300 * DAY)
    elsewhere = await desk.slot()
    await desk.says(parent, booked[0].consent_token, scope=ConsentScope.PARTNER)
    assert (await desk.look(child, booked[1])).confirmed, "what waited for the same yes has it"
    assert (await desk.book(child, here[2])).confirmed
    assert (await desk.book(child, after_summer)).state is BookingState.REQUESTED
    assert (await desk.book(child, elsewhere)).state is BookingState.REQUESTED


async def test_a_yes_for_one_child_is_none_for_another(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token, scope=ConsentScope.PARTNER)
    await desk.run("UPDATE slots SET capacity = 5 WHERE id = :slot", slot=asked.slot)
    assert (await desk.book(await desk.pupil(younger=True), asked.slot)).state is BookingState.REQUESTED


async def test_taking_the_yes_back_cancels_and_tells(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    for _ in range(2):
        booking = await desk.do(consents.withdraw, actor=asked.parent.id, booking=asked.booking.id)
        assert booking.state is BookingState.CANCELLED
    assert await desk.seats_taken(asked.slot) == 0
    assert await desk.letters(LetterKind.CANCELLED_FOR_YOU) == [(LetterKind.CANCELLED_FOR_YOU, asked.child.id)]
    again = await desk.take_back(asked.child, asked.booking)
    assert again.state is BookingState.REQUESTED
    assert again.consent_token != asked.token, "an answered link does not ask again"


async def test_taking_back_a_yes_for_the_partner_ends_all_that_rested_on_it(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    child, parent = await desk.pupil(younger=True), await desk.person()
    here = [await desk.slot(event=await desk.do(rows.an_event, partner=partner)) for _ in range(2)]
    first = await desk.book(child, here[0])
    await desk.says(parent, first.consent_token, scope=ConsentScope.PARTNER)
    second = await desk.book(child, here[1])
    elsewhere = await desk.book(child, await desk.slot())
    await desk.says(parent, elsewhere.consent_token)
    await desk.do(consents.withdraw, actor=parent.id, booking=first.id)
    assert (await desk.look(child, second)).state is BookingState.CANCELLED
    assert (await desk.look(child, elsewhere)).confirmed


async def test_a_yes_for_the_partner_is_taken_back_by_any_booking_that_rests_on_it(desk: Desk) -> None:
    partner = await desk.do(rows.a_partner)
    child, parent = await desk.pupil(younger=True), await desk.person()
    here = [await desk.slot(event=await desk.do(rows.an_event, partner=partner)) for _ in range(3)]
    first = await desk.book(child, here[0])
    await desk.says(parent, first.consent_token, scope=ConsentScope.PARTNER)
    second = await desk.book(child, here[1])
    await desk.do(consents.withdraw, actor=parent.id, booking=second.id)
    assert (await desk.look(child, first)).state is BookingState.CANCELLED
    assert (await desk.book(child, here[2])).state is BookingState.REQUESTED


async def test_what_has_begun_is_not_undone(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    desk.clock.forward(8 * DAY)
    assert (await desk.do(consents.withdraw, actor=asked.parent.id, booking=asked.booking.id)).confirmed
    assert await desk.value("SELECT withdrawn_at FROM consents") == desk.clock.shows


async def test_only_a_guardian_takes_a_yes_back(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    with pytest.raises(NotYours):
        await desk.do(consents.withdraw, actor=asked.child.id, booking=asked.booking.id)


async def test_a_child_does_not_come_back_alone_after_the_guardian_cancelled(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    await desk.cancel(asked.parent, asked.booking)
    assert (await desk.take_back(asked.child, asked.booking)).state is BookingState.REQUESTED
    await desk.cancel(asked.child, asked.booking)
    assert (await desk.book(asked.child, asked.slot)).state is BookingState.REQUESTED


async def test_a_guardian_undoes_their_own_cancelling_at_once(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    await desk.cancel(asked.parent, asked.booking)
    desk.clock.forward(HOUR)
    assert (await desk.take_back(asked.parent, asked.booking)).confirmed


async def test_a_new_date_asks_again(desk: Desk, asked: Asked) -> None:
    await desk.says(asked.parent, asked.token)
    await desk.do(rows.move_slot, slot=asked.slot, by=HOUR)
    assert await desk.do(withdrawals.ask_again, slot=asked.slot) == 0, "the same day is the same date"
    await desk.do(rows.move_slot, slot=asked.slot, by=DAY)
    assert await desk.do(withdrawals.ask_again, slot=asked.slot) == 1
    booking = await desk.look(asked.child, asked.booking)
    assert booking.state is BookingState.REQUESTED
    assert booking.consent_token not in {None, asked.token}
    request = await desk.do(consents.asked, actor=asked.parent.id, token=booking.consent_token)
    assert request.answered is None, "what was said of the old date is no answer"
    assert (await desk.says(asked.parent, booking.consent_token)).confirmed


async def test_a_new_date_after_the_close_leaves_time_until_it_begins(desk: Desk) -> None:
    slot = await desk.slot(starts_in=2 * DAY, closes_before=DAY)
    child, parent = await desk.pupil(younger=True), await desk.person()
    booking = await desk.book(child, slot)
    await desk.says(parent, booking.consent_token)
    desk.clock.forward(DAY + HOUR)
    await desk.do(rows.move_slot, slot=slot, by=DAY)
    await desk.run("UPDATE slots SET closes_at = :at WHERE id = :slot", at=desk.clock.shows, slot=slot)
    await desk.do(withdrawals.ask_again, slot=slot)
    assert (await desk.look(child, booking)).held_until == desk.clock.shows + 47 * HOUR
