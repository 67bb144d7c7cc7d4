"""One child's name out of one line or cell: tidied, judged, and parted into first name and surname."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final

from domain.class_lists import LONGEST_LISTED_NAME
from domain.typed import LONGEST_NAME, tidy
from papers.class_lists.faults import ClassListFault, ClassListFaultKind, quoted

MOST_WORDS: Final = 5

_BULLETS: Final = r"(?:(?:[•·*+>→✓✔☑✅☐□▪■●○◦‣⁃–—-]\ufe0f?|\[[ xXхХ]?\])\s*)*"
_NUMBER: Final = r"(?:[(\[№#]*\s*\d{1,3}(?:\ufe0f?\u20e3|\s*[.)\]:;,/–—-]+|\s|$)\s*)?"
_ENUMERATION: Final = re.compile(_BULLETS + _NUMBER + _BULLETS)
"""What may stand before a name: bullets and one number. Not two: those are the beginning of a phone or a date."""
_ALIKE: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "–": "-", "`": "’", "´": "’", "‘": "’"})
_IN_NAMES: Final = frozenset(" -'’ʼ.\u200c\u200d")
_BETWEEN_NAMES: Final = frozenset(",;/&|")
_AND: Final = frozenset({"и", "және", "мен", "and"})
_NOT_CHILDREN: Final = frozenset(
    (
        *("класс", "класса", "классный", "список", "списка", "ученики", "учеников", "учащиеся", "учащихся", "фио"),
        *("обучающиеся", "обучающихся", "итого", "всего", "руководитель", "учитель", "директор"),
        *("мальчиков", "девочек", "мальчики", "девочки", "ученик", "ученика", "учащийся", "учащегося"),
        *("обучающийся", "обучающегося", "фамилия", "имя", "отчество", "тегі", "аты", "жөні", "оқушы", "оқушының"),
        *("сынып", "сыныбы", "сыныбының", "сыныптың", "тізім", "тізімі", "оқушылар", "оқушылары", "оқушылардың"),
        *("барлығы", "жетекші", "жетекшісі", "мұғалім", "мұғалімі", "ұлдар", "қыздар"),
        *("class", "pupils", "students", "total", "teacher", "headteacher", "boys", "girls", "name", "surname"),
    )
)
"""Words of headings, totals and signatures."""


def name_in(text: str) -> str:
    """A line or cell as a name: without number, bullet and trailing commas; empty where nothing else is there."""
    tidied = tidy(text).translate(_ALIKE)
    name = _ENUMERATION.sub("", tidied, count=1).rstrip(" ,;:")
    while name.endswith(".") and name[-3:-1].isalpha() and len(name) > len("П."):
        name = name[:-1].rstrip(" ,;:")  # a full stop; the point of an initial belongs to the name
    return name


def fault_of(name: str) -> ClassListFault | None:
    """What keeps this from being one child's name; None where nothing does."""
    words = [word.casefold().replace(".", "").strip("-") for word in re.split(r"[\s:«»\"()]+", name) if word]
    kind, other = None, ""
    if _NOT_CHILDREN.intersection(words):
        kind = ClassListFaultKind.NOT_A_CHILD
    elif any(character.isnumeric() for character in name):
        kind = ClassListFaultKind.DIGITS
    elif _BETWEEN_NAMES.intersection(name) or _AND.intersection(words[1:-1]):
        kind = ClassListFaultKind.SEVERAL_NAMES
    elif strange := [character for character in dict.fromkeys(name) if not _is_of_names(character)]:
        kind, other = ClassListFaultKind.STRANGE_CHARACTERS, " ".join(strange[:10])
    elif not words or len(words) > MOST_WORDS or not any(character.isalpha() for character in name):
        kind = ClassListFaultKind.NOT_A_CHILD
    if kind is not None:
        return ClassListFault(kind=kind, value=quoted(name), other=other)
    return _too_long(name, LONGEST_LISTED_NAME) or next(
        (fault for part in name.split() if (fault := _too_long(part, LONGEST_NAME))), None
    )


def _is_of_names(character: str) -> bool:
    return character.isalpha() or character in _IN_NAMES or unicodedata.combining(character) != 0


def _too_long(text: str, highest: int) -> ClassListFault | None:
    if len(text) <= highest:
        return None
    return ClassListFault(kind=ClassListFaultKind.TOO_LONG, value=quoted(text), given=len(text), highest=highest)


class Order(Enum):
    """Which comes first in a list."""

    SURNAME_FIRST = auto()
    FIRST_NAME_FIRST = auto()


_SURNAMES_END: Final = (
    *("ов", "ова", "ев", "ева", "ёв", "ёва", "ский", "ская", "цкий", "цкая", "енко", "чук", "юк", "швили", "дзе", "ых"),
    *("ov", "ova", "ev", "eva", "sky", "skiy", "skaya", "enko"),
)
"""Endings that first names do not have. Not -ин and -ина: Полина and Константин have them."""
_FIRST_NAMES_AFTER_ALL: Final = frozenset({"лев", "ева", "яков", "lev", "eva", "yakov"})
_PATRONYMICS_END: Final = (
    *("ович", "евич", "ьич", "мич", "овна", "евна", "ична", "ұлы", "улы", "қызы", "кызы"),
    *("ovich", "evich", "ovna", "evna", "uly", "qyzy", "kyzy"),
)
_SON_OR_DAUGHTER: Final = frozenset(
    {"оглы", "оғлы", "улы", "ұлы", "кызы", "қызы", "гызы", "oglu", "qizi", "uly", "qyzy"}
)


def order_of(names: Iterable[str]) -> Order:
    """Which comes first in this list: what most names that tell say. Where none tells: the surname, as schools write,
    but the first name in Latin letters."""
    names = list(names)
    said = Counter(order for name in names if (order := _told(name.split())))
    if said:
        return max(Order, key=lambda order: said[order])
    latin = sum("LATIN" in unicodedata.name(name[:1] or " ", "") for name in names)
    return Order.FIRST_NAME_FIRST if 2 * latin > len(names) else Order.SURNAME_FIRST


def parted(name: str, order: Order) -> tuple[str, str]:
    """First name and surname; the surname empty where there is one word. `order` decides where the words do not."""
    words = name.split()
    if len(words) == 1:
        return name, ""
    order = _told(words) or order
    words = _without_patronymic(words)
    if len(words) == 1:
        return words[0], ""
    if order is Order.FIRST_NAME_FIRST:
        return words[0], words[-1]
    return " ".join(words[1:]), words[0]


def _told(words: Sequence[str]) -> Order | None:
    """What the words themselves say of their order."""
    match words:
        case [_]:
            return None
        case [_, second, _, *_] if _is_patronymic(second):  # «Пётр Иванович Смирнов»
            return Order.FIRST_NAME_FIRST
        case [_, _, *_, last] if _is_patronymic(last) or last.casefold() in _SON_OR_DAUGHTER:
            return Order.SURNAME_FIRST
    starts_so, ends_so = _is_surname(words[0]), _is_surname(words[-1]) or _is_patronymic(words[-1])
    if starts_so == ends_so:
        return None
    return Order.SURNAME_FIRST if starts_so else Order.FIRST_NAME_FIRST


def _without_patronymic(words: Sequence[str]) -> list[str]:
    """At least two words stay: in «Айгерім Серікқызы» the patronymic is the surname."""
    match words:
        case [surname, first_name, _, last] if last.casefold() in _SON_OR_DAUGHTER:  # «Мамедов Али Вагиф оглы»
            return [surname, first_name]
    kept = [word for place, word in enumerate(words) if place == 0 or not _is_patronymic(word)]
    return kept if len(kept) > 1 else list(words)


def _is_surname(word: str) -> bool:
    folded = word.casefold()
    return folded.endswith(_SURNAMES_END) and folded not in _FIRST_NAMES_AFTER_ALL


def _is_patronymic(word: str) -> bool:
    folded = word.casefold()
    return folded.endswith(_PATRONYMICS_END) and folded not in _SON_OR_DAUGHTER
