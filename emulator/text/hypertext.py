"""parse_mode HTML: tags to entities, with the refusals and byte offsets Telegram gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from emulator.reading.links import checked_link, user_in_link
from emulator.text.references import reference
from emulator.text.spans import Span, bytes_before, in_order, unparsable, width

KINDS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
SPACE: Final = " \t\r\n\0\v"
END: Final = "\0"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


class _Reader:
    """A walk over one text; `at` is the character read next. A NUL behind the text marks its end."""

    def __init__(self, source: str) -> None:
        self.source = source.replace(END, " ") + END
        self.at = 0
        self.done: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.spans: list[Span] = []

    def add(self, text: str) -> None:
        self.done.append(text)
        self.offset += width(text)

    def byte(self, index: int) -> int:
        return bytes_before(self.source, index)

    def skip_space(self) -> None:
        while self.source[self.at] != END and self.source[self.at] in SPACE:
            self.at += 1

    def take_until(self, stops: str) -> str:
        begin = self.at
        while self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]


def parse(source: str) -> tuple[str, list[Span]]:
    """The text without its tags, and its entities in order. Raises a 400 in Telegram's words."""
    reader = _Reader(source)
    plain = re.compile(r"[^<&\0]+")
    while reader.source[reader.at] != END:
        run = plain.match(reader.source, reader.at)
        if run:
            reader.add(run.group())
            reader.at = run.end()
        elif reader.source[reader.at] == "&":
            reader.add(_reference(reader))
        elif reader.source[reader.at + 1] == "/":
            _close(reader)
        else:
            _begin(reader)
    if reader.open:
        raise unparsable(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    for span in reader.spans:
        if span.kind == "code":
            span.more.pop("language", None)
    return "".join(reader.done), in_order(reader.spans)


def _reference(reader: _Reader) -> str:
    """Take an `&…;` in; an unknown one is the text it is written as."""
    text, reader.at = reference(reader.source, reader.at)
    return text


def _begin(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take_until(SPACE + ">").lower()
    if reader.source[reader.at] == END:
        raise unparsable(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    if tag not in KINDS:
        raise unparsable(f'Unsupported start tag "{tag}" at byte offset {reader.byte(begin)}')
    argument = ""
    while reader.source[reader.at] != ">":
        reader.skip_space()
        if reader.source[reader.at] == ">":
            break
        argument = _attribute(reader, tag, begin) or argument
    reader.at += 1
    if tag == "span" and argument != "spoiler":
        raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {reader.byte(begin)}')
    reader.open.append(_Open(tag, argument, reader.offset, len(reader.done)))


def _attribute(reader: _Reader, tag: str, begin: int) -> str:
    """Read one attribute; answers what it means for the entity, or nothing."""
    unclosed = unparsable(f'Unclosed start tag "{tag}" at byte offset {reader.byte(begin)}')
    name = reader.take_until(SPACE + "=>")
    if not name:
        raise unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {reader.byte(begin)}')
    reader.skip_space()
    if reader.source[reader.at] == END:
        raise unclosed
    if reader.source[reader.at] != "=":
        return "expandable" if (tag, name) == ("blockquote", "expandable") else ""
    reader.at += 1
    reader.skip_space()
    if reader.source[reader.at] == END:
        raise unclosed
    value = _value(reader)
    if reader.source[reader.at] == END:
        raise unparsable(f"Unclosed start tag at byte offset {reader.byte(begin)}")
    return _argument(tag, name, value)


def _value(reader: _Reader) -> str:
    quote = reader.source[reader.at]
    if quote not in "'\"":
        begin = reader.at
        while reader.source[reader.at].isascii() and (
            reader.source[reader.at].isalnum() or reader.source[reader.at] in ".-"
        ):
            reader.at += 1
        if reader.source[reader.at] not in SPACE + ">":
            raise unparsable(f"Unexpected end of name token at byte offset {reader.byte(begin)}")
        return reader.source[begin : reader.at].lower()
    reader.at += 1
    parts: list[str] = []
    while reader.source[reader.at] not in (quote, END):
        if reader.source[reader.at] == "&":
            parts.append(_reference(reader))
        else:
            parts.append(reader.take_until(quote + "&" + END))
    if reader.source[reader.at] == quote:
        reader.at += 1
    return "".join(parts)


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in {("a", "href"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "expandable"
    return ""


def _close(reader: _Reader) -> None:
    begin = reader.at
    if not reader.open:
        raise unparsable(f"Unexpected end tag at byte offset {reader.byte(begin)}")
    reader.at += 2
    name = reader.take_until(SPACE + ">").lower()
    reader.skip_space()
    if reader.source[reader.at] != ">":
        raise unparsable(f"Unclosed end tag at byte offset {reader.byte(begin)}")
    reader.at += 1
    opened = reader.open.pop()
    if name and name != opened.tag:
        raise unparsable(
            f'Unmatched end tag at byte offset {reader.byte(begin)}, expected "</{opened.tag}>", found "</{name}>"',
        )
    if reader.offset > opened.offset:
        _entity(reader, opened)


def _entity(reader: _Reader, opened: _Open) -> None:
    span = Span(KINDS[opened.tag], opened.offset, reader.offset - opened.offset)
    if opened.tag == "a":
        link = opened.argument or "".join(reader.done[opened.begin :])
        user = user_in_link(link)
        url = checked_link(link)
        if user is not None:
            span.kind, span.more = "text_mention", {"user": {"id": user}}
        elif url is not None:
            span.more = {"url": url}
        else:
            return
    elif opened.tag == "tg-emoji":
        if not opened.argument.isascii() or not opened.argument.isdigit() or int(opened.argument) == 0:
            raise unparsable("Invalid custom emoji identifier specified")
        span.more = {"custom_emoji_id": opened.argument}
    elif opened.tag == "blockquote" and opened.argument:
        span.kind = "expandable_blockquote"
    elif opened.tag in ("pre", "code") and _one_with_the_last(reader, opened, span):
        return
    reader.spans.append(span)


def _one_with_the_last(reader: _Reader, opened: _Open, span: Span) -> bool:
    """`<pre><code class="language-…">` in either order is one entity with a language, not two."""
    if opened.tag == "code" and opened.argument:
        span.more = {"language": opened.argument}
    last = reader.spans[-1] if reader.spans else None
    if last is None or (last.offset, last.length) != (span.offset, span.length):
        return False
    language = last.more.get("language") if opened.tag == "pre" else opened.argument
    if {last.kind, span.kind} != {"pre", "code"} or not language:
        return False
    last.kind, last.more = "pre", {"language": language}
    return True
