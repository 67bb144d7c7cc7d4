"""Who is asked about their interest, when, and what is told of the answers."""

import pytest

from domain.identities import BookingId, EventId, OutboxId, PersonId
from domain.interest import FACES, Phase
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant
from domain.people import Person
from domain.refusals import NotYours
from domain.reports import SMALL, By, Span
from storage.engine import Transaction
from storage.messages import interest as asking
from storage.people import persons
from storage.reporting import interest
from storage.seats import post
from tests.storage import rows
from tests.storage.classes.conftest import Room
from tests.storage.desk import Desk, pupil_of

ALWAYS = Span(Instant(0), Instant(2**40))


async def answered(desk: Desk, who: Person, event: EventId, before: int | None, after: int | None) -> None:
    for phase, face in ((Phase.BEFORE, before), (Phase.AFTER, after)):
        await desk.run(
            """
            INSERT INTO interest (pupil, event, phase, asked_at, until, answer, answered_at)
            VALUES (:pupil, :event, :phase, 1, 2, :face, iif(:face IS NULL, NULL, 10))
            """,
            pupil=pupil_of(who),
            event=event,
            phase=phase.value,
            face=face,
        )


async def moved(desk: Desk, actor: PersonId, by: By | None = None) -> list[tuple[object, int]]:
    found = await desk.store.report(interest.interest, actor=actor, partner=None, over=ALWAYS, by=by)
    return [(one.group.key, one.pairs) for one in found]


async def test_only_pairs_count_and_only_of_five_and_more(desk: Desk) -> None:
    owner = await desk.organizer()
    ours, others = await desk.do(rows.an_event), await desk.do(rows.an_event)
    for face in range(1, SMALL):
        await answered(desk, await desk.pupil(), ours, face, FACES)
    await answered(desk, await desk.pupil(), ours, 3, None)
    await answered(desk, await desk.pupil(), ours, None, 3)
    assert await moved(desk, owner.id) == []
    assert await moved(desk, owner.id, By.EVENT) == []
    await answered(desk, await desk.pupil(), others, 2, 2)
    assert await moved(desk, owner.id) == [(None, SMALL)]
    assert await moved(desk, owner.id, By.EVENT) == [], "each of the two is too small to be shown"
    await answered(desk, await desk.pupil(), ours, 1, 1)
    assert await moved(desk, owner.id, By.EVENT) == [(ours, SMALL)]


async def visited(desk: Desk, booking: BookingId) -> None:
    await desk.run(
        """
        INSERT INTO attendances (booking, meeting, state, pupils, adults, how, noted_at, marked_at)
        SELECT :booking, meeting.id, 'present', booking.seats, 0, 'by_list', 1, 1
          FROM bookings AS booking JOIN meetings AS meeting ON meeting.slot = booking.slot
         WHERE booking.id = :booking
        """,
        booking=booking,
    )


async def test_pupils_of_a_class_are_asked_each_but_for_who_was_not_there(room: Room) -> None:
    desk = room.desk
    timur, alina, dana = [await desk.pupil(first_name=name) for name in ("Тимур", "Алина", "Дана")]
    for pupil in (timur, alina, dana):
        await room.joins(pupil)
    slot = await desk.slot(capacity=30, starts_in=2 * DAY)
    booking = await desk.book_class(room.known, slot)
    asked = await desk.do(asking.ask_before, slot=slot, after=0, to=booking.id, until=Instant(desk.clock.now() + DAY))
    assert asked == {(booking.id, pupil.id) for pupil in (timur, alina, dana)}
    assert await desk.do(asking.ask_before, slot=slot, after=0, to=booking.id, until=Instant(2**40)) == set()
    await desk.run("UPDATE interest SET answer = 3, answered_at = :now", now=desk.clock.now())
    await visited(desk, booking.id)
    await desk.run(
        "INSERT INTO class_absentees (booking, meeting, pupil) SELECT :booking, id, :pupil FROM meetings",
        booking=booking.id,
        pupil=pupil_of(dana),
    )
    desk.clock.forward(2 * DAY + 12 * HOUR)
    assert await desk.do(asking.ask_after) == 0, "not on the day itself"
    desk.clock.forward(12 * HOUR)
    assert await desk.do(asking.ask_after) == 2
    assert await desk.do(asking.ask_after) == 0
    told = {person for kind, person in await desk.letters(LetterKind.INTEREST)}
    assert told == {timur.id, alina.id}


async def test_a_letter_that_asks_nothing_takes_no_answer(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=2 * DAY)
    booking = await desk.book(timur, slot)
    event = await desk.value("SELECT event FROM slots")
    letter = OutboxId(await desk.do(_write, booking=booking.id, person=timur.id, details='{"interest": "before"}'))
    [opened] = await desk.store.read(post.open_letters, ids=[letter])
    assert opened is not None
    assert opened.asks is None
    result = await desk.do(asking.answer, actor=timur.id, letter=letter, face=5)
    assert not result.counted, "nobody asked this pupil"
    with pytest.raises(NotYours):
        await desk.do(asking.answer, actor=(await desk.pupil()).id, letter=letter, face=5)
    await desk.do(asking.ask_before, slot=slot, after=0, to=booking.id, until=Instant(desk.clock.now() + DAY))
    question = await desk.store.read(asking.question, person=timur.id, event=event, phase=Phase.BEFORE)
    assert question is not None
    assert (await desk.do(asking.answer, actor=timur.id, letter=letter, face=5)).counted
    assert not (await desk.do(asking.answer, actor=timur.id, letter=letter, face=1)).counted
    assert await desk.value("SELECT answer FROM interest") == 5


async def test_who_muted_reminders_is_asked_neither_time(desk: Desk) -> None:
    timur, slot = await desk.pupil(), await desk.slot(starts_in=2 * DAY)
    booking = await desk.book(timur, slot)
    await desk.do(persons.mute_reminders, actor=timur.id, muted=True)
    assert await desk.do(asking.ask_before, slot=slot, after=0, to=booking.id, until=Instant(2**40)) == set()
    event = await desk.value("SELECT event FROM slots")
    await answered(desk, timur, event, 2, None)
    await desk.run("DELETE FROM interest WHERE phase = 'after'")
    await visited(desk, booking.id)
    desk.clock.forward(3 * DAY)
    assert await desk.do(asking.ask_after) == 0


async def test_answers_of_two_school_years_ago_are_forgotten(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    await answered(desk, await desk.pupil(), event, 1, 5)
    assert await desk.do(asking.forget_old) == 2
    assert await desk.value("SELECT count(*) FROM interest") == 0


def _write(tx: Transaction, *, booking: BookingId, person: PersonId, details: str) -> int:
    return int(
        tx.value(
            """
            INSERT INTO outbox (key, kind, priority, person, booking, meeting, version, details, not_before, made_at)
            SELECT 'one', 'reminder', 1, :person, :booking, meeting.id, meeting.version, :details, 1, 1
              FROM meetings AS meeting
            RETURNING id
            """,
            booking=booking,
            person=person,
            details=details,
        )
    )
