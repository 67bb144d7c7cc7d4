"""A trip for tests: a class with Kazakh and Russian names, changed as a test needs it."""

from datetime import date, time
from functools import cache
from typing import Any, Final

from domain.languages import Language
from domain.moments import instant
from domain.trips import Permission, TripAdult, TripMeeting, TripPack, TripPupil
from handlers.screens.trip_packs import consent_text, trip_pack_words
from handlers.texts import Catalogues
from papers.trip_packs import TripPackWords

ZONE: Final = "Asia/Almaty"
_SURNAMES: Final = ("Ахметова", "Иванов", "Қуанышбек", "Нұрмұхамедова-Байжанова", "Ёлкин", "Өтеген", "Ұлықбек", "Ли")
_FIRST_NAMES: Final = ("Айгерім", "Пётр", "Ғалымжан", "Алтынгүл Әбдірахманқызы", "Щукарь", "Үміт", "Һарун")


def name(place: int) -> str:
    """A name that no other place has, up to 56."""
    return f"{_SURNAMES[place % len(_SURNAMES)]} {_FIRST_NAMES[place % len(_FIRST_NAMES)]}" + "-Ә" * (place // 56)


def pupils(count: int) -> tuple[TripPupil, ...]:
    """That many, with every kind of permission in turn; one in three without consent to photographs."""
    return tuple(
        TripPupil(name=name(place), permission=list(Permission)[place % 4], photos=place % 3 != 0)
        for place in range(count)
    )


def trip(count: int = 25, language: Language = Language.RUSSIAN, **changes: Any) -> TripPack:
    """A trip of so many pupils, whose names are known, with these fields changed."""
    fields: dict[str, Any] = {
        "language": language,
        "school": "Школа-лицей № 62 имени Абая",
        "city": "Астана",
        "class_name": "8Б",
        "headcount": count,
        "pupils": pupils(count),
        "adult_count": 2,
        "adults": (
            TripAdult(name="Петров Сергей"),
            TripAdult(name="Омарова Гүлнар", leads=True, phone="+7 700 000 00 00"),
        ),
        "event": "Музей мер",
        "host": "Институт метрологии",
        "contact": "Отдел музея, +7 717 200 00 00",
        "place": "Эталонный центр, Мәңгілік Ел, 11, Астана",
        "meetings": (meeting(5),),
        "zone": ZONE,
        "consent_text": words(language)[1],
        "made_at": instant(date(2026, 11, 22), time(12), ZONE),
    }
    return TripPack(**fields | changes)


def meeting(day: int) -> TripMeeting:
    """From 15:30 to 17:00 on that day of December 2026."""
    on = date(2026, 12, day)
    return TripMeeting(starts_at=instant(on, time(15, 30), ZONE), ends_at=instant(on, time(17), ZONE))


@cache
def words(language: Language) -> tuple[TripPackWords, str]:
    """What the papers say in a language, and what a guardian signs."""
    with Catalogues().reader(language, ZONE):
        return trip_pack_words(), consent_text()
