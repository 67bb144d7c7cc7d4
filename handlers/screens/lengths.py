"""How long texts may be where Telegram sets a limit, and making them fit, the least important first."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from handlers.texts import Html, fill

LONGEST_TEXT: Final = 4096
"""Characters of a message after entities are parsed: core.telegram.org/bots/api#sendmessage."""
LONGEST_CAPTION: Final = 1024
"""Characters of a caption after entities are parsed: core.telegram.org/bots/api#sendphoto."""
ROOM_FOR_NOTES: Final = 160
"""Left free for what is put above or below a screen: a warning, "perhaps you have seen this already"."""
LONGEST_PART: Final = 120
"""Characters of one part of a place, or of a name on a button."""

_TAG: Final = re.compile(r"<[^>]+>")


def shown_length(html: str) -> int:
    """How long Telegram counts this HTML: without its tags, in UTF-16 units."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def short(text: str, longest: int = LONGEST_PART) -> str:
    """The text, or its beginning and a sign that there was more."""
    return text if len(text) <= longest else text[: max(longest - 1, 0)].rstrip() + "…"


def fitting(needed: Sequence[Html | None], wished: Sequence[Html | None], longest: int) -> str:
    """Paragraphs: all that are needed, and those that are wished as far as there is room, in this order."""
    parts = [part for part in needed if part]
    for part in wished:
        if part and shown_length("\n\n".join([*parts, part])) <= longest - ROOM_FOR_NOTES:
            parts.append(part)
    return "\n\n".join(parts)


def with_description(before: Html, description: str, after: Sequence[Html | None], longest: int = LONGEST_TEXT) -> str:
    """Paragraphs with a description among them, which is cut short where all together would be too long."""
    rest = [part for part in after if part]
    room = longest - ROOM_FOR_NOTES - shown_length("\n\n".join([before, "", *rest]))
    return "\n\n".join(part for part in (before, fill("{text}", text=short(description, room)), *rest) if part)
