"""`doctor`: looks whether everything is in order, a line each. Leaves mending to whoever reads it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetMe

from bot.clock import SystemClock
from bot.config import BadSettings, Config, read_config
from bot.pace import Pace
from bot.telegram import Telegram
from bot.transport import HttpTransport
from storage.engine import MIGRATIONS, StoreUnavailable, UnusableDatabase, open_store
from storage.seats import audits

LOOKING_SECONDS: Final = 10.0

Finding = tuple[str, str | None]
"""What was looked at, and what to do; None where it is in order."""


async def look(say: Callable[[str], None] = print) -> bool:
    """Look at everything and say a line for each; whether all is in order."""
    well = True
    async for what, wrong in _findings():
        say(f"ok    {what}" if wrong is None else f"look  {what}: {wrong}")
        well = well and wrong is None
    return well


async def _findings() -> AsyncIterator[Finding]:
    try:
        config = read_config()
    except BadSettings as bad:
        for line in bad.lines:
            yield "settings", line
        return
    yield "settings", None
    yield await _telegram(config)
    async for finding in _database(config.database):
        yield finding


async def _telegram(config: Config) -> Finding:
    if config.bot_token is None:
        return "token", "BOT_TOKEN is not set; @BotFather gives one. The demo needs none."
    telegram = Telegram(HttpTransport(config.bot_api_url), Pace(1), base=config.bot_api_url)
    try:
        me = await telegram.call(Bot(config.token, session=telegram), GetMe.model_construct(), seconds=LOOKING_SECONDS)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return "token", f"{config.bot_api_url} does not know it: correct BOT_TOKEN or BOT_API_URL."
    except TelegramAPIError as error:
        return "token", f"{config.bot_api_url} could not be asked ({error.message}): check the network and BOT_API_URL."
    finally:
        await telegram.close()
    return f"token: it is @{me['username']}'s", None


async def _database(path: Path) -> AsyncIterator[Finding]:
    what = f"database {path} (SQLite {sqlite3.sqlite_version})"
    if not await asyncio.to_thread(path.exists):
        yield f"{what}: none yet, the first start makes it", None
        return
    try:
        async with open_store(path, clock=SystemClock()) as store:
            newest = max(file.name for file in MIGRATIONS.glob("*.sql"))
            yield f"{what}: schema {newest.partition('_')[0]}", None
            faults = await store.report(audits.integrity)
            yield "database integrity", _listed(faults, "restore a backup: python -m bot restore FILE.")
            miscounted = await store.report(audits.miscounted_slots)
            numbers = [f"slot {slot.slot} says {slot.said}, has {slot.booked}" for slot in miscounted]
            yield "seats equal bookings", _listed(numbers, "please report this: it is a mistake in the program.")
    except (UnusableDatabase, StoreUnavailable) as error:
        yield what, str(error)


def _listed(faults: list[str], advice: str) -> str | None:
    return f"{'; '.join(faults)}. To do: {advice}" if faults else None
