"""What every subject is given besides its tripwire: the shared clock, quick jobs, its schema, and named requests.

Runs in the subject alone; changes when things happen and what can be seen of them, never what happens.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

import bot.app
import bot.clock
from bot.app import App
from bot.clockwork.jobs import Job
from bot.delivery import Delivery
from bot.intake.turns import Item, Turns
from bot.telegram import Telegram
from domain.messages import Letter
from storage.engine import backups, store
from tests.torture.clock import SharedClock
from tests.torture.traces import CLOCK, MIGRATIONS, ROW, UPDATE
from tests.torture.tripwire import Disarmed, Tripwire, around

_taken: ContextVar[int | None] = ContextVar("the update whose turn it is", default=None)

Deliver = Callable[[Delivery, Letter, Callable[..., Awaitable[Any]]], Awaitable[None]]


def install(folder: Path, wire: Tripwire) -> None:
    """Instrument this process. Raises Disarmed."""
    around(bot.clock, "SystemClock", lambda _system: lambda: SharedClock(folder / CLOCK))
    around(bot.app, "every_job", _hastened)
    around(Delivery, "deliver", _rows_named)
    around(Turns, "take", _update_known)
    around(Telegram, "call", _update_named)
    around(App, "prepare", lambda prepare: _live_after(prepare, wire))
    if (folder / MIGRATIONS).exists():
        _default(store.open_store, "migrations", folder / MIGRATIONS)
        _default(backups.backup, "migrations", folder / MIGRATIONS)


def _hastened(every_job: Callable[..., tuple[Job, ...]]) -> Callable[..., tuple[Job, ...]]:
    """Every job looks each second: what is due is found within a life, however short."""

    def hastened(*args: Any, **kwargs: Any) -> tuple[Job, ...]:
        return tuple(replace(job, seconds=1) for job in every_job(*args, **kwargs))

    return hastened


def _rows_named(deliver: Deliver) -> Deliver:
    async def delivering(self: Delivery, letter: Letter, post: Callable[..., Awaitable[Any]]) -> None:
        async def posting(by: Bot, method: TelegramMethod[Any]) -> Any:
            method.__dict__[ROW] = letter.id
            return await post(by, method)

        await deliver(self, letter, posting)

    return delivering


def _update_known(take: Callable[[Turns, Item], Awaitable[Any]]) -> Callable[[Turns, Item], Awaitable[Any]]:
    async def taking(self: Turns, item: Item) -> Any:
        _taken.set(item.update_id)
        return await take(self, item)

    return taking


def _update_named(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def calling(self: Telegram, by: Bot, method: TelegramMethod[Any], **further: Any) -> Any:
        if (update := _taken.get()) is not None:
            method.__dict__[UPDATE] = update
        return await call(self, by, method, **further)

    return calling


def _live_after(prepare: Callable[[App], Awaitable[None]], wire: Tripwire) -> Callable[[App], Awaitable[None]]:
    async def prepared(self: App) -> None:
        await prepare(self)
        wire.live = True

    return prepared


def _default(function: Any, name: str, value: object) -> None:
    """Change the default of a keyword."""
    defaults = getattr(function, "__wrapped__", function).__kwdefaults__
    if name not in (defaults or {}):
        raise Disarmed(f"{function!r} takes no {name}")
    defaults[name] = value
