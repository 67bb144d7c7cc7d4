"""A real client against the emulator: polling, a callback, an edit, an upload, a download, refusals, faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from emulator.server import Server
from tests.emulator.stand import TOKEN, Stand, png


def bot_of(server: Server, token: str = TOKEN) -> Bot:
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    """An aiogram bot that takes the emulator for Telegram."""
    it = bot_of(server)
    yield it
    await it.session.close()


async def test_a_polling_bot_holds_a_conversation(stand: Stand, bot: Bot, http: aiohttp.ClientSession) -> None:
    dispatcher = Dispatcher()

    async def greet(message: Message) -> None:
        button = InlineKeyboardButton(text="Register", callback_data="register")
        await message.answer(
            "<b>Hello</b>", parse_mode="HTML", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]])
        )

    async def register(query: CallbackQuery) -> None:
        await query.answer("Registered")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Your ticket")

    dispatcher.message.register(greet, CommandStart())
    dispatcher.callback_query.register(register)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    path = f"/sim/people/{stand.timur}"
    change = stand.world.person_sees(stand.timur)[-1]["change"]
    await http.post(f"{path}/messages", json={"text": "/start"})
    seen = [message async for message in _seen(http, f"{path}/messages", change, "Hello")][-1]
    async with http.post(f"{path}/taps", json={"message_id": seen["message_id"], "data": "register"}) as response:
        assert await response.json() == {"answered": True, "text": "Registered", "show_alert": False, "url": None}
    async for message in _seen(http, f"{path}/messages", seen["change"], "Your ticket"):
        assert message["message_id"] == seen["message_id"]
    await dispatcher.stop_polling()
    await asyncio.wait_for(polling, 10)
    assert len(stand.world.state.bots[TOKEN].updates) == 0


async def _seen(http: aiohttp.ClientSession, path: str, after: int, text: str) -> AsyncIterator[dict[str, Any]]:
    """Messages as they come, until one has the text."""
    while True:
        async with http.get(path, params={"after": after, "wait": 10}) as response:
            messages = await response.json()
        assert messages, f"nobody said {text!r}"
        for message in messages:
            after = message["change"]
            if message.get("text") == text:
                yield message
                return


async def test_files_go_up_and_down(stand: Stand, bot: Bot) -> None:
    sent = await bot.send_photo(stand.timur, BufferedInputFile(png(9, 8), "q.png"), caption="a")
    assert sent.photo is not None
    assert (sent.photo[-1].width, sent.photo[-1].height) == (9, 8)
    loaded = await bot.download(sent.photo[-1].file_id)
    assert loaded is not None
    assert loaded.read() == png(9, 8)
    document = await bot.send_document(stand.timur, BufferedInputFile(b"BEGIN:VCALENDAR", "встреча.ics"))
    assert document.document is not None
    assert document.document.file_name == "встреча.ics"
    media = InputMediaPhoto(media=BufferedInputFile(png(5, 5), "r.png"), caption="b")
    edited = await bot.edit_message_media(media, chat_id=stand.timur, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.caption == "b"


async def test_refusals_are_the_clients_own(stand: Stand, bot: Bot, server: Server) -> None:
    sent = await bot.send_message(stand.timur, "x")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("x", chat_id=stand.timur, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await bot.send_message(stand.timur, "<b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "x")
    stand.world.person_blocks(stand.timur)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(stand.timur, "x")
    stranger = bot_of(server, "42:stranger")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()


async def test_faults_are_the_clients_own(stand: Stand, bot: Bot) -> None:
    faults = stand.world.faults
    faults.order({"kind": "error", "error_code": 429, "retry_after": 5})
    with pytest.raises(TelegramRetryAfter) as wait:
        await bot.send_message(stand.timur, "x")
    assert wait.value.retry_after == 5
    faults.order({"kind": "error", "error_code": 500})
    with pytest.raises(TelegramServerError):
        await bot.send_message(stand.timur, "x")
    faults.order({"kind": "cut"})
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(stand.timur, "x")
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())
    stand.world.groups.upgrade(stand.world.state.groups[group["id"]], stand.world.person(stand.timur))
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group["id"], "x")
    assert moved.value.migrate_to_chat_id in stand.world.state.groups


async def test_two_pollers_are_told_apart(stand: Stand, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=20))
    while not stand.world.state.bots[TOKEN].updates.is_polled:  # noqa: ASYNC110 - the poll begins in the server, which tells nobody
        await asyncio.sleep(0)
    assert await bot.get_updates(timeout=0) == []
    with pytest.raises(TelegramConflictError, match="only one bot instance"):
        await older


async def test_everything_it_asks_is_decoded(stand: Stand, bot: Bot) -> None:
    assert (await bot.get_me()).username == "my_bot"
    commands = [BotCommand(command="start", description="Начало")]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    [command] = await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="ru")
    assert (command.command, command.description) == ("start", "Начало")
    assert stand.world.person_header(stand.timur)["commands"][0]["description"] == "Начало"
    assert (await bot.get_chat(stand.timur)).max_reaction_count == 11
    assert (await bot.get_chat_member(stand.timur, stand.timur)).status == "member"
    assert (await bot.get_webhook_info()).url == ""
    assert (await bot.get_chat_menu_button()).type == "default"
    assert (await bot.send_venue(stand.timur, 59.9, 30.3, "Музей", "Пр. 1")).venue is not None
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Share", request_contact=True)]])
    asked = await bot.send_message(stand.timur, "Phone?", reply_markup=keyboard)
    stand.world.person_writes(stand.timur, contact={}, reply_to=asked.message_id)
    stand.world.person_writes(stand.timur, sticker=True)
    stand.world.person_writes(stand.timur, "news", forwarded_from="Channel")
    stand.world.person_blocks(stand.timur)
    stand.world.person_asks(stand.timur, "museum")
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message"] * 3 + ["my_chat_member", "inline_query"]
    assert updates[2].message is not None
    assert updates[2].message.forward_origin is not None
