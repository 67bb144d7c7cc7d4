"""Posts of channels, taken apart: title, description, language, kind."""

import pytest

from domain.drafts import LONGEST_TITLE
from domain.forwarded import kind_of, language_of, split
from domain.languages import Language
from domain.programme import EventKind


def test_the_first_line_is_the_title_and_all_else_the_description() -> None:
    assert split("\n🎉🎉\nТайны гирь\n\nПриходите!\nЖдём.") == ("Тайны гирь", "Приходите!\nЖдём.")
    assert split("One line") == ("One line", "")
    title, description = split("x" * 200 + "\nmore")
    assert len(title) == LONGEST_TITLE
    assert description == "x" * 200 + "\nmore", "a long first line is cut in the title alone"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Приходите в музей", Language.RUSSIAN),
        ("Мұражайға келіңіз", Language.KAZAKH),
        ("Come to the museum", Language.ENGLISH),
        ("123", Language.KAZAKH),
    ],
)
def test_letters_tell_the_language(text: str, language: Language) -> None:
    assert language_of(text, Language.KAZAKH) is language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Мастер-класс после экскурсии", EventKind.MASTER_CLASS),
        ("День открытых дверей", EventKind.OPEN_DAY),
        ("Дәріс: метр", EventKind.LECTURE),
        ("An internship", EventKind.INTERNSHIP),
        ("Просто приходите", EventKind.EXCURSION),
    ],
)
def test_the_first_word_that_says_so_is_the_kind(text: str, kind: EventKind) -> None:
    assert kind_of(text) is kind
