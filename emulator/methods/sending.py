"""Sending: texts, photos, documents, places, and the sign that something is being prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.files import StoredFile, Upload
from emulator.methods.call import Call
from emulator.methods.posting import link_preview, post
from emulator.text.formatted import caption, message_text

ATTACHED: Final = "attach://"
ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "cancel",
    },
)
NORTHERNMOST: Final = 90
EASTERNMOST: Final = 180


def send_message(call: Call) -> Json:
    """A text of 1–4096 characters after entities parsing."""
    if not call.params.text("text"):
        call.chat()
        raise bad_request("message text is empty")
    body = call.formatted("text", "entities")
    chat = call.writable_chat()
    message_text(body)
    content: Json = {"text": body.text}
    if body.entities:
        content["entities"] = body.entities
    return post(call, chat, content | link_preview(call))


def send_photo(call: Call) -> Json:
    """A picture with a caption of 0–1024 characters after entities parsing."""
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    """Any file with a caption of 0–1024 characters after entities parsing."""
    return _send_file(call, "document")


def send_location(call: Call) -> Json:
    """A point on the map."""
    chat = call.writable_chat()
    return post(call, chat, {"location": _location(call)})


def send_venue(call: Call) -> Json:
    """A point on the map with a name and an address."""
    chat = call.writable_chat()
    location = _location(call)
    venue: Json = {"location": location}
    for name in ("title", "address"):
        venue[name] = call.params.text(name)
        if not venue[name].strip():
            raise bad_request(f"venue {name} must be non-empty")
    for name in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        if call.params.has(name):
            venue[name] = call.params.text(name)
    return post(call, chat, {"venue": venue, "location": location})


def send_contact(call: Call) -> Json:
    """A phone number with a name."""
    chat = call.writable_chat()
    contact: Json = {}
    for name in ("phone_number", "first_name"):
        contact[name] = call.params.text(name)
        if not contact[name].strip():
            what = "phone number" if name == "phone_number" else "first name"
            raise bad_request(f"{what} is empty")
    for name in ("last_name", "vcard"):
        if call.params.has(name):
            contact[name] = call.params.text(name)
    return post(call, chat, {"contact": contact})


def send_chat_action(call: Call) -> bool:
    """The sign that something is being prepared; it stands for 5 seconds or until the next message."""
    chat = call.writable_chat()
    action = call.params.text("action").strip().lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    if action == "cancel":
        chat.actions.pop(call.bot.id, None)
    else:
        chat.actions[call.bot.id] = {"action": action, "at": call.state.clock.now()}
    return True


def media_content(kind: str, file: StoredFile) -> Json:
    """The part of a Message that holds a file."""
    return {"photo": file.photo()} if kind == "photo" else {"document": file.document()}


def given_file(call: Call, kind: str, value: Any, *, field: str | None = None) -> StoredFile:
    """The file that a parameter means: an upload, `attach://` to one, or the id of a known file.

    Raises "there is no photo in the request", "wrong file identifier/HTTP URL specified", and what the file is
    refused for.
    """
    text = value.strip() if isinstance(value, str) else ""
    name = text.removeprefix(ATTACHED) if text.startswith(ATTACHED) else field
    upload: Upload | None = None
    if not text or text.startswith(ATTACHED):
        upload = call.files.get(name or "")
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
    keep: Callable[[Upload], StoredFile]
    keep = call.state.files.keep_photo if kind == "photo" else call.state.files.keep_document
    if upload is not None:
        return keep(upload)
    if text.lower().startswith(("http://", "https://")):
        # Telegram would fetch it; nothing here reaches out to the network.
        raise bad_request("failed to get HTTP URL content")
    file = call.state.files.by_id(text)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _send_file(call: Call, kind: str) -> Json:
    body = call.formatted("caption", "caption_entities")
    chat = call.writable_chat()
    file = given_file(call, kind, call.params.raw(kind), field=kind)
    caption(body)
    content = media_content(kind, file)
    if body.text:
        content["caption"] = body.text
        if body.entities:
            content["caption_entities"] = body.entities
    if kind == "photo" and call.params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return post(call, chat, content, (file,))


def _location(call: Call) -> Json:
    place: Json = {}
    for name, farthest in (("latitude", NORTHERNMOST), ("longitude", EASTERNMOST)):
        if not call.params.has(name):
            raise bad_request(f"{name} is empty")
        number = call.params.number(name)
        if number is None or abs(number) > farthest:
            raise bad_request("wrong location specified" if number is not None else f"invalid {name} specified")
        place[name] = number
    accuracy = call.params.number("horizontal_accuracy")
    if accuracy:
        place["horizontal_accuracy"] = accuracy
    return place
