# mypy: disable-error-code="untyped-decorator"
# Its decorators carry no types.
"""pyTelegramBotAPI (telebot) against the emulator: the one that works with threads and plain HTTP forms."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from telebot import TeleBot, apihelper
from telebot.apihelper import ApiTelegramException
from telebot.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputMediaPhoto,
    InputPollOption,
    InputTextMessageContent,
)

from emulator.server import Server
from tests.emulator.conversation import converse
from tests.emulator.stand import TOKEN, Stand, png

KINDS = ["message", "callback_query", "poll_answer", "inline_query", "chosen_inline_result", "message_reaction"]


@pytest.fixture
async def bot(server: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bot of one thread that takes the emulator for Telegram. Any, for its own types deny half of what it can do."""
    monkeypatch.setattr(apihelper, "API_URL", f"{server.url}/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "FILE_URL", f"{server.url}/file/bot{{0}}/{{1}}")
    monkeypatch.setattr(apihelper, "SESSION_TIME_TO_LIVE", 0)  # a connection for each request, closed after it
    return TeleBot(TOKEN, threaded=False)


def taught(bot: Any) -> None:
    """The bot of the conversation."""

    @bot.message_handler(commands=["start"])
    def start(message: Any) -> None:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        bot.send_message(message.chat.id, "<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)

    @bot.callback_query_handler(func=lambda query: query.data == "go")
    def go(query: Any) -> None:
        bot.answer_callback_query(query.id, "Gone")
        bot.edit_message_text("Edited", query.message.chat.id, query.message.message_id)

    @bot.message_handler(commands=["upload"])
    def upload(message: Any) -> None:
        bot.send_document(message.chat.id, b"one\ntwo\n", visible_file_name="список.txt", caption="list")

    @bot.message_handler(content_types=["document"])
    def read(message: Any) -> None:
        content = bot.download_file(bot.get_file(message.document.file_id).file_path)
        bot.send_message(message.chat.id, f"read: {content.decode()}")

    @bot.message_handler(commands=["album"])
    def album(message: Any) -> None:
        pictures = [
            InputMediaPhoto(InputFile(io.BytesIO(png(1, 1)), name), caption=name) for name in ("a.png", "b.png")
        ]
        sent = bot.send_media_group(message.chat.id, pictures)
        bot.send_message(message.chat.id, f"album of {len(sent)}: {sent[0].photo[0].width}")

    @bot.message_handler(commands=["poll"])
    def poll(message: Any) -> None:
        options = [InputPollOption("Mon"), InputPollOption("Tue")]
        sent = bot.send_poll(message.chat.id, "When?", options, is_anonymous=False)
        bot.send_message(message.chat.id, f"poll of {len(sent.poll.options)}")

    @bot.poll_answer_handler()
    def voted(answer: Any) -> None:
        bot.send_message(answer.user.id, f"voted {answer.option_ids[0]}")

    @bot.message_handler(commands=["refuse"])
    def refuse(message: Any) -> None:
        try:
            bot.send_message(5, "x")
        except ApiTelegramException as error:
            bot.send_message(message.chat.id, f"refused: {error.error_code} {error.description}")


def taught_inline(bot: Any) -> None:
    """What it does beside its own chat."""

    @bot.inline_handler(func=lambda query: query.query == "museum")
    def offer(query: Any) -> None:
        more = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
        museum = InlineQueryResultArticle("a", "Museum", InputTextMessageContent("Museum"), reply_markup=more)
        bot.answer_inline_query(query.id, [museum])

    @bot.chosen_inline_handler(func=lambda _: True)
    def chosen(result: Any) -> None:
        bot.send_message(result.from_user.id, f"chosen {result.result_id}")

    @bot.callback_query_handler(func=lambda query: query.data == "more")
    def change(query: Any) -> None:
        assert bot.edit_message_text("Changed", inline_message_id=query.inline_message_id) is True

    @bot.message_reaction_handler(func=lambda _: True)
    def reacted(reaction: Any) -> None:
        bot.send_message(reaction.chat.id, f"reacted {reaction.new_reaction[0].emoji}")


async def test_its_bot_holds_the_conversation(stand: Stand, bot: Any) -> None:
    taught(bot)
    taught_inline(bot)
    polling = asyncio.create_task(
        asyncio.to_thread(
            bot.polling,
            timeout=10,
            long_polling_timeout=1,
            allowed_updates=KINDS,
        )
    )
    try:
        await converse(stand)
    finally:
        bot.stop_polling()
        await asyncio.wait_for(polling, 30)


async def test_refusals_and_faults_are_its_own(stand: Stand, bot: Any) -> None:
    stand.world.faults.order({"kind": "error", "error_code": 429, "retry_after": 5})
    with pytest.raises(ApiTelegramException) as refused:
        await asyncio.to_thread(bot.send_message, stand.timur, "x")
    assert refused.value.error_code == 429
    assert refused.value.result_json["parameters"] == {"retry_after": 5}
    with pytest.raises(ApiTelegramException, match="can't parse entities"):
        await asyncio.to_thread(bot.send_message, stand.timur, "<b>", parse_mode="HTML")


async def test_every_answer_is_decoded(stand: Stand, bot: Any) -> None:
    def ask() -> None:
        def film() -> InputFile:
            return InputFile(io.BytesIO(b"\0\0\0\x18ftypmp42"), "a.mp4")

        assert bot.send_video(stand.timur, film()).video.duration == 0
        assert bot.send_animation(stand.timur, film()).animation.width == 0
        assert bot.send_voice(stand.timur, InputFile(io.BytesIO(b"OggS"), "a.ogg")).voice.mime_type == "audio/ogg"
        assert bot.send_dice(stand.timur).dice.value > 0
        poll = bot.send_poll(stand.timur, "?", [InputPollOption("a"), InputPollOption("b")])
        assert bot.stop_poll(stand.timur, poll.message_id).is_closed
        assert len(bot.forward_messages(stand.timur, stand.timur, [2, 3])) == 2
        assert bot.get_user_profile_photos(stand.timur).total_count == 0
        assert bot.get_chat(stand.timur).max_reaction_count == 11

    await asyncio.to_thread(ask)
