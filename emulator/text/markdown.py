"""parse_mode MarkdownV2: markup to entities, with the refusals and byte offsets Telegram gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from emulator.reading.links import checked_link, emoji_in_link, user_in_link
from emulator.text.spans import Span, bytes_before, in_order, unparsable, width

RESERVED: Final = frozenset("_*[]()~`>#+-=|{}.!\n")
SPACE: Final = " \t\r\n\0\v"
END: Final = "\0"
LAST_ESCAPABLE: Final = "~"
# Kind of entity: the name Telegram gives it in "Can't find end of … entity", and what ends it (a quotation, its line).
ENTITIES: Final = {
    "bold": ("Bold", "*"),
    "italic": ("Italic", "_"),
    "underline": ("Underline", "__"),
    "strikethrough": ("Strikethrough", "~"),
    "spoiler": ("Spoiler", "||"),
    "code": ("Code", "`"),
    "pre": ("Pre", "```"),
    "text_link": ("TextUrl", "]"),
    "custom_emoji": ("CustomEmoji", "]"),
    "blockquote": ("BlockQuote", ""),
}


@dataclass(slots=True)
class _Open:
    kind: str
    offset: int
    index: int
    begin: int
    language: str = ""

    @property
    def name(self) -> str:
        return "PreCode" if self.kind == "pre" and self.language else ENTITIES[self.kind][0]


class _Reader:
    """A walk over one text; NULs behind the text mark its end and let the walk look three characters ahead."""

    def __init__(self, source: str) -> None:
        self.source = source.replace(END, " ") + END * 4
        self.size = len(source)
        self.at = 0
        self.done: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.spans: list[Span] = []
        self.quoting = False

    def add(self, text: str) -> None:
        self.done.append(text)
        self.offset += width(text)

    def ahead(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def byte(self, index: int) -> int:
        return bytes_before(self.source, index)

    def escaped(self) -> str | None:
        """The character behind a backslash, where a backslash escapes."""
        following = self.source[self.at + 1]
        return following if self.source[self.at] == "\\" and END < following <= LAST_ESCAPABLE else None

    def begin(self, kind: str, index: int, language: str = "") -> None:
        self.open.append(_Open(kind, self.offset, index, len(self.done), language))


def parse(source: str) -> tuple[str, list[Span]]:
    """The text without its markup, and its entities in order. Raises a 400 in Telegram's words."""
    reader = _Reader(source)
    while reader.at < reader.size:
        character = reader.source[reader.at]
        escaped = reader.escaped()
        in_code = bool(reader.open) and reader.open[-1].kind in ("code", "pre")
        if escaped is not None:
            reader.add(escaped)
            reader.at += 2
        elif character not in RESERVED or (in_code and character != "`"):
            reader.add(character)
            reader.at += 1
        elif reader.open and _ends(reader, character):
            _end(reader)
        else:
            _begin(reader, character)
    if reader.open and reader.open[-1].kind == "blockquote":
        _close_quote(reader)
    if reader.open:
        raise _endless(reader)
    return "".join(reader.done), in_order(reader.spans)


def _endless(reader: _Reader) -> Exception:
    last = reader.open[-1]
    return unparsable(f"Can't find end of {last.name} entity at byte offset {reader.byte(last.index)}")


def _ends(reader: _Reader, character: str) -> bool:
    """Whether the entity opened last ends here."""
    if reader.quoting and character == "\n" and reader.source[reader.at + 1] != ">":
        return True
    kind = reader.open[-1].kind
    if kind == "italic":
        return character == "_" and not reader.ahead("__")
    closing = ENTITIES[kind][1]
    return bool(closing) and reader.ahead(closing)


def _begin(reader: _Reader, character: str) -> None:
    index = reader.at
    line_start = index == 0 or reader.source[index - 1] == "\n"
    if character == "\n":
        reader.add("\n")
        reader.at += 2 if reader.quoting else 1
    elif character == ">" and line_start and not reader.quoting:
        reader.quoting = True
        reader.at += 1
        reader.begin("blockquote", index)
    elif line_start and reader.ahead("**>") and not reader.quoting:
        reader.quoting = True
        reader.at += 3
        reader.begin("blockquote", index)
    elif reader.ahead("||") and _quote_ends_behind(reader):
        reader.open[-1].language = "expandable"
        reader.at += 2
    elif reader.ahead("```"):
        _begin_pre(reader, index)
    else:
        kind, length = _opening(reader, character)
        reader.at += length
        reader.begin(kind, index)


def _quote_ends_behind(reader: _Reader) -> bool:
    """`||` as the last thing in a quotation marks it as expandable, unless a spoiler is open."""
    if not reader.open or reader.open[-1].kind != "blockquote":
        return False
    after, beyond = reader.source[reader.at + 2], reader.source[reader.at + 3]
    return after == END or (after == "\n" and beyond != ">")


def _opening(reader: _Reader, character: str) -> tuple[str, int]:
    """Which entity a reserved character begins, and how many characters do so."""
    if character == "_":
        return ("underline", 2) if reader.ahead("__") else ("italic", 1)
    if character == "|" and reader.ahead("||"):
        return "spoiler", 2
    if character == "!" and reader.ahead("!["):
        return "custom_emoji", 2
    plain = {"*": "bold", "~": "strikethrough", "[": "text_link", "`": "code"}.get(character)
    if plain is None:
        raise unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
    return plain, 1


def _begin_pre(reader: _Reader, index: int) -> None:
    reader.at += 3
    end = reader.at
    while reader.source[end] not in SPACE and reader.source[end] != "`":
        end += 1
    language = ""
    if end != reader.at and end < reader.size and reader.source[end] != "`":
        language = reader.source[reader.at : end]
        reader.at = end
    if reader.source[reader.at] in "\r\n":
        pair = reader.source[reader.at : reader.at + 2]
        reader.at += 2 if pair in ("\r\n", "\n\r") else 1
    reader.begin("pre", index, language)


def _end(reader: _Reader) -> None:
    last = reader.open[-1]
    if reader.source[reader.at] == "\n":
        if last.kind != "blockquote":
            raise _endless(reader)
        reader.add("\n")
        reader.at += 1
        _close_quote(reader)
        return
    reader.at += len(ENTITIES[last.kind][1])
    span = Span(last.kind, last.offset, reader.offset - last.offset)
    kept = span.length > 0
    if last.kind == "text_link":
        kept = _link(reader, last, span) and kept
    elif last.kind == "custom_emoji":
        _emoji(reader, span)
    elif last.language:
        span.more = {"language": last.language}
    reader.open.pop()
    if kept:
        reader.spans.append(span)


def _close_quote(reader: _Reader) -> None:
    quote = reader.open.pop()
    reader.quoting = False
    kind = "expandable_blockquote" if quote.language else "blockquote"
    if reader.offset > quote.offset:
        reader.spans.append(Span(kind, quote.offset, reader.offset - quote.offset))


def _link(reader: _Reader, opened: _Open, span: Span) -> bool:
    named = reader.source[reader.at] == "("
    link = _address(reader, "a URL") if named else "".join(reader.done[opened.begin :])
    user = user_in_link(link)
    url = checked_link(link)
    if user is not None:
        span.kind, span.more = "text_mention", {"user": {"id": user}}
    elif url is not None:
        span.more = {"url": url}
    return user is not None or url is not None


def _emoji(reader: _Reader, span: Span) -> None:
    if reader.source[reader.at] != "(":
        raise unparsable("Custom emoji entity must contain a tg://emoji URL")
    emoji = emoji_in_link(_address(reader, "a custom emoji URL"))
    if emoji is None:
        raise unparsable("Custom emoji URL must have scheme tg and host emoji")
    span.more = {"custom_emoji_id": emoji}


def _address(reader: _Reader, what: str) -> str:
    """The text between round brackets; stands behind the closing one afterwards."""
    reader.at += 1
    begin = reader.at
    parts: list[str] = []
    while reader.at < reader.size and reader.source[reader.at] != ")":
        escaped = reader.escaped()
        parts.append(escaped or reader.source[reader.at])
        reader.at += 2 if escaped is not None else 1
    if reader.source[reader.at] != ")":
        raise unparsable(f"Can't find end of {what} at byte offset {reader.byte(begin)}")
    reader.at += 1
    return "".join(parts)
