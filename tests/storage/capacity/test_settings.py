"""What organizers set about seats: kept for some, shared, so many of a school; and who gets a seat then."""

import pytest

from domain.bookings import Booking, BookingState
from domain.capacity import Capacity, KeptFor, Warn
from domain.identities import EventId, PartnerId, SchoolId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.people import Person
from domain.programme import Wanted
from domain.refusals import (
    NotAhead,
    NotYours,
    PoolTooSmall,
    SeatRulesChanged,
    SeatsSharedElsewhere,
    TooManyOfOneSchool,
    TooManySeats,
)
from storage.capacity import settings, warnings
from storage.programme import slots, upcoming
from storage.publishing import slots as publishing
from storage.seats import audits, cards
from tests.storage import rows
from tests.storage.desk import Desk

CONFIRMED, WAITLISTED, OFFERED = BookingState.CONFIRMED, BookingState.WAITLISTED, BookingState.OFFERED


async def seen(desk: Desk, who: Person, slot: SlotId) -> Capacity:
    return await desk.store.read(settings.look, actor=who.id, slot=slot)


async def mark(desk: Desk, who: Person, slot: SlotId) -> str:
    return (await seen(desk, who, slot)).mark


async def keeps(desk: Desk, who: Person, slot: SlotId, seats: int, *, schools: tuple[SchoolId, ...] = ()) -> Capacity:
    return await desk.do(
        settings.keep,
        actor=who.id,
        slot=slot,
        seen=await mark(desk, who, slot),
        seats=seats,
        whom=KeptFor.SCHOOLS if schools else KeptFor.CLASSES,
        until=Instant(desk.clock.now() + 2 * DAY),
        of_schools=schools,
    )


async def limits(desk: Desk, who: Person, slot: SlotId, most: int | None) -> Capacity:
    return await desk.do(settings.limit_schools, actor=who.id, slot=slot, seen=await mark(desk, who, slot), most=most)


async def shares(desk: Desk, who: Person, capacity: int, *slots: SlotId) -> Capacity:
    return await desk.do(
        settings.share,
        actor=who.id,
        slot=slots[0],
        seen=await mark(desk, who, slots[0]),
        others=slots[1:],
        capacity=capacity,
    )


async def of_school(desk: Desk, name: str) -> Person:
    """A pupil of that school."""
    who = await desk.pupil()
    school = await desk.do(rows.a_school, name)
    await desk.run("UPDATE pupils SET school = :school WHERE person = :person", school=school, person=who.id)
    return who


async def twins(desk: Desk, capacity: int = 10) -> tuple[SlotId, SlotId]:
    """Two slots of one partner at the same time."""
    partner: PartnerId = await desk.do(rows.a_partner)
    events: list[EventId] = [await desk.do(rows.an_event, partner=partner) for _ in range(2)]
    one, two = [await desk.slot(event=event, capacity=capacity) for event in events]
    return one, two


async def state(desk: Desk, who: Person, booking: Booking) -> BookingState:
    return (await desk.look(who, booking)).state


async def pool_taken(desk: Desk) -> int:
    return int(await desk.value("SELECT seats_taken FROM pools"))


# Kept


async def test_seats_kept_for_classes_are_not_for_pupils_until_they_are_released(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=12, starts_in=10 * DAY)
    await keeps(desk, owner, slot, 11)
    first, second = await desk.pupil(), await desk.pupil()
    assert (await desk.book(first, slot)).confirmed
    waits = await desk.book(second, slot)
    assert waits.state is WAITLISTED
    assert (await desk.book_class(await desk.school_class(size=9), slot)).confirmed
    assert (await seen(desk, owner, slot)).keeping.left == 1  # type: ignore[union-attr]  # kept, as just set
    desk.clock.forward(2 * DAY)
    assert await desk.store.read(settings.next_release) == desk.clock.now()
    assert await desk.do(settings.release_due) == 1
    assert await state(desk, second, waits) is OFFERED
    assert await desk.letters(LetterKind.OFFER) == [(LetterKind.OFFER, second.id)]
    assert await desk.do(settings.release_due) == 0


async def test_what_they_have_booked_already_counts_as_kept(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=12)
    await desk.book_class(await desk.school_class(size=8), slot)
    assert (await keeps(desk, owner, slot, 10)).keeping.left == 1  # type: ignore[union-attr]  # kept, as just set
    assert [(await desk.book(await desk.pupil(), slot)).state for _ in range(3)] == [CONFIRMED, CONFIRMED, WAITLISTED]


async def test_seats_kept_for_schools_are_for_their_pupils_and_classes(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=2)
    lyceum = await desk.do(rows.a_school, "Лицей № 30")
    await keeps(desk, owner, slot, 2, schools=(lyceum,))
    stranger, friend = await of_school(desk, "Школа № 1"), await of_school(desk, "Лицей № 30")
    waits = await desk.book(stranger, slot)
    assert waits.state is WAITLISTED
    assert (await desk.book(friend, slot)).confirmed, "whom it is kept for does not stand behind whom it is not for"
    released = await desk.do(settings.release, actor=owner.id, slot=slot)
    assert released.keeping is None
    assert await state(desk, stranger, waits) is OFFERED


async def test_freed_seats_go_to_whom_they_are_kept_for(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=1)
    lyceum = await desk.do(rows.a_school, "Лицей № 30")
    holder, stranger, friend = await desk.pupil(), await desk.pupil(), await of_school(desk, "Лицей № 30")
    seat = await desk.book(holder, slot)
    first, second = await desk.book(stranger, slot), await desk.book(friend, slot)
    await keeps(desk, owner, slot, 1, schools=(lyceum,))
    await desk.cancel(holder, seat)
    assert await state(desk, stranger, first) is WAITLISTED
    assert await state(desk, friend, second) is OFFERED


async def test_lists_and_cards_show_what_their_reader_can_get(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=10)
    lyceum = await desk.do(rows.a_school, "Лицей № 30")
    await keeps(desk, owner, slot, 7, schools=(lyceum,))
    page = await desk.store.read(upcoming.page, wanted=Wanted(), page=0)
    assert [line.free for line in page.lines] == [3]
    stranger, friend = await desk.pupil(), await of_school(desk, "Лицей № 30")
    assert (await desk.store.read(cards.slot_card, actor=stranger.id, slot=slot)).slot.free == 3
    assert (await desk.store.read(cards.slot_card, actor=friend.id, slot=slot)).slot.free == 10
    assert (await desk.store.read(cards.slot_card, actor=None, slot=slot)).slot.free == 3


# One school


async def test_no_more_of_one_school_and_others_do_not_wait_for_them(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=5)
    await limits(desk, owner, slot, 2)
    ours = [await of_school(desk, "Школа № 1") for _ in range(3)]
    booked = [await desk.book(who, slot) for who in ours]
    assert [booking.state for booking in booked] == [CONFIRMED, CONFIRMED, WAITLISTED]
    assert booked[2].school_limit == 2
    assert (await desk.book(await of_school(desk, "Школа № 2"), slot)).confirmed
    await desk.cancel(ours[0], booked[0])
    assert await state(desk, ours[2], booked[2]) is OFFERED


async def test_a_class_counts_its_pupils_and_one_that_is_larger_is_refused(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=30)
    await limits(desk, owner, slot, 10)
    assert (await desk.book_class(await desk.school_class(size=10), slot, adults=2)).confirmed
    assert (await desk.book(await desk.pupil(), slot)).state is WAITLISTED
    with pytest.raises(TooManyOfOneSchool):
        await desk.book_class(await desk.school_class(size=11), slot)


async def test_without_the_limit_those_who_waited_are_offered_seats(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=5)
    await limits(desk, owner, slot, 1)
    await desk.book(await desk.pupil(), slot)
    late = await desk.pupil()
    waits = await desk.book(late, slot)
    await limits(desk, owner, slot, None)
    assert await state(desk, late, waits) is OFFERED


# Shared


async def test_slots_that_share_take_no_more_together(desk: Desk) -> None:
    owner, (one, two) = await desk.organizer(), await twins(desk)
    await shares(desk, owner, 3, one, two)
    page = await desk.store.read(upcoming.page, wanted=Wanted(), page=0)
    assert [line.free for line in page.lines] == [3, 3]
    booked = [await desk.book(await desk.pupil(), slot) for slot in (one, two, one, two, one)]
    assert [booking.state for booking in booked] == [CONFIRMED] * 3 + [WAITLISTED] * 2
    assert await pool_taken(desk) == 3
    page = await desk.store.read(upcoming.page, wanted=Wanted(), page=0)
    assert [line.free for line in page.lines] == [0, 0]
    assert not await desk.store.report(audits.miscounted_pools)


async def test_a_seat_freed_in_one_is_offered_in_the_other_by_who_asked_first(desk: Desk) -> None:
    owner, (one, two) = await desk.organizer(), await twins(desk)
    await shares(desk, owner, 1, one, two)
    holder, first, second = [await desk.pupil() for _ in range(3)]
    seat = await desk.book(holder, one)
    in_two, in_one = await desk.book(first, two), await desk.book(second, one)
    await desk.cancel(holder, seat)
    assert await state(desk, first, in_two) is OFFERED
    assert await state(desk, second, in_one) is WAITLISTED
    assert (await desk.seats_taken(one), await desk.seats_taken(two)) == (0, 1)


async def test_lines_that_stood_before_are_merged_by_when_each_asked(desk: Desk) -> None:
    owner, event = await desk.organizer(), await desk.do(rows.an_event)
    one, two = [await desk.slot(event=event, capacity=5) for _ in range(2)]
    for slot in (one, two):
        await limits(desk, owner, slot, 1)
        await desk.book(await desk.pupil(), slot)
    gone, early = await desk.pupil(), await desk.pupil()
    await desk.cancel(gone, await desk.book(gone, two))  # so that the next number of this line is a higher one
    in_two = await desk.book(early, two)
    desk.clock.forward(HOUR)
    late = await desk.pupil()
    in_one = await desk.book(late, one)
    await shares(desk, owner, 3, one, two)
    await desk.do(
        settings.limit_schools,
        actor=owner.id,
        slot=one,
        seen=await mark(desk, owner, one),
        most=None,
        all_dates=True,
    )
    assert await state(desk, early, in_two) is OFFERED
    assert await state(desk, late, in_one) is WAITLISTED


async def test_a_cancelled_slot_gives_its_shared_seats_to_the_other(desk: Desk) -> None:
    owner, (one, two) = await desk.organizer(), await twins(desk)
    await shares(desk, owner, 1, one, two)
    await desk.book(await desk.pupil(), one)
    waiter = await desk.pupil()
    waits = await desk.book(waiter, two)
    await desk.do(publishing.call_off, slot=one)
    assert await state(desk, waiter, waits) is OFFERED
    assert not await desk.store.report(audits.miscounted_pools)


async def test_sharing_no_more_each_has_its_own_again(desk: Desk) -> None:
    owner, (one, two) = await desk.organizer(), await twins(desk)
    await shares(desk, owner, 1, one, two)
    await desk.book(await desk.pupil(), one)
    waiter = await desk.pupil()
    waits = await desk.book(waiter, two)
    await desk.do(settings.stop_sharing, actor=owner.id, slot=one)
    assert await state(desk, waiter, waits) is OFFERED
    assert await desk.value("SELECT count(*) FROM pools") == 0
    assert (await desk.book(await desk.pupil(), two)).confirmed


async def test_sharing_fewer_than_are_taken_or_twice_is_refused(desk: Desk) -> None:
    owner, (one, two) = await desk.organizer(), await twins(desk)
    for slot in (one, two):
        await desk.book(await desk.pupil(), slot)
    with pytest.raises(PoolTooSmall) as refused:
        await shares(desk, owner, 1, one, two)
    assert refused.value.taken == 2
    event = await desk.value("SELECT event FROM slots WHERE id = :slot", slot=one)
    third = await desk.slot(event=EventId(event), capacity=5)
    await shares(desk, owner, 5, one, two)
    with pytest.raises(SeatsSharedElsewhere):
        await shares(desk, owner, 5, third, one)
    with pytest.raises(NotYours):
        await shares(desk, owner, 5, third, await desk.slot(capacity=5))


# Who may, and what is refused


async def test_only_whoever_makes_the_programme_of_that_partner(desk: Desk) -> None:
    slot = await desk.slot(capacity=5)
    stranger = await desk.organizer(await desk.do(rows.a_partner))
    for who in (stranger, await desk.pupil()):
        with pytest.raises(NotYours):
            await seen(desk, who, slot)
        with pytest.raises(NotYours):
            await desk.do(settings.limit_schools, actor=who.id, slot=slot, seen="", most=1)


async def test_of_two_organizers_at_once_the_second_overwrites_nothing(desk: Desk) -> None:
    one, two, slot = await desk.organizer(), await desk.organizer(), await desk.slot(capacity=5)
    before = await mark(desk, two, slot)
    await limits(desk, one, slot, 2)
    with pytest.raises(SeatRulesChanged):
        await desk.do(settings.limit_schools, actor=two.id, slot=slot, seen=before, most=4)
    assert (await seen(desk, two, slot)).school_limit == 2


async def test_no_more_is_kept_than_there_is_nor_until_it_is_too_late(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=5, starts_in=DAY)
    with pytest.raises(TooManySeats):
        await keeps(desk, owner, slot, 6)
    with pytest.raises(NotAhead):
        await keeps(desk, owner, slot, 5)


# Too few


async def test_of_too_few_organizers_are_told_once(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=9, starts_in=10 * DAY)
    suggested = (await seen(desk, owner, slot)).suggested
    assert (suggested.below, suggested.at) == (3, desk.clock.now() + 7 * DAY)
    await desk.do(settings.warn, actor=owner.id, slot=slot, seen=await mark(desk, owner, slot), warning=suggested)
    assert await desk.store.read(warnings.next_due) == suggested.at
    assert await desk.do(warnings.tell_of_too_few) == 0
    desk.clock.shows = suggested.at
    assert await desk.do(warnings.tell_of_too_few) == 1
    assert await desk.do(warnings.tell_of_too_few) == 0
    assert await desk.letters(LetterKind.TOO_FEW) == [(LetterKind.TOO_FEW, owner.id)]


async def test_where_enough_have_come_nobody_is_told(desk: Desk) -> None:
    owner, slot = await desk.organizer(), await desk.slot(capacity=9, starts_in=10 * DAY)
    at = Instant(desk.clock.now() + DAY)
    await desk.do(
        settings.warn, actor=owner.id, slot=slot, seen=await mark(desk, owner, slot), warning=Warn(below=1, at=at)
    )
    await desk.book(await desk.pupil(), slot)
    desk.clock.shows = at
    assert await desk.do(warnings.tell_of_too_few) == 1
    assert await desk.letters(LetterKind.TOO_FEW) == []


async def test_a_slot_without_terms_has_none(desk: Desk) -> None:
    slot = await desk.slot(capacity=5)
    assert (await desk.store.read(slots.slot, slot=slot)).terms is None
