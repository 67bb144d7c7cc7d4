"""Slots and events read whole, next dates, and wishes for more."""

import pytest

from domain.identities import EventId, SlotId
from domain.languages import Texts
from domain.messages import LetterKind
from domain.moments import DAY, HOUR
from domain.programme import Audience, Question
from domain.refusals import SlotGone
from storage.programme import columns, slots, wishes
from tests.storage import rows
from tests.storage.desk import Desk


async def test_a_slot_with_its_event_and_meetings(desk: Desk) -> None:
    event = await desk.do(rows.an_event, grades=(5, None), strict=True, asks="Фамилия")
    number = await desk.slot(event=event, city=await desk.do(rows.a_city), capacity=7, meetings=3)
    slot = await desk.do(slots.slot, slot=number)
    assert slot.event == await desk.do(slots.event, event=event)
    assert slot.event.audience == Audience(grade_from=5, grade_to=None, strict=True)
    assert slot.event.question == Question(asks=Texts(ru="Фамилия"), why=Texts(ru="для пропуска"))
    assert slot.place is not None
    assert (slot.place.city, slot.place.has_pin) == (Texts(ru="Астана"), False)
    assert [meeting.starts_at for meeting in slot.meetings] == [rows.MONDAY + week * 7 * DAY for week in (1, 2, 3)]
    assert (slot.capacity, slot.seats_taken, slot.waiting, slot.free) == (7, 0, 0, 7)


async def test_an_online_slot_has_no_place(desk: Desk) -> None:
    slot = await desk.do(slots.slot, slot=await desk.slot())
    assert (slot.place, slot.event.question) == (None, None)


async def test_unknown_and_unpublished(desk: Desk) -> None:
    hidden = await desk.do(rows.an_event, published=False)
    slot = await desk.slot(event=hidden)
    for unseen in (slot, SlotId(99)):
        with pytest.raises(SlotGone):
            await desk.do(slots.slot, slot=unseen)
    for unpublished in (hidden, EventId(99)):
        with pytest.raises(SlotGone):
            await desk.do(slots.event, event=unpublished)
    assert (await desk.do(slots.recorded, slot=slot)).id == slot


async def test_next_dates_are_those_one_can_register_for(desk: Desk) -> None:
    event = await desk.do(rows.an_event)
    shown = await desk.slot(event=event)
    later, full = await desk.slot(event=event, starts_in=9 * DAY), await desk.slot(event=event, starts_in=8 * DAY)
    await desk.book(await desk.pupil(), full)
    await desk.slot(event=event, starts_in=DAY, closes_before=DAY - HOUR)
    cancelled = await desk.slot(event=event)
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=cancelled)
    await desk.slot()
    desk.clock.forward(HOUR)
    dates = await desk.do(slots.dates, event=event, but=shown)
    assert [(line.id, line.free) for line in dates] == [(full, 0), (later, 1)]
    assert len(await desk.do(slots.dates, event=event, size=2)) == 2


async def test_a_wish_is_told_once(desk: Desk) -> None:
    event, timur = await desk.do(rows.an_event), await desk.person()
    for _ in range(2):
        await desk.do(wishes.wish, actor=timur.id, event=event)
    assert await desk.do(wishes.wished, actor=timur.id, event=event)
    for _ in range(2):
        assert not await desk.do(wishes.tell, event=event)
    assert await desk.letters() == [(LetterKind.MORE_DATES, timur.id)]
    desk.clock.forward(1)
    await desk.do(wishes.wish, actor=timur.id, event=event)
    await desk.do(wishes.tell, event=event)
    assert len(await desk.letters()) == 2, "a wish made anew is told anew"


async def test_a_wish_taken_back_is_not_told(desk: Desk) -> None:
    event, timur = await desk.do(rows.an_event), await desk.person()
    await desk.do(wishes.wish, actor=timur.id, event=event)
    await desk.do(wishes.unwish, actor=timur.id, event=event)
    await desk.do(wishes.unwish, actor=timur.id, event=event)
    await desk.do(wishes.tell, event=event)
    assert await desk.letters() == []


async def test_nobody_wishes_for_what_is_not_there(desk: Desk) -> None:
    timur = await desk.person()
    with pytest.raises(SlotGone):
        await desk.do(wishes.wish, actor=timur.id, event=EventId(99))


async def test_many_wishes_are_told_in_chunks(desk: Desk) -> None:
    event, other = await desk.do(rows.an_event), await desk.do(rows.an_event)
    for _ in range(5):
        person = await desk.person()
        await desk.do(wishes.wish, actor=person.id, event=event)
        await desk.do(wishes.wish, actor=person.id, event=other)
    assert await desk.do(wishes.tell, event=event, chunk=3)
    assert not await desk.do(wishes.tell, event=event, chunk=3)
    assert len(await desk.letters()) == 5
    assert await desk.value("SELECT count(*) FROM wishes") == 5


def test_columns_keep_what_was_written() -> None:
    some = Texts(ru="Сколько точна секунда", en="How exact is a second")
    assert columns.texts(columns.written(some)) == some
    assert columns.written(some) == '{"ru": "Сколько точна секунда", "en": "How exact is a second"}'
    assert columns.texts(None) == columns.texts("{}") == Texts()
