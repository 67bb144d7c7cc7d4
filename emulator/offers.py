"""Inline mode, the person's part: typing a query, choosing one of its results. Raises Impossible where nobody could."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from emulator.answers import Json
from emulator.clients import Impossible, require_open, tell_bots
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile, Upload
from emulator.kept.inline_ids import inline_id
from emulator.kept.people import Bot, Person
from emulator.kept.pictures import plain_picture
from emulator.kept.queries import Query
from emulator.kept.state import State
from emulator.methods.attachments import caption_content, flags, media_content, told_of
from emulator.methods.inline import content_kind
from emulator.reading.keyboards import read_markup
from emulator.reading.links import read_preview
from emulator.text.formatted import formatted

# The kind of file that each kind of result shows, and how the names of its fields begin.
SHOWN: Final = {
    "photo": ("photo", "photo"),
    "gif": ("animation", "gif"),
    "mpeg4_gif": ("animation", "mpeg4"),
    "video": ("video", "video"),
    "audio": ("audio", "audio"),
    "voice": ("voice", "voice"),
    "document": ("document", "document"),
    "sticker": ("sticker", "sticker"),
}
PICTURE_SIDE: Final = 512


def ask(state: State, person: Person, chat: Chat | None, bot: Bot, text: str, offset: str = "") -> Query:
    """The person types `@bot text` in a chat, in their own with the bot unless told. Answers the open question."""
    query = state.queries.ask(bot.id, person.id, text)
    asked = {"id": query.id, "from": person.user(), "query": text, "offset": offset}
    kind = "sender" if chat is None or chat.private else chat.type
    bot.updates.push("inline_query", {**asked, "chat_type": kind})
    return query


def choose(state: State, person: Person, chat: Chat | None, query_id: str, result_id: str) -> Json:
    """The person sends a result of a query they typed, to a chat or to their own with the bot. Answers the Message.

    A bot that asked for `chosen_inline_result` gets it, and the Message, too, where it may hear what goes through it.
    """
    query = state.queries.typed_by(query_id, person.id)
    if query is None:
        raise Impossible("this person has typed no such inline query lately", 404)
    result = next((one for one in (query.answer or {}).get("results", ()) if str(one["id"]) == result_id), None)
    if result is None:
        raise Impossible("the bot has offered no result with that id", 404)
    bot = state.bots_by_id[query.bot_id]
    chat = state.private_chat(bot, person) if chat is None else chat
    require_open(chat)
    said, files = _said(state, result)
    markup = read_markup(result.get("reply_markup"), private=True)
    chosen: Json = {"result_id": result_id, "from": person.user(), "query": query.text}
    if markup is not None:
        said = said | {"reply_markup": markup.shown}
    chat.started = True
    message = state.post(chat, person.user(), {"via_bot": bot.user(), **said}, files=files)
    if markup is not None:
        chosen["inline_message_id"] = inline_id(bot.id, chat, message["message_id"])
    bot.updates.push("chosen_inline_result", chosen)
    tell_bots(state, chat, message)
    return message


def _said(state: State, result: Json) -> tuple[Json, tuple[StoredFile, ...]]:
    """What the message says, and its file. The bot's answer has been checked field by field when it came."""
    kind = str(result["type"]).lower()
    written = result.get("input_message_content")
    if written is None and result.get("message_text"):
        return _written(state, "text", result), ()
    if written is not None and content_kind(written):
        return _written(state, content_kind(written), written), ()
    if kind in ("location", "venue", "contact"):
        return _written(state, kind, result), ()
    if kind not in SHOWN:
        raise Impossible(f"the emulator has no {kind}s", 409)
    shown, field = SHOWN[kind]
    known = result.get(f"{field}_file_id")
    file = state.files.by_id(str(known)) if known else _stand_in(state, shown, field, result)
    if file is None:
        raise Impossible("the file of this result has been forgotten", 409)
    body = formatted(
        _string(result, "caption"), _string(result, "parse_mode"), result.get("caption_entities"), state.user
    )
    captioned = {} if kind == "sticker" else caption_content(body)
    return media_content(file) | captioned | flags(result, file.kind), (file,)


def _written(state: State, kind: str, given: Json) -> Json:
    """An InputMessageContent of a kind, or a result that is a place or a contact."""
    if kind == "text":
        return _text(state, given)
    if kind in ("location", "venue"):
        location = {name: float(given[name]) for name in ("latitude", "longitude")}
        if kind == "location":
            return {"location": location}
        names = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
        return {"venue": {"location": location, **_strings(given, *names)}, "location": location}
    if kind == "contact":
        return {"contact": _strings(given, "phone_number", "first_name", "last_name", "vcard")}
    total = sum(int(price["amount"]) for price in given["prices"])
    invoice = {**_strings(given, "title", "description", "currency"), "start_parameter": "", "total_amount": total}
    return {"invoice": invoice}


def _text(state: State, given: Json) -> Json:
    text, mode = _string(given, "message_text"), _string(given, "parse_mode")
    body = formatted(text, mode, given.get("entities"), state.user)
    preview = read_preview(given.get("link_preview_options"), disabled=given.get("disable_web_page_preview") is True)
    return {"text": body.text, **({"entities": body.entities} if body.entities else {}), **preview}


def _stand_in(state: State, kind: str, field: str, result: Json) -> StoredFile:
    """A file in the place of one at an address, which nothing here fetches: an empty picture, or the address itself."""

    def told(name: str) -> Any:
        return result.get(f"{field}_{name}", result.get(name))

    address = _string(result, f"{field}_url")
    if kind == "photo":
        details = told_of("video", told)  # a picture is told to be as wide and high as a film is
        size = (details["width"] or PICTURE_SIDE, details["height"] or PICTURE_SIDE)
        return state.files.keep_photo(Upload("photo.png", plain_picture(*size)))
    name = PurePosixPath(urlsplit(address).path).name or kind
    mime = _string(result, "mime_type") or None
    return state.files.keep(kind, Upload(name, address.encode(), mime), told_of(kind, told))


def _strings(given: Json, *names: str) -> Json:
    return {name: _string(given, name) for name in names if given.get(name)}


def _string(given: Json, name: str) -> str:
    return str(given.get(name) or "")
