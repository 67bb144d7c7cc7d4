"""What people type: made safe to keep and to show, and refused kindly where it cannot be meant."""

import unicodedata
from typing import Final

from domain.refusals import NotAGrade, NotAName, NotANumber, NotText, TooLong

LONGEST_NAME: Final = 60
LONGEST_SCHOOL: Final = 120
LONGEST_ANSWER: Final = 200
MOST_PEOPLE: Final = 999
SHORTEST_PHONE: Final = 6
LONGEST_PHONE: Final = 15
"""Digits of an international number: ITU-T E.164."""
LOWEST_GRADE: Final = 1
HIGHEST_GRADE: Final = 12

_KEPT_JOINERS: Final = "‌‍"
"""Zero-width (non-)joiners: letters of some scripts, and of emoji, need them."""


def tidy(text: str) -> str:
    """One line of it: NFC, spaces single, without control, bidirectional or unassigned characters."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or character in _KEPT_JOINERS or unicodedata.category(character)[0] != "C"
    )
    # Composed last: what was left out may have stood between a letter and its mark.
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def answer(text: str, longest: int = LONGEST_ANSWER) -> str:
    """A short free answer. Raises TooLong, and NotAName where nothing readable is left."""
    tidied = tidy(text)
    if len(tidied) > longest:
        raise TooLong(longest=longest, typed=len(tidied))
    if not any(character.isalnum() for character in tidied):
        raise NotAName
    return tidied


def first_name(text: str) -> str:
    """A first name as its bearer writes it: letters of any script, with marks, spaces, hyphens and apostrophes.

    Raises NotAName, TooLong.
    """
    name = answer(text, LONGEST_NAME)
    if not all(character.isalpha() or unicodedata.combining(character) or character in " -'’ʼ.‌‍" for character in name):
        raise NotAName
    return name


def grade(text: str) -> int:
    """A school grade out of "8", "8Б", "8 класс", "grade 8" or "8-сынып". Raises NotAGrade."""
    digits = "".join(character if character.isdecimal() else " " for character in tidy(text)[:LONGEST_NAME]).split()
    if len(digits) != 1 or not LOWEST_GRADE <= int(digits[0]) <= HIGHEST_GRADE:
        raise NotAGrade(lowest=LOWEST_GRADE, highest=HIGHEST_GRADE)
    return int(digits[0])


def phone(text: str) -> str:
    """A phone number, as it is dialled: "+7 701 123-45-67" or "8 701 1234567". Raises NotANumber."""
    digits = [character for character in tidy(text)[:LONGEST_NAME] if character.isdecimal()]
    if not SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE:
        raise NotANumber(most=MOST_PEOPLE)
    return ("+" if "+" in text else "") + "".join(digits)


def number(text: str) -> int:
    """A number of people out of "25", "25 pupils" or "нас 25". Raises NotANumber."""
    digits = "".join(character if character.isdecimal() else " " for character in tidy(text)[:LONGEST_NAME]).split()
    if len(digits) != 1 or not 0 < int(digits[0]) <= MOST_PEOPLE:
        raise NotANumber(most=MOST_PEOPLE)
    return int(digits[0])


def lines(text: str, longest: int, *, several: bool = True) -> str:
    """A text of the programme: `several` lines, or one. Raises TooLong, and NotText where nothing readable is left."""
    kept = [tidy(line) for line in text.strip().splitlines()]
    tidied = ("\n" if several else " ").join(kept if several else [line for line in kept if line])
    if len(tidied) > longest:
        raise TooLong(longest=longest, typed=len(tidied))
    if not any(character.isalnum() for character in tidied):
        raise NotText
    return tidied


def grades(text: str) -> tuple[int, int]:
    """Grades from–to out of "8–11", "8-11 классы" or "8". Raises NotAGrade."""
    digits = "".join(character if character.isdecimal() else " " for character in tidy(text)[:LONGEST_NAME]).split()
    found = [int(one) for one in digits]
    if not 1 <= len(found) <= 2 or not all(LOWEST_GRADE <= one <= HIGHEST_GRADE for one in found):  # noqa: PLR2004  from, to
        raise NotAGrade(lowest=LOWEST_GRADE, highest=HIGHEST_GRADE)
    return min(found), max(found)
