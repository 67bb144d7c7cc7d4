"""Messages out: what becomes of a letter for each answer of Telegram, and what is not sent at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, time
from typing import Any

import pytest

from bot.outbox.errand import record_all
from bot.transport import Answer, Interrupted, NotConnected
from domain.identities import AccountId, SlotId
from domain.messages import Letter, LetterKind
from domain.moments import DAY, HOUR, QuietHours, instant
from storage.engine import StoreUnavailable
from storage.messages import letters, outbox, reminder_plans, reminders
from storage.people import persons
from tests.bot.post_room import PostRoom, SlowTransport, a_reminder, booked
from tests.bot.scripted import refused
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, StillClock

NIGHT = QuietHours.parse("22:00-08:00")


@pytest.fixture
def room(desk: Desk) -> PostRoom:
    return PostRoom(desk)


async def test_a_letter_is_sent_once_and_recorded(room: PostRoom) -> None:
    who = await a_reminder(room.desk)
    assert await room.sender.drain() == 1
    assert await room.sender.drain() == 0
    assert room.sent == [(who.account, "reminder")]
    assert await room.states() == [("sent", None)]


async def test_after_too_many_requests_all_wait_as_long_as_telegram_says(room: PostRoom) -> None:
    await a_reminder(room.desk)
    room.answers(refused(429, "Too Many Requests: retry after 7", retry_after=7))
    await room.sender.drain()
    assert room.sender.resting
    assert await room.states() == [("waiting", None)]

    room.monotonic = 6.9
    assert await room.sender.drain() == 0
    room.monotonic = 7.1
    assert await room.sender.drain() == 1
    assert [text for _, text in room.sent] == ["reminder", "reminder"]
    assert await room.states() == [("sent", None)]


async def test_without_a_connection_it_backs_off_longer_each_time(room: PostRoom) -> None:
    await a_reminder(room.desk)
    room.answers(NotConnected("refused"), NotConnected("refused"))
    await room.sender.drain()
    room.monotonic = 1.1
    assert await room.sender.drain() == 1
    room.monotonic = 2.2
    assert await room.sender.drain() == 0
    room.monotonic = 3.2
    assert await room.sender.drain() == 1
    assert room.sent[-1][1] == "reminder"
    assert await room.states() == [("sent", None)]


@pytest.mark.parametrize(
    ("answer", "reachable"),
    [
        (refused(403, "Forbidden: bot was blocked by the user"), False),
        (refused(403, "Forbidden: user is deactivated"), False),
        (refused(400, "Bad Request: chat not found"), False),
        (refused(400, "Bad Request: can't parse entities"), True),
        (refused(413, "Request Entity Too Large"), True),
        (refused(420, "Enhance your calm"), True),
    ],
)
async def test_what_never_will_be_is_dead_and_who_is_gone_is_marked(
    room: PostRoom, answer: Answer, *, reachable: bool
) -> None:
    who = await a_reminder(room.desk)
    room.answers(answer)
    await room.sender.drain()
    ((state, why),) = await room.states()
    assert state == "dead"
    assert why
    assert (await room.desk.store.read(persons.person, id=who.id)).reachable is reachable
    assert not room.sender.resting


@pytest.mark.parametrize("answer", [Interrupted("time-out"), Answer(502, b"<html>"), refused(500, "Internal")])
async def test_what_may_have_arrived_goes_once_more_and_says_so(room: PostRoom, answer: Answer | Exception) -> None:
    await a_reminder(room.desk)
    room.answers(answer)
    await room.sender.drain()
    room.monotonic = 60
    await room.sender.drain()
    assert [text for _, text in room.sent] == ["reminder", "reminder again?"]
    assert await room.states() == [("sent", None)]


async def test_a_second_unknown_outcome_is_left_uncertain(room: PostRoom) -> None:
    await a_reminder(room.desk)
    room.answers(Interrupted("time-out"), Interrupted("cut"))
    await room.sender.drain()
    room.monotonic = 60
    await room.sender.drain()
    room.monotonic = 600
    assert await room.sender.drain() == 0
    assert await room.states() == [("uncertain", "cut")]


async def test_a_letter_of_which_a_part_left_may_be_a_repeat(desk: Desk) -> None:
    room = PostRoom(desk, posts=2)
    await a_reminder(desk)
    room.answers(refused(400, "x"), refused(400, "x"))
    room.transport.script.clear()
    room.answers(Answer(200, b'{"ok": true, "result": {}}'), NotConnected("refused"))
    await room.sender.drain()
    room.monotonic = 60
    await room.sender.drain()
    assert [text for _, text in room.sent] == ["reminder", "reminder", "reminder again?", "reminder again?"]


async def test_a_chat_that_moved_is_written_to_at_its_new_number(room: PostRoom) -> None:
    who = await a_reminder(room.desk)
    room.answers(refused(400, "Bad Request: upgraded", migrate_to_chat_id=9000))
    await room.sender.drain()
    assert room.sent == [(who.account, "reminder"), (9000, "reminder")]
    assert await room.states() == [("sent", None)]


async def test_a_chat_that_moved_to_where_somebody_else_is_ends_there(room: PostRoom) -> None:
    await room.desk.do(rows.a_person, account=AccountId(9000))
    await a_reminder(room.desk)
    room.answers(*[refused(400, "Bad Request: upgraded", migrate_to_chat_id=9000)] * 5)
    await room.sender.drain()
    assert [state for state, _ in await room.states()] == ["dead"]


async def test_a_disk_that_is_full_for_a_while_makes_nobody_get_it_twice(
    room: PostRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.errand.FIRST_REST", 0)
    await a_reminder(room.desk)
    write, failures = room.desk.store.write, [StoreUnavailable("disk full"), StoreUnavailable("disk full")]

    async def full_disk(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if function is record_all and failures:
            raise failures.pop()
        return await write(function, *args, **kwargs)

    monkeypatch.setattr(room.desk.store, "write", full_disk)
    await room.sender.drain()
    assert failures == []
    assert [text for _, text in room.sent] == ["reminder"]
    assert await room.states() == [("sent", None)]


async def test_a_mistake_in_wording_kills_one_letter_and_not_the_sender(room: PostRoom) -> None:
    clumsy = await a_reminder(room.desk)
    await a_reminder(room.desk)

    def wording(letter: Letter) -> None:
        if letter.to.id == clumsy.id:
            raise KeyError("Тимур")

    room.wording = wording
    await room.sender.drain()
    assert await room.states() == [("dead", "a mistake of ours: KeyError"), ("sent", None)]


async def test_what_was_being_sent_at_a_crash_is_a_possible_repeat(room: PostRoom) -> None:
    await a_reminder(room.desk)
    await room.desk.do(outbox.claim, size=1)
    await room.sender.recover()
    await room.sender.drain()
    assert [text for _, text in room.sent] == ["reminder again?"]


@pytest.mark.parametrize("change", ["muted", "cancelled", "moved", "called off", "begun", "unreachable"])
async def test_a_reminder_that_makes_no_sense_any_more_is_dropped(room: PostRoom, change: str) -> None:
    desk = room.desk
    who = await a_reminder(desk)
    slot = SlotId(await desk.value("SELECT max(id) FROM slots"))
    match change:
        case "muted":
            await desk.do(persons.mute_reminders, actor=who.id, muted=True)
        case "cancelled":
            await desk.run("UPDATE bookings SET state = 'cancelled', ended_from = 'confirmed'")
        case "moved":
            await desk.do(rows.move_slot, slot=slot, by=DAY)
        case "called off":
            await desk.run("UPDATE slots SET cancelled_at = 1")
        case "begun":
            desk.clock.forward(7 * DAY)
        case "unreachable":
            await desk.do(persons.unreachable, account=who.account)
    await room.sender.drain()
    assert room.sent == []
    assert [state for state, _ in await room.states()] == ["dropped"]


def at(clock: StillClock, hour: int, minute: int = 0) -> None:
    """Set the clock to that time of a Tuesday in Almaty."""
    clock.shows = instant(date(2026, 11, 24), time(hour, minute), ALMATY)


async def test_quiet_hours_are_those_of_the_place_and_hold_notices_back_until_the_morning(
    desk: Desk, clock: StillClock
) -> None:
    room = PostRoom(desk, quiet=NIGHT)
    at(clock, 22, 30)
    await a_reminder(desk, kind=LetterKind.TICKET, starts_in=3 * DAY)
    assert await room.sender.drain() == 1
    assert room.sent == []
    assert await desk.do(outbox.next_due) == instant(date(2026, 11, 25), time(8, 0), ALMATY)

    clock.shows = instant(date(2026, 11, 25), time(8, 0), ALMATY)
    await room.sender.drain()
    assert [text for _, text in room.sent] == ["ticket"]


@pytest.mark.parametrize(
    ("kind", "starts_in", "sent"),
    [
        (LetterKind.TICKET, 11 * HOUR, True),
        (LetterKind.TICKET, 13 * HOUR, False),
        (LetterKind.REMINDER, 11 * HOUR, True),
        (LetterKind.REMINDER, 13 * HOUR, False),
    ],
)
async def test_at_night_only_what_is_about_the_next_twelve_hours_goes(
    desk: Desk, clock: StillClock, kind: LetterKind, starts_in: int, *, sent: bool
) -> None:
    room = PostRoom(desk, quiet=NIGHT)
    at(clock, 23)
    await a_reminder(desk, kind=kind, starts_in=starts_in)
    await room.sender.drain()
    assert bool(room.sent) is sent


async def test_what_is_about_no_place_keeps_the_quiet_hours_of_the_house(desk: Desk, clock: StillClock) -> None:
    room = PostRoom(desk, quiet=NIGHT)
    clock.shows = instant(date(2026, 11, 24), time(22, 30), "Europe/Moscow")
    event = await desk.do(rows.an_event)
    await desk.slot(event=event, starts_in=9 * DAY)
    person = await desk.person()
    await desk.do(letters.write, kind=LetterKind.MORE_DATES, key="wish", person=person.id, event=event)
    await room.sender.drain()
    assert room.sent == []
    assert await desk.do(outbox.next_due) == instant(date(2026, 11, 25), time(8, 0), "Europe/Moscow")


async def test_an_offer_that_ends_before_the_morning_goes_at_night(desk: Desk, clock: StillClock) -> None:
    room = PostRoom(desk, quiet=NIGHT)
    at(clock, 21)
    slot = await desk.slot(capacity=1, starts_in=16 * HOUR, closes_before=6 * HOUR)
    first, second = await desk.pupil(), await desk.pupil()
    booking = await desk.book(first, slot)
    await desk.book(second, slot)
    at(clock, 23)
    await desk.cancel(first, booking)
    await room.sender.drain()
    assert room.sent == [(second.account, "offer")]


async def test_the_night_passes_and_the_evening_reminder_comes_once(desk: Desk, clock: StillClock) -> None:
    room = PostRoom(desk, quiet=NIGHT)
    at(clock, 12)
    event = await desk.do(rows.an_event, rules="1d@23:00; 2h")
    who, slot = await booked(desk, event=event, starts_in=2 * DAY)
    await desk.do(reminder_plans.plan, slot=slot)
    for _step in range(52):
        clock.forward(HOUR)
        while await desk.do(reminders.expand):
            pass
        await room.sender.drain()
    assert room.sent == [(who.account, "reminder")] * 2


@pytest.fixture
async def slow(desk: Desk) -> AsyncIterator[PostRoom]:
    room = PostRoom(desk, transport=SlowTransport(), per_second=20)
    yield room
    await room.sender.stop(0)


async def test_no_more_is_claimed_than_the_pace_can_take(slow: PostRoom) -> None:
    for _number in range(20):
        await a_reminder(slow.desk)
    draining = asyncio.create_task(slow.sender.drain())
    while (count := await slow.desk.value("SELECT count(*) FROM outbox WHERE state = 'claimed'")) == 0:
        pass
    assert count == 8  # 0.4 seconds of 20 a second
    draining.cancel()
    await slow.sender.stop(0)
    await asyncio.gather(draining, return_exceptions=True)


async def test_stopping_lets_what_is_being_sent_arrive(slow: PostRoom) -> None:
    assert isinstance(slow.transport, SlowTransport)
    await a_reminder(slow.desk)
    draining = asyncio.create_task(slow.sender.drain())
    while not slow.transport.waiting:
        await slow.desk.value("SELECT 1")
    stopping = asyncio.create_task(slow.sender.stop(5))
    slow.transport.let.set()
    await asyncio.gather(draining, stopping)
    assert await slow.states() == [("sent", None)]


async def test_what_did_not_arrive_before_the_stop_is_a_possible_repeat_at_the_next_start(slow: PostRoom) -> None:
    assert isinstance(slow.transport, SlowTransport)
    await a_reminder(slow.desk)
    draining = asyncio.create_task(slow.sender.drain())
    while not slow.transport.waiting:
        await slow.desk.value("SELECT 1")
    await slow.sender.stop(0)
    await draining
    assert [state for state, _ in await slow.states()] == ["claimed"]

    next_start = PostRoom(slow.desk)
    await next_start.sender.recover()
    await next_start.sender.drain()
    assert [text for _, text in next_start.sent] == ["reminder again?"]


async def test_the_sender_goes_on_when_woken(room: PostRoom) -> None:
    engine = asyncio.create_task(room.sender.for_ever())
    await a_reminder(room.desk)
    room.sender.wake()
    while await room.states() != [("sent", None)]:
        pass
    engine.cancel()
    await asyncio.gather(engine, return_exceptions=True)
