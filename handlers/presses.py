"""One table from each kind of button to who handles it.

A linear search through routers costs more with each router; a table does not.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from aiogram import Router
from aiogram.dispatcher.event.handler import CallableObject
from aiogram.filters import BaseFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from pydantic import ValidationError

from domain.people import Person
from handlers.buttons import SEPARATOR

Pressed = Callable[..., Coroutine[Any, Any, Any]]
Handler = TypeVar("Handler", bound=Pressed)


class _Registers(Protocol):
    def __call__(self, handler: Handler) -> Handler: ...


class Presses:
    """The table: one handler for each kind of button."""

    def __init__(self) -> None:
        self.table: dict[str, tuple[type[CallbackData], CallableObject]] = {}

    def on(self, data: type[CallbackData]) -> _Registers:
        """Register the decorated coroutine function for buttons of this kind. Raises ValueError for a second one."""

        def register(handler: Handler) -> Handler:
            if data.__prefix__ in self.table:
                raise ValueError(f"two handlers for {data.__prefix__!r}")
            self.table[data.__prefix__] = (data, CallableObject(handler))
            return handler

        return register

    def router(self) -> Router:
        """An aiogram router that looks buttons up in the table; what it does not know, it leaves unhandled."""
        router = Router(name="presses")
        router.callback_query.register(_handle, KnownPress(self.table))
        return router


class KnownPress(BaseFilter):
    """Whether we made such a button; hands on its data and its handler."""

    def __init__(self, table: dict[str, tuple[type[CallbackData], CallableObject]]) -> None:
        self.table = table

    async def __call__(self, query: CallbackQuery, person: Person | None = None) -> bool | dict[str, Any]:
        """The button's data as `callback_data`, or False for a button that we never made or no longer make.

        In groups we put no such buttons, and nobody is looked up (`person` is None).
        """
        entry = self.table.get((query.data or "").partition(SEPARATOR)[0])
        if entry is None or person is None:
            return False
        kind, handler = entry
        try:
            return {"callback_data": kind.unpack(query.data or ""), "press": handler}
        except (ValidationError, ValueError, TypeError):
            return False


async def _handle(query: CallbackQuery, press: CallableObject, **given: Any) -> Any:
    return await press.call(query, **given)
