"""What people type, made safe or refused kindly."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain import typed
from domain.refusals import NotAGrade, NotAName, TooLong


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Тимур", "Тимур"),
        ("  Анна-Мария  ", "Анна-Мария"),
        ("Әсел\nҚұрманғазы", "Әсел Құрманғазы"),
        ("O'Connor", "O'Connor"),
        ("Zoe\u0308", "Zoë"),
        ("Jr.", "Jr."),
        ("\u202eТимур\u202c", "Тимур"),
        ("Ти\u0000мур", "Тимур"),
        ("李", "李"),
    ],
)
def test_names(written: str, name: str) -> None:
    assert typed.first_name(written) == name


@pytest.mark.parametrize("written", ["", "   ", "-", "...", "12", "Тимур2", "<b>", "🙂", "a@b", "\u200b"])
def test_what_is_no_name(written: str) -> None:
    with pytest.raises(NotAName):
        typed.first_name(written)


def test_a_name_that_is_too_long() -> None:
    assert len(typed.first_name("я" * 60)) == 60
    with pytest.raises(TooLong) as refused:
        typed.first_name("я" * 5000)
    assert (refused.value.longest, refused.value.typed) == (60, 5000)


@pytest.mark.parametrize(
    ("written", "grade"),
    [("8", 8), ("8Б", 8), ("8 класс", 8), ("grade 11", 11), ("8-сынып", 8), (" 1 ", 1), ("12", 12), ("٨", 8)],
)
def test_grades(written: str, grade: int) -> None:
    assert typed.grade(written) == grade


@pytest.mark.parametrize("written", ["", "0", "13", "14", "восьмой", "8 9", "8.5", "²", "100000000000000000000", "Б"])
def test_what_is_no_grade(written: str) -> None:
    with pytest.raises(NotAGrade) as refused:
        typed.grade(written)
    assert (refused.value.lowest, refused.value.highest) == (1, 12)


@given(st.text(max_size=300))
@example("e\u200b\u0301")
@example("\u202e \u0000 я\u200d ")
def test_whatever_is_typed_becomes_one_safe_line_or_is_refused(text: str) -> None:
    tidied = typed.tidy(text)
    assert typed.tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert tidied == tidied.strip()
    assert "  " not in tidied
    kept = {"\u200c", "\u200d"}
    assert not [one for one in tidied if unicodedata.category(one)[0] == "C" and one not in kept]


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read, refusals in (
        (typed.first_name, (NotAName, TooLong)),
        (typed.grade, (NotAGrade,)),
        (typed.answer, (NotAName, TooLong)),
    ):
        with suppress(*refusals):
            read(text)
