"""Results of inline queries, chosen: what message each becomes, who learns of it, its buttons and its edits."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from emulator.answers import Json
from emulator.clients import Impossible
from emulator.kept.files import Upload
from emulator.kept.pictures import picture_size, plain_picture
from tests.emulator.stand import BOT, START, TOKEN, Stand, keyboard, png

ALL = ["message", "callback_query", "inline_query", "chosen_inline_result"]
ARTICLE: Json = {
    "type": "article",
    "id": "a",
    "title": "Museum",
    "input_message_content": {"message_text": "<b>Museum</b>", "parse_mode": "HTML"},
}


async def offered(stand: Stand, *results: Json, **typed: Any) -> str:
    """The id of a query that Timur typed and the bot answered so."""
    asked = stand.world.person_asks(stand.timur, "museum", **typed)
    await stand.does("answerInlineQuery", inline_query_id=asked.id, results=list(results))
    return asked.id


async def chosen(stand: Stand, result: Json, **where: Any) -> Json:
    """The Message that Timur sends by choosing a result."""
    result = {"id": "a", **result}
    message = stand.world.person_chooses(stand.timur, await offered(stand, result), str(result["id"]), **where)
    assert (message["from"]["id"], message["via_bot"]["id"]) == (stand.timur, BOT)
    assert stand.world.person_sees(stand.timur)[-1] == {**message, "change": stand.world.state.changes}
    return message


async def through(stand: Stand, result: Json, **where: Any) -> tuple[Json, str]:
    """The Message of a chosen result with a keyboard, and the name under which the bot knows it."""
    await stand.does("getUpdates", allowed_updates=ALL, timeout=0)
    message = await chosen(stand, result, **where)
    updates = await stand.world.take_updates(TOKEN)
    [name] = [
        update["chosen_inline_result"]["inline_message_id"] for update in updates if "chosen_inline_result" in update
    ]
    return message, name


async def test_a_choice_is_a_message_of_the_person_through_the_bot(stand: Stand) -> None:
    await stand.does("getUpdates", allowed_updates=ALL, timeout=0)
    message = await chosen(stand, ARTICLE)
    assert (message["text"], message["entities"]) == ("Museum", [{"offset": 0, "length": 6, "type": "bold"}])
    asked, result, heard = await stand.world.take_updates(TOKEN)
    assert asked["inline_query"]["chat_type"] == "sender"
    user = stand.world.person(stand.timur).user()
    assert result["chosen_inline_result"] == {"result_id": "a", "from": user, "query": "museum"}
    assert heard["message"] == message


async def test_nobody_is_told_of_a_choice_without_asking(stand: Stand) -> None:
    await chosen(stand, ARTICLE)
    assert [min(update) for update in await stand.world.take_updates(TOKEN)] == ["inline_query", "message"]


@pytest.mark.parametrize(
    ("result", "content"),
    [
        (
            {"type": "article", "title": "a", "input_message_content": {"latitude": 1, "longitude": "2.5"}},
            {"location": {"latitude": 1.0, "longitude": 2.5}},
        ),
        (
            {"type": "venue", "latitude": 1, "longitude": 2, "title": "a", "address": "b", "foursquare_id": "c"},
            {
                "venue": {
                    "location": {"latitude": 1.0, "longitude": 2.0},
                    "title": "a",
                    "address": "b",
                    "foursquare_id": "c",
                },
                "location": {"latitude": 1.0, "longitude": 2.0},
            },
        ),
        (
            {"type": "location", "latitude": 1, "longitude": 2, "title": "a"},
            {"location": {"latitude": 1.0, "longitude": 2.0}},
        ),
        (
            {"type": "contact", "phone_number": "1", "first_name": "a", "last_name": "b"},
            {"contact": {"phone_number": "1", "first_name": "a", "last_name": "b"}},
        ),
        (
            {
                "type": "article",
                "title": "a",
                "input_message_content": {
                    "message_text": "x.com",
                    "link_preview_options": {"is_disabled": True},
                },
            },
            {
                "text": "x.com",
                "entities": [{"offset": 0, "length": 5, "type": "url"}],
                "link_preview_options": {"is_disabled": True},
            },
        ),
        (
            {
                "type": "article",
                "title": "a",
                "input_message_content": {
                    "title": "t",
                    "description": "d",
                    "payload": "p",
                    "currency": "XTR",
                    "prices": [{"label": "a", "amount": 3}],
                },
            },
            {
                "invoice": {
                    "title": "t",
                    "description": "d",
                    "currency": "XTR",
                    "start_parameter": "",
                    "total_amount": 3,
                }
            },
        ),
    ],
)
async def test_what_a_result_says(stand: Stand, result: Json, content: Json) -> None:
    message = await chosen(stand, result)
    assert {name: message[name] for name in content} == content
    assert message.keys() - content.keys() == {"message_id", "from", "chat", "date", "via_bot"}


@pytest.mark.parametrize(
    ("result", "kind", "part"),
    [
        ({"type": "photo", "photo_url": "https://x.kz/a.jpg", "photo_width": 30, "photo_height": 20}, "photo", None),
        ({"type": "gif", "gif_url": "https://x.kz/a.gif", "gif_width": 3}, "animation", {"width": 3, "height": 0}),
        ({"type": "mpeg4_gif", "mpeg4_url": "https://x.kz/a.mp4", "mpeg4_duration": 5}, "animation", {"duration": 5}),
        (
            {"type": "video", "title": "a", "video_url": "https://x.kz/a.mp4", "mime_type": "video/mp4"},
            "video",
            {"file_name": "a.mp4", "mime_type": "video/mp4"},
        ),
        (
            {"type": "audio", "title": "a", "audio_url": "https://x.kz/a.mp3", "audio_duration": 7, "performer": "b"},
            "audio",
            {"duration": 7, "performer": "b", "title": "a"},
        ),
        (
            {"type": "voice", "title": "a", "voice_url": "https://x.kz/a.ogg", "voice_duration": 7},
            "voice",
            {"duration": 7},
        ),
        (
            {"type": "document", "title": "a", "document_url": "https://x.kz/a.pdf", "mime_type": "application/pdf"},
            "document",
            {"file_name": "a.pdf", "mime_type": "application/pdf"},
        ),
    ],
)
async def test_a_file_at_an_address_has_a_stand_in(stand: Stand, result: Json, kind: str, part: Json | None) -> None:
    message = await chosen(stand, {**result, "caption": "*c*", "parse_mode": "MarkdownV2"})
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("c", "bold")
    shown = message[kind]
    if part is None:
        assert (shown[0]["width"], shown[0]["height"]) == (30, 20)
        shown = shown[-1]
    else:
        assert {name: shown[name] for name in part} == part
    kept = stand.world.person_file(stand.timur, shown["file_id"])
    assert kept.kind == kind
    assert await stand.does("getFile", file_id=shown["file_id"])


async def test_a_known_file_is_shown_itself(stand: Stand) -> None:
    sent = await stand.does("sendPhoto", chat_id=stand.timur, files={"photo": Upload("a.png", png(40, 30))})
    known = sent["photo"][0]["file_id"]
    message = await chosen(stand, {"type": "photo", "photo_file_id": known, "caption": "c"})
    assert (message["photo"][0]["file_id"], message["caption"]) == (known, "c")


@pytest.mark.parametrize(("width", "height"), [(0, 0), (30, 20), (10_000, 1), (1, 10_000), (10_000, 10_000)])
def test_a_plain_picture_is_one_that_telegram_takes(width: int, height: int) -> None:
    size = picture_size(plain_picture(width, height))
    assert size is not None
    assert min(size) >= 1
    assert max(size) <= min(1_280, 20 * min(size))


async def test_what_cannot_be_chosen(stand: Stand) -> None:
    query = await offered(stand, ARTICLE)
    alina = stand.world.add_person("Алина")["id"]
    asked = stand.world.person_asks(stand.timur, "x")
    for person, number, result in [
        (alina, query, "a"),
        (stand.timur, query, "b"),
        (stand.timur, "5", "a"),
        (stand.timur, asked.id, "a"),
    ]:
        with pytest.raises(Impossible):
            stand.world.person_chooses(person, number, result)
    game = await offered(stand, {"type": "game", "id": "a", "game_short_name": "chess"})
    with pytest.raises(Impossible):
        stand.world.person_chooses(stand.timur, game, "a")
    with pytest.raises(Impossible):
        stand.world.person_chooses(stand.timur, query, "a", chat=-5)
    stand.world.person_blocks(stand.timur)
    with pytest.raises(Impossible):
        stand.world.person_chooses(stand.timur, query, "a")
    assert len(stand.world.person_sees(stand.timur)) == 1


async def test_a_button_of_such_a_message_names_it_by_its_own_id(stand: Stand) -> None:
    message, name = await through(stand, {**ARTICLE, "reply_markup": keyboard("more")})
    assert message["reply_markup"] == keyboard("more")
    press = stand.world.person_taps(stand.timur, message["message_id"], "more")
    [update] = await stand.world.take_updates(TOKEN)
    query = update["callback_query"]
    assert (query["inline_message_id"], query["data"]) == (name, "more")
    assert query["chat_instance"]
    assert "message" not in query
    await stand.does("answerCallbackQuery", callback_query_id=query["id"], text="Yes")
    assert press.answer == {"text": "Yes", "show_alert": False, "url": None}


async def test_such_a_message_is_edited_by_its_own_id(stand: Stand) -> None:
    message, name = await through(stand, {**ARTICLE, "reply_markup": keyboard("more")})
    assert await stand.does("editMessageText", inline_message_id=name, text="Later", reply_markup=keyboard("b")) is True
    seen = stand.world.person_sees(stand.timur)[-1]
    assert (seen["message_id"], seen["text"], seen["reply_markup"]) == (message["message_id"], "Later", keyboard("b"))
    assert (seen["edit_date"], seen["via_bot"]["id"]) == (int(START), BOT)
    same = await stand.refused("editMessageText", inline_message_id=name, text="Later", reply_markup=keyboard("b"))
    assert same.startswith("Bad Request: message is not modified: ")
    assert await stand.does("editMessageReplyMarkup", inline_message_id=name) is True
    assert "reply_markup" not in stand.world.person_sees(stand.timur)[-1]
    edited = await stand.does("editMessageText", chat_id=stand.timur, message_id=message["message_id"], text="!")
    assert edited["text"] == "!"


async def test_captions_and_media_of_such_a_message_are_edited_too(stand: Stand) -> None:
    photo = {"type": "photo", "photo_url": "https://x.kz/a.jpg", "reply_markup": keyboard("a")}
    message, name = await through(stand, photo)
    assert await stand.does("editMessageCaption", inline_message_id=name, caption="c") is True
    assert stand.world.person_sees(stand.timur)[-1]["caption"] == "c"
    sent = await stand.does("sendDocument", chat_id=stand.timur, files={"document": Upload("a.txt", b"a")})
    known = {"type": "document", "media": sent["document"]["file_id"]}
    assert await stand.does("editMessageMedia", inline_message_id=name, media=known) is True
    assert stand.world.person_sees(stand.timur)[-1]["document"] == sent["document"]
    assert stand.world.person_sees(stand.timur)[-1]["message_id"] == message["message_id"]
    new = {"type": "document", "media": "attach://a"}
    files = {"a": Upload("b.txt", b"b")}
    refused = await stand.refused("editMessageMedia", inline_message_id=name, media=new, files=files)
    assert refused == "Bad Request: invalid message content specified"


@pytest.mark.parametrize(
    "method", ["editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"]
)
async def test_names_that_are_none(stand: Stand, method: str) -> None:
    _, name = await through(stand, {**ARTICLE, "reply_markup": keyboard("more")})
    other = ("A" if name[-8] != "A" else "B") + name[-7:]
    media = {"type": "photo", "media": "attach://a"}
    sent = await stand.does("sendPhoto", chat_id=stand.timur, files={"photo": Upload("a.png", png(40, 30))})
    media["media"] = sent["photo"][0]["file_id"]
    given: dict[str, Any] = {"text": "x", "caption": "x", "media": media}
    for wrong, words in [
        ("", "message identifier is not specified"),
        ("x", "invalid inline message identifier specified"),
        ("я", "invalid inline message identifier specified"),
        (name[:-8] + other, "MESSAGE_ID_INVALID"),
    ]:
        assert await stand.refused(method, inline_message_id=wrong, **given) == f"Bad Request: {words}"
    await stand.does("deleteMessage", chat_id=stand.timur, message_id=2)
    assert await stand.refused(method, inline_message_id=name, **given) == "Bad Request: MESSAGE_ID_INVALID"


async def test_in_a_group_anybody_presses_and_a_bot_outside_of_it_edits(stand: Stand) -> None:
    alina = stand.world.add_person("Алина")["id"]
    people = [stand.world.person(stand.timur), stand.world.person(alina)]
    group = stand.world.groups.make("8Б", people, None)["id"]
    await stand.does("getUpdates", allowed_updates=ALL, timeout=0)
    query = await offered(stand, {**ARTICLE, "reply_markup": keyboard("more")}, chat=group)
    message = stand.world.person_chooses(stand.timur, query, "a", chat=group)
    asked, result = await stand.world.take_updates(TOKEN)
    assert asked["inline_query"]["chat_type"] == "group"
    assert stand.world.person_sees(alina)[-1]["text"] == "Museum"
    stand.world.person_taps(alina, message["message_id"], "more", chat=group)
    [update] = await stand.world.take_updates(TOKEN)
    name = result["chosen_inline_result"]["inline_message_id"]
    assert update["callback_query"]["inline_message_id"] == name
    assert await stand.does("editMessageText", inline_message_id=name, text="Later") is True
    assert stand.world.person_sees(alina)[-1]["text"] == "Later"
    stand.world.groups.upgrade(stand.world.groups.group(group))
    assert await stand.does("editMessageText", inline_message_id=name, text="Last") is True


async def test_in_a_group_the_bot_hears_what_goes_through_it(stand: Stand) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())["id"]
    await stand.world.take_updates(TOKEN)
    message = await chosen(stand, ARTICLE, chat=group)
    updates = await stand.world.take_updates(TOKEN)
    assert [update["message"] for update in updates if "message" in update] == [message]


async def test_a_choice_over_http(stand: Stand, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.web.people.PATIENCE", 0.001)
    path = f"/sim/people/{stand.timur}/inline"
    async with http.post(path, json={"query": "x"}) as response:
        asked = await response.json()
    assert asked["answered"] is False
    await stand.does("answerInlineQuery", inline_query_id=asked["query_id"], results=[{**ARTICLE, "id": 7}])
    async with http.post(f"{path}/choices", json={"query_id": asked["query_id"], "result_id": "7"}) as response:
        message = await response.json()
    assert (message["text"], message["via_bot"]["id"]) == ("Museum", BOT)
    for body, status in [
        ({"query_id": asked["query_id"]}, 400),
        ({"query_id": asked["query_id"], "result_id": "8"}, 404),
        ({"query_id": "1", "result_id": "7"}, 404),
        ({"query_id": asked["query_id"], "result_id": "7", "chat": -5}, 404),
    ]:
        async with http.post(f"{path}/choices", json=body) as response:
            assert response.status == status
            assert len((await response.json())["error"]) > 5
