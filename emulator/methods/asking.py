"""Answers to what people press, and files to be fetched; answers to inline queries are left to `inline`."""

from __future__ import annotations

from typing import Final

from emulator.answers import Json, bad_request
from emulator.kept.files import LARGEST_DOWNLOAD
from emulator.methods.call import Call
from emulator.reading.links import deep_link
from emulator.text.spans import width

LONGEST_TOAST: Final = 200


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


def get_file(call: Call) -> Json:
    """Where to download a file of up to 20 MB. Raises "invalid file_id" and "file is too big"."""
    if not call.params.has("file_id"):
        raise bad_request("file_id not specified")
    file = call.state.files.by_id(call.params.text("file_id").strip())
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
