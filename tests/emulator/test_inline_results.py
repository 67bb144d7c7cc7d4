"""Results of inline queries: each kind has what it needs, with keyboards under messages only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.stand import Stand, keyboard

PLACE = {"latitude": 59.9, "longitude": "30.3", "title": "Музей"}
TEXT = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
GOOD: list[dict[str, Any]] = [
    {"type": "article", "title": "a", "input_message_content": TEXT},
    {"type": "article", "title": "a", "message_text": "old"},
    {"type": "Article", "title": "a", "input_message_content": PLACE | {"address": "Пр. 1"}},
    {"type": "article", "title": "a", "input_message_content": {"phone_number": "1", "first_name": "a"}},
    {"type": "photo", "photo_url": "https://example.com/a.jpg", "caption": "x", "reply_markup": keyboard("a")},
    {"type": "audio", "audio_url": "https://example.com/a.mp3", "title": "a"},
    {"type": "document", "document_url": "https://example.com/a.pdf", "title": "a", "mime_type": "application/pdf"},
    {"type": "video", "video_url": "https://example.com/a.mp4", "title": "a", "mime_type": "video/mp4"},
    {"type": "voice", "voice_url": "https://example.com/a.ogg", "title": "a"},
    {"type": "gif", "gif_url": "https://example.com/a.gif"},
    {"type": "mpeg4_gif", "mpeg4_url": "https://example.com/a.mp4"},
    {"type": "location", **PLACE},
    {"type": "venue", **PLACE, "address": "Пр. 1"},
    {"type": "contact", "phone_number": "1", "first_name": "a"},
    {"type": "contact", "phone_number": "1", "first_name": "a", "input_message_content": {"unheard_of": 1}},
    {"type": "photo", "photo_url": "https://example.com/a.jpg", "message_text": "old"},
]


@pytest.mark.parametrize("result", GOOD)
async def test_what_is_taken(stand: Stand, result: dict[str, Any]) -> None:
    asked = stand.world.person_asks(stand.timur, "museum")
    await stand.does("answerInlineQuery", inline_query_id=asked.id, results=[{**result, "id": "1"}])
    assert asked.answer is not None
    assert asked.answer["results"][0]["id"] == "1"


def article(content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "article", "id": "1", "title": "a", "input_message_content": content}


INVOICE = {"title": "t", "description": "d", "payload": "p", "currency": "XTR", "prices": [{"label": "a", "amount": 1}]}
PARSE = "can't parse inline query result: "


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("x", PARSE + "Inline query result must be an object"),
        ({"id": "1"}, PARSE + 'Can\'t find field "type"'),
        ({"type": "article"}, PARSE + 'Can\'t find field "id"'),
        ({"type": [], "id": "1"}, PARSE + 'Field "type" must be of type String'),
        ({"type": "smell", "id": "1"}, PARSE + 'type "smell" is unsupported for the inline query result'),
        ({"type": "article", "id": "1", "title": "a"}, PARSE + 'Can\'t find field "message_text"'),
        ({"type": "article", "id": "1", "message_text": "a"}, PARSE + 'Can\'t find field "title"'),
        (
            {"type": "article", "id": "1", "title": "a", "input_message_content": "x"},
            PARSE + 'Field "input_message_content" must be of type Object',
        ),
        (
            {"type": "article", "id": "1", "title": "a", "input_message_content": {}},
            PARSE + "Input message content is not specified",
        ),
        (
            {"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": ""}},
            PARSE + "Input message content is not specified",
        ),
        (
            {"type": "article", "id": "1", "title": "a", "message_text": "<b>", "parse_mode": "HTML"},
            PARSE + "Can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"type": "article", "id": "1", "title": "a", "message_text": "x" * 4097}, "message is too long"),
        ({"type": "photo", "id": "1"}, PARSE + 'Can\'t find field "photo_file_id"'),
        ({"type": "photo", "id": "1", "photo_file_id": "AgACnone"}, "wrong file identifier/HTTP URL specified"),
        ({"type": "photo", "id": "1", "photo_url": "x", "caption": "x" * 1025}, "message caption is too long"),
        ({"type": "sticker", "id": "1"}, PARSE + 'Can\'t find field "sticker_file_id"'),
        ({"type": "audio", "id": "1", "audio_url": "x"}, PARSE + 'Can\'t find field "title"'),
        ({"type": "video", "id": "1", "title": "a", "video_url": "x"}, PARSE + 'Can\'t find field "mime_type"'),
        ({"type": "location", "id": "1", "longitude": 1}, PARSE + 'Can\'t find field "latitude"'),
        ({"type": "location", "id": "1", "latitude": "x"}, PARSE + 'Field "latitude" must be of type Number'),
        ({"type": "location", "id": "1", "latitude": 91, "longitude": 1}, "wrong location specified"),
        (article({"latitude": 1, "longitude": 181}), "wrong location specified"),
        (article({"latitude": 1}), PARSE + "Input message content is not specified"),
        (article({"phone_number": "1"}), PARSE + 'Can\'t find field "first_name"'),
        (article(INVOICE | {"currency": None}), PARSE + 'Can\'t find field "currency"'),
        (article(INVOICE | {"prices": None}), PARSE + 'Can\'t find field "prices"'),
        (article(INVOICE | {"prices": {}}), PARSE + 'Field "prices" must be of type Array'),
        (article(INVOICE | {"prices": []}), PARSE + "There must be at least one price"),
        (
            article(INVOICE | {"prices": [5]}),
            PARSE + "Can't parse labeled price: LabeledPrice must be an Object",
        ),
        (
            article(INVOICE | {"prices": [{"label": ""}]}),
            PARSE + "Can't parse labeled price: LabeledPrice label must be non-empty",
        ),
        (
            article(INVOICE | {"prices": [{"label": "a", "amount": "x"}]}),
            PARSE + 'Can\'t parse labeled price: Field "amount" must be a Number',
        ),
        (
            {"type": "photo", "id": "1", "photo_url": "x", "reply_markup": {"inline_keyboard": [[{}]]}},
            PARSE + "Can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"type": "photo", "id": "1", "photo_url": "x", "caption": "a", "caption_entities": [5]},
            PARSE + "Can't parse MessageEntity: expected an Object",
        ),
        (
            {"type": "photo", "id": "1", "photo_url": "x", "reply_markup": {"keyboard": [["a"]]}},
            "inline keyboard expected",
        ),
        (
            {"type": "photo", "id": "1", "photo_url": "x", "reply_markup": "x"},
            PARSE + 'Field "reply_markup" must be of type Object',
        ),
        (
            {"type": "photo", "id": "1", "photo_url": "x", "reply_markup": keyboard("x" * 65)},
            "BUTTON_DATA_INVALID",
        ),
        ({"type": "photo", "id": "", "photo_url": "x"}, "RESULT_ID_INVALID"),
        ({"type": "photo", "id": "я" * 33, "photo_url": "x"}, "RESULT_ID_INVALID"),
    ],
)
async def test_what_is_refused(stand: Stand, result: Any, words: str) -> None:
    asked = stand.world.person_asks(stand.timur, "museum")
    refused = await stand.refused("answerInlineQuery", inline_query_id=asked.id, results=[result])
    assert refused.startswith(f"Bad Request: {words}")
    assert asked.answer is None


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"results": "{"}, "can't parse JSON encoded inline query results JSON object"),
        ({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": []}, "can't parse inline query results button: InlineQueryResultsButton must be an Object"),
        ({"button": {}}, "can't parse inline query results button: Can't find field \"text\""),
        (
            {"button": {"text": "a"}},
            "can't parse inline query results button: InlineQueryResultsButton must have exactly one optional field",
        ),
    ],
)
async def test_what_stands_around_the_results(stand: Stand, params: dict[str, Any], words: str) -> None:
    asked = stand.world.person_asks(stand.timur, "museum")
    refused = await stand.refused("answerInlineQuery", inline_query_id=asked.id, **params)
    assert refused == f"Bad Request: {words}"
    button = {"text": "Open", "start_parameter": "x"}
    await stand.does("answerInlineQuery", inline_query_id=asked.id, button=button, next_offset="20")
    assert asked.answer == {"results": [], "button": button, "next_offset": "20"}


async def test_a_button_may_be_said_as_bots_of_old_did(stand: Stand) -> None:
    asked = stand.world.person_asks(stand.timur, "museum")
    await stand.does("answerInlineQuery", inline_query_id=asked.id, switch_pm_text="Open", switch_pm_parameter="x")
    assert asked.answer is not None
    assert asked.answer["button"] == {"text": "Open", "start_parameter": "x"}


async def test_the_lists_of_old_queries_are_forgotten(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.queries.MOST_LISTS", 2)
    first, *_ = [stand.world.person_asks(stand.timur, str(n)) for n in range(3)]
    words = await stand.refused("answerInlineQuery", inline_query_id=first.id)
    assert words.startswith("Bad Request: query is too old")
