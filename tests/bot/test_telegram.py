"""What is sent for a method, which typed error an answer becomes, and what a reply is tried again for."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    EditMessageMedia,
    GetMe,
    SendChatAction,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SetMyCommands,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from structlog.testing import capture_logs

from bot.chats import Chat
from bot.pace import Pace
from bot.telegram import CannotConnect, Telegram, nobody_there
from bot.transport import Answer, Interrupted, NotConnected
from tests.bot.scripted import TOKEN, ScriptedTransport, granted, refused

HELLO = SendMessage.model_construct(chat_id=1, text="hello")


def speaking(*script: Answer | Exception) -> tuple[Telegram, Bot, ScriptedTransport]:
    transport = ScriptedTransport(*script)
    telegram = Telegram(transport, Pace(100_000), base="https://api.example")
    return telegram, Bot(TOKEN, session=telegram), transport


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that somebody slept, without sleeping them."""
    slept: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await real(0)

    monkeypatch.setattr("bot.telegram.asyncio.sleep", sleep)
    return slept


async def test_only_what_was_set_is_sent_as_plain_json() -> None:
    telegram, bot, transport = speaking()
    await telegram.post(bot, HELLO)
    await telegram.post(bot, SendMessage(chat_id=1, text="hi", parse_mode=None, reply_markup=ForceReply()))
    assert [asked.fields for asked in transport.asked] == [
        {"chat_id": 1, "text": "hello"},
        {"chat_id": 1, "text": "hi", "reply_markup": {"force_reply": True}},
    ]
    json.dumps(transport.asked[1].fields)


async def test_models_dicts_dates_words_and_defaults_become_what_telegram_reads() -> None:
    telegram, _, transport = speaking()
    bot = Bot(TOKEN, session=telegram, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])
    await telegram.post(
        bot,
        SendMessage(
            chat_id=1,
            text="x",
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            disable_notification=False,
        ),
    )
    await telegram.post(
        bot, SendMessage.model_construct(chat_id=1, reply_markup={"inline_keyboard": [[{"text": "a"}]]})
    )
    await bot.ban_chat_member(1, 2, until_date=datetime(2026, 11, 28, tzinfo=UTC))
    await telegram.post(bot, SetMyCommands.model_construct(commands=[BotCommand(command="a", description="b")]))

    sent = [asked.fields for asked in transport.asked]
    assert sent[0]["parse_mode"] == "HTML"
    assert sent[0]["disable_notification"] is False
    assert sent[0]["reply_markup"] == {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    assert sent[0]["link_preview_options"] == {"is_disabled": True}
    assert sent[1]["reply_markup"] == {"inline_keyboard": [[{"text": "a"}]]}
    assert sent[2]["until_date"] == 1795824000
    assert sent[3]["commands"] == [{"command": "a", "description": "b"}]


async def test_files_are_put_aside_wherever_they_are() -> None:
    telegram, bot, transport = speaking()
    one, other = BufferedInputFile(b"one", "one.png"), BufferedInputFile(b"other", "other.ics")
    await telegram.post(bot, SendPhoto.model_construct(chat_id=1, photo=one))
    await telegram.post(
        bot, EditMessageMedia.model_construct(chat_id=1, message_id=2, media=InputMediaPhoto(media=one))
    )
    media = [InputMediaDocument(media=one), InputMediaDocument(media=other)]
    await telegram.post(bot, SendMediaGroup.model_construct(chat_id=1, media=media))

    photo, edit, group = transport.asked
    assert photo.files[photo.fields["photo"].removeprefix("attach://")].name == "one.png"
    assert edit.files[edit.fields["media"]["media"].removeprefix("attach://")].content == b"one"
    names = [part["media"].removeprefix("attach://") for part in group.fields["media"]]
    assert [group.files[name].name for name in names] == ["one.png", "other.ics"]
    assert all(len(asked.files) == count for asked, count in zip(transport.asked, (1, 1, 2), strict=True))


async def test_post_gives_raw_json_and_aiograms_own_calls_give_models() -> None:
    me = {"id": 42, "is_bot": True, "first_name": "Etalon", "username": "etalon_bot"}
    telegram, bot, _ = speaking(granted(me), granted(me))
    assert await telegram.post(bot, GetMe.model_construct()) == me
    user = await bot.get_me()
    assert (user.username, user.bot) == ("etalon_bot", bot)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(400, "Bad Request: chat not found"), TelegramBadRequest),
        (refused(401, "Unauthorized"), TelegramUnauthorizedError),
        (refused(403, "Forbidden: bot was blocked by the user"), TelegramForbiddenError),
        (refused(404, "Not Found"), TelegramNotFound),
        (refused(409, "Conflict: terminated by other getUpdates request"), TelegramConflictError),
        (refused(413, "Request Entity Too Large"), TelegramEntityTooLarge),
        (refused(429, "Too Many Requests: retry after 5", retry_after=5), TelegramRetryAfter),
        (refused(429, "Too Many Requests"), TelegramRetryAfter),
        (refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100), TelegramMigrateToChat),
        (refused(500, "Internal Server Error"), TelegramServerError),
        (refused(420, "Enhance your calm"), TelegramAPIError),
        (Answer(502, b"<html><h1>502 Bad Gateway</h1></html>"), TelegramServerError),
        (Answer(200, b"\xff\xfe"), TelegramServerError),
        (Answer(200, b"[]"), TelegramServerError),
        (NotConnected("ClientConnectorError"), CannotConnect),
        (Interrupted("ServerDisconnectedError"), TelegramNetworkError),
    ],
)
async def test_each_refusal_is_a_typed_error(answer: Answer | Exception, error: type[TelegramAPIError]) -> None:
    telegram, bot, _ = speaking(answer)
    with pytest.raises(error) as raised:
        await telegram.call(bot, HELLO)
    assert type(raised.value) is error
    assert TOKEN not in str(raised.value)


async def test_the_seconds_and_the_new_chat_are_carried() -> None:
    telegram, bot, _ = speaking(refused(429, "later", retry_after=7), refused(400, "moved", migrate_to_chat_id=-100))
    with pytest.raises(TelegramRetryAfter) as busy:
        await telegram.call(bot, HELLO)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await telegram.call(bot, HELLO)
    assert (busy.value.retry_after, moved.value.migrate_to_chat_id) == (7, -100)


async def test_a_reply_that_surely_did_not_arrive_is_tried_again(pauses: list[float]) -> None:
    telegram, bot, transport = speaking(
        refused(429, "later", retry_after=3),
        NotConnected("refused"),
        NotConnected("refused"),
        granted({"message_id": 9}),
    )
    assert await telegram.post(bot, HELLO) == {"message_id": 9}
    assert pauses == [3, 0.5, 1.0]
    assert len(transport.asked) == 4


@pytest.mark.parametrize(
    "answer",
    [Interrupted("time-out"), Answer(502, b"<html>"), refused(403, "blocked"), refused(429, "later", retry_after=60)],
)
async def test_a_reply_is_not_repeated_when_it_may_have_arrived_or_never_will(
    pauses: list[float], answer: Answer | Exception
) -> None:
    telegram, bot, transport = speaking(answer)
    with pytest.raises(TelegramAPIError):
        await telegram.post(bot, HELLO)
    assert len(transport.asked) == 1
    assert pauses == []


async def test_a_letter_is_tried_once(pauses: list[float]) -> None:
    telegram, bot, transport = speaking(NotConnected("refused"))
    with pytest.raises(CannotConnect):
        await telegram.post_letter(bot, HELLO)
    assert len(transport.asked) == 1


class CountingPace(Pace):
    """Lets everything pass, and notes who asked."""

    def __init__(self) -> None:
        super().__init__(1)
        self.turns: list[tuple[str, Chat | None]] = []

    async def turn(self, *, reply: bool, chat: Chat | None = None, change: bool = False) -> None:
        self.turns.append((f"{'change' if change else 'message'} {'reply' if reply else 'letter'}", chat))


async def test_what_counts_against_the_limits_takes_its_turn_and_the_rest_does_not() -> None:
    pace = CountingPace()
    telegram = Telegram(ScriptedTransport(), pace, base="https://api.example")
    bot = Bot(TOKEN, session=telegram)
    for method in (GetMe.model_construct(), SendChatAction.model_construct(chat_id=1, action="typing")):
        await telegram.post(bot, method)
    assert pace.turns == []
    await telegram.post(bot, HELLO)
    await telegram.post_letter(bot, HELLO)
    await bot.edit_message_reply_markup(chat_id=1, message_id=2)
    assert pace.turns == [("message reply", 1), ("message letter", 1), ("change reply", 1)]


async def test_files_are_downloaded_from_the_same_server() -> None:
    telegram, bot, transport = speaking(granted({"file_id": "f", "file_unique_id": "u", "file_path": "photos/1.jpg"}))
    content: Any = await bot.download("f")
    assert content.read() == b"somebytes"
    assert telegram.api.file_url(TOKEN, "photos/1.jpg") == f"https://api.example/file/bot{TOKEN}/photos/1.jpg"
    await telegram.close()
    assert transport.closed


CANNOT_PARSE = refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "Тимур" at byte offset 3')


@pytest.mark.parametrize("letter", [False, True])
async def test_a_text_whose_formatting_is_refused_goes_once_as_plain_text(*, letter: bool) -> None:
    telegram, bot, transport = speaking(CANNOT_PARSE, granted({"message_id": 5}))
    method = SendMessage.model_construct(chat_id=1, text="<b>5 &lt; 6</b> <Тимур>", parse_mode="HTML")
    post = telegram.post_letter if letter else telegram.post
    with capture_logs() as logs:
        assert await post(bot, method) == {"message_id": 5}
    assert [asked.fields for asked in transport.asked] == [
        {"chat_id": 1, "text": "<b>5 &lt; 6</b> <Тимур>", "parse_mode": "HTML"},
        {"chat_id": 1, "text": "5 < 6 <Тимур>"},
    ]
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert "Тимур" not in str(logs)


@pytest.mark.parametrize(
    "script",
    [
        [CANNOT_PARSE, CANNOT_PARSE],
        [refused(400, "Bad Request: chat not found")],
    ],
)
async def test_plain_text_is_tried_once_and_only_for_that(script: list[Answer]) -> None:
    telegram, bot, transport = speaking(*script)
    with pytest.raises(TelegramBadRequest):
        await telegram.post(bot, SendMessage.model_construct(chat_id=1, text="<b>x", parse_mode="HTML"))
    assert len(transport.asked) == len(script)


async def test_a_reply_follows_its_group_once() -> None:
    moved = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1005)
    telegram, bot, transport = speaking(moved, granted({"message_id": 5}), moved, moved)
    await telegram.post(bot, SendMessage.model_construct(chat_id=-5, text="hello"))
    assert [asked.fields["chat_id"] for asked in transport.asked] == [-5, -1005]
    with pytest.raises(TelegramMigrateToChat):
        await telegram.post(bot, SendMessage.model_construct(chat_id=-1005, text="hello"))
    assert len(transport.asked) == 3


@pytest.mark.parametrize(
    ("answer", "nobody"),
    [
        (refused(403, "Forbidden: bot was kicked from the group chat"), True),
        (refused(400, "Bad Request: chat not found"), True),
        (refused(400, "Bad Request: PEER_ID_INVALID"), True),
        (refused(400, "Bad Request: message text is empty"), False),
        (refused(429, "Too Many Requests", retry_after=5), False),
    ],
)
async def test_whether_nobody_is_there(answer: Answer, *, nobody: bool) -> None:
    telegram, bot, _ = speaking(answer)
    with pytest.raises(TelegramAPIError) as raised:
        await telegram.call(bot, HELLO)
    assert nobody_there(raised.value) is nobody


async def test_a_letter_says_when_it_leaves() -> None:
    telegram, bot, transport = speaking()
    asked_when_leaving: list[int] = []
    await telegram.post_letter(bot, HELLO, leaving=lambda: asked_when_leaving.append(len(transport.asked)))
    assert asked_when_leaving == [0]
