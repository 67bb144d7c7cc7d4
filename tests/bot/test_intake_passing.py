"""Passing over: who is told, how often, and that nobody else waits for it."""

import asyncio
from typing import Any

from bot.intake.passing import Passing


class Told:
    """Notes what it is to tell of, and takes as long as a test likes."""

    def __init__(self, *, fails: bool = False) -> None:
        self.updates: list[int] = []
        self.gate = asyncio.Event()
        self.fails = fails

    async def __call__(self, update: dict[str, Any]) -> None:
        self.updates.append(update["update_id"])
        await self.gate.wait()
        if self.fails:
            raise OSError("no network")


def words(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {}}


def press(number: int) -> dict[str, Any]:
    return {"update_id": number, "callback_query": {}}


async def test_words_are_told_of_once() -> None:
    told = Told()
    told.gate.set()
    passing = Passing(told)
    for number in range(5):
        passing.add("a", words(number), first=number == 0)
    await passing.until_idle()
    assert told.updates == [0]
    assert passing.idle


async def test_of_presses_that_come_while_one_is_answered_only_the_newest_is() -> None:
    told = Told()
    passing = Passing(told)
    passing.add("a", press(1), first=True)
    await asyncio.sleep(0)
    for number in range(2, 8):
        passing.add("a", press(number), first=False)
    passing.add("b", press(20), first=True)
    told.gate.set()
    await passing.until_idle()
    assert told.updates == [1, 20, 7]


async def test_what_cannot_be_told_is_left() -> None:
    told = Told(fails=True)
    told.gate.set()
    passing = Passing(told)
    passing.add("a", press(1), first=True)
    await passing.until_idle()
    passing.add("a", press(2), first=False)
    await passing.until_idle()
    assert told.updates == [1, 2]


async def test_stopping_waits_for_nobody() -> None:
    passing = Passing(Told())
    passing.add("a", words(1), first=True)
    await asyncio.sleep(0)
    await asyncio.wait_for(passing.stop(), 1)
    assert passing.idle
