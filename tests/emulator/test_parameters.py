"""Parameters: what is missing, of the wrong type, unknown, or several at once, in Telegram's words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.kept.files import Upload
from tests.emulator.stand import Stand, keyboard


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendContact", {}, 'parameter "phone_number" is required'),
        ("sendContact", {"phone_number": "1"}, 'parameter "first_name" is required'),
        ("sendVenue", {"latitude": 1, "longitude": 1}, "venue title must be non-empty"),
        ("sendLocation", {"latitude": "x", "longitude": 1}, "invalid latitude specified"),
        ("sendMessage", {}, "message text is empty"),
        ("sendMessage", {"text": "x", "reply_parameters": []}, "object expected as reply parameters"),
        ("sendMessage", {"text": "x", "reply_parameters": {"quote": "a"}}, 'can\'t find field "message_id"'),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": "a"}},
            'field "message_id" must be of type Number',
        ),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 1, "allow_sending_without_reply": 1}},
            'field "allow_sending_without_reply" must be of type Boolean',
        ),
        ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 1, "chat_id": 5}}, "chat not found"),
        ("editMessageText", {"text": "x"}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": "one"}, "message to edit not found"),
        ("setMessageReaction", {}, "message to react not found"),
        ("stopPoll", {}, "message with poll to stop not found"),
        ("pinChatMessage", {}, "message to pin not found"),
        ("copyMessage", {"from_chat_id": 700000001}, "message to copy not found"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("sendPhoto", {"caption": "<b>", "parse_mode": "HTML"}, "there is no photo in the request"),
        ("deleteMessage", {}, "message identifier is not specified"),
        ("deleteMessages", {}, "message identifiers are not specified"),
        ("deleteMessages", {"message_ids": "[]"}, "message identifiers are not specified"),
        ("deleteMessages", {"message_ids": ["x"]}, "invalid message identifier specified"),
        ("deleteMessages", {"message_ids": [0]}, "invalid message identifier specified"),
        ("forwardMessage", {"message_id": 1}, 'parameter "from_chat_id" is required'),
        ("copyMessages", {"message_ids": [1]}, 'parameter "from_chat_id" is required'),
        ("getChatMember", {}, "invalid user_id specified"),
        ("getChatMember", {"user_id": "me"}, "invalid user_id specified"),
        ("getChatMember", {"user_id": 5}, "user not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("sendChatAction", {}, "wrong parameter action in request"),
    ],
)
async def test_what_is_missing_or_mistyped(stand: Stand, method: str, params: dict[str, Any], words: str) -> None:
    assert await stand.refused(method, chat_id=stand.timur, **params) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("deleteMessage", {"message_id": 1}, "chat identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "chat_id is empty"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendLocation", {}, "latitude is empty"),
        ("forwardMessage", {"message_id": 1, "from_chat_id": 5}, "chat not found"),
    ],
)
async def test_what_is_refused_without_a_chat(stand: Stand, method: str, params: dict[str, Any], words: str) -> None:
    assert await stand.refused(method, **params) == f"Bad Request: {words}"


async def test_a_reply_to_another_chat_tells_where_that_is_from(stand: Stand) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())["id"]
    other = await stand.does("sendMessage", chat_id=group, text="there")
    reply = {"chat_id": group, "message_id": other["message_id"]}
    said = await stand.says("x", reply_parameters=reply)
    origin = {"type": "user", "sender_user": other["from"], "date": other["date"]}
    assert said["external_reply"] == {"origin": origin, "text": "there"}
    assert "reply_to_message" not in said
    said = await stand.says("x", reply_parameters={"chat_id": stand.timur, "message_id": 1})
    assert said["reply_to_message"]["text"] == "/start"
    assert "reply_to_message" not in await stand.says("x", reply_parameters={})


async def test_unknown_parameters_are_ignored_and_types_are_read_leniently(stand: Stand) -> None:
    sent = await stand.does(
        "sendMessage",
        chat_id=f" {stand.timur} ",
        text=5,
        protect_content="YES",
        unheard_of={"a": 1},
        reply_markup=json.dumps(keyboard("a")),
    )
    assert (sent["text"], sent["has_protected_content"]) == ("5", True)


async def test_several_are_passed_on_in_order(stand: Stand) -> None:
    sent = [(await stand.says(str(n)))["message_id"] for n in range(3)]
    where: dict[str, Any] = {"chat_id": stand.timur, "from_chat_id": stand.timur}
    forwarded = await stand.does("forwardMessages", **where, message_ids=[*sent, 99])
    assert [set(answer) for answer in forwarded] == [{"message_id"}] * 3
    copied = await stand.does("copyMessages", **where, message_ids=sent[:2])
    seen = {message["message_id"]: message for message in stand.world.person_sees(stand.timur)}
    assert [seen[answer["message_id"]]["text"] for answer in (*forwarded, *copied)] == ["0", "1", "2", "0", "1"]
    assert all("forward_origin" in seen[answer["message_id"]] for answer in forwarded)
    assert not any("forward_origin" in seen[answer["message_id"]] for answer in copied)
    for numbers, words in (
        ([sent[1], sent[0]], "message identifiers must be in a strictly increasing order"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([98, 99], "there are no messages to forward"),
    ):
        for method in ("forwardMessages", "copyMessages"):
            assert await stand.refused(method, **where, message_ids=numbers) == f"Bad Request: {words}"


async def test_copies_leave_captions_behind_when_asked(stand: Stand) -> None:
    sent = await stand.does("sendDocument", chat_id=stand.timur, caption="x", files={"document": Upload("a", b"x")})
    where: dict[str, Any] = {"chat_id": stand.timur, "from_chat_id": stand.timur, "message_ids": [sent["message_id"]]}
    await stand.does("copyMessages", **where, remove_caption=True)
    assert "caption" not in stand.world.person_sees(stand.timur)[-1]
    await stand.does("copyMessages", **where)
    assert stand.world.person_sees(stand.timur)[-1]["caption"] == "x"
