"""teremok, which checks Bot API rules on its own, refuses and takes what we refuse and take; where not, why not.

The authority in between is Telegram's own server, whose source is public: `telegram-bot-api` and the library under it.
"""

from __future__ import annotations

import functools
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import (
    CallbackGame,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LoginUrl,
    MessageEntity,
    SwitchInlineQueryChosenChat,
    WebAppInfo,
)
from teremok import validation
from teremok.validation import ApiRuleViolation, validate_method

from emulator.answers import Refusal
from emulator.kept.files import Upload
from emulator.text.formatted import formatted, message_text
from tests.emulator.stand import Stand, keyboard, png

TIMUR = 700000001
SENT = 2
PHOTO = "the photo"
PRESS = "the press"
EMOJI = "![👍](tg://emoji?id=5368324170671202286)"


def message(text: str, **params: Any) -> SendMessage:
    return SendMessage(chat_id=TIMUR, text=text, **params)


def html(text: str) -> SendMessage:
    return message(text, parse_mode="HTML")


def markdown(text: str) -> SendMessage:
    return message(text, parse_mode="MarkdownV2")


def marked(*spans: tuple[int, int]) -> SendMessage:
    return message("abc", entities=[MessageEntity(type="bold", offset=offset, length=n) for offset, n in spans])


def edit(text: str, **params: Any) -> EditMessageText:
    return EditMessageText(chat_id=TIMUR, message_id=SENT, text=text, **params)


def photo(caption: str, **params: Any) -> SendPhoto:
    return SendPhoto(chat_id=TIMUR, photo=PHOTO, caption=caption, **params)


def toast(text: str) -> AnswerCallbackQuery:
    return AnswerCallbackQuery(callback_query_id=PRESS, text=text)


def with_button(**button: Any) -> SendMessage:
    return message("x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", **button)]]))


GOOD: list[TelegramMethod[Any]] = [
    message("x"),
    message("x" * 4096),
    edit("x" * 4096),
    photo(""),
    photo("x" * 1024),
    toast("x" * 200),
    toast("😀" * 100),
    html("<b>a<i>b</i></b> <a href='https://example.com'>c</a>"),
    html("<strong>a</strong><em>b</em><u>c</u><ins>d</ins><s>e</s><strike>f</strike><del>g</del>"),
    html("<blockquote expandable>a</blockquote> <tg-spoiler>b</tg-spoiler> <span class='tg-spoiler'>c</span>"),
    html("<pre><code class='language-python'>a</code></pre>"),
    html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'),
    html("&lt;&gt;&amp;&quot;&#65;&#x41;"),
    edit("<b>a</b>", parse_mode="HTML"),
    photo("<b>a</b>", parse_mode="HTML"),
    photo("abc", caption_entities=[MessageEntity(type="bold", offset=0, length=3)]),
    markdown("*a* _b_ __c__ ~d~ ||e|| `f` [g](https://example.com)"),
    markdown("```\na``` ```python\nb```"),
    markdown("1\\. a\\-b\\! [x\\]y](https://example.com/\\))"),
    markdown(">a\n>b||"),
    markdown("**>a\n>b||"),
    markdown(EMOJI),
    message("*a* _b_ `c` ```d``` [e](https://example.com) \\*", parse_mode="Markdown"),
    marked((0, 3)),
    with_button(callback_data="я" * 32),
    with_button(url="https://example.com"),
    with_button(switch_inline_query=""),
    with_button(switch_inline_query_current_chat="x"),
    with_button(switch_inline_query_chosen_chat=SwitchInlineQueryChosenChat(allow_user_chats=True)),
    with_button(web_app=WebAppInfo(url="https://example.com")),
    with_button(login_url=LoginUrl(url="https://example.com")),
    with_button(copy_text=CopyTextButton(text="x")),
    with_button(callback_game=CallbackGame()),
    with_button(pay=True),
]
BAD: list[TelegramMethod[Any]] = [
    message(""),
    message("x" * 4097),
    message("😀" * 2049),
    edit(""),
    edit("x" * 4097),
    edit("<b>", parse_mode="HTML"),
    photo("<b>", parse_mode="HTML"),
    toast("x" * 201),
    toast("😀" * 101),
    html("<b>a"),
    html("<b>a</i>"),
    html("a</b>"),
    html("<br>"),
    html("a < b"),
    html("<span>a</span>"),
    html("<span class='x'>a</span>"),
    html("<tg-emoji>a</tg-emoji>"),
    *(markdown(f"a{mark}") for mark in ("*", "_", "__", "~", "||", "`", "```")),
    *(markdown(f"1{reserved}") for reserved in "()>#+-=|{}.!]"),
    markdown("[a](https://example.com"),
    *(message(f"{mark}a", parse_mode="Markdown") for mark in ("*", "_", "`", "```")),
    with_button(),
    with_button(callback_data="x" * 65),
    with_button(callback_data="я" * 33),
    with_button(callback_data="x", url="https://example.com"),
    edit("y", reply_markup=with_button().reply_markup),
    photo("y", reply_markup=with_button(callback_data="x" * 65).reply_markup),
]
# What one takes and the other refuses, or both refuse in other words: theirs, ours, why Telegram's server is with us.
OTHERWISE: list[tuple[TelegramMethod[Any], str | None, str | None, str]] = [
    (
        marked((1, 3)),
        "can't parse entities: entity out of text bounds",
        "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3",
        "theirs are simpler words",
    ),
    (
        marked((-1, 2)),
        "can't parse entities: entity out of text bounds",
        None,
        "what begins before the text is left out",
    ),
    (
        photo("x" * 1025),
        "media caption is too long",
        "message caption is too long",
        "the server's word, translated back",
    ),
    (html(f"<b>{'x' * 4096}</b>"), "message is too long", None, "1-4096 characters after entities parsing"),
    (html("<b></b>"), None, "text must be non-empty", "1-4096 characters after entities parsing"),
    (
        html("a & b"),
        "can't parse entities: Unexpected character '&'",
        None,
        "an ampersand that means nothing is itself",
    ),
    (
        html("&nbsp;x"),
        "can't parse entities: Unexpected character '&'",
        None,
        "an ampersand that means nothing is itself",
    ),
    (
        html("<a>example.com</a>"),
        'can\'t parse entities: Tag "a" must have attribute "href"',
        None,
        "a link without an address leads to what it says",
    ),
    (
        html('<b id="x">a</b>'),
        'can\'t parse entities: Unsupported attribute "id" in tag "b"',
        None,
        "attributes that mean nothing are skipped",
    ),
    (
        message("<b>", parse_mode="HTML", entities=[MessageEntity(type="bold", offset=0, length=3)]),
        None,
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        "entities are looked at where no parse mode is given",
    ),
    (
        with_button(callback_data=""),
        "BUTTON_DATA_INVALID",
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        "empty data count as none",
    ),
]
# The same among all the texts made of a few pieces: whom a text divides, and why.
PIECES = {
    "HTML": ["<b>", "</b>", "<i>", "</i>", "a", "&lt;", "&", "<a href='https://x.kz'>", "</a>", "<a>", "<", "<br/>",
             "<pre>", "</pre>", "<span class='tg-spoiler'>", "</span>", "<blockquote expandable>", "</blockquote>"],
    "MarkdownV2": ["*", "_", "__", "~", "||", "`", "```", "[", "](https://x.kz)", "a", "\\", "\n", ">", "**>", ".", "!",
                   "]"],
    "Markdown": ["*", "_", "`", "```", "[", "](https://x.kz)", "a", "\\", "]", "\n"],
}  # fmt: skip
Opinion = Callable[[str, str | None, str | None], bool]


def says(theirs: str | None, ours: str | None) -> Opinion:
    """Whether each of the two says this, or takes the text, which is None."""

    def judged(_: str, their_words: str | None, our_words: str | None) -> bool:
        pairs = ((theirs, their_words), (ours, our_words))
        return all((words is None) == (said is None) and (words or "") in (said or "") for words, said in pairs)

    return judged


DIVIDED: dict[str, dict[str, Opinion]] = {
    "HTML": {
        "an ampersand that means nothing is itself": says("Unexpected character '&'", None),
        "a link without an address leads to what it says": says('must have attribute "href"', None),
        "the length counts after parsing": says(None, "text must be non-empty"),
    },
    "MarkdownV2": {
        "the first accent ends a code, whatever follows": says("Can't find end of ` entity", None),
        "an emoji needs its number": says(None, "Custom emoji"),
        "the length counts after parsing": says(None, "text must be non-empty"),
    },
    "Markdown": {
        "a bracket begins a link, which must end": says(None, "Can't find end of the entity"),
        "nothing is marked within what is marked": says("Can't find end of", None),
        "the length counts after parsing": says(None, "text must be non-empty"),
    },
}


@functools.cache
def anybody() -> Bot:
    """A bot to ask them as; making one is slow."""
    return Bot("42:T")


def theirs(method: TelegramMethod[Any]) -> str | None:
    try:
        validate_method(anybody(), method)
    except ApiRuleViolation as violation:
        return violation.description
    return None


@pytest.fixture
async def table(stand: Stand) -> Stand:
    """A message of the bot's to edit, a photo to send again, a press to answer."""
    await stand.says("?", reply_markup=keyboard("a"))
    return stand


async def ours(table: Stand, method: TelegramMethod[Any]) -> str | None:
    params = method.model_dump(exclude_none=True, exclude_unset=True)
    if params.get("photo") == PHOTO:
        sent = await table.does("sendPhoto", chat_id=TIMUR, files={"photo": Upload("a.png", png(40, 30))})
        params["photo"] = sent["photo"][0]["file_id"]
    if params.get("callback_query_id") == PRESS:
        params["callback_query_id"] = table.world.person_taps(TIMUR, SENT, "a").id
    answer = await table.asks(method.__api_method__, **params)
    assert isinstance(answer.body, dict)
    return None if answer.ok else str(answer.body["description"])


@pytest.mark.parametrize("method", GOOD)
async def test_what_both_take(table: Stand, method: TelegramMethod[Any]) -> None:
    assert (theirs(method), await ours(table, method)) == (None, None)


@pytest.mark.parametrize("method", BAD)
async def test_what_both_refuse(table: Stand, method: TelegramMethod[Any]) -> None:
    their_words, our_words = theirs(method), await ours(table, method)
    assert their_words is not None
    assert our_words is not None
    if "inline keyboard button" not in our_words:
        assert our_words[:24] == their_words[:24]


@pytest.mark.parametrize(("method", "their_words", "our_words", "why"), OTHERWISE)
async def test_where_they_differ(
    table: Stand,
    method: TelegramMethod[Any],
    their_words: str | None,
    our_words: str | None,
    why: str,
) -> None:
    for said, words in ((theirs(method), their_words), (await ours(table, method), our_words)):
        assert (said is None) == (words is None), why
        assert said is None or said.startswith(f"Bad Request: {words}"), why


def divided(mode: str) -> Iterator[tuple[str, str | None, str | None]]:
    """Every text of up to three pieces that one takes and the other refuses."""
    for length in (1, 2, 3):
        for pieces in itertools.product(PIECES[mode], repeat=length):
            text = "".join(pieces)
            their_words, our_words = theirs(message(text, parse_mode=mode)), parsed(text, mode)
            if (their_words is None) != (our_words is None):
                yield text, their_words, our_words


def parsed(text: str, mode: str) -> str | None:
    try:
        message_text(formatted(text, mode, None, lambda _: None))
    except Refusal as refusal:
        return refusal.description
    return None


@pytest.mark.parametrize("mode", DIVIDED)
def test_every_text_that_divides_them_is_accounted_for(mode: str) -> None:
    used: set[str] = set()
    for text, their_words, our_words in divided(mode):
        why = [reason for reason, holds in DIVIDED[mode].items() if holds(text, their_words, our_words)]
        assert why, (text, their_words, our_words)
        used.update(why)
    assert used == DIVIDED[mode].keys()


def test_every_refusal_that_they_know_is_asked_for() -> None:
    source = Path(validation.__file__)
    lines = source.read_text().splitlines()
    raising = {number for number, line in enumerate(lines, 1) if re.match(r"\s+raise \w+\(", line)}
    assert len(raising) > 15
    reached: set[int] = set()

    def watch(frame: FrameType, event: str, argument: Any) -> Any:
        del argument
        if frame.f_code.co_filename != str(source):
            return None
        if event == "line":
            reached.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        for method in [*BAD, *(method for method, *_ in OTHERWISE)]:
            theirs(method)
    finally:
        sys.settrace(before)
    assert {number: lines[number - 1] for number in raising - reached} == {}
