"""Kinds, formats, yes and no, and time zones: words of a programme file, in the languages people write them in."""

from enum import StrEnum
from functools import cache
from typing import Final, TypeVar
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from domain.programme import ClassPolicy, EventKind, Format, PupilPolicy
from papers.programme_file.columns import NEAR_ENOUGH
from papers.tables import normal

Word = TypeVar("Word", bound=StrEnum)


class Answer(StrEnum):
    """Yes or no."""

    YES = "yes"
    NO = "no"


_KINDS: Final = {
    EventKind.EXCURSION: ("excursion", "tour", "visit", "экскурсия", "саяхат"),
    EventKind.MASTER_CLASS: (
        "master class",
        "masterclass",
        "workshop",
        "мастер-класс",
        "шеберлік сабағы",
        "шеберлік сыныбы",
    ),
    EventKind.OPEN_DAY: (
        "open day",
        "open house",
        "день открытых дверей",
        "дод",
        "ашық есік күні",
        "ашық есіктер күні",
    ),
    EventKind.LECTURE: ("lecture", "talk", "лекция", "дәріс"),
    EventKind.COURSE: ("course", "курс", "курсы", "курстар"),
    EventKind.INTERNSHIP: ("internship", "placement", "стажировка", "практика", "тағылымдама", "тәжірибе"),
    EventKind.MEETING: (
        "meeting",
        "round table",
        "встреча",
        "совещание",
        "круглый стол",
        "кездесу",
        "жиналыс",
        "дөңгелек үстел",
    ),
}
_FORMATS: Final = {
    Format.IN_PERSON: (
        "in person",
        "offline",
        "on site",
        "очно",
        "очный",
        "очная",
        "офлайн",
        "оффлайн",
        "бетпе-бет",
        "күндізгі",
    ),
    Format.ONLINE: ("online", "remote", "онлайн", "дистанционно", "дистанционный", "қашықтан"),
    Format.HYBRID: ("hybrid", "mixed", "гибрид", "гибридный", "гибридно", "смешанный", "аралас", "гибридті"),
}
_CLASS_POLICIES: Final = {
    ClassPolicy.AT_ONCE: ("at once", "yes", "сразу", "да", "бірден", "иә"),
    ClassPolicy.ASKED: (
        "asked",
        "ask",
        "on request",
        "по запросу",
        "по согласованию",
        "сұрау бойынша",
        "келісім бойынша",
    ),
    ClassPolicy.NEVER: ("never", "no", "нет", "никогда", "жоқ", "болмайды"),
}
_PUPIL_POLICIES: Final = {
    PupilPolicy.AT_ONCE: ("at once", "yes", "сразу", "да", "бірден", "иә"),
    PupilPolicy.ASKED: _CLASS_POLICIES[ClassPolicy.ASKED],
}
_ANSWERS: Final = {
    Answer.YES: ("yes", "y", "true", "1", "да", "иә", "ия"),
    Answer.NO: ("no", "n", "false", "0", "нет", "жоқ"),
}
_ZONES_MEANT: Final = {
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "москва": "Europe/Moscow",
    "мәскеу": "Europe/Moscow",
    "петербург": "Europe/Moscow",
    "санкт петербург": "Europe/Moscow",
    "moscow": "Europe/Moscow",
    "utc 3": "Europe/Moscow",
    "gmt 3": "Europe/Moscow",
    "астана": "Asia/Almaty",
    "алматы": "Asia/Almaty",
    "нур султан": "Asia/Almaty",
    "astana": "Asia/Almaty",
    "almaty": "Asia/Almaty",
    "asia astana": "Asia/Almaty",
    "asia nur sultan": "Asia/Almaty",
    "utc 5": "Asia/Almaty",
    "gmt 5": "Asia/Almaty",
}


def _by_name(words: dict[Word, tuple[str, ...]]) -> dict[str, Word]:
    return {normal(name): word for word, names in words.items() for name in (str(word), *names)}


KINDS: Final = _by_name(_KINDS)
FORMATS: Final = _by_name(_FORMATS)
CLASS_POLICIES: Final = _by_name(_CLASS_POLICIES)
PUPIL_POLICIES: Final = _by_name(_PUPIL_POLICIES)
ANSWERS: Final = _by_name(_ANSWERS)


def meant(text: str, words: dict[str, Word]) -> Word | None:
    """The word that was probably meant; None where none is near."""
    found = process.extractOne(normal(text), words.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return words[found[0]] if found else None


@cache
def _zones() -> dict[str, str]:
    """Places' zones by their names in small letters. Abbreviations ("EST") and offsets ("Etc/GMT+3") mislead."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return {name.casefold(): name for name in (*sorted(places), "UTC")}


def zone_named(text: str) -> str | None:
    """The IANA name as it is properly written; None for what is none."""
    return _zones().get(text.casefold())


def zone_meant(text: str) -> str:
    """The zone that was probably meant, the nearest in spelling; empty where none is near."""
    wanted = normal(text)
    if wanted in _ZONES_MEANT:
        return _ZONES_MEANT[wanted]
    found = process.extractOne(text.casefold(), _zones().keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return _zones()[found[0]] if found else ""
