"""The pace: its rate is held, nothing bursts, replies go before letters, and no chat takes the others' turns."""

import asyncio
import heapq
from collections.abc import Callable

import pytest

from bot.pace import Pace


class Time:
    """Monotonic time that passes when it is told to, with its timers."""

    def __init__(self, *, late_by: float = 0.0) -> None:
        self.now = 100.0
        self.late_by = late_by
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def monotonic(self) -> float:
        return self.now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._timers, (self.now + seconds + self.late_by, self._count, callback))

    async def passes(self, seconds: float) -> None:
        until = self.now + seconds
        await settled()
        while self._timers and self._timers[0][0] <= until:
            self.now, _, callback = heapq.heappop(self._timers)
            callback()
            await settled()
        self.now = until


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Going:
    """Messages that take their turns, and when each went."""

    def __init__(self, per_second: float, *, late_by: float = 0.0) -> None:
        self.time = Time(late_by=late_by)
        self.pace = Pace(per_second, monotonic=self.time.monotonic, call_later=self.time.call_later)
        self.went: list[tuple[str, float]] = []
        self.tasks: list[asyncio.Task[None]] = []

    def send(
        self, name: str, *, reply: bool = False, chat: int | None = None, change: bool = False
    ) -> asyncio.Task[None]:
        async def go() -> None:
            await self.pace.turn(reply=reply, chat=chat, change=change)
            self.went.append((name, round(self.time.now - 100, 6)))

        task = asyncio.create_task(go())
        self.tasks.append(task)
        return task


async def test_the_first_goes_at_once_and_the_others_one_interval_apart() -> None:
    going = Going(10)
    for number in range(4):
        going.send(str(number))
    await going.time.passes(1)
    assert going.went == [("0", 0.0), ("1", 0.1), ("2", 0.2), ("3", 0.3)]


async def test_a_pause_saves_nothing_up() -> None:
    going = Going(10)
    await going.time.passes(60)
    for number in range(3):
        going.send(str(number))
    await going.time.passes(0.09)
    assert len(going.went) == 1
    await going.time.passes(0.02)
    assert len(going.went) == 2


async def test_replies_overtake_letters_and_each_kind_keeps_its_order() -> None:
    going = Going(10)
    for name in ("first", "letter 1", "letter 2"):
        going.send(name)
    await settled()
    for name in ("reply 1", "reply 2"):
        going.send(name, reply=True)
    await going.time.passes(1)
    assert [name for name, _ in going.went] == ["first", "reply 1", "reply 2", "letter 1", "letter 2"]


@pytest.mark.parametrize("late_by", [0.002, 0.035])
async def test_the_rate_holds_when_timers_wake_late(late_by: float) -> None:
    going = Going(25, late_by=late_by)
    for number in range(251):
        going.send(str(number))
    await going.time.passes(10 + late_by)
    assert 245 <= len(going.went) <= 251


@pytest.mark.parametrize("late_by", [0.003, 0.035])
async def test_no_second_sees_more_than_the_rate(late_by: float) -> None:
    going = Going(25, late_by=late_by)
    for number in range(100):
        going.send(str(number))
    await going.time.passes(10)
    moments = [moment for _, moment in going.went]
    assert max(sum(start <= moment < start + 1 for moment in moments) for start in moments) <= 26


async def test_whoever_gave_up_waiting_takes_no_turn() -> None:
    going = Going(10)
    going.send("first")
    given_up = going.send("given up")
    going.send("last")
    await settled()
    given_up.cancel()
    await going.time.passes(1)
    assert going.went == [("first", 0.0), ("last", 0.1)]
    assert going.pace.waiting == 0


async def test_a_chat_that_has_had_its_share_waits_and_the_others_pass() -> None:
    going = Going(10)
    for number in range(6):
        going.send(f"flood {number}", reply=True, chat=7)
    going.send("other", reply=True, chat=8)
    going.send("letter", chat=9)
    await going.time.passes(3)
    assert going.went == [
        *[(f"flood {number}", round(number / 10, 6)) for number in range(4)],
        ("other", 0.4),
        ("letter", 0.5),
        ("flood 4", 1.0),
        ("flood 5", 2.0),
    ]


async def test_who_comes_while_only_a_full_chat_waits_goes_at_once() -> None:
    going = Going(10)
    for number in range(5):
        going.send(f"flood {number}", chat=7)
    await going.time.passes(0.5)
    going.send("other", chat=8)
    await settled()
    assert going.went[-1] == ("other", 0.5)
    await going.time.passes(1)
    assert going.went[-1] == ("flood 4", 1.0)
    assert going.pace.waiting == 0


async def test_changes_do_not_wait_for_a_chats_messages() -> None:
    going = Going(100)
    for number in range(5):
        going.send(f"message {number}", chat=7)
    going.send("change", chat=7, change=True)
    await going.time.passes(0.5)
    assert [name for name, _ in going.went] == [*[f"message {number}" for number in range(4)], "change"]


async def test_timers_do_not_pile_up_while_a_full_chat_waits() -> None:
    going = Going(10)
    for number in range(12):
        going.send(f"flood {number}", chat=7)
    for step in range(60):
        going.send(f"other {step}", chat=100 + step)
        await going.time.passes(0.1)
        assert len(going.time._timers) <= 3
    assert len(going.went) == 61  # one every tenth of a second: the pace is kept full


async def test_a_pace_beyond_anything_telegram_allows_limits_no_chat() -> None:
    going = Going(10_000)
    for number in range(100):
        going.send(str(number), chat=7)
    await going.time.passes(0.1)
    assert len(going.went) == 100
    assert going.pace.opens_in(7) == 0


async def test_it_says_when_a_chat_opens() -> None:
    going = Going(30)
    assert going.pace.opens_in(7, messages=5) == 1
    for _number in range(4):
        going.send("message", chat=7)
    await going.time.passes(0.5)
    assert going.pace.opens_in(7) == 0.5
    assert going.pace.opens_in(7, messages=2) == 1.5
    assert (going.pace.gap(7), going.pace.gap(-7)) == (1.0, 61 / 20)
