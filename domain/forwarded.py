"""Posts forwarded from channels, taken apart: title and description, their language, the kind they tell of."""

from collections.abc import Sequence
from typing import Final

from domain.drafts import LONGEST_TITLE
from domain.languages import Language
from domain.programme import EventKind
from domain.typed import tidy

_KAZAKH: Final = frozenset("әғқңөұүһі")
_HINTS: Final[Sequence[tuple[EventKind, Sequence[str]]]] = (
    (EventKind.MASTER_CLASS, ("мастер-класс", "мастер класс", "шеберлік", "master class", "workshop")),
    (EventKind.OPEN_DAY, ("открытых дверей", "ашық есік", "open day")),
    (EventKind.EXCURSION, ("экскурси", "excursion", "tour")),
    (EventKind.LECTURE, ("лекци", "дәріс", "lecture")),
    (EventKind.INTERNSHIP, ("стажиров", "практик", "тағылымдама", "internship")),
    (EventKind.COURSE, ("курс", "course")),
    (EventKind.MEETING, ("встреч", "кездесу", "meeting")),
)


def language_of(text: str, otherwise: Language) -> Language:
    """The language a text is written in, as far as its letters tell."""
    letters = [character for character in text.casefold() if character.isalpha()]
    if any(letter in _KAZAKH for letter in letters):
        return Language.KAZAKH
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in letters)
    if cyrillic * 2 > len(letters):
        return Language.RUSSIAN
    latin = sum("a" <= letter <= "z" for letter in letters)
    return Language.ENGLISH if latin * 2 > len(letters) else otherwise


def kind_of(text: str) -> EventKind:
    """The kind of event a post most likely tells of; an excursion where no word says so."""
    plain = text.casefold()
    found = ((plain.find(hint), kind) for kind, hints in _HINTS for hint in hints if hint in plain)
    return min(found, default=(0, EventKind.EXCURSION))[1]


def split(post: str) -> tuple[str, str]:
    """A post as a title, its first line, and a description, all the rest. A long first line is part of both."""
    lines = [tidy(line) for line in post.strip().splitlines()]
    first = next((line for line in lines if any(character.isalnum() for character in line)), "")
    rest = "\n".join(lines[lines.index(first) + 1 :]).strip() if first else ""
    if len(first) > LONGEST_TITLE:
        return first[: LONGEST_TITLE - 1].rstrip() + "…", "\n".join(part for part in (first, rest) if part)
    return first, rest
