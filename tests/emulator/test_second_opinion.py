"""teremok, which checks Bot API rules on its own, refuses and takes what we refuse and take."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from teremok.validation import ApiRuleViolation, validate_method

from tests.emulator.stand import Stand


def message(text: str, **params: Any) -> SendMessage:
    return SendMessage(chat_id=700000001, text=text, **params)


def with_button(**button: Any) -> SendMessage:
    return message("x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", **button)]]))


GOOD = [
    message("x"),
    message("x" * 4096),
    message("<b>a<i>b</i></b> <a href='https://example.com'>c</a>", parse_mode="HTML"),
    message("<blockquote expandable>a</blockquote> <tg-spoiler>b</tg-spoiler>", parse_mode="HTML"),
    message("<pre><code class='language-python'>a</code></pre>", parse_mode="HTML"),
    message("*a* _b_ __c__ ~d~ ||e|| `f` [g](https://example.com)", parse_mode="MarkdownV2"),
    message("1\\. a\\-b\\!", parse_mode="MarkdownV2"),
    message(">a\n>b||", parse_mode="MarkdownV2"),
    message("*a* _b_ `c`", parse_mode="Markdown"),
    message("abc", entities=[MessageEntity(type="bold", offset=0, length=3)]),
    with_button(callback_data="я" * 32),
    with_button(url="https://example.com"),
    with_button(switch_inline_query=""),
]
BAD = [
    message(""),
    message("x" * 4097),
    message("😀" * 2049),
    message("<b>a", parse_mode="HTML"),
    message("<b>a</i>", parse_mode="HTML"),
    message("a</b>", parse_mode="HTML"),
    message("<br>", parse_mode="HTML"),
    message("<span>a</span>", parse_mode="HTML"),
    message("*a", parse_mode="MarkdownV2"),
    message("1.", parse_mode="MarkdownV2"),
    message("a|b", parse_mode="MarkdownV2"),
    message("[a](https://example.com", parse_mode="MarkdownV2"),
    message("*a", parse_mode="Markdown"),
    with_button(),
    with_button(callback_data="x" * 65),
    with_button(callback_data="x", url="https://example.com"),
]


# Both refuse it; the words are Telegram's in ours, simpler ones in theirs.
TOO_LONG_BY_ONE = message("abc", entities=[MessageEntity(type="bold", offset=1, length=3)])


def theirs(method: TelegramMethod[Any]) -> str | None:
    try:
        validate_method(Bot("42:T"), method)
    except ApiRuleViolation as violation:
        return violation.description
    return None


async def ours(stand: Stand, method: SendMessage) -> str | None:
    params = method.model_dump(exclude_none=True, exclude_unset=True)
    answer = await stand.asks("sendMessage", **params)
    assert isinstance(answer.body, dict)
    return None if answer.ok else str(answer.body["description"])


@pytest.mark.parametrize("method", GOOD)
async def test_what_both_take(stand: Stand, method: SendMessage) -> None:
    assert (theirs(method), await ours(stand, method)) == (None, None)


@pytest.mark.parametrize("method", BAD)
async def test_what_both_refuse(stand: Stand, method: SendMessage) -> None:
    their_words, our_words = theirs(method), await ours(stand, method)
    assert their_words is not None
    assert our_words is not None
    assert our_words[:24] == their_words[:24]


async def test_what_both_refuse_in_other_words(stand: Stand) -> None:
    assert theirs(TOO_LONG_BY_ONE) == "Bad Request: can't parse entities: entity out of text bounds"
    words = "Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3"
    assert await ours(stand, TOO_LONG_BY_ONE) == words
