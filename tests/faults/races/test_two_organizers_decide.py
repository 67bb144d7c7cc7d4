"""Two organizers decide at once, about a teacher and about a class: the first has decided, the second is told so."""

import asyncio

import pytest

from domain.bookings import BookingState
from domain.identities import BookingId, SlotId
from domain.refusals import DecidedAlready
from storage.classes import bookings
from storage.people import teachers
from storage.seats import changes, class_records
from tests.faults.races.guards import miscounted, taken_out
from tests.storage import rows
from tests.storage.desk import Desk


async def decided_at_once(desk: Desk, beside: Desk) -> tuple[object, ...]:
    """What became of a yes and a no about one teacher."""
    one, other, person = await desk.organizer(), await desk.organizer(), await desk.person()
    asking = await desk.do(
        teachers.ask,
        actor=person.id,
        name="А. Т.",
        school=await desk.do(rows.a_school),
        school_name="",
        code="",
        intent=desk.intent(),
    )
    return await asyncio.gather(
        desk.do(teachers.decide, actor=one.id, teacher=asking.id, approved=True),
        beside.do(teachers.decide, actor=other.id, teacher=asking.id, approved=False),
        return_exceptions=True,
    )


async def test_a_teacher_is_decided_about_once(desk: Desk, beside: Desk) -> None:
    answers = await decided_at_once(desk, beside)
    assert [type(answer) for answer in answers].count(DecidedAlready) == 1
    assert len(await desk.all("SELECT 1 FROM outbox WHERE kind IN ('teacher_approved', 'teacher_declined')")) == 1


async def test_without_the_guard_both_decide(desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teachers, "DECIDE", taken_out(teachers.DECIDE, " AND state = :was"))
    answers = await decided_at_once(desk, beside)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert len(await desk.all("SELECT 1 FROM outbox WHERE kind IN ('teacher_approved', 'teacher_declined')")) == 2


async def asked(desk: Desk) -> tuple[SlotId, BookingId]:
    """A class that waits for a decision: its slot, and its booking."""
    event = await desk.do(rows.an_event)
    await desk.run("UPDATE events SET classes = 'asked' WHERE id = :event", event=event)
    slot = await desk.slot(event=event, capacity=30)
    return slot, (await desk.book_class(await desk.school_class(), slot)).id


async def test_a_class_is_decided_about_once(desk: Desk, beside: Desk) -> None:
    slot, booking = await asked(desk)
    one, other = await desk.organizer(), await desk.organizer()
    answers = await asyncio.gather(
        desk.do(bookings.decide, actor=one.id, booking=booking, welcome=True),
        beside.do(bookings.decide, actor=other.id, booking=booking, welcome=False),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers].count(DecidedAlready) == 1
    state = await desk.value("SELECT state FROM bookings WHERE id = :booking", booking=booking)
    assert (state, await desk.seats_taken(slot)) in {("confirmed", 26), ("declined", 0)}
    assert not await miscounted(desk)


async def decides_by_what_was_read_before(desk: Desk) -> None:
    """The usual way to write it: look in one transaction, act in another. Between them another organizer declines."""
    _, booking = await asked(desk)
    seen = await desk.store.read(class_records.recorded, booking=booking)
    await desk.do(bookings.decide, actor=(await desk.organizer()).id, booking=booking, welcome=False)
    await desk.do(changes.end, seen, BookingState.DECLINED, by=None)


async def test_what_was_read_before_frees_no_seats_twice(desk: Desk) -> None:
    await desk.book_class(await desk.school_class(), await desk.slot(capacity=30))
    await decides_by_what_was_read_before(desk)
    assert not await miscounted(desk)


async def test_without_the_guard_a_declined_class_is_welcome(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = " AND state IN ('requested', 'offered')"
    confirm = taken_out(changes.CONFIRM, guard).replace("held_until = NULL", "held_until = NULL, ended_from = NULL")
    monkeypatch.setattr(changes, "CONFIRM", confirm)
    _, booking = await asked(desk)
    seen = await desk.store.read(class_records.recorded, booking=booking)
    owner = await desk.organizer()
    await desk.do(bookings.decide, actor=owner.id, booking=booking, welcome=False)
    await desk.do(changes.confirm, seen, by=owner.id)
    assert await miscounted(desk), "a class comes whose seats were given to others"
