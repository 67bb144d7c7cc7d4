"""A text as a bot hands it over, made into what a person reads: parse mode or entities, trimming, limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from emulator.answers import Json, Refusal, bad_request
from emulator.reading.links import InvalidLink, read_link, user_in_link
from emulator.reading.parameters import integer_in
from emulator.text import hypertext, markdown, markdown_legacy
from emulator.text.finds import with_finds
from emulator.text.spans import PRIORITY, Span, in_order, width

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
MOST_ENTITIES: Final = 100
MOST_BYTES: Final = 32_768
LOW_SURROGATES: Final = range(0xDC, 0xE0)
FARTHEST_OFFSET: Final = 1_000_000
PARSERS: Final[dict[str, Callable[[str], tuple[str, list[Span]]]]] = {
    "html": hypertext.parse,
    "markdown": markdown_legacy.parse,
    "markdownv2": markdown.parse,
}
# What Telegram finds by itself, and takes from nobody.
FOUND: Final = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"},
)
# Control characters become spaces, as Telegram cleans every input; the carriage return vanishes.
CLEANING: Final = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities as Bot API objects."""

    text: str
    entities: list[Json] = field(default_factory=list)


def formatted(text: str, parse_mode: str, entities: Any, user_of: Callable[[int], Json | None]) -> FormattedText:
    """Parse, clean and trim. A parse mode wins over explicit entities; entities that are no list are ignored.

    `user_of` gives the User that a mention by id means, or None for a stranger, whose mention stays plain text.
    Raises a 400 in Telegram's words.
    """
    if len(text.encode()) > MOST_BYTES:
        raise bad_request("text is too long")
    mode = parse_mode.strip().lower()
    spans: list[Span] = []
    if text and mode and mode != "none":
        if mode not in PARSERS:
            raise bad_request("unsupported parse_mode")
        text, spans = PARSERS[mode](text.translate(CLEANING))
    else:
        text = text.translate(CLEANING)
        spans = _explicit(text, entities) if isinstance(entities, list) else []
    text, spans = _trimmed(text, _with_users(spans, user_of))
    spans = with_finds(text, spans)[:MOST_ENTITIES]
    return FormattedText(text, [span.shown() for span in spans])


def message_text(body: FormattedText) -> FormattedText:
    """The text of a message, within its limits, which count after parsing. Raises a 400."""
    if not body.text:
        raise bad_request("text must be non-empty")
    if width(body.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return body


def caption(body: FormattedText) -> FormattedText:
    """The caption of a message, within its limit, which counts after parsing. Raises a 400."""
    if width(body.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return body


def _explicit(text: str, entities: list[Any]) -> list[Span]:
    ends = width(text)
    spans = []
    for entity in entities:
        span = _one(entity)
        if span is None or span.length <= 0 or not 0 <= span.offset <= FARTHEST_OFFSET:
            continue
        if span.end > ends:
            raise bad_request(
                f"entity beginning at UTF-16 offset {span.offset} ends after the end of the text "
                f"at UTF-16 offset {ends}",
            )
        _whole_characters(text, span)
        spans.append(span)
    return in_order(spans)


def _one(entity: Any) -> Span | None:
    if not isinstance(entity, dict):
        raise _no_entity("expected an Object")
    offset, length = _number(entity, "offset"), _number(entity, "length")
    kind = _string(entity, "type")
    if kind in FOUND:
        return None
    if kind not in PRIORITY:
        raise _no_entity("Unsupported type specified" if kind else "Type is not specified")
    span = Span(kind, offset, length)
    if kind == "text_link":
        return _linked(span, _string(entity, "url"))
    if kind == "text_mention":
        user = _object(entity, "user")
        span.more = {"user": {"id": _number(user, "id")}}
    elif kind == "pre" and entity.get("language"):
        span.more = {"language": _string(entity, "language")}
    elif kind == "custom_emoji":
        span.more = {"custom_emoji_id": str(_number(entity, "custom_emoji_id"))}
    return span


def _number(given: Json, name: str) -> int:
    number = integer_in(_present(given, name))
    if number is None:
        raise _no_entity(f'Field "{name}" must be of type Number')
    return number


def _string(given: Json, name: str) -> str:
    value = _present(given, name)
    if not isinstance(value, str):
        raise _no_entity(f'Field "{name}" must be of type String')
    return value


def _object(given: Json, name: str) -> Json:
    value = _present(given, name)
    if not isinstance(value, dict):
        raise _no_entity(f'Field "{name}" must be of type Object')
    return value


def _present(given: Json, name: str) -> Any:
    value = given.get(name)
    if value is None:
        raise _no_entity(f'Can\'t find field "{name}"')
    return value


def _no_entity(words: str) -> Refusal:
    return bad_request(f"can't parse MessageEntity: {words}")


def _linked(span: Span, url: str) -> Span:
    user = user_in_link(url)
    if user is not None:
        return Span("text_mention", span.offset, span.length, {"user": {"id": user}})
    try:
        span.more = {"url": read_link(url)}
    except InvalidLink as error:
        raise bad_request(f"entity URL '{url}' is invalid: {error}") from error
    return span


def _whole_characters(text: str, span: Span) -> None:
    if text.isascii():
        return
    units = text.encode("utf-16-le")
    for offset, verb in ((span.offset, "begins"), (span.end, "ends")):
        unit = units[offset * 2 : offset * 2 + 2]
        if unit and unit[1] in LOW_SURROGATES:
            raise bad_request(f"entity {verb} in a middle of a UTF-16 symbol at byte offset {offset}")


def _with_users(spans: list[Span], user_of: Callable[[int], Json | None]) -> list[Span]:
    kept = []
    for span in spans:
        if span.kind == "text_mention":
            number = span.more["user"]["id"]
            user = user_of(number) if isinstance(number, int) else None
            if user is None:
                continue
            span.more = {"user": user}
        kept.append(span)
    return kept


def _trimmed(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Telegram cuts white space at both ends, at the beginning only as far as the first entity."""
    text = text.rstrip()
    cut = len(text) - len(text.lstrip())
    if cut:
        cut = min([cut, *(span.offset for span in spans)])
    text = text[cut:]
    end = width(text)
    kept = []
    for span in spans:
        offset = span.offset - cut
        length = min(span.length, end - offset)
        if length > 0:
            kept.append(Span(span.kind, offset, length, span.more))
    return text, kept
