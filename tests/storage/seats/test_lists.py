"""One's own bookings, cards, and what speaks against one more."""

import pytest

from domain.bookings import BookingState, OtherGrade, Overlaps
from domain.moments import DAY, HOUR
from domain.refusals import NotYours, SlotGone
from storage.programme import wishes
from storage.seats import bookings, cards
from tests.storage import rows
from tests.storage.desk import Desk, pupil_of


async def test_ones_own_ones_childrens_and_what_one_booked(desk: Desk) -> None:
    timur, child, stranger = await desk.pupil(), await desk.pupil(first_name="Алия"), await desk.pupil()
    await desk.do(rows.guardianship, person=timur.id, pupil=pupil_of(child))
    own = await desk.book(timur, await desk.slot(starts_in=3 * DAY))
    childs = await desk.book(child, await desk.slot(starts_in=2 * DAY))
    await desk.book(stranger, await desk.slot())
    page = await desk.do(bookings.mine, actor=timur.id, past=False, page=0)
    assert [(line.id, line.pupil) for line in page.lines] == [(childs.id, "Алия"), (own.id, "Тимур")]
    assert not page.more


async def test_upcoming_and_past(desk: Desk) -> None:
    timur = await desk.pupil()
    attended = await desk.book(timur, await desk.slot(starts_in=DAY))
    course = await desk.book(timur, await desk.slot(starts_in=DAY, meetings=3))
    cancelled = await desk.book(timur, await desk.slot(starts_in=5 * DAY))
    await desk.cancel(timur, cancelled)
    desk.clock.forward(2 * DAY)
    upcoming = await desk.do(bookings.mine, actor=timur.id, past=False, page=0)
    past = await desk.do(bookings.mine, actor=timur.id, past=True, page=0)
    assert [line.id for line in upcoming.lines] == [course.id], "a course is not over after its first meeting"
    assert [line.id for line in past.lines] == [cancelled.id, attended.id]


async def test_pages(desk: Desk) -> None:
    timur = await desk.pupil()
    made = [await desk.book(timur, await desk.slot(starts_in=(nth + 1) * DAY)) for nth in range(3)]
    first = await desk.do(bookings.mine, actor=timur.id, past=False, page=0, size=2)
    second = await desk.do(bookings.mine, actor=timur.id, past=False, page=1, size=2)
    assert [line.id for line in (*first.lines, *second.lines)] == [booking.id for booking in made]
    assert (first.more, second.more) == (True, False)
    assert (await desk.do(bookings.mine, actor=timur.id, past=False, page=-1, size=2)).page == 0


async def test_a_warning_of_two_at_the_same_hour(desk: Desk) -> None:
    timur = await desk.pupil()
    course = await desk.slot(starts_in=DAY, meetings=3)
    booking = await desk.book(timur, course)
    clash = await desk.slot(starts_in=15 * DAY + HOUR)
    next_to_it = await desk.slot(starts_in=15 * DAY + 90 * 60)
    found = await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=clash)
    assert [one.line.id for one in found if isinstance(one, Overlaps)] == [booking.id]
    assert await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=next_to_it) == ()
    assert await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=clash, but=booking.id) == ()
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=course)
    assert await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=clash) == ()
    await desk.run("UPDATE slots SET cancelled_at = NULL")
    await desk.cancel(timur, booking)
    assert await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=clash) == ()


async def test_a_warning_of_other_grades(desk: Desk) -> None:
    timur = await desk.pupil(grade=7)
    slot = await desk.slot(event=await desk.do(rows.an_event, grades=(9, None)))
    found = await desk.do(bookings.warnings, actor=timur.id, pupil=pupil_of(timur), slot=slot)
    assert found == (OtherGrade(grade=7, grade_from=9, grade_to=None),)


async def test_warnings_are_for_those_who_may_book(desk: Desk) -> None:
    timur, stranger, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    with pytest.raises(NotYours):
        await desk.do(bookings.warnings, actor=stranger.id, pupil=pupil_of(timur), slot=slot)


async def test_a_card_shows_the_slot_ones_booking_and_other_dates(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    timur, slot = await desk.pupil(), await desk.slot(event=event)
    other = await desk.slot(event=event, starts_in=9 * DAY)
    booking = await desk.book(timur, slot)
    await desk.do(wishes.wish, actor=timur.id, event=event)
    card = await desk.do(cards.slot_card, actor=timur.id, slot=slot)
    assert card.mine is not None
    assert (card.slot.id, card.mine.id, card.mine.state) == (slot, booking.id, BookingState.CONFIRMED)
    assert [line.id for line in card.other_dates] == [other]
    assert card.wished
    stranger = await desk.do(cards.slot_card, actor=None, slot=slot)
    assert (stranger.mine, stranger.wished) == (None, False)


async def test_ones_own_booking_before_ones_childs(desk: Desk) -> None:
    timur, child, slot = await desk.pupil(), await desk.pupil(), await desk.slot(capacity=2)
    await desk.do(rows.guardianship, person=timur.id, pupil=pupil_of(child))
    childs = await desk.book(child, slot)
    card = await desk.do(cards.slot_card, actor=timur.id, slot=slot)
    assert card.mine is not None
    assert card.mine.id == childs.id
    own = await desk.book(timur, slot)
    card = await desk.do(cards.slot_card, actor=timur.id, slot=slot)
    assert card.mine is not None
    assert card.mine.id == own.id


async def test_cards_of_a_past_slot_and_of_an_event(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    past, ahead = await desk.slot(event=event, starts_in=DAY), await desk.slot(event=event, starts_in=9 * DAY)
    desk.clock.forward(2 * DAY)
    assert (await desk.do(cards.slot_card, actor=None, slot=past)).slot.id == past
    assert [line.id for line in (await desk.do(cards.event_card, actor=None, event=event)).dates] == [ahead]
    await desk.run("UPDATE events SET published_at = NULL")
    with pytest.raises(SlotGone):
        await desk.do(cards.slot_card, actor=None, slot=ahead)
    with pytest.raises(SlotGone):
        await desk.do(cards.event_card, actor=None, event=event)
