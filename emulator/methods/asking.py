"""Answers to what people press and ask: callback queries, inline queries, and files to be fetched."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.files import LARGEST_DOWNLOAD
from emulator.methods.call import Call
from emulator.reading.links import deep_link
from emulator.text.spans import width

LONGEST_TOAST: Final = 200
MOST_RESULTS: Final = 50
LONGEST_RESULT_ID: Final = 64


def answer_callback_query(call: Call) -> bool:
    """What the person who pressed a button sees on top of the chat. Raises "query is too old…"."""
    query = call.state.queries.answerable(call.params.text("callback_query_id"), call.bot.id, "callback")
    text = call.params.text("text")
    if width(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.params.text("url")
    if url:
        _require_own_link(url)
    if query.answer is None:
        alert = call.params.flag("show_alert")
        query.settle({"text": text or None, "show_alert": alert, "url": url or None})
    return True


def answer_inline_query(call: Call) -> bool:
    """The list below what a person is typing. Raises "query is too old…" and what a result is refused for."""
    results = call.params.json("results", "results")
    if not isinstance(results, list):
        raise bad_request("results is not specified" if results is None else "expected an Array of InlineQueryResult")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        seen.add(_result_id(result, seen))
    query = call.state.queries.answerable(call.params.text("inline_query_id"), call.bot.id, "inline")
    button = call.params.json("button", "inline query results button")
    query.settle({"results": results, "button": button, "next_offset": call.params.text("next_offset")})
    return True


def get_file(call: Call) -> Json:
    """Where to download a file of up to 20 MB. Raises "invalid file_id" and "file is too big"."""
    file = call.state.files.by_id(call.params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return file.file()


def _require_own_link(url: str) -> None:
    try:
        deep_link(url)
    except ValueError as error:
        raise bad_request("URL_INVALID") from error


def _result_id(result: Any, seen: set[str]) -> str:
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: InlineQueryResult must be an Object")
    for name in ("type", "id"):
        if not isinstance(result.get(name), str):
            raise bad_request(f"can't parse inline query result: Can't find field \"{name}\"")
    number: str = result["id"]
    if not 1 <= len(number.encode()) <= LONGEST_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")
    if number in seen:
        raise bad_request("RESULT_ID_DUPLICATE")
    return number
