"""Every text of the code is there in every language, whole and well-formed; and numbers take the right form."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from domain.languages import Language
from handlers.texts import LOCALES, Catalogues, fill, plural

HANDLERS = Path(__file__).parents[2] / "handlers"
KEYWORDS = {"_": None, "plural": (1, 2)}
TRANSLATED = [Language.RUSSIAN, Language.KAZAKH]
FORMS = {Language.RUSSIAN: 3, Language.KAZAKH: 2}
TELEGRAMS_TAGS = {"a", "b", "blockquote", "code", "i", "pre", "s", "u"}

Text = str | tuple[str, ...]


@cache
def extracted() -> frozenset[Text]:
    """Every text that Babel finds in the code; one with plural forms is a pair."""
    found = extract_from_dir(str(HANDLERS), method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset(entry[2] for entry in found)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `_` and `plural` in the code, however deep it stands."""
    for path in sorted(HANDLERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                yield f"{path.name}:{node.lineno}", node


@cache
def catalogue(language: Language) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language.value)


def messages(language: Language) -> dict[Text, Message]:
    return {one.id if isinstance(one.id, str) else tuple(one.id): one for one in catalogue(language) if one.id}


def forms(text: Text | list[str] | None) -> list[str]:
    """A text, or each of its plural forms."""
    return [text] if isinstance(text, str) else list(text or [""])


def placeholders(template: str) -> set[str]:
    """What is filled in. Only plain names: nothing positional, no formats, no attributes."""
    fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name is not None]
    for name, spec, conversion in fields:
        assert name.isidentifier(), template
        assert not spec, template
        assert not conversion, template
    return {name for name, _, _ in fields}


class Tags(HTMLParser):
    """The tags of a text, each of which has to be closed in its turn."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.feed(template)
        self.close()
        assert not self.open, template

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        assert tag in TELEGRAMS_TAGS, tag
        self.open.append(tag)
        self.seen[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def pictures(template: str) -> Counter[str]:
    """The emoji of a text. "№" counts as a symbol, too, but is a letter to those who read it."""
    return Counter(one for one in template if unicodedata.category(one) in {"So", "Sm"} and one != "№")


def texts(language: Language) -> list[tuple[Text, str]]:
    """Every text with each form of its translation."""
    return [(text, form) for text, message in messages(language).items() for form in forms(message.string)]


def test_babel_finds_every_text_that_the_code_says() -> None:
    known = extracted()

    for place, call in calls():
        if place.startswith("texts.py:"):
            continue  # where `plural` hands its own parameters on
        count = 2 if isinstance(call.func, ast.Name) and call.func.id == "plural" else 1
        said = [one.value if isinstance(one, ast.Constant) else None for one in call.args[:count]]
        assert all(isinstance(one, str) for one in said), f"{place}: not a text that can be looked up"
        assert (said[0] if count == 1 else tuple(said)) in known, f"{place}: take the call out of the f-string"
    assert len(known) > 250


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_there_and_no_other(language: Language) -> None:
    there = messages(language)

    assert extracted() - set(there) == set(), "to be translated: see locales/README.md"
    assert set(there) - extracted() == set(), "no longer said: see locales/README.md"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_certain(language: Language) -> None:
    assert [one.id for one in messages(language).values() if one.fuzzy] == []
    assert [text for text, form in texts(language) if not form.strip()] == []
    assert catalogue(language).plural_expr == get_plural(language.value).plural_expr
    for text, message in messages(language).items():
        assert len(forms(message.string)) == (1 if isinstance(text, str) else FORMS[language]), text


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_things(language: Language) -> None:
    for text, form in texts(language):
        for original in forms(text):
            assert placeholders(form) == placeholders(original), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_tags_and_pictures(language: Language) -> None:
    for text, form in texts(language):
        original = forms(text)[0]
        assert Tags(form).seen == Tags(original).seen, form
        assert pictures(form) == pictures(original), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_paragraphs_and_no_stray_blanks(language: Language) -> None:
    for text, form in texts(language):
        original = forms(text)[0]
        assert form == form.strip(), form
        assert form.count("\n\n") == original.count("\n\n"), form


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_word_mixes_alphabets(language: Language) -> None:
    """A Latin "i" or "c" in a Cyrillic word looks right, and is found by no search and read by no speaker."""
    for _, form in texts(language):
        words = re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}|<[^>]*>", " ", form))
        for word in words:
            assert len({unicodedata.name(letter).split()[0] for letter in word}) == 1, f"{word!r} in {form!r}"


@pytest.mark.parametrize("language", list(Language))
def test_every_text_can_be_filled_in_whatever_is_put_in(language: Language) -> None:
    with Catalogues().reader(language, "Europe/Moscow"):
        for text in extracted():
            for form in forms(text):
                filled = fill(form, **dict.fromkeys(placeholders(form), "<&{odd}"))
                assert Tags(filled).seen == Tags(form).seen


@pytest.mark.parametrize(
    ("n", "russian", "kazakh", "english"),
    [
        (0, "осталось 0 мест", "0 орын қалды", "0 seats left"),
        (1, "осталось 1 место", "1 орын қалды", "1 seat left"),
        (2, "осталось 2 места", "2 орын қалды", "2 seats left"),
        (4, "осталось 4 места", "4 орын қалды", "4 seats left"),
        (5, "осталось 5 мест", "5 орын қалды", "5 seats left"),
        (11, "осталось 11 мест", "11 орын қалды", "11 seats left"),
        (12, "осталось 12 мест", "12 орын қалды", "12 seats left"),
        (21, "осталось 21 место", "21 орын қалды", "21 seats left"),
        (22, "осталось 22 места", "22 орын қалды", "22 seats left"),
        (25, "осталось 25 мест", "25 орын қалды", "25 seats left"),
        (101, "осталось 101 место", "101 орын қалды", "101 seats left"),
        (111, "осталось 111 мест", "111 орын қалды", "111 seats left"),
    ],
)
def test_numbers_take_the_form_they_take_in_each_language(n: int, russian: str, kazakh: str, english: str) -> None:
    catalogues = Catalogues()
    for language, said in zip(Language, (russian, kazakh, english), strict=True):
        with catalogues.reader(language, "Europe/Moscow"):
            assert plural("{n} seat left", "{n} seats left", n) == said
