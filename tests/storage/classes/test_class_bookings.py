"""Bookings of classes: whole or not at all, changed, offered, decided; and who hears of it."""

from typing import Any

import pytest

from domain.bookings import BookingState
from domain.classes import ClassBooking, Needs, Party, SchoolClass
from domain.consents import ConsentScope
from domain.identities import PersonId, SlotId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.refusals import (
    ClassesNotTaken,
    DecidedAlready,
    LinkNoLongerValid,
    NotSoManyLeft,
    NotYourGrade,
    NotYours,
    OfferOver,
    PartyTooLarge,
    RegistrationClosed,
    TooFewAdults,
)
from storage.classes import bookings, joinings, standing
from storage.messages import reminder_plans, reminders
from storage.publishing import slots as publishing
from storage.seats import consents, forgotten_classes, waiting
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import WORDS, Desk, pupil_of


async def slot_for(desk: Desk, *, capacity: int = 30, classes: str = "at_once", ratio: int | None = None) -> SlotId:
    event = await desk.do(rows.an_event)
    await desk.run(
        "UPDATE events SET classes = :classes, pupils_per_adult = :ratio WHERE id = :event",
        classes=classes,
        ratio=ratio,
        event=event,
    )
    return await desk.slot(event=event, capacity=capacity)


async def change(desk: Desk, booking: ClassBooking, pupils: int, adults: int = 1) -> ClassBooking:
    return await desk.do(
        bookings.change,
        actor=booking.school_class.teacher_person,
        booking=booking.id,
        party=Party(pupils=pupils, adults=adults),
    )


async def act(desk: Desk, use_case: Any, booking: ClassBooking) -> ClassBooking:
    done = await desk.do(use_case, actor=booking.school_class.teacher_person, booking=booking.id, intent=desk.intent())
    assert isinstance(done, ClassBooking)
    return done


async def test_the_rules_of_the_party(desk: Desk) -> None:
    room = await desk.school_class()
    slot = await slot_for(desk, ratio=10)
    with pytest.raises(TooFewAdults) as few:
        await desk.book_class(room, slot, pupils=21, adults=2)
    assert few.value.needed == 3
    with pytest.raises(PartyTooLarge):
        await desk.book_class(room, slot, pupils=28, adults=3)
    with pytest.raises(ClassesNotTaken):
        await desk.book_class(room, await slot_for(desk, classes="never"))
    event = await desk.do(rows.an_event, grades=(9, 11), strict=True)
    with pytest.raises(NotYourGrade):
        await desk.book_class(room, await desk.slot(event=event, capacity=30))
    assert (await desk.book_class(room, slot, pupils=27, adults=3)).confirmed


async def test_the_first_date_with_enough_seats_is_taken_and_the_others_are_kept(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    dates = [await desk.slot(event=event, capacity=30, starts_in=(7 + n) * DAY) for n in range(3)]
    await desk.book_class(await desk.school_class(), dates[0], pupils=20)
    booked = await desk.book_class(await desk.school_class(), *dates)
    assert (booked.slot.id, booked.confirmed) == (dates[1], True)
    assert booked.other_dates == (dates[0], dates[2])


async def test_the_same_intent_books_and_answers_once(desk: Desk) -> None:
    known, slot, intent = await desk.school_class(), await slot_for(desk, capacity=60), desk.intent()
    made = [
        await desk.do(
            bookings.book,
            actor=known.teacher_person,
            school_class=known.id,
            dates=[slot],
            party=Party(pupils=25, adults=1),
            needs=Needs(note="арахис", phone="+7 700 000 00 00"),
            intent=intent,
        )
        for _ in range(2)
    ]
    assert made[0].id == made[1].id
    assert await desk.seats_taken(slot) == 26


async def test_an_organizer_decides_and_the_second_is_told_it_is_decided(desk: Desk) -> None:
    slot = await slot_for(desk, classes="asked")
    partner = await desk.value("SELECT event.partner FROM slots JOIN events AS event ON event.id = slots.event")
    first, second = await desk.organizer(partner), await desk.organizer()
    other = await desk.organizer(await desk.do(rows.a_partner))
    booking = await desk.book_class(await desk.school_class(), slot)
    assert booking.state is BookingState.REQUESTED
    assert {who for kind, who in await desk.letters(LetterKind.CLASS_ASKS)} == {first.id, second.id}
    with pytest.raises(NotYours):
        await desk.do(bookings.decide, actor=other.id, booking=booking.id, welcome=True)
    assert (await desk.do(bookings.decide, actor=first.id, booking=booking.id, welcome=True)).confirmed
    with pytest.raises(DecidedAlready):
        await desk.do(bookings.decide, actor=second.id, booking=booking.id, welcome=False)
    assert (await desk.look_at_class(booking)).confirmed
    assert [action["action"] for action in await desk.all("SELECT action FROM audit WHERE action = 'class_decided'")]


async def test_nobody_decides_in_time_and_the_seats_go_on(desk: Desk) -> None:
    slot = await slot_for(desk, classes="asked")
    booking = await desk.book_class(await desk.school_class(), slot)
    desk.clock.shows = booking.held_until or Instant(0)
    with pytest.raises(DecidedAlready):
        await desk.do(bookings.decide, actor=(await desk.organizer()).id, booking=booking.id, welcome=True)
    await desk.do(waiting.expire)
    assert (await desk.look_at_class(booking)).state is BookingState.EXPIRED
    assert await desk.seats_taken(slot) == 0


async def test_a_class_that_shrinks_in_the_line_finds_seats_at_once(desk: Desk) -> None:
    slot = await desk.slot(capacity=30)
    await desk.book_class(await desk.school_class(), slot, pupils=21)
    waits = await desk.book_class(await desk.school_class(), slot, pupils=25)
    behind = await desk.book(await desk.pupil(), slot)
    assert waits.state is BookingState.WAITLISTED
    shrunk = await change(desk, waits, pupils=7)
    assert (shrunk.state, shrunk.seats) == (BookingState.OFFERED, 8)
    assert await desk.seats_taken(slot) == 30
    assert behind.state is BookingState.WAITLISTED


async def test_a_class_that_grows_in_the_line_goes_to_its_end(desk: Desk) -> None:
    slot = await desk.slot(capacity=30)
    await desk.book_class(await desk.school_class(), slot, pupils=28)
    first = await desk.book_class(await desk.school_class(), slot, pupils=10)
    second = await desk.book_class(await desk.school_class(), slot, pupils=11)
    assert (await change(desk, first, pupils=12)).position == 2
    assert (await desk.look_at_class(second)).position == 1
    assert (await change(desk, first, pupils=9)).position == 2, "fewer keep their place"


async def test_a_class_that_comes_grows_by_free_seats_alone_and_the_host_hears(desk: Desk) -> None:
    slot, owner = await desk.slot(capacity=30), await desk.organizer()
    booking = await desk.book_class(await desk.school_class(), slot, pupils=20)
    assert (await change(desk, booking, pupils=25)).seats == 26
    assert await desk.letters(LetterKind.CLASS_CHANGED) == [(LetterKind.CLASS_CHANGED, owner.id)]
    with pytest.raises(PartyTooLarge):
        await change(desk, booking, pupils=29, adults=2)
    await desk.book_class(await desk.school_class(), slot, pupils=20)
    with pytest.raises(NotSoManyLeft):
        await change(desk, booking, pupils=26)
    desk.clock.forward(7 * DAY)
    with pytest.raises(RegistrationClosed):
        await change(desk, booking, pupils=5)


async def part_offered(desk: Desk) -> tuple[SlotId, ClassBooking, ClassBooking]:
    """A class of 25 + 1 that is offered 20 seats of 30; who holds the rest."""
    slot = await desk.slot(capacity=30, starts_in=30 * DAY)
    holder = await desk.book_class(await desk.school_class(), slot, pupils=9)
    return slot, holder, await desk.book_class(await desk.school_class(), slot, pupils=25)


async def test_a_part_is_offered_at_once_grows_and_is_refused_without_losing_the_place(desk: Desk) -> None:
    slot, holder, booking = await part_offered(desk)
    assert (booking.state, booking.seats, booking.whole, booking.is_part) == (BookingState.OFFERED, 20, 26, True)
    await change(desk, holder, pupils=6)
    assert (await desk.look_at_class(booking)).seats == 23
    assert (await act(desk, bookings.decline, booking)).position == 1
    await change(desk, holder, pupils=5)
    again = await desk.look_at_class(booking)
    assert (again.state, again.seats) == (BookingState.OFFERED, 24), "more than it refused"
    await act(desk, bookings.decline, again)
    await act(desk, bookings.cancel, holder)
    whole = await desk.look_at_class(booking)
    assert (whole.seats, whole.is_part) == (26, False)
    desk.clock.shows = whole.held_until or Instant(0)
    with pytest.raises(OfferOver):
        await act(desk, bookings.accept, whole)
    await desk.do(waiting.expire)
    assert (await desk.look_at_class(booking)).state is BookingState.EXPIRED
    assert await desk.seats_taken(slot) == 0


async def test_a_part_that_is_taken_is_all_it_waits_for(desk: Desk) -> None:
    slot, _, booking = await part_offered(desk)
    taken = await act(desk, bookings.accept, booking)
    assert (taken.confirmed, taken.seats, taken.whole, taken.adults) == (True, 20, 20, 1)
    assert await desk.seats_taken(slot) == 30


async def test_an_offer_that_grows_while_offers_expire_is_not_expired_with_them(desk: Desk) -> None:
    """In one tick: a pupil's offer ends, its seat makes a class's standing part larger, with a deadline of its own."""
    slot = await desk.slot(capacity=10, starts_in=30 * DAY)
    holders = [await desk.book_class(await desk.school_class(), slot, pupils=n) for n in (1, 7)]
    pupil = await desk.pupil()
    waits = await desk.book(pupil, slot)
    waits_too = await desk.book_class(await desk.school_class(), slot, pupils=6)
    await act(desk, bookings.cancel, holders[1])
    assert (await desk.look(pupil, waits)).state is BookingState.OFFERED
    part = await desk.look_at_class(waits_too)
    assert (part.state, part.seats, part.whole) == (BookingState.OFFERED, 7, 7)
    part = await act(desk, bookings.cancel, part)
    standing_part = await desk.book_class(await desk.school_class(), slot, pupils=7)
    assert (standing_part.state, standing_part.is_part) == (BookingState.OFFERED, True)
    desk.clock.forward(DAY)
    await desk.do(waiting.expire)
    grown = await desk.look_at_class(standing_part)
    assert (grown.state, grown.seats) == (BookingState.OFFERED, 8)
    assert grown.held_until == desk.clock.now() + DAY


async def test_a_class_that_waits_gets_the_whole_seat_by_seat(desk: Desk) -> None:
    """However they come free: a class is not starved by those who would fit one by one."""
    slot = await desk.slot(capacity=12, starts_in=60 * DAY)
    people = [await desk.pupil() for _ in range(12)]
    seats = [(who, await desk.book(who, slot)) for who in people]
    waits = await desk.book_class(await desk.school_class(), slot, pupils=10)
    late = [(who, await desk.book(who, slot)) for who in [await desk.pupil(), await desk.pupil()]]
    for number, (who, seat) in enumerate(seats[:11], start=1):
        await desk.cancel(who, seat)
        now = await desk.look_at_class(waits)
        assert now.state is (BookingState.OFFERED if number >= 6 else BookingState.WAITLISTED)
        assert all([(await desk.look(*one)).state is BookingState.WAITLISTED for one in late])
    assert (now.seats, now.is_part) == (11, False)


async def test_near_the_start_a_class_is_passed_told_and_keeps_its_place(desk: Desk) -> None:
    slot = await desk.slot(capacity=12, starts_in=9 * DAY)
    await desk.book_class(await desk.school_class(), slot, pupils=8)
    waits = await desk.book_class(await desk.school_class(), slot, pupils=10)
    behind = await desk.pupil()
    seat = await desk.book(behind, slot)
    assert await desk.do(waiting.skip_ahead) == 0
    assert await desk.do(waiting.next_skip) == (await desk.look_at_class(waits)).slot.starts_at - 2 * DAY
    desk.clock.forward(7 * DAY)
    assert await desk.do(waiting.skip_ahead) == 1
    assert (await desk.look(behind, seat)).state is BookingState.OFFERED
    assert await desk.letters(LetterKind.SKIPPED) == [(LetterKind.SKIPPED, waits.booked_by)]
    assert (await desk.look_at_class(waits)).position == 1
    assert await desk.do(waiting.skip_ahead) == 0
    assert await desk.value("SELECT count(*) FROM audit WHERE action = 'skipped_ahead'") == 1


async def come(room: Room) -> tuple[ClassBooking, dict[str, PersonId]]:
    """A class that comes for certain: one joined alone, one with a guardian, one by a parent."""
    desk = room.desk
    alone, child = await desk.pupil(), await desk.pupil()
    guardian, parent = await desk.guardian_of(child), await desk.person()
    small = await desk.do(rows.a_pupil, person=None, first_name="Алия")
    await desk.do(rows.guardianship, person=parent.id, pupil=small)
    for who in (alone, child):
        await room.joins(who)
    await desk.do(joinings.ask, actor=parent.id, token=room.token, pupil=small)
    await desk.do(joinings.accept_all, actor=room.known.teacher_person, school_class=room.known.id)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    people = {"alone": alone.id, "child": child.id, "guardian": guardian.id, "parent": parent.id}
    return booking, {**people, "teacher": room.known.teacher_person}


async def test_a_slot_called_off_is_told_to_everybody_once(room: Room) -> None:
    booking, people = await come(room)
    await room.desk.do(publishing.call_off, slot=booking.slot.id)
    told = [who for _, who in await room.desk.letters(LetterKind.SLOT_CANCELLED)]
    assert sorted(told) == sorted(people.values())


async def test_a_class_that_does_not_come_is_told_to_everybody_once_and_to_the_host(room: Room) -> None:
    owner = await room.desk.organizer()
    booking, people = await come(room)
    await act(room.desk, bookings.cancel, booking)
    told = [who for _, who in await room.desk.letters(LetterKind.CANCELLED_FOR_YOU)]
    assert sorted(told) == sorted(who for name, who in people.items() if name != "teacher")
    assert await room.desk.letters(LetterKind.CLASS_CANCELLED) == [(LetterKind.CLASS_CANCELLED, owner.id)]


async def test_reminders_reach_the_teacher_and_those_who_come_once(room: Room) -> None:
    booking, people = await come(room)
    child = await room.desk.value("SELECT id FROM pupils WHERE person = :person", person=people["alone"])
    await room.desk.do(standing.tell_absence, actor=people["alone"], booking=booking.id, pupil=child, absent=True)
    await room.desk.do(reminder_plans.plan, slot=booking.slot.id)
    room.desk.clock.shows = Instant(booking.slot.starts_at - 2 * HOUR)
    while await room.desk.do(reminders.expand):
        pass
    told = [who for _, who in await room.desk.letters(LetterKind.REMINDER)]
    assert sorted(told) == sorted([people["teacher"], people["child"], people["parent"]])


async def test_twins_have_a_link_each_and_photographs_are_asked_apart(room: Room) -> None:
    desk = room.desk
    parent = await desk.person()
    twins = [await desk.pupil(younger=True, first_name=name) for name in ("Али", "Алия")]
    for one in twins:
        await room.joins(one)
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    tokens = [
        await desk.do(standing.consent_link, actor=one.id, booking=booking.id, pupil=pupil_of(one)) for one in twins
    ]
    assert len(set(tokens)) == 2
    for token in tokens:
        await desk.do(
            consents.answer,
            actor=parent.id,
            token=token,
            given=True,
            scope=ConsentScope.EVENT,
            text=WORDS,
            intent=desk.intent(),
        )
    await desk.do(consents.allow_photos, actor=parent.id, token=tokens[0], given=True, text=WORDS)
    link = await desk.do(standing.consent_link, actor=twins[0].id, booking=booking.id, pupil=pupil_of(twins[0]))
    assert link == tokens[0], "the link of a guardian who said yes stays theirs"
    permissions = (await desk.do(standing.of_class, actor=booking.booked_by, booking=booking.id)).permissions
    assert (permissions.joined, permissions.permitted, permissions.no_photos) == (2, 2, 1)
    await desk.do(consents.withdraw_from_class, actor=parent.id, booking=booking.id, pupil=pupil_of(twins[1]))
    members = (await desk.do(standing.of_class, actor=booking.booked_by, booking=booking.id)).members
    assert [(one.permitted, one.absent) for one in members] == [(True, False), (False, True)]
    await desk.do(rows.move_slot, slot=booking.slot.id, by=DAY)
    moved = await desk.do(standing.of_class, actor=booking.booked_by, booking=booking.id)
    assert moved.permissions.permitted == 0, "a yes is for its date"


async def test_a_sheet_recorded_again_changes_nothing_but_its_word_on_photographs(room: Room) -> None:
    desk, [line] = room.desk, await room.writes("А Тимур")
    booking = await desk.book_class(room.known, await desk.slot(capacity=30))
    counts = []
    for photos in (True, True, False, False):
        found = await desk.do(
            standing.record_on_paper,
            actor=booking.booked_by,
            booking=booking.id,
            pupil=line.pupil,
            text=WORDS,
            photos=photos,
        )
        counts.append((found.members[0].no_photos, await desk.value("SELECT count(*) FROM consents")))
    assert counts == [(False, 2), (False, 2), (True, 3), (True, 3)]


async def test_notes_to_the_host_go_a_week_after_the_visit(desk: Desk) -> None:
    booking = await desk.book_class(
        await desk.school_class(), await desk.slot(capacity=30), needs=Needs(phone="+7 700 000 00 00")
    )
    desk.clock.shows = Instant(booking.slot.ends_at + 7 * DAY)
    assert await desk.do(forgotten_classes.forget_needs) == 0
    desk.clock.forward(1)
    assert await desk.do(forgotten_classes.forget_needs) == 1
    assert (await desk.look_at_class(booking)).needs == Needs()


async def test_a_link_of_a_class_that_does_not_come_asks_nothing(room: Room) -> None:
    booking, people = await come(room)
    pupil = await room.desk.value("SELECT id FROM pupils WHERE person = :person", person=people["alone"])
    token = await room.desk.do(standing.consent_link, actor=people["alone"], booking=booking.id, pupil=pupil)
    await act(room.desk, bookings.cancel, booking)
    with pytest.raises(LinkNoLongerValid):
        await room.desk.do(consents.asked, actor=people["parent"], token=token)


async def test_needs_are_told_to_the_host_where_they_change(desk: Desk) -> None:
    owner = await desk.organizer()
    known: SchoolClass = await desk.school_class()
    booking = await desk.book_class(known, await desk.slot(capacity=30))
    for _ in range(2):
        await desk.do(bookings.set_needs, actor=known.teacher_person, booking=booking.id, needs=Needs(wheelchair=True))
    assert await desk.letters(LetterKind.CLASS_CHANGED) == [(LetterKind.CLASS_CHANGED, owner.id)]
