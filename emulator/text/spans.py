"""The measure and the order of entities: UTF-16 lengths, byte offsets for error messages, sorting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from emulator.answers import Refusal, bad_request

# Telegram's order among entities that begin and end together: the outer one first.
PRIORITY: Final = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(slots=True)
class Span:
    """One entity while it is being found: offsets are UTF-16 code units of the text without its markup."""

    kind: str
    offset: int
    length: int
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The first code unit behind the entity."""
        return self.offset + self.length

    def shown(self) -> dict[str, Any]:
        """The entity as a Bot API MessageEntity."""
        return {"offset": self.offset, "length": self.length, "type": self.kind, **self.more}


def width(text: str) -> int:
    """The length of a text in UTF-16 code units, in which every limit and offset of the Bot API is counted."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def bytes_before(text: str, index: int) -> int:
    """Where a character stands in the UTF-8 bytes, which is what Telegram names in its parse errors."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def in_order(spans: list[Span]) -> list[Span]:
    """The entities as Telegram returns them: by beginning, the longer first, then by priority."""
    return sorted(spans, key=lambda span: (span.offset, -span.length, PRIORITY.get(span.kind, 50)))


def unparsable(words: str) -> Refusal:
    """The refusal of a text whose markup cannot be read."""
    return bad_request(f"can't parse entities: {words}")
