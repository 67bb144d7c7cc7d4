"""Answers to inline queries: the results of every kind, checked field by field."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, Refusal, bad_request
from emulator.methods.call import Call
from emulator.reading.keyboards import read_markup
from emulator.reading.parameters import integer_in
from emulator.text.formatted import caption, formatted, message_text

MOST_RESULTS: Final = 50
LONGEST_ID: Final = 64
LONGEST_OFFSET: Final = 64
# What a result of each kind cannot do without, as the server reads it.
REQUIRED: Final = {
    "article": ("title",),
    "audio": (),
    "contact": ("phone_number", "first_name"),
    "document": ("title",),
    "game": ("game_short_name",),
    "gif": (),
    "location": ("latitude", "longitude", "title"),
    "mpeg4_gif": (),
    "photo": (),
    "sticker": (),
    "venue": ("latitude", "longitude", "title", "address"),
    "video": ("title",),
    "voice": ("title",),
}
# Those that show a file: the beginning of its two fields, of which one must be there.
FILES: Final = {
    "audio": "audio",
    "document": "document",
    "gif": "gif",
    "mpeg4_gif": "mpeg4",
    "photo": "photo",
    "sticker": "sticker",
    "video": "video",
    "voice": "voice",
}
FARTHEST: Final = {"latitude": 90.0, "longitude": 180.0}
NUMBERS: Final = frozenset(FARTHEST)
# What an InputMessageContent of each kind cannot do without, beside a text.
INSIDE: Final = {
    "location": ("latitude", "longitude"),
    "venue": ("latitude", "longitude", "title", "address"),
    "contact": ("phone_number", "first_name"),
    "invoice": ("title", "description", "payload", "currency"),
}
# How refusals begin that a result is still being read with; the others come later and from further away.
READING: Final = (
    "can't parse",
    "can't find",
    "field ",
    "object expected",
    "unsupported parse_mode",
    "text is too long",
)


def answer_inline_query(call: Call) -> bool:
    """The list below what a person is typing. Raises "query is too old…" and what a result is refused for."""
    button = _button(call.params.json("button", "inline query results button")) or _button_of_old(call)
    given: Any = call.params.json("results", "JSON encoded inline query results")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of inline query results")
    results = given or []
    if len(results) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    for result in results:
        _check(call, result)
    numbers = [str(result["id"]) for result in results]
    if any(not 1 <= len(number.encode()) <= LONGEST_ID for number in numbers):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(numbers)) < len(numbers):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = call.params.text("next_offset")
    if len(offset.encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = call.state.queries.answerable(call.params.text("inline_query_id"), call.bot.id, "inline")
    query.settle({"results": results, "button": button, "next_offset": offset})
    return True


def _check(call: Call, result: Any) -> None:
    if not isinstance(result, dict):
        raise _unparsable("Inline query result must be an object")
    kind = _string(result, "type", required=True).lower()
    _string(result, "id", required=True)
    content = result.get("input_message_content")
    if content is not None and not isinstance(content, dict):
        raise _unparsable('Field "input_message_content" must be of type Object')
    try:
        if content is not None:
            _check_content(call, content, required=kind == "article")
        elif kind == "article" or result.get("message_text"):
            _check_text(call, result, _string(result, "message_text", required=True))
        _check_caption(call, result)
        _check_markup(result.get("reply_markup"))
    except Refusal as refusal:
        raise _inside(refusal) from refusal
    if kind not in REQUIRED:
        raise _unparsable(f'type "{kind}" is unsupported for the inline query result')
    for name in REQUIRED[kind]:
        _number(result, name) if name in NUMBERS else _string(result, name, required=True)
    if kind in FILES:
        _check_file(call, result, FILES[kind])


def content_kind(content: Json) -> str:
    """What an InputMessageContent is, which its fields tell: `text`, `location`, `venue`, `contact`, `invoice` or "".

    One that is nothing counts as not given.
    """
    if content.get("message_text"):
        return "text"
    if {"latitude", "longitude"} <= content.keys():
        return "venue" if {"title", "address"} <= content.keys() else "location"
    if "phone_number" in content:
        return "contact"
    return "invoice" if "payload" in content else ""


def _check_content(call: Call, content: Json, *, required: bool) -> None:
    kind = content_kind(content)
    if kind == "text":
        _check_text(call, content, _string(content, "message_text", required=True))
        return
    if not kind and required:
        raise _unparsable("Input message content is not specified")
    for name in INSIDE.get(kind, ()):
        _number(content, name) if name in NUMBERS else _string(content, name, required=True)
    if kind == "invoice":
        _check_prices(content.get("prices"))


def _check_prices(prices: Any) -> None:
    if not isinstance(prices, list):
        missing = prices is None
        raise _unparsable('Can\'t find field "prices"' if missing else 'Field "prices" must be of type Array')
    if not prices:
        raise _unparsable("There must be at least one price")
    for price in prices:
        where = "Can't parse labeled price"
        if not isinstance(price, dict):
            raise _unparsable(f"{where}: LabeledPrice must be an Object")
        if not isinstance(price.get("label"), str) or not price["label"]:
            raise _unparsable(f"{where}: LabeledPrice label must be non-empty")
        if integer_in(price.get("amount")) is None:
            raise _unparsable(f'{where}: Field "amount" must be a Number')


def _check_text(call: Call, given: Json, text: str) -> None:
    if not text:
        raise _unparsable("Message text is empty")
    message_text(formatted(text, _string(given, "parse_mode"), given.get("entities"), call.state.user))


def _check_caption(call: Call, result: Json) -> None:
    text = _string(result, "caption")
    if text:
        caption(formatted(text, _string(result, "parse_mode"), result.get("caption_entities"), call.state.user))


def _check_markup(markup: Any) -> None:
    if markup is None:
        return
    if not isinstance(markup, dict):
        raise _unparsable('Field "reply_markup" must be of type Object')
    read = read_markup(markup, private=True)
    if read is not None and read.kind != "inline":
        raise bad_request("inline keyboard expected")


def _check_file(call: Call, result: Json, name: str) -> None:
    if name != "sticker" and _string(result, f"{name}_url"):
        if name in ("document", "video"):
            _string(result, "mime_type", required=True)
        if name == "audio":
            _string(result, "title", required=True)
        return
    number = _string(result, f"{name}_file_id", required=True)
    if call.state.files.by_id(number) is None:
        raise bad_request("wrong file identifier/HTTP URL specified")


def _button(given: Any) -> Json | None:
    if given is None:
        return None
    where = "can't parse inline query results button"
    if not isinstance(given, dict):
        raise bad_request(f"{where}: InlineQueryResultsButton must be an Object")
    if not isinstance(given.get("text"), str):
        raise bad_request(f'{where}: Can\'t find field "text"')
    if not isinstance(given.get("start_parameter"), str) and not isinstance(given.get("web_app"), dict):
        raise bad_request(f"{where}: InlineQueryResultsButton must have exactly one optional field")
    return given


def _string(given: Json, name: str, *, required: bool = False) -> str:
    value = given.get(name)
    if value is None:
        if required:
            raise _unparsable(f'Can\'t find field "{name}"')
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _unparsable(f'Field "{name}" must be of type String')
    return value


def _number(given: Json, name: str) -> None:
    value = given.get(name)
    if value is None:
        raise _unparsable(f'Can\'t find field "{name}"')
    try:
        number = float(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None:
        raise _unparsable(f'Field "{name}" must be of type Number')
    if not abs(number) <= FARTHEST[name]:
        raise bad_request("wrong location specified")


def _inside(refusal: Refusal) -> Refusal:
    """The refusal of something inside a result, which Telegram tells as one of the result where it is reading it."""
    words = refusal.description.removeprefix("Bad Request: ")
    if words.startswith("can't parse inline query result:") or not words.startswith(READING):
        return refusal
    return _unparsable(words[0].upper() + words[1:])


def _button_of_old(call: Call) -> Json | None:
    """The button as bots of old said it."""
    text = call.params.text("switch_pm_text")
    return {"text": text, "start_parameter": call.params.text("switch_pm_parameter")} if text else None


def _unparsable(words: str) -> Refusal:
    return Refusal(400, f"Bad Request: can't parse inline query result: {words}")
