"""Files in calls: which file a parameter means, what is told of it, and InputMedia; sending them is left to others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from emulator.answers import Json, Refusal, bad_request
from emulator.kept.files import StoredFile, Upload
from emulator.kept.pictures import picture_size
from emulator.methods.call import Call
from emulator.reading.parameters import integer_in
from emulator.text.formatted import FormattedText, caption, formatted

ATTACHED: Final = "attach://"
# The kinds of files in messages, as refusals name them.
SAID: Final = {
    "photo": "Photo",
    "document": "Document",
    "audio": "Audio",
    "video": "Video",
    "animation": "Animation",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}
CAPTIONED: Final = frozenset({"photo", "document", "audio", "video", "animation", "voice"})
# InputMedia has these; editMessageMedia takes them all, an album no animations.
MEDIA: Final = frozenset({"photo", "document", "audio", "video", "animation"})
LONGEST_DURATION: Final = 86_400
LONGEST_SIDE: Final = 10_000
STICKERS: Final = {".webp": (False, False), ".tgs": (True, False), ".webm": (False, True)}
STICKER_SIDE: Final = 512


def media_content(file: StoredFile) -> Json:
    """The part of a Message that holds a file; an animation is shown as a document, too, for old clients."""
    shown = file.shown()
    return {"animation": shown, "document": shown} if file.kind == "animation" else {file.kind: shown}


def caption_content(body: FormattedText) -> Json:
    """The part of a Message that holds a caption, nothing for an empty one. Raises a 400 for one too long."""
    caption(body)
    if not body.text:
        return {}
    return {"caption": body.text, "caption_entities": body.entities} if body.entities else {"caption": body.text}


def require_given(call: Call, kind: str, missing: Refusal) -> None:
    """Raise `missing` where a call brings no file, before anything else of it is looked at."""
    value = call.params.text(kind).strip()
    if (not value or value.startswith(ATTACHED)) and (value.removeprefix(ATTACHED) or kind) not in call.files:
        raise missing


def given_file(
    call: Call,
    kind: str,
    value: Any,
    *,
    missing: Refusal,
    field: str = "",
    told: Callable[[str], Any] | None = None,
) -> StoredFile:
    """The file that a value means: an upload (as the part `field`, or by `attach://`), or the id of a known file.

    `told` gives what the call says of it by name: durations and sizes. A known file stays of the kind it is, as long
    as it is no photo. Raises `missing`, "wrong file identifier…", and what the file itself is refused for.
    """
    text = value.strip() if isinstance(value, str) else ""
    upload: Upload | None = None
    if not text or text.startswith(ATTACHED):
        upload = call.files.get(text.removeprefix(ATTACHED) or field)
        if upload is None:
            raise missing
        if kind == "photo":
            return call.state.files.keep_photo(upload)
        return _kept(call, kind, upload, told or call.params.raw)
    if text.lower().startswith(("http://", "https://")):
        # Telegram would fetch it; nothing here reaches out to the network.
        raise bad_request("failed to get HTTP URL content")
    file = call.state.files.by_id(text)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind and "photo" in (file.kind, kind):
        raise bad_request(f"can't use file of type {SAID[file.kind]} as {SAID[kind]}")
    return file


def input_media(call: Call, media: Any, *, album: bool = False) -> tuple[Json, StoredFile]:
    """The content and the file of one InputMedia. Raises "can't parse InputMedia: …" and the file's refusals."""
    if not isinstance(media, dict):
        raise _unparsable("expected an Object")
    texts = {name: _text(media, name) for name in ("caption", "parse_mode", "media")}
    if not texts["media"]:
        raise _unparsable("media not found")
    kind = media.get("type")
    if not isinstance(kind, str):
        raise _unparsable('Can\'t find field "type"' if kind is None else 'Field "type" must be of type String')
    if album and kind == "animation":
        raise _unparsable('type "animation" can\'t be used in sendMediaGroup')
    if kind not in MEDIA:
        raise _unparsable(f'type "{kind}" is unsupported')
    body = formatted(texts["caption"], texts["parse_mode"], media.get("caption_entities"), call.state.user)
    file = given_file(call, kind, texts["media"], missing=_unparsable("media not found"), told=media.get)
    content = media_content(file) | caption_content(body)
    return content | flags(media, kind), file


def flags(given: Any, kind: str) -> Json:
    """How a picture or film is shown: `has_media_spoiler`, `show_caption_above_media`."""
    if kind not in ("photo", "video", "animation"):
        return {}
    found: Json = {}
    if given.get("show_caption_above_media") is True:
        found["show_caption_above_media"] = True
    if given.get("has_spoiler") is True:
        found["has_media_spoiler"] = True
    return found


def files_in(call: Call, message: Json) -> tuple[StoredFile, ...]:
    """The files a Message shows."""
    ids = [size["file_id"] for size in message.get("photo", [])]
    ids += [message[kind]["file_id"] for kind in SAID if kind != "photo" and kind in message]
    return tuple(file for file in (call.state.files.by_id(number) for number in ids) if file is not None)


def _kept(call: Call, kind: str, upload: Upload, told: Callable[[str], Any]) -> StoredFile:
    ending = upload.file_name[upload.file_name.rfind(".") :].lower()
    if kind == "sticker" and ending not in STICKERS:
        kind = "document"  # Telegram makes a document of what is no sticker, too
    if kind == "sticker":
        width, height = picture_size(upload.content) or (STICKER_SIDE, STICKER_SIDE)
        animated, video = STICKERS[ending]
        sticker = {"type": "regular", "width": width, "height": height, "is_animated": animated, "is_video": video}
        if told("emoji"):
            sticker["emoji"] = str(told("emoji"))
        return call.state.files.keep(kind, upload, sticker)
    return call.state.files.keep(kind, upload, told_of(kind, told))


def told_of(kind: str, told: Callable[[str], Any]) -> Json:
    """What a film, a song or a voice has beside its bytes, as whoever brings it tells: nothing here looks inside."""
    details: Json = {}
    if kind in ("video", "animation", "audio", "voice", "video_note"):
        details["duration"] = _bounded(told("duration"), LONGEST_DURATION)
    if kind in ("video", "animation"):
        details |= {name: _bounded(told(name), LONGEST_SIDE) for name in ("width", "height")}
    if kind == "video_note":
        details["length"] = _bounded(told("length"), LONGEST_SIDE) or 240
    if kind == "audio":
        details |= {name: str(told(name)) for name in ("performer", "title") if told(name)}
    return details


def _bounded(value: Any, most: int) -> int:
    return min(max(integer_in(value) or 0, 0), most)


def _text(media: Json, name: str) -> str:
    value = media.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _unparsable(f'Field "{name}" must be of type String')
    return value


def _unparsable(words: str) -> Refusal:
    return Refusal(400, f"Bad Request: can't parse InputMedia: {words}")
