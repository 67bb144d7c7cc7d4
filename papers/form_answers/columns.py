"""Which column of a form's answers says what, guessed by what stands above it: in Russian, Kazakh and English."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from papers.tables import normal


class What(StrEnum):
    """What a column can say of a pupil."""

    NAME = "name"
    GRADE = "grade"
    SCHOOL = "school"
    AGE = "age"
    PHONE = "phone"
    ANSWER = "answer"
    """To the one thing more that the event asks."""


NEEDED: Final = (What.NAME, What.GRADE, What.SCHOOL)

# Whole headings first, then words that a longer heading ("Ваше имя и фамилия", "В каком классе вы учитесь?") has.
_HEADINGS: Final[dict[What, Sequence[str]]] = {
    What.NAME: (
        *("имя", "имя ученика", "имя участника", "имя ребенка", "фио", "ф и о", "имя и фамилия", "фамилия имя"),
        *("аты", "есімі", "аты жөні", "оқушының аты", "first name", "name", "pupil", "student", "full name"),
    ),
    What.GRADE: ("класс", "параллель", "сынып", "сыныбы", "grade", "class", "year"),
    What.SCHOOL: ("школа", "учебное заведение", "мектеп", "мектебі", "school"),
    What.AGE: ("возраст", "возраст ученика", "жасы", "жас", "age"),
    What.PHONE: ("телефон", "номер телефона", "контактный телефон", "телефоны", "phone", "phone number", "mobile"),
    What.ANSWER: (),
}
_WORDS: Final[dict[What, Sequence[str]]] = {
    What.NAME: ("фио", "имя", "зовут", "аты", "есім", "name"),
    What.GRADE: ("класс", "классе", "сынып", "сыныпта", "grade"),
    What.SCHOOL: ("школа", "школе", "школы", "школу", "лицей", "гимназия", "мектеп", "мектепте", "school"),
    What.AGE: ("возраст", "лет", "жас", "жаста", "age", "old"),
    What.PHONE: ("телефон", "телефона", "phone", "whatsapp"),
    What.ANSWER: (),
}
_NOT_OF_PUPIL: Final = ("родител", "руководител", "учител", "мама", "папа", "ата ана", "мұғалім", "parent", "teacher")
"""A heading with one of these is about somebody else: its name is not the pupil's, but its phone is the one to call."""


def is_known(name: str) -> bool:
    """Whether a column of this name says something that we look for."""
    return _of(name) is not None


def guessed(names: Sequence[str]) -> Mapping[What, int]:
    """Which column says what, by its place from 0: whole headings before longer ones, the first before the next."""
    found: dict[What, int] = {}
    for whole in (True, False):
        for place, name in enumerate(names):
            what = _of(name, whole=whole)
            if what is not None and what not in found and place not in found.values():
                found[what] = place
    return found


def _of(name: str, *, whole: bool | None = None) -> What | None:
    plainly = normal(name)
    if whole is not False:
        for what, headings in _HEADINGS.items():
            if plainly in {normal(heading) for heading in headings}:
                return what
    if whole is True:
        return None
    words = plainly.split()
    about_another = any(one in plainly for one in _NOT_OF_PUPIL)
    for what, known in _WORDS.items():
        if any(normal(word) in words for word in known) and (what is What.PHONE or not about_another):
            return what
    return None
