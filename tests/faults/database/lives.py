"""The application living its own life on the stage: polling, ticking, sending, while somebody acts."""

# ruff: noqa: ASYNC110  what is waited for is the world's state, which has no event here

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.app import App
from domain.bookings import BookingState
from tests.conversations.stage import Actor, Stage

PATIENCE = 30


@asynccontextmanager
async def living(app: App) -> AsyncIterator[None]:
    """Serving in the background, from `prepare` to a graceful stop."""
    stop, serving = asyncio.Event(), asyncio.Event()
    life = asyncio.create_task(app.run(stop, serving=serving.set))
    waiting = asyncio.create_task(serving.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if life.done():
        life.result()
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(life, PATIENCE)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that the world shows."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.01)


async def until_it_is(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that the store says."""
    async with asyncio.timeout(PATIENCE):
        while not await true():
            await asyncio.sleep(0.01)


async def at_the_card(stage: Stage, name: str = "Alina") -> Actor:
    """A pupil who has the first slot's card open, and has not pressed yet."""
    pupil = await stage.pupil(name)
    await pupil.opens("https://t.me/etalon_test_bot?start=s_1")
    return pupil


def presses(actor: Actor, label: str) -> None:
    """Press a button without waiting for what comes of it."""
    message, button = actor._button(label)
    actor.stage.world.person_taps(actor.id, message["message_id"], button["callback_data"])


async def bookings(stage: Stage) -> list[BookingState]:
    """The states of all bookings."""
    found = await stage.app.store.read(lambda tx: tx.all("SELECT state FROM bookings ORDER BY id"))
    return [BookingState(row["state"]) for row in found]


def toasts(stage: Stage) -> list[str]:
    """What was said over buttons, in order."""
    calls = [call for call in stage.world.calls_after() if call["method"] == "answerCallbackQuery"]
    return [call["params"]["text"] for call in calls if call["params"].get("text")]


def is_told_they_have_a_seat(actor: Actor) -> bool:
    """Whether anything in the chat says so."""
    return actor.has("your ticket")
