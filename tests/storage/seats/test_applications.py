"""Applications: a guardian first, then an organizer, and the seat held meanwhile."""

import pytest

from domain.bookings import ApplicationState, Booking, BookingState
from domain.classes import DECISION_WITHIN
from domain.consents import ConsentScope
from domain.identities import BookingId, EventId, PartnerId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.people import Person
from domain.refusals import DecidedAlready, NotYours
from storage.organizing import requests
from storage.seats import consents, post, privacy, waiting, withdrawals
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import StillClock


async def an_internship(desk: Desk, partner: PartnerId | None = None) -> tuple[EventId, PartnerId]:
    """An event whose organizers decide about each."""
    host = await desk.do(rows.a_partner) if partner is None else partner
    event = await desk.do(rows.an_event, partner=host)
    await desk.run("UPDATE events SET pupils = 'asked' WHERE id = :event", event=event)
    return event, host


async def decide(desk: Desk, who: Person, booking: Booking | BookingId, *, welcome: bool = True) -> Booking:
    number = booking if isinstance(booking, int) else booking.id
    return await desk.do(requests.decide_pupil, actor=who.id, booking=number, welcome=welcome, reason="Мест мало")


async def test_the_seat_is_held_for_as_long_as_for_classes(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_internship(desk)
    mine, slot = await desk.organizer(partner), await desk.slot(event=event, starts_in=9 * DAY)
    booking = await desk.book(await desk.pupil(), slot)
    assert booking.considered
    assert booking.held_until == clock.now() + DECISION_WITHIN
    assert await desk.seats_taken(slot) == 1
    assert await desk.letters() == [(LetterKind.APPLICATION_ASKS, mine.id)]
    soon = await desk.book(await desk.pupil(), await desk.slot(event=event, starts_in=HOUR))
    assert soon.held_until == clock.now() + HOUR


async def test_others_do_not_decide(desk: Desk) -> None:
    event, _ = await an_internship(desk)
    pupil = await desk.pupil()
    booking = await desk.book(pupil, await desk.slot(event=event))
    for nobody in (pupil, await desk.organizer(await desk.do(rows.a_partner))):
        with pytest.raises(NotYours):
            await decide(desk, nobody, booking)


async def test_a_decline_is_told_with_its_reason_to_pupil_and_guardian(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, child = await desk.organizer(partner), await desk.pupil(younger=True)
    parent, slot = await desk.person(), await desk.slot(event=event)
    booking = await desk.book(child, slot)
    assert not booking.considered
    with pytest.raises(DecidedAlready):
        await decide(desk, mine, booking)
    await desk.says(parent, booking.consent_token)
    assert (await desk.look(child, booking)).considered
    declined = await decide(desk, mine, booking, welcome=False)
    assert declined.state is BookingState.DECLINED
    assert await desk.seats_taken(slot) == 0
    told = await desk.letters(LetterKind.APPLICATION_DECLINED)
    assert [person for _, person in told] == [child.id, parent.id]
    letter = await desk.store.read(post.open_letter, id=(await desk.letter_ids())[-1])
    assert letter is not None
    assert isinstance(letter.booking, Booking)
    assert letter.booking.application is not None
    assert letter.booking.application.reason == "Мест мало"


async def test_a_yes_for_all_of_the_partners_events_asks_for_each_once(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_internship(desk)
    other, _ = await an_internship(desk, partner)
    mine, child, parent = await desk.organizer(partner), await desk.pupil(younger=True), await desk.person()
    first = await desk.book(child, await desk.slot(event=event))
    second = await desk.book(child, await desk.slot(event=other, starts_in=8 * DAY))
    await desk.says(parent, first.consent_token)
    held = await desk.look(child, first)
    clock.forward(HOUR)
    await desk.says(parent, second.consent_token, scope=ConsentScope.PARTNER)
    assert await desk.letters(LetterKind.APPLICATION_ASKS) == [(LetterKind.APPLICATION_ASKS, mine.id)] * 2
    assert (await desk.look(child, first)).held_until == held.held_until, "the host has no longer for it"


async def test_a_yes_taken_back_meanwhile_ends_it(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, child, parent = await desk.organizer(partner), await desk.pupil(younger=True), await desk.person()
    booking = await desk.book(child, await desk.slot(event=event))
    await desk.says(parent, booking.consent_token)
    await desk.do(consents.withdraw, actor=parent.id, booking=booking.id)
    with pytest.raises(DecidedAlready):
        await decide(desk, mine, booking)
    assert await desk.do(requests.waiting, actor=mine.id) == ()


async def test_a_yes_for_another_date_is_asked_anew_before_the_seat_is_certain(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, child, parent = await desk.organizer(partner), await desk.pupil(younger=True), await desk.person()
    slot = await desk.slot(event=event)
    booking = await desk.book(child, slot)
    await desk.says(parent, booking.consent_token)
    await desk.do(rows.move_slot, slot=slot, by=DAY)
    await desk.do(withdrawals.ask_again, slot=slot)
    held = await decide(desk, mine, booking)
    assert held.state is BookingState.REQUESTED
    assert held.consent_token is not None
    await desk.says(parent, held.consent_token)
    assert (await desk.look(child, booking)).confirmed, "who was welcome need not be decided about again"


async def test_time_ends_it_and_says_so(desk: Desk, clock: StillClock) -> None:
    event, partner = await an_internship(desk)
    mine, pupil, slot = await desk.organizer(partner), await desk.pupil(), await desk.slot(event=event)
    booking = await desk.book(pupil, slot)
    clock.forward(DECISION_WITHIN)
    with pytest.raises(DecidedAlready):
        await decide(desk, mine, booking)
    await desk.do(waiting.expire)
    assert await desk.letters(LetterKind.APPLICATION_EXPIRED) == [(LetterKind.APPLICATION_EXPIRED, pupil.id)]
    assert not await desk.letters(LetterKind.HOLD_EXPIRED)
    assert await desk.seats_taken(slot) == 0


async def test_who_is_offered_a_seat_from_the_line_is_decided_about(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, slot = await desk.organizer(partner), await desk.slot(event=event, capacity=1)
    first, second = await desk.pupil(), await desk.pupil()
    booking, waits = await desk.book(first, slot), await desk.book(second, slot)
    assert waits.state is BookingState.WAITLISTED
    await decide(desk, mine, booking, welcome=False)
    accepted = await desk.accept(second, await desk.look(second, waits))
    assert accepted.considered
    assert (await decide(desk, mine, waits)).confirmed


async def test_who_was_welcome_and_changes_their_mind_twice_need_not_ask_again(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, pupil, slot = await desk.organizer(partner), await desk.pupil(), await desk.slot(event=event)
    booking = await desk.book(pupil, slot)
    await desk.cancel(pupil, booking)
    again = await desk.take_back(pupil, booking)
    assert again.considered, "nobody had decided yet"
    await decide(desk, mine, booking)
    await desk.cancel(pupil, booking)
    assert (await desk.take_back(pupil, booking)).confirmed


async def test_another_date_is_decided_about_and_the_old_one_kept_meanwhile(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, pupil = await desk.organizer(partner), await desk.pupil()
    old = await desk.book(pupil, await desk.slot(event=event))
    await decide(desk, mine, old)
    other: SlotId = await desk.slot(event=event, starts_in=9 * DAY)
    changed = await desk.change_date(pupil, old, other)
    assert changed.considered
    assert (await desk.look(pupil, old)).confirmed
    await decide(desk, mine, changed)
    assert (await desk.look(pupil, old)).state is BookingState.CANCELLED


async def test_forgetting_takes_the_application_along(desk: Desk) -> None:
    event, partner = await an_internship(desk)
    mine, pupil = await desk.organizer(partner), await desk.pupil()
    booking = await desk.book(pupil, await desk.slot(event=event))
    assert booking.application is not None
    assert booking.application.state is ApplicationState.ASKED
    await desk.do(privacy.forget, actor=pupil.id)
    assert await desk.value("SELECT count(*) FROM applications") == 0
    assert await desk.do(requests.waiting, actor=mine.id) == ()
