"""Delete-my-data while letters go out to many: "your data is deleted" is the last thing that those people read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_app
from bot.transport import Answer, Upload
from emulator.world import World
from handlers.everybody import choices
from storage.engine import Transaction
from storage.publishing import slots
from tests.bot.in_process import WorldClock, WorldTransport
from tests.conversations.stage import Actor, Stage, a_slot, config, new_world
from tests.faults.database.lives import living, presses, until

LETTER = "Time or place has changed"
GOODBYE = "Your data is deleted"
PEOPLE = 40


@dataclass
class SlowLine(WorldTransport):
    """Letters to some people take until they are let through; everybody else's arrive at once."""

    world: World
    slow: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    through: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        super().__init__(self.world)

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        """Call a method of the world, a letter perhaps later."""
        if LETTER in str(fields.get("text", "")) and fields["chat_id"] in self.slow:
            self.held.add(fields["chat_id"])
            await self.through.wait()
        return await super().call(token, method, fields, files, seconds=seconds)


@dataclass
class Broadcast:
    """A slot that many are booked in, and the line that the letters about its move take."""

    stage: Stage
    line: SlowLine
    crowd: list[Actor]

    async def begins(self) -> None:
        """The slot is moved: a letter to each."""
        await self.stage.app.store.write(moved)
        self.stage.app.sender.wake()


def moved(tx: Transaction) -> None:
    slots.bring_slots(tx, slots=(a_slot(on=date(2026, 12, 5), capacity=PEOPLE),))


@pytest.fixture
async def broadcast(tmp_path: Path) -> AsyncIterator[Broadcast]:
    world = new_world()
    line = SlowLine(world)
    settings = config(tmp_path / "etalon.db", messages_per_second=400)
    async with build_app(settings, clock=WorldClock(world), transport=line) as app:
        await app.prepare()
        stage = Stage(app, world)
        await stage.offers(a_slot(capacity=PEOPLE))
        crowd = await stage.crowd(PEOPLE)
        for actor in crowd:
            presses(actor, "Register")
        await app.settle()
        yield Broadcast(stage, line, crowd)


async def asks_to_be_forgotten(actor: Actor) -> None:
    """As far as the last question."""
    await actor.taps_data("forget:0")


def confirms(actor: Actor) -> None:
    presses(actor, "Yes, delete")


def read_in_order(actor: Actor) -> list[str]:
    """What the bot's messages say, in the order in which they appeared or changed."""
    return [str(message.get("text", "")) for message in actor.chat() if message["from"]["id"] != actor.id]


async def one_in_the_middle(broadcast: Broadcast) -> tuple[Actor, list[Actor]]:
    """Somebody whose letter is on its way when they confirm; and everybody else."""
    leaving, *others = broadcast.crowd
    await asks_to_be_forgotten(leaving)
    broadcast.line.slow.add(leaving.id)
    return leaving, others


async def test_a_letter_on_its_way_arrives_before_the_goodbye_and_holds_nobody_else_up(broadcast: Broadcast) -> None:
    leaving, others = await one_in_the_middle(broadcast)
    async with living(broadcast.stage.app):
        await broadcast.begins()
        await until(lambda: leaving.id in broadcast.line.held)
        confirms(leaving)
        await until(lambda: all(actor.has(LETTER) for actor in others))
        others[0].stage.world.person_writes(others[0].id, "/help")
        await until(lambda: others[0].has("My bookings"))
        assert not leaving.has(GOODBYE)
        broadcast.line.through.set()
        await until(lambda: leaving.has(GOODBYE))
    letter, goodbye = read_in_order(leaving)[-2:]
    assert LETTER in letter
    assert GOODBYE in goodbye


async def test_without_the_wait_it_would_come_after_the_goodbye(
    broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_wait(*_: object) -> None:
        return

    monkeypatch.setattr(choices, "last_letters_gone", no_wait)
    leaving, _ = await one_in_the_middle(broadcast)
    async with living(broadcast.stage.app):
        await broadcast.begins()
        await until(lambda: leaving.id in broadcast.line.held)
        confirms(leaving)
        await until(lambda: leaving.has(GOODBYE))
        broadcast.line.through.set()
        await until(lambda: leaving.has(LETTER))
    assert LETTER in read_in_order(leaving)[-1], "what this guards against"


async def test_many_leave_at_any_moment_and_read_nothing_afterwards(broadcast: Broadcast) -> None:
    leaving = broadcast.crowd[::4]
    for actor in leaving:
        await asks_to_be_forgotten(actor)
    async with living(broadcast.stage.app):
        await broadcast.begins()
        for actor in leaving:
            confirms(actor)
            await asyncio.sleep(0.005)  # while the broadcast is at somebody else
        await until(lambda: all(actor.has(GOODBYE) for actor in leaving))
        staying = [actor for actor in broadcast.crowd if actor not in leaving]
        await until(lambda: all(actor.has(LETTER) for actor in staying))
    for actor in leaving:
        assert GOODBYE in read_in_order(actor)[-1]
    left = await broadcast.stage.app.store.read(
        lambda tx: tx.value("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed')")
    )
    assert left == 0
