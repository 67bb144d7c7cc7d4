"""A request's texts without their formatting, for when Telegram cannot read it. Leaves sending to bot.telegram."""

import re
from html import unescape
from typing import Any, Final

_FORMATTING: Final = frozenset({"parse_mode", "entities", "caption_entities"})
_TAG: Final = re.compile(r"</?(?:[a-z][a-z0-9-]*)(?:\s[^<>]*)?>", re.IGNORECASE)
"""What looks like a tag. A "<" that stands alone is what somebody wrote, and stays."""


def plain(fields: dict[str, Any]) -> dict[str, Any] | None:
    """The same request as plain text, also in the captions of an album; None where nothing in it is formatted."""
    bare = _bare(fields)
    return None if bare == fields else bare


def _bare(fields: dict[str, Any]) -> dict[str, Any]:
    html = str(fields.get("parse_mode", "")).upper() == "HTML"
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _FORMATTING:
            continue
        if name in {"text", "caption"} and html:
            kept[name] = unescape(_TAG.sub("", value))
        else:
            kept[name] = _within(value) if name == "media" else value
    return kept


def _within(media: Any) -> Any:
    if isinstance(media, list):
        return [_within(part) for part in media]
    return _bare(media) if isinstance(media, dict) else media
