"""Letters: decided on once, and opened only while what they tell is true."""

from domain.bookings import BookingState
from domain.identities import OutboxId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from storage.messages import letters
from storage.people import persons
from storage.programme import wishes
from storage.seats import post, privacy
from tests.storage import rows
from tests.storage.desk import Desk, pupil_of


async def last_letter(desk: Desk) -> OutboxId:
    return (await desk.letter_ids())[-1]


async def test_a_key_is_written_once(desk: Desk) -> None:
    who = await desk.person()
    event = await desk.do(rows.an_event)
    letter = {"kind": LetterKind.MORE_DATES, "key": "more_dates:1", "person": who.id, "event": event}
    assert await desk.do(letters.write, **letter)  # type: ignore[arg-type]  # one of each, spread
    assert not await desk.do(letters.write, **letter)  # type: ignore[arg-type]  # one of each, spread
    assert await desk.letters() == [(LetterKind.MORE_DATES, who.id)]


async def test_a_letter_has_all_that_its_words_need(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    booking = await desk.book(timur, slot)
    letter = await desk.do(post.open_letter, id=await last_letter(desk))
    assert letter is not None
    assert (letter.kind, letter.to.id, letter.booking) == (LetterKind.CHILD_CONFIRMED, mother.id, booking)
    assert letter.slot == booking.slot
    assert letter.event == booking.slot.event
    assert not letter.possible_repeat


async def test_a_ticket_that_was_cancelled_meanwhile_is_not_sent(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    booking = await desk.book(mother, slot, pupil=pupil_of(timur))
    ticket = await last_letter(desk)
    assert await desk.do(post.open_letter, id=ticket) is not None
    await desk.cancel(mother, booking)
    assert await desk.do(post.open_letter, id=ticket) is None


async def test_a_cancellation_that_was_taken_back_is_not_told(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    booking = await desk.book(mother, slot, pupil=pupil_of(timur))
    await desk.cancel(mother, booking)
    cancelled = await last_letter(desk)
    assert await desk.do(post.open_letter, id=cancelled) is not None
    await desk.take_back(mother, booking)
    assert await desk.do(post.open_letter, id=cancelled) is None


async def test_an_offer_lapses_at_its_deadline(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    waits = await desk.book(alina, slot)
    await desk.cancel(timur, booking)
    offer = await last_letter(desk)
    opened = await desk.do(post.open_letter, id=offer)
    assert opened is not None
    assert opened.booking is not None
    assert (opened.booking.id, opened.booking.state) == (waits.id, BookingState.OFFERED)
    desk.clock.forward(DAY)
    assert await desk.do(post.open_letter, id=offer) is None


async def remind(desk: Desk, booking: int, person: int, *, version: int = 1) -> OutboxId:
    """A reminder, as the tick writes it."""
    await desk.run(
        """
        INSERT INTO outbox (key, kind, priority, person, booking, meeting, version, not_before, made_at)
        SELECT 'reminder', 'reminder', 1, :person, booking.id, meeting.id, :version, 0, 0
          FROM bookings AS booking JOIN meetings AS meeting ON meeting.slot = booking.slot
         WHERE booking.id = :booking
        """,
        booking=booking,
        person=person,
        version=version,
    )
    return await last_letter(desk)


async def test_a_reminder_is_of_its_meeting(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    letter = await desk.do(post.open_letter, id=await remind(desk, booking.id, timur.id))
    assert letter is not None
    assert letter.meeting == booking.slot.meetings[0]


async def test_no_reminder_of_a_meeting_that_moved(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    reminder = await remind(desk, booking.id, timur.id)
    await desk.do(rows.move_slot, slot=slot, by=HOUR)
    assert await desk.do(post.open_letter, id=reminder) is None


async def test_no_reminder_once_it_has_begun(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=DAY)
    reminder = await remind(desk, (await desk.book(timur, slot)).id, timur.id)
    desk.clock.forward(DAY)
    assert await desk.do(post.open_letter, id=reminder) is None


async def test_no_reminder_to_whoever_muted_them(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    reminder = await remind(desk, (await desk.book(timur, slot)).id, timur.id)
    await desk.do(persons.mute_reminders, actor=timur.id, muted=True)
    assert await desk.do(post.open_letter, id=reminder) is None
    await desk.do(persons.mute_reminders, actor=timur.id, muted=False)
    assert await desk.do(post.open_letter, id=reminder) is not None


async def test_nothing_to_whoever_cannot_be_reached_or_is_forgotten(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    reminder = await remind(desk, (await desk.book(timur, slot)).id, timur.id)
    await desk.do(persons.unreachable, account=timur.account)
    assert await desk.do(post.open_letter, id=reminder) is None
    await desk.do(persons.meet, account=timur.account, language=timur.language)
    assert await desk.do(post.open_letter, id=reminder) is not None
    await desk.do(privacy.forget, actor=timur.id)
    assert await desk.do(post.open_letter, id=reminder) is None


async def test_a_cancelled_slot(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    reminder = await remind(desk, booking.id, timur.id)
    await desk.do(letters.write, kind=LetterKind.SLOT_CANCELLED, key="cancelled", person=timur.id, booking=booking.id)
    called_off = await last_letter(desk)
    assert await desk.do(post.open_letter, id=called_off) is None
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=slot)
    assert await desk.do(post.open_letter, id=called_off) is not None
    assert await desk.do(post.open_letter, id=reminder) is None


async def test_more_dates_while_there_is_one(desk: Desk) -> None:
    event, who = await desk.do(rows.an_event), await desk.person()
    await desk.slot(event=event, starts_in=2 * DAY)
    await desk.do(wishes.wish, actor=who.id, event=event)
    await desk.do(wishes.tell, event=event)
    letter = await desk.do(post.open_letter, id=await last_letter(desk))
    assert letter is not None
    assert letter.event is not None
    assert (letter.event.id, letter.booking) == (event, None)
    desk.clock.forward(2 * DAY)
    assert await desk.do(post.open_letter, id=await last_letter(desk)) is None


async def test_a_moved_slot_by_its_number(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot()
    booking = await desk.book(timur, slot)
    write = {"kind": LetterKind.SLOT_MOVED, "key": "moved", "person": timur.id, "booking": booking.id}
    await desk.do(letters.write, **write, lapses_at=Instant(desk.clock.shows + HOUR))  # type: ignore[arg-type]  # spread
    moved = await last_letter(desk)
    assert await desk.do(post.open_letter, id=moved) is not None
    desk.clock.forward(HOUR)
    assert await desk.do(post.open_letter, id=moved) is None
    assert await desk.do(post.open_letter, id=OutboxId(10**9)) is None


async def test_a_letter_goes_to_whoever_booked_where_the_pupil_cannot_be_reached(desk: Desk) -> None:
    timur, alina, slot = await desk.pupil(), await desk.pupil(), await desk.slot()
    mother = await desk.guardian_of(timur)
    taken = await desk.book(alina, slot)
    await desk.book(mother, slot, pupil=pupil_of(timur))
    await desk.do(persons.unreachable, account=timur.account)
    await desk.cancel(alina, taken)
    assert await desk.letters() == [(LetterKind.OFFER, mother.id)]
