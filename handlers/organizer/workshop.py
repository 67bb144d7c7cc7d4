"""The workshop: what making events needs at hand, given to every handler of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from domain.conversations import Conversation
from domain.moments import Clock
from domain.people import Person
from handlers.house import House
from storage.engine import Store


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who makes an event, what they are in the middle of, and with what."""

    person: Person
    conversation: Conversation
    store: Store
    clock: Clock
    house: House


class AtWorkshop(BaseMiddleware):
    """Hands on a `workshop` where somebody is known; in groups nobody is."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Add the workshop to what the handler is given."""
        if "person" in data:
            given = (data[name] for name in ("person", "conversation", "store", "clock", "house"))
            data["workshop"] = Workshop(*given)
        return await handler(event, data)
