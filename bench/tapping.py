"""People who tap: to and fro between the home screen and the list, so that every tap shows another screen.

Whoever taps the same button twice is told "not modified", and that is no whole update.
"""

import asyncio
import time
from typing import Any, Final

from emulator.world import World

HOME: Final = "Home"
LIST: Final = "Upcoming"
PATIENCE: Final = 60.0

Json = dict[str, Any]


def next_press(messages: list[Json]) -> tuple[int, str]:
    """The message and the button that leads to the other screen."""
    for words in (HOME, LIST):
        for message in reversed(messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if words in button["text"]:
                        return int(message["message_id"]), str(button["callback_data"])
    raise LookupError(f"no button says {LIST} or {HOME}: {messages}")


def last_change(messages: list[Json]) -> int:
    """Up to which change these have been seen."""
    return max((int(message["change"]) for message in messages), default=0)


class Tapper:
    """One person in front of one bot. Taps once the screen that the last tap led to is there, and the tap answered."""

    def __init__(self, world: World, person: int, bot: str) -> None:
        self._world = world
        self.person = person
        self._bot = bot
        self._seen = 0
        self.press: tuple[int, str] = (0, "")

    async def start(self) -> list[Json]:
        """Write to the bot and wait for its first screen; the messages it consists of."""
        self._seen = last_change(self._world.person_sees(self.person))
        self._world.person_writes(self.person, "/start", bot=self._bot)
        while True:
            messages = await self._see()
            try:
                self.press = next_press(messages)
            except LookupError:
                continue
            return messages

    async def tap(self) -> float:
        """Press the button; the seconds until the other screen is there and the press answered."""
        message, data = self.press
        started = time.perf_counter()
        query = self._world.person_taps(self.person, message, data, bot=self._bot)
        while True:
            seen = [one for one in await self._see() if one["message_id"] == message]
            if seen and next_press(seen) != self.press:
                break
        if await query.wait(PATIENCE) is None:
            raise TimeoutError("the press was not answered")
        self.press = next_press(seen)
        return time.perf_counter() - started

    async def _see(self) -> list[Json]:
        messages = await self._world.person_waits(self.person, self._seen, PATIENCE)
        if not messages:
            raise TimeoutError("the bot shows nothing")
        self._seen = last_change(messages)
        return messages


async def together(tappers: list[Tapper], taps: int) -> list[float]:
    """Each taps so many times, all beside each other; what each tap took."""

    async def one(tapper: Tapper) -> list[float]:
        return [await tapper.tap() for _ in range(taps)]

    return [seconds for found in await asyncio.gather(*map(one, tappers)) for seconds in found]


async def in_turn(tappers: list[Tapper], taps: int) -> list[float]:
    """So many taps, one at a time, by one person after the other; what each took."""
    return [await tappers[number % len(tappers)].tap() for number in range(taps)]
