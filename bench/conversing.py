"""Whole updates over HTTP, emulator and tapping people on another core: our bot beside one made of aiogram alone.

The peer polls as aiogram does by itself, keeps nothing, asks nobody, and shows the very screens that ours shows.
"""

import asyncio
import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
)
from aiogram.utils.text_decorations import html_decoration

from bench import local_telegram
from bench.installed import config, installed
from bench.local_telegram import BOT, PEER, PEER_TOKEN, LocalTelegram
from bench.rounds import Comparison, Times
from bench.tapping import LIST, next_press
from bot.app import App

AIM: Final = 0.7
OURS: Final = "Etalon"
THEIRS: Final = "an aiogram bot"
ALONE: Final = "a whole update over HTTP"

Json = dict[str, Any]


async def compare(database: Path, *, rounds: int, taps: int, people: int) -> list[Comparison]:
    """So many rounds of so many taps for each bot: one at a time, then of all the people beside each other."""
    alone: dict[str, list[float]] = {OURS: [], THEIRS: []}
    together: dict[str, list[float]] = {OURS: [], THEIRS: []}
    async with local_telegram.started(people) as there, _ours(database, there):
        screens = await _screens(there)
        async with _theirs(there, screens):
            await there.do(do="start", bot=PEER, people=list(there.people))
            for number in range(rounds + 1):
                for name, bot in ((OURS, BOT), (THEIRS, PEER)):
                    one = await there.do(do="tap", bot=bot, taps=taps, at_once=False)
                    many = await there.do(do="tap", bot=bot, taps=taps, at_once=True)
                    if number:
                        alone[name].append(statistics.median(one["each"]) * 1_000_000)
                        together[name].append(many["seconds"] / many["taps"] * 1_000_000)
    return [
        Times(figures).compared(
            what, ours=OURS, peer=THEIRS, peer_is="aiogram's polling, no database, the same screens", aim=AIM
        )
        for what, figures in ((ALONE, alone), (f"…, {people} people at once", together))
    ]


@asynccontextmanager
async def _ours(database: Path, there: LocalTelegram) -> AsyncIterator[App]:
    """Our bot, serving."""
    stop, serving = asyncio.Event(), asyncio.Event()
    async with installed(config(database, bot_api_url=there.url)) as app:
        running = asyncio.create_task(app.run(stop, serving=serving.set))
        try:
            await serving.wait()
            yield app
        finally:
            stop.set()
            await running


async def _screens(there: LocalTelegram) -> dict[bool, tuple[str, list[list[Json]]]]:
    """What ours shows to the people there: as HTML and rows of buttons, by whether it is the home screen."""
    home = (await there.do(do="start", bot=BOT, people=list(there.people)))["messages"]
    message, _data = next_press(home)
    shown = (await there.do(do="look", bot=BOT))["messages"]
    await there.do(do="look", bot=BOT)
    (first,) = (one for one in home if one["message_id"] == message)
    (second,) = (one for one in shown if one["message_id"] == message)
    return {True: _screen(first), False: _screen(second)}


def _screen(message: Json) -> tuple[str, list[list[Json]]]:
    entities = [MessageEntity.model_validate(entity) for entity in message.get("entities", [])]
    return html_decoration.unparse(message["text"], entities), message["reply_markup"]["inline_keyboard"]


@asynccontextmanager
async def _theirs(there: LocalTelegram, screens: dict[bool, tuple[str, list[list[Json]]]]) -> AsyncIterator[None]:
    """The peer, polling."""
    bot = Bot(PEER_TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(there.url)))
    dispatcher = Dispatcher()
    dispatcher.include_router(_peer(screens))
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    try:
        yield
    finally:
        with suppress(RuntimeError):  # it had not begun
            await dispatcher.stop_polling()
        await polling
        await bot.session.close()


def _peer(screens: dict[bool, tuple[str, list[list[Json]]]]) -> Router:
    """A bot as anybody writes it: a screen for /start, and one for each press."""
    router = Router()
    home = {button["callback_data"] for row in screens[True][1] for button in row if LIST in button["text"]}

    def screen(*, is_home: bool) -> tuple[str, InlineKeyboardMarkup]:
        text, rows = screens[is_home]
        buttons = [[InlineKeyboardButton(**button) for button in row] for row in rows]
        return text, InlineKeyboardMarkup(inline_keyboard=buttons)

    @router.message()
    async def started(message: Message) -> None:
        text, keyboard = screen(is_home=True)
        await message.answer(text, reply_markup=keyboard, parse_mode=ParseMode.HTML)

    @router.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        text, keyboard = screen(is_home=query.data not in home)
        await query.answer()
        if isinstance(query.message, Message):
            await query.message.edit_text(text, reply_markup=keyboard, parse_mode=ParseMode.HTML)

    return router
