"""Sending files of every kind, alone or as an album."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.methods.attachments import (
    CAPTIONED,
    caption_content,
    flags,
    given_file,
    input_media,
    media_content,
    require_given,
)
from emulator.methods.call import Call
from emulator.methods.posting import post, reply, send

MOST_IN_ALBUM: Final = 10
# Documents and songs go with their like alone; photos and videos go together.
UNMIXED: Final = ("document", "audio")


def send_photo(call: Call) -> Json:
    """A picture with a caption of 0–1024 characters after entities parsing."""
    return _send_file(call, "photo")


def send_document(call: Call) -> Json:
    """Any file with a caption of 0–1024 characters after entities parsing."""
    return _send_file(call, "document")


def send_audio(call: Call) -> Json:
    """A piece of music, with a performer and a title."""
    return _send_file(call, "audio")


def send_video(call: Call) -> Json:
    """A film."""
    return _send_file(call, "video")


def send_animation(call: Call) -> Json:
    """A film without sound."""
    return _send_file(call, "animation")


def send_voice(call: Call) -> Json:
    """A spoken message."""
    return _send_file(call, "voice")


def send_video_note(call: Call) -> Json:
    """A round film; it has no caption."""
    return _send_file(call, "video_note")


def send_sticker(call: Call) -> Json:
    """A .webp, .tgs or .webm; any other file is sent as a document, and none has a caption."""
    return _send_file(call, "sticker")


def send_media_group(call: Call) -> list[Json]:
    """An album of up to 10 files, a message each, tied by one `media_group_id`. All of them are sent, or none."""
    if not call.params.has("media"):
        raise bad_request('parameter "media" is required')
    given: Any = call.params.json("media", "media")
    if not isinstance(given, list):
        raise bad_request("expected an Array of InputMedia")
    # Before anything is kept: an album that will be refused keeps no files.
    if len(given) > MOST_IN_ALBUM:
        raise bad_request("too many messages to send as an album")
    if not given:
        raise bad_request("there are no messages to send")
    chat = call.writable_chat()
    items = [input_media(call, media, album=True) for media in given]
    kinds = {file.kind for _, file in items}
    for kind in UNMIXED:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind} can't be mixed with other media types")
    if len({content.get("show_caption_above_media", False) for content, _ in items}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")
    group = {} if len(items) == 1 else {"media_group_id": call.state.next_group_id()}
    said = reply(call, chat) | group
    return send(call, chat, [(said | content, (file,)) for content, file in items])


def _send_file(call: Call, kind: str) -> Json:
    missing = bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    require_given(call, kind, missing)
    body = call.formatted("caption", "caption_entities") if kind in CAPTIONED else None
    chat = call.writable_chat()
    file = given_file(call, kind, call.params.raw(kind), missing=missing, field=kind)
    content = media_content(file)
    if body is not None:
        content |= caption_content(body)
    shown = {name: call.params.flag(name) for name in ("show_caption_above_media", "has_spoiler")}
    return post(call, chat, content | flags(shown, kind), (file,))
