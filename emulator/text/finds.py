"""What Telegram marks in a text by itself: commands, mentions, hashtags, links, addresses."""

from __future__ import annotations

import re
from typing import Final

from emulator.text.spans import Span, in_order, width

FINDS: Final = (
    ("url", re.compile(r"(?<![\w@/.])(?:https?|ftp|tg|ton)://[^\s<>\"'«»]*[^\s<>\"'«»),.:;!?\]}]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w@])")),
    (
        "url",
        re.compile(
            r"(?<![\w@/.:-])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|info|edu|gov|io|me|ru|kz|su|eu|dev|app)(?![\w.-]*@)"
            r"(?:/[^\s<>\"'«»]*[^\s<>\"'«»),.:;!?\]}]|/)?(?![\w-])",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#@])#(?=\w*[^\W\d])\w{1,256}")),
)
# Inside these nothing is found; inside bold or a quotation it is.
CLOSED: Final = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
SIGNS: Final = re.compile(r"[/@#.]")


def with_finds(text: str, spans: list[Span]) -> list[Span]:
    """The entities together with those that Telegram finds by itself, in order."""
    if not SIGNS.search(text):
        return spans
    taken = [(span.offset, span.end) for span in spans if span.kind in CLOSED]
    found: list[Span] = []
    for kind, pattern in FINDS:
        for match in pattern.finditer(text):
            begin = width(text[: match.start()])
            length = width(match.group())
            if all(begin + length <= taken_begin or begin >= taken_end for taken_begin, taken_end in taken):
                found.append(Span(kind, begin, length))
                taken.append((begin, begin + length))
    return in_order([*spans, *found]) if found else spans
