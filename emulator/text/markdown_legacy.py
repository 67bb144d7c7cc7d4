"""parse_mode Markdown, the old one kept for old bots: no nesting, few escapes."""

from __future__ import annotations

from typing import Final

from emulator.reading.links import checked_link, user_in_link
from emulator.text.spans import Span, bytes_before, in_order, unparsable, width

KINDS: Final = {"_": "italic", "*": "bold", "`": "code", "[": "text_link"}
SPACE: Final = " \t\r\n\0\v"
END: Final = "\0"


def parse(source: str) -> tuple[str, list[Span]]:
    """The text without its markup, and its entities in order. Raises a 400 in Telegram's words."""
    text = source.replace(END, " ") + END * 4
    size = len(source)
    done: list[str] = []
    spans: list[Span] = []
    offset = 0
    at = 0
    while at < size:
        character = text[at]
        if character == "\\" and text[at + 1] in KINDS:
            done.append(text[at + 1])
            offset += 1
            at += 2
        elif character not in KINDS:
            done.append(character)
            offset += width(character)
            at += 1
        else:
            inner, span, at = _entity(text, size, at, offset)
            done.append(inner)
            offset += width(inner)
            if span is not None:
                spans.append(span)
    return "".join(done), in_order(spans)


def _entity(text: str, size: int, begin: int, offset: int) -> tuple[str, Span | None, int]:
    """One entity: its text, its span unless it is empty or a broken link, and where the walk goes on."""
    character = text[begin]
    at = begin + 1
    language = ""
    closing = {"[": "]"}.get(character, character)
    if text.startswith("```", begin):
        closing = "```"
        at, language = _language(text, size, begin + 3)
    end = text.find(closing, at, size)
    if end < 0:
        raise unparsable(f"Can't find end of the entity starting at byte offset {bytes_before(text, begin)}")
    inner = text[at:end]
    span = Span("pre" if closing == "```" else KINDS[character], offset, width(inner))
    if language:
        span.more = {"language": language}
    after = end + len(closing)
    if not inner:
        return inner, None, after
    if character != "[":
        return inner, span, after
    link, after = _address(text, size, inner, after)
    user = user_in_link(link)
    url = checked_link(link)
    if user is not None:
        span.kind, span.more = "text_mention", {"user": {"id": user}}
    elif url is not None:
        span.more = {"url": url}
    return inner, span if span.more else None, after


def _language(text: str, size: int, at: int) -> tuple[int, str]:
    end = at
    while text[end] not in SPACE and text[end] != "`":
        end += 1
    language = ""
    if end != at and end < size and text[end] != "`":
        language, at = text[at:end], end
    if text[at] in "\r\n":
        at += 2 if text[at : at + 2] in ("\r\n", "\n\r") else 1
    return at, language


def _address(text: str, size: int, inner: str, after: int) -> tuple[str, int]:
    if text[after] != "(":
        return inner, after
    end = text.find(")", after, size)
    end = size if end < 0 else end
    return text[after + 1 : end], min(end + 1, size)
