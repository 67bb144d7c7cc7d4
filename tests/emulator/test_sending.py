"""What a bot sends, and in which words Telegram refuses it."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.kept.files import Upload
from tests.emulator.stand import BOT, START, Stand, keyboard, png


async def test_a_message_has_all_that_clients_decode(stand: Stand) -> None:
    message = await stand.says("Hi <b>you</b>", parse_mode="HTML", reply_markup=keyboard("a", "b"))
    assert message == {
        "message_id": 2,
        "from": {"id": BOT, "is_bot": True, "first_name": "Bot", "username": "my_bot"},
        "chat": {"id": stand.timur, "first_name": "Тимур", "type": "private"},
        "date": int(START),
        "text": "Hi you",
        "entities": [{"offset": 3, "length": 3, "type": "bold"}],
        "reply_markup": keyboard("a", "b"),
    }
    assert [seen["text"] for seen in stand.world.person_sees(stand.timur)] == ["/start", "Hi you"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 1, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": 10**30, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": -5, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": BOT, "text": "x"}, "Forbidden: bot can't send messages to bots"),
        ({"chat_id": "timur"}, "Bad Request: message text is empty"),
        ({"chat_id": "timur", "text": ""}, "Bad Request: message text is empty"),
        ({"chat_id": "timur", "text": " \n "}, "Bad Request: text must be non-empty"),
        ({"chat_id": "timur", "text": "<b> </b>", "parse_mode": "html"}, "Bad Request: text must be non-empty"),
        ({"chat_id": "timur", "text": "x" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": "timur", "text": "😀" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": "timur", "text": "x", "parse_mode": "XML"}, "Bad Request: unsupported parse_mode"),
        (
            {"chat_id": "timur", "text": "x", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": "timur", "text": "x", "reply_markup": "{"},
            "Bad Request: can't parse reply keyboard markup JSON object",
        ),
        ({"chat_id": "timur", "text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_what_is_no_message_is_refused(stand: Stand, params: dict[str, Any], words: str) -> None:
    if params.get("chat_id") == "timur":
        params["chat_id"] = stand.timur
    assert await stand.refused("sendMessage", **params) == words
    assert len(stand.world.person_sees(stand.timur)) == 1


async def test_limits_count_after_parsing(stand: Stand) -> None:
    message = await stand.says("<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len(message["text"]) == 4096
    photo = {"photo": Upload("a.png", png(2, 2))}
    ok = await stand.does(
        "sendPhoto", chat_id=stand.timur, caption=f"*{'x' * 1024}*", parse_mode="MarkdownV2", files=photo
    )
    assert len(ok["caption"]) == 1024
    words = await stand.refused("sendPhoto", chat_id=stand.timur, caption="x" * 1025, files=photo)
    assert words == "Bad Request: message caption is too long"


async def test_nobody_hears_a_bot_they_never_wrote_to(stand: Stand) -> None:
    stranger = stand.world.add_person("Алина")["id"]
    stand.world.person_header(stranger)
    words = await stand.refused("sendMessage", chat_id=stranger, text="Buy!")
    assert words == "Forbidden: bot can't initiate conversation with a user"
    assert stand.world.person_sees(stranger) == []


async def test_who_blocked_the_bot_hears_nothing_until_they_start_again(stand: Stand) -> None:
    stand.world.person_blocks(stand.timur)
    [update] = await stand.world.take_updates("42:T")
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert change["new_chat_member"]["user"]["id"] == BOT
    answer = await stand.asks("sendMessage", chat_id=stand.timur, text="x")
    assert (answer.status, answer.body) == (
        403,
        {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"},
    )
    stand.world.person_writes(stand.timur, "/start again")
    kinds = [set(update) - {"update_id"} for update in await stand.world.take_updates("42:T")]
    assert kinds == [{"my_chat_member"}, {"message"}]
    await stand.says("back")


async def test_a_photo_has_its_real_size(stand: Stand) -> None:
    sent = await stand.does("sendPhoto", chat_id=stand.timur, files={"photo": Upload("q.png", png(300, 200))})
    [size] = sent["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (300, 200, len(png(300, 200)))
    again = await stand.does("sendPhoto", chat_id=stand.timur, photo=size["file_id"], caption="again")
    assert again["photo"] == sent["photo"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(1, 30), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (png(9_000, 1_001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            png(2, 2) + b"\0" * 10_485_760,
            f"Bad Request: file of size {10_485_760 + len(png(2, 2))} bytes is too big for a photo; "
            "the maximum size is 10485760 bytes",
        ),
    ],
)
async def test_what_is_no_photo_is_refused(stand: Stand, content: bytes, words: str) -> None:
    assert await stand.refused("sendPhoto", chat_id=stand.timur, files={"photo": Upload("a.png", content)}) == words


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (None, "Bad Request: there is no photo in the request"),
        ("attach://lost", "Bad Request: there is no photo in the request"),
        ("AgACunknown", "Bad Request: wrong file identifier/HTTP URL specified"),
        ("https://example.com/a.png", "Bad Request: failed to get HTTP URL content"),
    ],
)
async def test_a_photo_that_is_not_there_is_refused(stand: Stand, photo: str | None, words: str) -> None:
    assert await stand.refused("sendPhoto", chat_id=stand.timur, photo=photo) == words


async def test_a_document_keeps_its_name_and_kind(stand: Stand) -> None:
    files = {"calendar": Upload("встреча.ics", b"BEGIN:VCALENDAR")}
    sent = await stand.does("sendDocument", chat_id=stand.timur, document="attach://calendar", files=files)
    document = sent["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("встреча.ics", "text/calendar", 15)
    words = await stand.refused("sendPhoto", chat_id=stand.timur, photo=document["file_id"])
    assert words == "Bad Request: can't use file of type Document as Photo"


async def test_places_are_checked(stand: Stand) -> None:
    sent = await stand.does("sendLocation", chat_id=stand.timur, latitude="59.93", longitude=30.31)
    assert sent["location"] == {"latitude": 59.93, "longitude": 30.31}
    venue = await stand.does("sendVenue", chat_id=stand.timur, latitude=1, longitude=2, title="Музей", address="Пр. 1")
    assert venue["venue"]["title"] == "Музей"
    assert venue["location"] == {"latitude": 1.0, "longitude": 2.0}
    assert await stand.refused("sendLocation", chat_id=stand.timur, longitude=1) == "Bad Request: latitude is empty"
    words = await stand.refused("sendLocation", chat_id=stand.timur, latitude=91, longitude=1)
    assert words == "Bad Request: wrong location specified"


async def test_a_reply_shows_what_it_replies_to(stand: Stand) -> None:
    message = await stand.says("yes", reply_to_message_id=1)
    assert message["reply_to_message"]["text"] == "/start"
    message = await stand.says("no", reply_parameters={"message_id": 99, "allow_sending_without_reply": True})
    assert "reply_to_message" not in message


async def test_an_action_stands_until_the_next_message(stand: Stand) -> None:
    await stand.does("sendChatAction", chat_id=stand.timur, action="typing")
    assert stand.world.person_header(stand.timur)["action"]["action"] == "typing"
    await stand.says("done")
    assert stand.world.person_header(stand.timur)["action"] is None
    words = await stand.refused("sendChatAction", chat_id=stand.timur, action="dancing")
    assert words == "Bad Request: wrong parameter action in request"


async def test_an_unknown_method_and_an_unknown_token(stand: Stand) -> None:
    answer = await stand.asks("sendTelepathy")
    words = "Not Found: method not found"
    assert (answer.status, answer.body) == (404, {"ok": False, "error_code": 404, "description": words})
    answer = await stand.world.call("42:other", "getMe")
    assert (answer.status, answer.body) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


async def test_method_names_are_found_in_any_case(stand: Stand) -> None:
    assert (await stand.does("GETME"))["username"] == "my_bot"


async def test_a_group_that_moved_says_where_to(stand: Stand) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())
    chat = stand.world.state.groups[group["id"]]
    new = stand.world.groups.upgrade(chat, stand.world.person(stand.timur))
    answer = await stand.asks("sendMessage", chat_id=group["id"], text="x")
    assert answer.body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new["id"]},
    }
    assert (await stand.does("sendMessage", chat_id=new["id"], text="x"))["chat"]["type"] == "supergroup"
