"""Lanes: strict order for each key, others beside it, a bound on how many, and stopping."""

import asyncio

from bot.intake.lanes import Lanes


class Watch:
    """Handles items when it is let, and notes when each begins and ends."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.gates: dict[str, asyncio.Event] = {}

    async def handle(self, item: str) -> None:
        self.begun.append(item)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.gates.setdefault(item, asyncio.Event()).wait()
        self.at_once -= 1
        self.ended.append(item)

    async def let(self, *items: str) -> None:
        for item in items:
            self.gates.setdefault(item, asyncio.Event()).set()
        await settled()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_keys_items_are_handled_strictly_in_order() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=8)
    for item in ("a1", "a2", "a3"):
        lanes.add("a", item)
    await watch.let("a3", "a2")
    assert watch.begun == ["a1"]
    await watch.let("a1")
    await lanes.until_idle()
    assert watch.ended == ["a1", "a2", "a3"]
    assert lanes.idle


async def test_different_keys_go_beside_each_other_up_to_the_bound() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=2)
    for key in "abcde":
        lanes.add(key, key)
    await settled()
    assert watch.most_at_once == 2
    assert lanes.waiting == 3
    await watch.let(*"abcde")
    await lanes.until_idle()
    assert watch.most_at_once == 2
    assert lanes.waiting == 0


async def test_a_long_queue_of_one_key_does_not_hold_up_another() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=2)
    for number in range(50):
        lanes.add("flood", f"flood {number}")
    lanes.add("b", "b")
    await settled()
    assert watch.begun == ["flood 0", "b"]
    await lanes.stop(0)


async def test_waiting_for_room_ends_when_there_is_some() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=1)
    for key in "abc":
        lanes.add(key, key)
    room = asyncio.create_task(lanes.until_below(2))
    await settled()
    assert not room.done()
    await watch.let("a")
    await asyncio.wait_for(room, 1)
    await lanes.stop(0)


async def test_stopping_finishes_what_runs_and_begins_nothing_more() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=1)
    lanes.add("a", "a1")
    lanes.add("a", "a2")
    lanes.add("b", "b1")
    await settled()
    stopping = asyncio.create_task(lanes.stop(5))
    await watch.let("a1", "a2", "b1")
    await stopping
    assert watch.ended == ["a1"]
    assert lanes.idle


async def test_what_does_not_finish_in_time_is_cancelled() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=1)
    lanes.add("a", "a1")
    await settled()
    await lanes.stop(0.01)
    assert (watch.begun, watch.ended) == (["a1"], [])
    assert lanes.idle


async def test_of_one_keys_long_queue_only_a_share_counts_as_a_crowd() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=2, share=3)
    for number in range(50):
        lanes.add("flood", f"flood {number}")
    lanes.add("b", "b1")
    lanes.add("b", "b2")
    await settled()
    assert (lanes.waiting, lanes.crowd) == (50, 4)
    await asyncio.wait_for(lanes.until_below(5), 1)
    await watch.let("flood 0", "b1", "b2")
    assert (lanes.waiting, lanes.crowd) == (48, 3)
    await watch.let(*(f"flood {number}" for number in range(1, 48)))
    assert (lanes.waiting, lanes.crowd) == (1, 1)
    await lanes.stop(0)
    assert (lanes.waiting, lanes.crowd) == (0, 0)


async def test_keys_take_turns_however_much_one_has_waiting() -> None:
    watch = Watch()
    lanes = Lanes(watch.handle, at_once=1)
    for number in range(4):
        lanes.add("flood", f"f{number}")
    for key in "abc":
        lanes.add(key, key)
    await settled()
    await watch.let("f0", "f1", "f2", "f3", *"abc")
    await lanes.until_idle()
    assert watch.begun == ["f0", "a", "b", "c", "f1", "f2", "f3"]
