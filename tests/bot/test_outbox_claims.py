"""What is claimed and when: nothing without need, nothing left claimed, and no chat in the way of the others."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.chats import BURST
from bot.outbox.errand import record_all
from bot.transport import Answer
from domain.messages import Letter, LetterKind
from domain.people import Person
from storage.messages import letters, outbox
from storage.seats import post
from tests.bot.post_room import PostRoom, SlowTransport, a_reminder
from tests.bot.scripted import refused
from tests.storage.desk import Desk

GIVEN_UP = 60


async def several(desk: Desk, count: int) -> list[Person]:
    return [await a_reminder(desk) for _number in range(count)]


async def to_one(desk: Desk, count: int) -> Person:
    """One person gets so many reminders: of several children, say."""
    who = await a_reminder(desk)
    booking = await desk.value("SELECT max(id) FROM bookings")
    about = await desk.all("SELECT meeting, version FROM outbox WHERE booking = :booking", booking=booking)
    for number in range(1, count):
        await desk.do(
            letters.write,
            kind=LetterKind.REMINDER,
            key=f"more:{number}",
            person=who.id,
            booking=booking,
            meeting=about[0]["meeting"],
            version=about[0]["version"],
        )
    return who


@pytest.fixture
def writes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the functions that were written with."""
    names: list[str] = []
    write = desk.store.write

    async def noting(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        names.append(function.__name__)
        return await write(function, *args, **kwargs)

    monkeypatch.setattr(desk.store, "write", noting)
    return names


async def test_being_woken_for_nothing_writes_nothing(desk: Desk, writes: list[str]) -> None:
    room = PostRoom(desk)
    for _tap in range(10):
        assert await room.sender.drain() == 0
    assert writes == []


async def test_what_is_to_go_later_is_not_claimed_now(desk: Desk, writes: list[str]) -> None:
    room = PostRoom(desk)
    await a_reminder(desk)
    await desk.run("UPDATE outbox SET not_before = not_before + 1000")
    writes.clear()
    assert await room.sender.drain() == 0
    assert "claim" not in writes
    desk.clock.forward(1000)
    assert await room.sender.drain() == 1


async def test_a_queue_that_is_empty_is_claimed_from_once_and_not_once_for_each_letter(
    desk: Desk, writes: list[str]
) -> None:
    room = PostRoom(desk)
    await several(desk, 8)
    writes.clear()
    assert await room.sender.drain() == 8
    assert writes.count("claim") == 1


async def test_what_comes_while_others_are_sent_is_taken_up_beside_them(desk: Desk) -> None:
    transport = SlowTransport()
    room = PostRoom(desk, transport=transport, per_second=100_000)
    await a_reminder(desk)
    draining = asyncio.create_task(room.sender.drain())
    async with asyncio.timeout(GIVEN_UP):
        await transport.asked_once.wait()
        await a_reminder(desk)
        room.sender.wake()
        transport.let.set()
        assert await draining == 2


async def test_a_row_that_cannot_be_opened_is_dead_and_not_claimed_for_ever(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = PostRoom(desk)
    await several(desk, 2)
    read, broken = desk.store.read, await desk.value("SELECT min(id) FROM outbox")

    async def breaking(asked: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if asked is post.open_letters and broken in kwargs["ids"]:
            raise ValueError("of a kind from the future")
        return await read(asked, *args, **kwargs)

    monkeypatch.setattr(desk.store, "read", breaking)
    await room.sender.drain()
    assert await room.states() == [("dead", "a mistake of ours: ValueError"), ("sent", None)]


async def test_a_row_that_left_and_could_not_be_recorded_may_be_a_repeat(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = PostRoom(desk)
    await a_reminder(desk)
    write, errors = desk.store.write, [TypeError("nobody expected it")]

    async def breaking(asked: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if asked is record_all and errors:
            raise errors.pop()
        return await write(asked, *args, **kwargs)

    monkeypatch.setattr(desk.store, "write", breaking)
    await room.sender.drain()
    assert [text for _, text in room.sent] == ["reminder", "reminder again?"]
    assert await room.states() == [("sent", None)]


@pytest.mark.parametrize(("leaves", "then"), [(False, "reminder"), (True, "reminder again?")])
async def test_an_attempt_that_never_ends_gives_its_row_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, leaves: bool, then: str
) -> None:
    transport = SlowTransport()
    room = PostRoom(desk, transport=transport)
    room.sender._errands._lease = 0.05
    await a_reminder(desk)
    deliver = room.sender._errands._deliver

    async def stuck(letter: Letter, send: Any) -> None:
        await (deliver(letter, send) if leaves else asyncio.Event().wait())

    monkeypatch.setattr(room.sender._errands, "_deliver", stuck)
    await room.sender.drain()
    assert await room.states() == [("waiting", None)]
    assert room.sender.resting

    monkeypatch.setattr(room.sender._errands, "_deliver", deliver)
    room.sender._errands._lease = GIVEN_UP
    transport.let.set()
    room.monotonic = 60
    await room.sender.drain()
    assert room.sent[-1][1] == then
    assert await room.states() == [("sent", None)]


async def test_a_stop_gives_back_what_had_not_left_and_marks_what_had(desk: Desk) -> None:
    transport = SlowTransport()
    room = PostRoom(desk, transport=transport, per_second=20)
    await several(desk, 4)
    draining = asyncio.create_task(room.sender.drain())
    async with asyncio.timeout(GIVEN_UP):
        await transport.asked_once.wait()
        await room.sender.stop(0)
        await draining
    left = transport.waiting
    states = [state for state, _ in await room.states()]
    assert 1 <= left < 4
    assert states.count("claimed") == left
    assert states.count("waiting") == 4 - left

    next_start = PostRoom(desk)
    await next_start.sender.recover()
    await next_start.sender.drain()
    assert sorted(text for _, text in next_start.sent) == ["reminder"] * (4 - left) + ["reminder again?"] * left


async def test_a_sender_that_is_cancelled_while_it_claims_leaves_nothing_claimed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = PostRoom(desk)
    await several(desk, 3)
    write, claimed, go_on = desk.store.write, asyncio.Event(), asyncio.Event()

    async def slow_claim(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        result = await write(function, *args, **kwargs)
        if function is outbox.claim:
            claimed.set()
            await go_on.wait()
        return result

    monkeypatch.setattr(desk.store, "write", slow_claim)
    draining = asyncio.create_task(room.sender.drain())
    await asyncio.wait_for(claimed.wait(), GIVEN_UP)
    draining.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(draining, return_exceptions=True)
    assert draining.cancelled()
    assert await room.states() == [("waiting", None)] * 3
    assert room.sent == []


async def test_one_chats_many_letters_go_at_its_pace_and_hold_up_nobody(desk: Desk) -> None:
    room = PostRoom(desk, per_second=1_000)
    guardian = await to_one(desk, 7)
    others = await several(desk, 3)
    assert await room.sender.drain() == 10
    at_once = room.sent.count((guardian.account, "reminder"))
    assert 3 <= at_once <= BURST  # one that has its turn and has not left yet counts twice, for a moment
    assert {chat for chat, _ in room.sent} == {guardian.account, *(one.account for one in others)}
    # Those that would only have waited have given their claim back, each with a second of its own to come in.
    rows = await desk.all("SELECT state, tries, not_before FROM outbox WHERE state <> 'sent' ORDER BY not_before")
    now = desk.clock.now()
    assert [(row["state"], row["tries"]) for row in rows] == [("waiting", 0)] * (7 - at_once)
    first = rows[0]["not_before"] - now
    assert first in {1, 2}
    assert [row["not_before"] - now for row in rows] == list(range(first, first + len(rows)))


async def test_a_reply_in_between_puts_a_letter_off_and_loses_none(desk: Desk) -> None:
    room = PostRoom(desk, per_second=1_000)
    guardian = await to_one(desk, 2)
    for _reply in range(4):
        await room.telegram.pace.turn(reply=True, chat=guardian.account)
    await room.sender.drain()
    assert room.sent == []
    assert [state for state, _ in await room.states()] == ["waiting", "waiting"]


@pytest.mark.parametrize("answer", [refused(403, "Forbidden: bot was blocked by the user")])
async def test_a_chat_is_counted_only_while_its_letters_are_on_the_way(desk: Desk, answer: Answer) -> None:
    room = PostRoom(desk)
    await a_reminder(desk)
    room.answers(answer)
    await room.sender.drain()
    assert not room.sender._errands._places._on_the_way
    assert not room.sender._errands._unsettled
