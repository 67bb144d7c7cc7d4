"""python-telegram-bot against the emulator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    Message,
    PollAnswer,
    ReactionTypeEmoji,
    Update,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    PollAnswerHandler,
    filters,
)

from emulator.server import Server
from tests.emulator.conversation import converse
from tests.emulator.stand import TOKEN, Stand, png

Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations as it will give them in its next version: its own way to be warned of them no more."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def said(update: Update) -> Message:
    assert update.effective_message is not None
    return update.effective_message


async def start(update: Update, _: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    await said(update).reply_text("<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)


async def go(update: Update, _: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Gone")
    await update.callback_query.edit_message_text("Edited")


async def upload(update: Update, _: Context) -> None:
    await said(update).reply_document(b"one\ntwo\n", filename="список.txt", caption="list")


async def read(update: Update, _: Context) -> None:
    document = said(update).document
    assert document is not None
    content = await (await document.get_file()).download_as_bytearray()
    await said(update).reply_text(f"read: {content.decode()}")


async def album(update: Update, _: Context) -> None:
    pictures = [InputMediaPhoto(png(1, 1), caption=name, filename=name) for name in ("a.png", "b.png")]
    sent = await said(update).reply_media_group(pictures)
    await said(update).reply_text(f"album of {len(sent)}: {sent[0].photo[0].width}")


async def poll(update: Update, _: Context) -> None:
    sent = await said(update).reply_poll("When?", ["Mon", "Tue"], is_anonymous=False)
    assert sent.poll is not None
    await said(update).reply_text(f"poll of {len(sent.poll.options)}")


async def voted(update: Update, context: Context) -> None:
    answer = update.poll_answer
    assert isinstance(answer, PollAnswer)
    assert answer.user is not None
    await context.bot.send_message(answer.user.id, f"voted {answer.option_ids[0]}")


async def refuse(update: Update, context: Context) -> None:
    try:
        await context.bot.send_message(5, "x")
    except BadRequest as error:
        await said(update).reply_text(f"refused: 400 Bad Request: {error.message[0].lower()}{error.message[1:]}")


async def offer(update: Update, _: Context) -> None:
    assert update.inline_query is not None
    more = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    museum = InlineQueryResultArticle("a", "Museum", InputTextMessageContent("Museum"), reply_markup=more)
    await update.inline_query.answer([museum])


async def chosen(update: Update, context: Context) -> None:
    result = update.chosen_inline_result
    assert result is not None
    await context.bot.send_message(result.from_user.id, f"chosen {result.result_id}")


async def change(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    name = update.callback_query.inline_message_id
    assert await context.bot.edit_message_text("Changed", inline_message_id=name) is True


async def reacted(update: Update, context: Context) -> None:
    reaction = update.message_reaction
    assert reaction is not None
    [new] = reaction.new_reaction
    assert isinstance(new, ReactionTypeEmoji)
    await context.bot.send_message(reaction.chat.id, f"reacted {new.emoji}")


def built(server: Server, token: str = TOKEN) -> Application:  # type: ignore[type-arg]  # six of them, all the defaults
    builder = Application.builder().token(token)
    return builder.base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot").build()


async def test_its_bot_holds_the_conversation(stand: Stand, server: Server) -> None:
    application = built(server)
    for command in (start, upload, album, poll, refuse):
        application.add_handler(CommandHandler(command.__name__, command))
    application.add_handler(CallbackQueryHandler(go, "^go$"))
    application.add_handler(CallbackQueryHandler(change, "^more$"))
    application.add_handler(InlineQueryHandler(offer))
    application.add_handler(ChosenInlineResultHandler(chosen))
    application.add_handler(MessageReactionHandler(reacted))
    application.add_handler(MessageHandler(filters.Document.ALL, read))
    application.add_handler(PollAnswerHandler(voted))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await converse(stand)
        await application.updater.stop()
        await application.stop()


async def test_refusals_and_faults_are_its_own(stand: Stand, server: Server) -> None:
    async with built(server).bot as bot:
        with pytest.raises(BadRequest, match="parse entities"):
            await bot.send_message(stand.timur, "<b>", parse_mode="HTML")
        stand.world.faults.order({"kind": "error", "error_code": 429, "retry_after": 5})
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(stand.timur, "x")
        assert wait.value.retry_after == timedelta(seconds=5)
        for kind in ("cut", "cut_half", "drop_after"):
            stand.world.faults.order({"kind": kind})
            with pytest.raises(NetworkError):
                await bot.send_message(stand.timur, "x")
        stand.world.person_blocks(stand.timur)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(stand.timur, "x")
    stranger = built(server, "42:stranger").bot
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    for request in stranger._request:  # a bot that could not begin does not close them itself
        await request.shutdown()


async def test_every_answer_is_decoded(stand: Stand, server: Server) -> None:
    async with built(server).bot as bot:
        film = b"\0\0\0\x18ftypmp42"
        assert (await bot.send_audio(stand.timur, b"ID3", filename="a.mp3", title="a")).audio is not None
        assert (await bot.send_video(stand.timur, film, filename="a.mp4")).video is not None
        assert (await bot.send_animation(stand.timur, film, filename="a.mp4")).animation is not None
        assert (await bot.send_voice(stand.timur, b"OggS", filename="a.ogg")).voice is not None
        assert (await bot.send_video_note(stand.timur, film, filename="a.mp4")).video_note is not None
        assert (await bot.send_sticker(stand.timur, b"RIFF....WEBP")).document is not None
        assert (await bot.send_dice(stand.timur)).dice is not None
        assert (await bot.send_contact(stand.timur, "+7701", "Mother")).contact is not None
        poll = await bot.send_poll(stand.timur, "?", ["a", "b"], type="quiz", correct_option_ids=[1])
        assert (await bot.stop_poll(stand.timur, poll.message_id)).is_closed
        assert await bot.set_message_reaction(stand.timur, 1, "👍")
        assert len(await bot.copy_messages(stand.timur, stand.timur, [2, 3])) == 2
        group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())["id"]
        assert [member.status for member in await bot.get_chat_administrators(group)] == ["creator"]
        assert (await bot.get_chat(group)).title == "8Б"
        assert (await bot.get_user_profile_photos(stand.timur)).total_count == 0
