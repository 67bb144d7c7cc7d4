"""Parse modes and entities: what is found, at which UTF-16 offsets, and what is refused at which byte."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.answers import Json, Refusal
from emulator.text.formatted import FormattedText, formatted


def nobody(account: int) -> Json | None:
    """Knows one account, 7."""
    return {"id": 7, "is_bot": False, "first_name": "Seven"} if account == 7 else None


def read(text: str, mode: str = "", entities: Any = None) -> FormattedText:
    return formatted(text, mode, entities, nobody)


def spans(body: FormattedText) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in body.entities]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<B>a</b >", "a", [("bold", 0, 1)]),
        ("😀<i>я</i>", "😀я", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<i><b>a</b></i>", "a", [("bold", 0, 1), ("italic", 0, 1)]),
        ("<u>a</u><s>b</s><ins>c</ins><del>d</del><strike>e</strike><em>f</em><strong>g</strong>", "abcdefg", None),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<code>a</code> <pre>b</pre>", "a b", [("code", 0, 1), ("pre", 2, 1)]),
        ("<b></b>a", "a", []),
        ("&lt;b&gt; &amp; &quot; &#65; &#x42; &nbsp; &unknown", '<b> & " A B &nbsp; &unknown', []),
        ("<a href='https://Example.com'>a</a>", "a", [("text_link", 0, 1)]),
        ("<a href='localhost'>a</a>", "a", []),
        ("<a href='tg://user?id=8'>a</a>", "a", []),
        ("<a href='tg://user?id=7'>a</a>", "a", [("text_mention", 0, 1)]),
        ("  <b> a </b> ", " a", [("bold", 0, 2)]),
        ("a\r\nb", "a\nb", []),
    ],
)
def test_html_is_read(source: str, text: str, found: list[tuple[str, int, int]] | None) -> None:
    body = read(source, "HTML")
    assert body.text == text
    if found is not None:
        assert spans(body) == found
    else:
        assert len(body.entities) == 7


def test_a_link_is_written_back_as_telegram_does() -> None:
    [entity] = read("<a href='https://Example.com'>a</a>", "HTML").entities
    assert entity["url"] == "https://example.com/"


@pytest.mark.parametrize(
    "source",
    [
        "<pre><code class='language-python'>a</code></pre>",
        "<code class='language-python'><pre>a</pre></code>",
    ],
)
def test_a_language_makes_one_entity(source: str) -> None:
    assert read(source, "html").entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("я<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>я</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=b!>", "Unexpected end of name token at byte offset 8"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>a</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_html_that_cannot_be_read_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(source, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("*a* _b_ __c__ ~d~ ||e|| `f`", "a b c d e f", None),
        ("*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("\\*a\\*", "*a*", []),
        ("```python\na```", "a", [("pre", 0, 1)]),
        ("```\na_b```", "a_b", [("pre", 0, 3)]),
        ("[a](https://example.com/\\)x)", "a", [("text_link", 0, 1)]),
        ("[a](tg://user?id=7)", "a", [("text_mention", 0, 1)]),
        ("![👍](tg://emoji?id=5)", "👍", [("custom_emoji", 0, 2)]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
        (">a\n>b||", "a\nb", [("expandable_blockquote", 0, 3)]),
        (">a\n**>b", "a\nb", [("blockquote", 0, 2), ("blockquote", 2, 1)]),
    ],
)
def test_markdown_is_read(source: str, text: str, found: list[tuple[str, int, int]] | None) -> None:
    body = read(source, "MarkdownV2")
    assert body.text == text
    kinds = ["bold", "italic", "underline", "strikethrough", "spoiler", "code"]
    assert spans(body) == ([(kind, index * 2, 1) for index, kind in enumerate(kinds)] if found is None else found)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("!a", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("🏟 🏟_abacaba", "Can't find end of Italic entity at byte offset 9"),
        ("🏟 🏟_abac * asd ", "Can't find end of Bold entity at byte offset 15"),
        ("🏟 🏟_abac * asd _", "Can't find end of Italic entity at byte offset 21"),
        ("🏟 🏟`", "Can't find end of Code entity at byte offset 9"),
        ("🏟 🏟```a", "Can't find end of Pre entity at byte offset 9"),
        ("🏟 🏟```a ", "Can't find end of PreCode entity at byte offset 9"),
        ("🏟 🏟__🏟 🏟_", "Can't find end of Italic entity at byte offset 20"),
        ("[a](x", "Can't find end of a URL at byte offset 4"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
        ("__", "Can't find end of Underline entity at byte offset 0"),
    ],
)
def test_markdown_that_cannot_be_read_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(source, "markdownv2")
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("*a* _b_ `c` [d](https://example.com)", "a b c d", ["bold", "italic", "code", "text_link"]),
        ("1. a-b!", "1. a-b!", []),
        ("\\*a", "*a", []),
        ("```\na\n```", "a", ["pre"]),
        ("*a_b*", "a_b", ["bold"]),
        ("**a", "a", []),
    ],
)
def test_the_old_markdown_is_read(source: str, text: str, found: list[str]) -> None:
    body = read(source, "Markdown")
    assert (body.text, [entity["type"] for entity in body.entities]) == (text, found)


def test_the_old_markdown_names_the_byte() -> None:
    with pytest.raises(Refusal) as refused:
        read("я*a", "Markdown")
    words = "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2"
    assert refused.value.description == words


NO_ENTITY = "can't parse MessageEntity: "


@pytest.mark.parametrize(
    ("entities", "words"),
    [
        ([1], NO_ENTITY + "expected an Object"),
        ([{"type": "bold", "offset": 0}], NO_ENTITY + 'Can\'t find field "length"'),
        ([{"type": "bold", "offset": "x", "length": 1}], NO_ENTITY + 'Field "offset" must be of type Number'),
        ([{"type": 5, "offset": 0, "length": 1}], NO_ENTITY + 'Field "type" must be of type String'),
        ([{"type": "", "offset": 0, "length": 1}], NO_ENTITY + "Type is not specified"),
        ([{"type": "hologram", "offset": 0, "length": 1}], NO_ENTITY + "Unsupported type specified"),
        ([{"type": "text_link", "offset": 0, "length": 1}], NO_ENTITY + 'Can\'t find field "url"'),
        (
            [{"type": "text_mention", "offset": 0, "length": 1, "user": 5}],
            NO_ENTITY + 'Field "user" must be of type Object',
        ),
        (
            [{"type": "bold", "offset": 1, "length": 9}],
            "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3",
        ),
        (
            [{"type": "text_link", "offset": 0, "length": 1, "url": "localhost"}],
            "entity URL 'localhost' is invalid: Wrong HTTP URL",
        ),
    ],
)
def test_entities_that_do_not_fit_are_refused(entities: Any, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read("abc", "", entities)
    assert refused.value.description == f"Bad Request: {words}"


def test_half_an_emoji_cannot_be_bold() -> None:
    with pytest.raises(Refusal) as refused:
        read("😀", "", [{"type": "bold", "offset": 0, "length": 1}])
    assert "in a middle of a UTF-16 symbol" in refused.value.description


def test_the_parse_mode_wins_over_entities() -> None:
    italic = [{"type": "italic", "offset": "0", "length": 3}]
    body = read("<b>a</b>", "HTML", italic)
    assert (body.text, spans(body)) == ("a", [("bold", 0, 1)])
    body = read("<b>", "None", [*italic, {"type": "url", "offset": 0, "length": 1}])
    assert (body.text, spans(body)) == ("<b>", [("italic", 0, 3)])


@pytest.mark.parametrize("entities", [{"type": "bold"}, "x", 5, None])
def test_entities_that_are_no_list_are_none(entities: Any) -> None:
    assert read("abc", "", entities).entities == []


def test_a_text_has_a_length_before_it_is_parsed_too() -> None:
    with pytest.raises(Refusal) as refused:
        read("<b></b>" * 4681 + "abc", "HTML")
    assert refused.value.description == "Bad Request: text is too long"
    assert read("<b></b>" * 4680 + "abc", "HTML").text == "abc"


def test_telegram_finds_the_rest_by_itself() -> None:
    body = read("/start@my_bot 😀 @timur #музей https://example.com/a?b=1. t.me/x a@b.com /no/path 5/6")
    units = body.text.encode("utf-16-le")
    found = [
        (entity["type"], units[entity["offset"] * 2 :][: entity["length"] * 2].decode("utf-16-le"))
        for entity in body.entities
    ]
    assert found == [
        ("bot_command", "/start@my_bot"),
        ("mention", "@timur"),
        ("hashtag", "#музей"),
        ("url", "https://example.com/a?b=1"),
        ("url", "t.me/x"),
        ("email", "a@b.com"),
    ]


def test_nothing_is_found_in_code() -> None:
    assert spans(read("<code>/start</code> <b>/help</b>", "HTML")) == [
        ("code", 0, 6),
        ("bot_command", 7, 5),
        ("bold", 7, 5),
    ]
