"""Gathering: many ask, one call answers; a mistake is one's own, and nobody waits for ever."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.outbox.gathering import Gathering
from storage.engine import StoreUnavailable


class Counter:
    """Doubles numbers; refuses 13, and everything while the store is away. Waits for its gate."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.away = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def double(self, numbers: Sequence[int]) -> list[int]:
        self.calls.append(list(numbers))
        self.asked.set()
        await self.gate.wait()
        if self.away:
            raise StoreUnavailable("away")
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]


async def test_what_is_asked_in_one_turn_is_one_call() -> None:
    counter = Counter()
    doubled = Gathering(counter.double)
    assert await asyncio.gather(*map(doubled, [1, 2, 3])) == [2, 4, 6]
    assert counter.calls == [[1, 2, 3]]
    assert await doubled(4) == 8
    assert counter.calls == [[1, 2, 3], [4]]


async def test_what_is_asked_meanwhile_is_the_next_call_and_none_is_too_long() -> None:
    counter = Counter()
    doubled = Gathering(counter.double, most=2)
    counter.gate.clear()
    first = asyncio.create_task(doubled(1))
    await counter.asked.wait()
    others = [asyncio.create_task(doubled(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    counter.gate.set()
    assert await asyncio.gather(first, *others) == [2, 4, 6, 8]
    assert counter.calls == [[1], [2, 3], [4]]


async def test_a_mistake_over_one_is_that_ones_alone() -> None:
    counter = Counter()
    doubled = Gathering(counter.double)
    found = await asyncio.gather(*map(doubled, [1, 13, 2]), return_exceptions=True)
    assert (found[0], found[2]) == (2, 4)
    assert isinstance(found[1], ValueError)


async def test_where_the_store_is_away_all_hear_it_once_and_may_ask_again() -> None:
    counter = Counter()
    doubled = Gathering(counter.double)
    counter.away = True
    found = await asyncio.gather(*map(doubled, [1, 2]), return_exceptions=True)
    assert [type(one) for one in found] == [StoreUnavailable] * 2
    assert counter.calls == [[1, 2]]
    counter.away = False
    assert await doubled(1) == 2


async def test_whoever_gives_up_does_not_stop_the_others() -> None:
    counter = Counter()
    doubled = Gathering(counter.double)
    counter.gate.clear()
    leaves, stays = asyncio.create_task(doubled(1)), asyncio.create_task(doubled(2))
    await counter.asked.wait()
    leaves.cancel()
    counter.gate.set()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await leaves
    assert counter.calls == [[1, 2]]
