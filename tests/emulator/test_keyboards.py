"""Keyboards: which buttons Telegram takes, which it refuses, and which keyboard a person has before them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.stand import Stand

BAD = "Bad Request: "
BUTTON = "Bad Request: can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "a", "callback_data": "x" * 65}, BAD + "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "я" * 33}, BAD + "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "callback_data": ""},
            BAD + "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "a"}, BUTTON + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, BUTTON + 'Can\'t find field "text"'),
        ({"text": {}, "callback_data": "a"}, BUTTON + 'Field "text" must be of type String'),
        ("a", BUTTON + "InlineKeyboardButton must be an Object"),
        (
            {"text": "a", "callback_data": "a", "url": "https://example.com"},
            BUTTON + "exactly one of the optional fields must be used",
        ),
        (
            {"text": "a", "url": "http://localhost:8080/x"},
            BAD + "inline keyboard button URL 'http://localhost:8080/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a", "url": "ssh://example.com"},
            BAD + "inline keyboard button URL 'ssh://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "a", "web_app": {"url": "http://example.com"}},
            BAD + "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
        ),
        ({"text": "a", "copy_text": {"text": ""}}, BAD + "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "web_app": "x"}, BUTTON + 'Field "web_app" must be of type Object'),
    ],
)
async def test_a_button_that_is_none_is_refused(stand: Stand, button: Any, words: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert await stand.refused("sendMessage", chat_id=stand.timur, text="x", reply_markup=markup) == words


@pytest.mark.parametrize(
    ("button", "shown"),
    [
        ({"text": "a", "callback_data": "я" * 32}, {"text": "a", "callback_data": "я" * 32}),
        ({"text": "a", "url": "Example.COM"}, {"text": "a", "url": "http://example.com/"}),
        ({"text": "a", "url": "tg://user?id=1"}, {"text": "a", "url": "tg://user?id=1"}),
        ({"text": "a", "switch_inline_query": ""}, {"text": "a", "switch_inline_query": ""}),
        (
            {"text": "a", "callback_data": "1", "style": "danger", "unheard_of": 1},
            {"text": "a", "callback_data": "1", "style": "danger"},
        ),
    ],
)
async def test_a_button_is_shown_as_telegram_reads_it(stand: Stand, button: Any, shown: Any) -> None:
    message = await stand.says("x", reply_markup={"inline_keyboard": [[button], []]})
    assert message["reply_markup"] == {"inline_keyboard": [[shown]]}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ([], BAD + "object expected as reply markup"),
        ({"inline_keyboard": {}}, BAD + 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": ["a"]}, BAD + 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[{}]]}, BAD + "can't parse keyboard button: Can't find field \"text\""),
        ({"keyboard": [[" "]]}, BAD + "keyboard button text must be non-empty"),
        (
            {"inline_keyboard": [[{"text": str(n), "callback_data": str(n)}] for n in range(101)]},
            BAD + "reply markup is too long",
        ),
        (
            {"inline_keyboard": [[{"text": str(n), "callback_data": str(n)} for n in range(9)]]},
            BAD + "reply markup is too long",
        ),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(stand: Stand, markup: Any, words: str) -> None:
    assert await stand.refused("sendMessage", chat_id=stand.timur, text="x", reply_markup=markup) == words


async def test_an_empty_inline_keyboard_is_no_keyboard(stand: Stand) -> None:
    assert "reply_markup" not in await stand.says("x", reply_markup={"inline_keyboard": []})


async def test_a_reply_keyboard_stands_until_it_is_removed(stand: Stand) -> None:
    def standing() -> Any:
        return stand.world.person_header(stand.timur)["reply_keyboard"]

    sent = await stand.says("x", reply_markup={"keyboard": [["A", {"text": "B"}]], "resize_keyboard": True})
    assert "reply_markup" not in sent
    assert standing() == {"keyboard": [[{"text": "A"}, {"text": "B"}]], "resize_keyboard": True}
    stand.world.person_writes(stand.timur, "A")
    await stand.says("y", reply_markup={"inline_keyboard": []})
    assert standing() is not None
    await stand.says("z", reply_markup={"remove_keyboard": True})
    assert standing() is None


async def test_a_one_time_keyboard_is_used_once(stand: Stand) -> None:
    await stand.says("x", reply_markup={"keyboard": [["A"]], "one_time_keyboard": True})
    assert stand.world.person_header(stand.timur)["reply_keyboard"]["one_time_keyboard"] is True
    stand.world.person_writes(stand.timur, "A")
    assert stand.world.person_header(stand.timur)["reply_keyboard"] is None


async def test_a_prompt_waits_for_the_next_message(stand: Stand) -> None:
    sent = await stand.says("name?", reply_markup={"force_reply": True, "input_field_placeholder": "Имя"})
    prompt = stand.world.person_header(stand.timur)["force_reply"]
    assert (prompt["message_id"], prompt["input_field_placeholder"]) == (sent["message_id"], "Имя")
    stand.world.person_writes(stand.timur, "Тимур")
    assert stand.world.person_header(stand.timur)["force_reply"] is None


async def test_a_shared_contact_arrives(stand: Stand) -> None:
    await stand.says("x", reply_markup={"keyboard": [[{"text": "Share", "request_contact": True}]]})
    stand.world.person_writes(stand.timur, contact={})
    [update] = await stand.world.take_updates("42:T")
    contact = update["message"]["contact"]
    assert contact == {"phone_number": contact["phone_number"], "first_name": "Тимур", "user_id": stand.timur}
    assert contact["phone_number"].startswith("7")


async def test_contacts_are_asked_for_in_private_only(stand: Stand) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())
    for request, words in (
        ("request_contact", "phone number can be requested in private chats only"),
        ("request_location", "location can be requested in private chats only"),
    ):
        keys = {"keyboard": [[{"text": "Share", request: True}]]}
        assert await stand.refused("sendMessage", chat_id=group["id"], text="x", reply_markup=keys) == BAD + words
