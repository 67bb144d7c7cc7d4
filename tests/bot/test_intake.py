"""Updates in: acknowledged only once they are kept, each sender's in order, none lost and none in the way of others."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage
from aiogram.types import Message

from bot.intake import Intake
from bot.intake.fetching import CONFLICTS_BORNE
from bot.pace import Pace
from bot.stops import MustStop
from bot.telegram import CannotConnect, Telegram
from bot.transport import Answer, Interrupted, NotConnected
from storage.engine import Store, StoreUnavailable
from storage.messages import inbox
from tests.bot.scripted import TOKEN, ScriptedTransport, granted, refused
from tests.storage.desk import Desk


def says(number: int, text: str, *, who: int = 7) -> dict[str, Any]:
    """An update: somebody writes to the bot."""
    sender = {"id": who, "is_bot": False, "first_name": "Somebody"}
    chat = {"id": who, "type": "private", "first_name": "Somebody"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}
    return {"update_id": number, "message": message}


@dataclass
class Handler:
    """Notes what it is given; does as it is told for some texts."""

    heard: list[str] = field(default_factory=list)
    began: dict[str, asyncio.Event] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    look: Callable[[], Any] | None = None

    async def handle(self, message: Message) -> None:
        text = message.text or ""
        self.heard.append(text)
        self.began.setdefault(text, asyncio.Event()).set()
        if self.look:
            await self.look()
        if text in self.gates:
            await self.gates[text].wait()
            self.heard.append(f"{text} is done")
        if self.failures.get(text):
            raise self.failures[text].pop(0)

    async def has_begun(self, text: str) -> None:
        await self.began.setdefault(text, asyncio.Event()).wait()


@dataclass
class House:
    """An intake with its transport, handler and the order in which things happened."""

    store: Store
    handler: Handler = field(default_factory=Handler)
    happened: list[str] = field(default_factory=list)
    transport: ScriptedTransport = field(default_factory=ScriptedTransport)

    def __post_init__(self) -> None:
        self.intake = self.made()

    def made(self, at_once: int = 8) -> Intake:
        telegram = Telegram(self.transport, Pace(1000), base="https://api.example")
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.message.register(self.handler.handle)

        async def before_acknowledging() -> None:
            self.happened.append("before acknowledging")

        return Intake(
            Bot(TOKEN, session=telegram),
            telegram,
            dispatcher,
            self.store,
            allowed=["message"],
            before_acknowledging=before_acknowledging,
            after_turn=lambda: self.happened.append("after a turn"),
            at_once=at_once,
        )

    async def receives(self, *updates: dict[str, Any]) -> None:
        self.transport.script.append(granted(list(updates)))
        await self.intake.fetch_now()

    @property
    def offsets(self) -> list[int | None]:
        return [asked.fields.get("offset") for asked in self.transport.asked]

    async def left(self) -> list[int]:
        return [update.update_id for update in await self.store.read(inbox.to_do)]


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the intake slept, without sleeping them."""
    slept: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr("bot.intake.fetching.asyncio.sleep", sleep)  # the module's asyncio is everybody's
    return slept


async def dead(desk: Desk) -> dict[int, str]:
    rows = await desk.all("SELECT update_id, dead_reason FROM inbox WHERE dead_at IS NOT NULL")
    return {row["update_id"]: row["dead_reason"] for row in rows}


async def test_an_update_is_acknowledged_only_once_it_is_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    write = house.store.write

    async def full_disk(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(house.store, "write", full_disk)
    house.transport.script.append(granted([says(5, "hello")]))
    with pytest.raises(StoreUnavailable):
        await house.intake.fetch_now()
    monkeypatch.setattr(house.store, "write", write)

    await house.receives(says(5, "hello"))  # Telegram gives it again: nobody said that it was taken
    await house.receives()
    assert house.offsets == [None, None, 6]
    assert house.handler.heard == ["hello"]


async def test_whoever_moves_the_clock_is_told_before_the_acknowledgement(house: House) -> None:
    await house.receives(says(5, "hello"))
    assert house.happened[0] == "before acknowledging"
    assert await house.left() == []


async def test_an_offset_is_said_once_so_that_numbers_may_begin_anew(house: House) -> None:
    await house.receives(says(900, "before an idle week"))
    await house.receives()
    await house.receives(says(3, "after it"))
    assert house.offsets == [None, 901, None]
    assert house.handler.heard == ["before an idle week", "after it"]


async def test_an_update_that_comes_again_is_not_handled_again(house: House) -> None:
    await house.receives(says(5, "hello"), says(6, "there"))
    await house.receives(says(6, "there"), says(7, "again"))
    assert house.handler.heard == ["hello", "there", "again"]


async def test_one_sender_is_heard_in_order_while_others_are_heard_beside(house: House) -> None:
    house.handler.gates["slow"] = asyncio.Event()
    house.transport.script.append(granted([says(1, "slow"), says(2, "next"), says(3, "other", who=8)]))
    fetching = asyncio.create_task(house.intake.fetch_now())
    await house.handler.has_begun("other")
    assert sorted(house.handler.heard) == ["other", "slow"]
    house.handler.gates["slow"].set()
    await fetching
    assert [text for text in house.handler.heard if text != "other"] == ["slow", "slow is done", "next"]
    assert await house.left() == []


async def test_an_update_that_cannot_be_parsed_is_buried_and_blocks_nobody(house: House, desk: Desk) -> None:
    legacy: dict[str, Any] = {**says(2, "x"), "message": {"message_id": 2, "from": {"id": 7}, "text": "x"}}
    await house.receives(says(1, "before"), legacy, says(3, "after"))
    assert house.handler.heard == ["before", "after"]
    buried = await dead(desk)
    assert list(buried) == [2]
    assert buried[2].startswith("cannot be parsed: message.")
    assert await house.left() == []


async def test_kinds_that_nobody_handles_are_finished(house: House, desk: Desk) -> None:
    poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}
    poll |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False}
    poll |= {"members_only": False}
    await house.receives({"update_id": 1, "poll": poll}, {"update_id": 2, "from_the_future": {"of": "Telegram"}})
    assert await house.left() == []
    assert await dead(desk) == {}


async def test_a_mistake_of_ours_is_buried_with_its_kind_and_the_next_update_is_handled(
    house: House, desk: Desk
) -> None:
    house.handler.failures["bad"] = [KeyError("Тимур")]
    await house.receives(says(1, "bad"), says(2, "good"))
    assert house.handler.heard == ["bad", "good"]
    assert await dead(desk) == {1: "failed: KeyError"}


async def test_a_store_that_does_not_answer_is_asked_again_and_nothing_is_lost(
    house: House, desk: Desk, pauses: list[float]
) -> None:
    house.handler.failures["hello"] = [StoreUnavailable("locked"), StoreUnavailable("locked")]
    await house.receives(says(1, "hello"), says(2, "there"))
    assert house.handler.heard == ["hello", "hello", "hello", "there"]
    assert await dead(desk) == {}
    assert await house.left() == []


HELLO = SendMessage.model_construct(chat_id=7, text="hello")


@pytest.mark.parametrize(
    "errors",
    [
        [CannotConnect(HELLO, "refused")] * 5,
        [TelegramRetryAfter(HELLO, "later", retry_after=40)] * 5,
        [TelegramNetworkError(HELLO, "time-out"), TelegramServerError(HELLO, "502")],
    ],
)
async def test_a_turn_is_taken_again_until_its_reply_arrives(
    house: House, desk: Desk, pauses: list[float], errors: list[Exception]
) -> None:
    house.handler.failures["hello"] = list(errors)
    await house.receives(says(1, "hello"), says(2, "there"))
    assert house.handler.heard == ["hello"] * (len(errors) + 1) + ["there"]
    assert await dead(desk) == {}
    assert await house.left() == []
    assert len(pauses) == len(errors)


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        ([TelegramNetworkError(HELLO, "time-out")] * 3, "its reply does not arrive: TelegramNetworkError"),
        ([TelegramEntityTooLarge(HELLO, "too large")], "failed: TelegramEntityTooLarge"),
    ],
)
async def test_a_reply_that_never_arrives_does_not_hold_up_the_next_update(
    house: House, desk: Desk, pauses: list[float], errors: list[Exception], reason: str
) -> None:
    house.handler.failures["hello"] = list(errors)
    await house.receives(says(1, "hello"), says(2, "there"))
    assert house.handler.heard == ["hello"] * len(errors) + ["there"]
    assert await dead(desk) == {1: reason}


async def test_half_an_emoji_does_not_hold_up_the_batch(house: House) -> None:
    await house.receives(says(1, "half \ud83d of one"), says(2, "whole"))
    assert house.handler.heard == ["half \ud83d of one", "whole"]
    assert await house.left() == []


async def left_by_a_crash(house: House, *updates: dict[str, Any]) -> None:
    """Received and never handled: what a killed process leaves."""
    stopped = house.made(at_once=1)
    await stopped.stop(0)
    house.transport.script.append(granted(list(updates)))
    await stopped.fetch_now()
    assert await house.left() == [update["update_id"] for update in updates]


async def test_what_a_crash_left_is_handled_one_at_a_time_each_start_recorded_first(house: House, desk: Desk) -> None:
    await left_by_a_crash(house, says(1, "one"), says(2, "two"), says(3, "three", who=8))
    tries: list[list[int]] = []

    async def look() -> None:
        rows = await desk.all("SELECT tries FROM inbox ORDER BY update_id")
        tries.append([row["tries"] for row in rows])

    house.handler.look = look
    await house.intake.recover()
    await house.intake.until_idle()

    assert house.handler.heard == ["one", "three", "two"]  # one sender's in order, and others' in between
    assert tries == [[1, 0, 0], [1, 0, 1], [1, 1, 1]]
    assert await house.left() == []


async def test_an_update_that_ended_the_process_three_times_is_set_aside(house: House, desk: Desk) -> None:
    await left_by_a_crash(house, says(1, "killer"), says(2, "innocent"))
    for _crash in range(2):  # begun by two further starts, and never finished
        await desk.do(inbox.started, update_id=1)
    await house.intake.recover()
    await house.intake.until_idle()

    assert house.handler.heard == ["innocent"]
    assert await dead(desk) == {1: "started 3 times and never finished"}


async def test_stopping_lets_what_runs_finish_and_leaves_the_rest_in_the_inbox(house: House) -> None:
    house.handler.gates["running"] = asyncio.Event()
    house.transport.script.append(granted([says(1, "running"), says(2, "waiting")]))
    fetching = asyncio.create_task(house.intake.fetch_now())
    await house.handler.has_begun("running")
    stopping = asyncio.create_task(house.intake.stop(5))
    house.handler.gates["running"].set()
    await asyncio.gather(stopping, fetching)

    assert house.handler.heard == ["running", "running is done"]
    assert await house.left() == [2]
    assert house.offsets[-1] == 3  # it is kept here, so Telegram need not keep it


async def ended(house: House) -> MustStop:
    with pytest.raises(MustStop) as reason:
        await asyncio.wait_for(house.intake.for_ever(), 5)
    return reason.value


async def test_an_unknown_token_ends_it_with_a_sentence(house: House, pauses: list[float]) -> None:
    house.transport.script.append(refused(401, "Unauthorized"))
    assert "correct BOT_TOKEN" in str(await ended(house))
    assert pauses == []


async def test_a_second_poller_is_borne_for_a_while(house: House, pauses: list[float]) -> None:
    house.transport.script.extend([refused(409, "Conflict: terminated by other getUpdates request")] * 100)
    assert "Another program" in str(await ended(house))
    assert len(pauses) == CONFLICTS_BORNE
    assert pauses[:3] == [0.5, 1.0, 2.0]
    assert max(pauses) == 30.0


async def test_a_network_that_comes_and_goes_is_waited_for(house: House, pauses: list[float]) -> None:
    trouble: list[Answer | Exception] = [NotConnected("refused"), Interrupted("cut"), Answer(502, b"<html>")]
    house.transport.script.extend(
        [*trouble, refused(429, "later", retry_after=7), granted([says(1, "hello")]), refused(401, "Unauthorized")]
    )
    await ended(house)
    assert pauses == [0.5, 1.0, 2.0, 7.0]
    await house.intake.until_idle()
    assert house.handler.heard == ["hello"]


async def test_long_polls_get_the_time_they_need(house: House) -> None:
    house.transport.script.extend([granted([]), refused(401, "Unauthorized")])
    await ended(house)
    asked = house.transport.asked[0]
    assert asked.fields == {"limit": 100, "timeout": 30, "allowed_updates": ["message"]}
    assert asked.seconds > 30


async def test_a_stop_does_not_wait_for_a_pause_that_telegram_asked_for(house: House, desk: Desk) -> None:
    house.handler.failures["hello"] = [TelegramRetryAfter(HELLO, "later", retry_after=600)]
    house.transport.script.append(granted([says(1, "hello")]))
    fetching = asyncio.create_task(house.intake.fetch_now())
    await house.handler.has_begun("hello")
    async with asyncio.timeout(30):
        await house.intake.stop(600)
        await fetching
    assert await house.left() == [1]  # the next start answers
    assert await dead(desk) == {}
