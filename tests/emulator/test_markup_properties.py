"""Whatever is written comes back as it was: round trips of markup, and no text that breaks a parser."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.answers import Refusal
from emulator.text.formatted import formatted
from emulator.text.spans import width

TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler"}
MARKS = {"bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||"}
# No white space at the edges (it is trimmed), nothing that Telegram marks by itself.
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="/@#."), min_size=1)
parts = st.lists(st.tuples(st.sampled_from(["", *TAGS]), words), min_size=1, max_size=8)
anything = st.text(st.sampled_from(list("<>/&;=\"'ab *_~|`[]()!\\\n>#.😀я\0")), max_size=40) | st.text(max_size=40)


def nobody(_: int) -> None:
    """There is nobody to mention."""


def expected(pieces: list[tuple[str, str]]) -> tuple[str, list[tuple[str, int, int]]]:
    spans, offset = [], 0
    for kind, text in pieces:
        if kind:
            spans.append((kind, offset, width(text)))
        offset += width(text)
    return "".join(text for _, text in pieces), spans


def seen(source: str, mode: str) -> tuple[str, list[tuple[str, int, int]]]:
    body = formatted(source, mode, None, nobody)
    return body.text, [(entity["type"], entity["offset"], entity["length"]) for entity in body.entities]


@settings(deadline=None)
@given(parts)
def test_html_comes_back(pieces: list[tuple[str, str]]) -> None:
    source = "".join(
        f"<{TAGS[kind]}>{html.escape(text)}</{TAGS[kind]}>" if kind else html.escape(text) for kind, text in pieces
    )
    # html.escape writes an apostrophe as a reference that Telegram decodes, too.
    assert seen(source, "HTML") == expected(pieces)


@settings(deadline=None)
@given(parts)
def test_markdown_comes_back(pieces: list[tuple[str, str]]) -> None:
    def escaped(text: str) -> str:
        return re.sub(r"([_*\[\]()~`>#+\-=|{}.!\\])", r"\\\1", text)

    # An escaped full stop would be a part of its own here; a space keeps "_" and "__" apart.
    source = " ".join(f"{MARKS[kind]}{escaped(text)}{MARKS[kind]}" if kind else escaped(text) for kind, text in pieces)
    spaced = [piece for kind, text in pieces for piece in ((kind, text), ("", " "))][:-1]
    assert seen(source, "MarkdownV2") == expected(spaced)


@settings(deadline=None)
@given(anything, st.sampled_from(["HTML", "Markdown", "MarkdownV2", ""]))
def test_no_text_breaks_a_parser(source: str, mode: str) -> None:
    try:
        body = formatted(source, mode, None, nobody)
    except Refusal:
        return
    ends = width(body.text)
    assert body.text == body.text.rstrip()
    for entity in body.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= ends


@settings(deadline=None)
@given(anything)
def test_plain_text_is_only_trimmed_and_cleaned(source: str) -> None:
    text, _ = seen(source, "")
    assert text == re.sub(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", " ", source.replace("\r", "")).strip()


@pytest.mark.parametrize("mode", ["HTML", "Markdown", "MarkdownV2"])
def test_a_long_text_is_read_in_one_walk(mode: str) -> None:
    source = {"HTML": "<b>я</b> ", "Markdown": "*я* ", "MarkdownV2": "*я* "}[mode] * 2000
    text, spans = seen(source, mode)
    assert (len(text), len(spans)) == (3999, 100)
