"""The columns of a programme file, and the names by which organizers call them in three languages."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process

from papers.tables import normal

NEAR_ENOUGH: Final = 70
"""How alike (0–100) two names must be for one to be suggested for the other."""


class Column(StrEnum):
    """A column, by its name in the file. The order is the one in which faults of a row are told."""

    SLOT = "slot"
    EVENT = "event"
    PARTNER = "partner"
    PARTNER_NAME_RU = "partner_name_ru"
    PARTNER_NAME_KK = "partner_name_kk"
    PARTNER_NAME_EN = "partner_name_en"
    CONTACT = "contact"
    KIND = "kind"
    TITLE_RU = "title_ru"
    TITLE_KK = "title_kk"
    TITLE_EN = "title_en"
    DESCRIPTION_RU = "description_ru"
    DESCRIPTION_KK = "description_kk"
    DESCRIPTION_EN = "description_en"
    GRADE_FROM = "grade_from"
    GRADE_TO = "grade_to"
    STRICT_GRADES = "strict_grades"
    CLASSES = "classes"
    PUPILS_PER_ADULT = "pupils_per_adult"
    PUPILS = "pupils"
    FORMAT = "format"
    CITY_RU = "city_ru"
    CITY_KK = "city_kk"
    CITY_EN = "city_en"
    PLACE_RU = "place_ru"
    PLACE_KK = "place_kk"
    PLACE_EN = "place_en"
    ADDRESS_RU = "address_ru"
    ADDRESS_KK = "address_kk"
    ADDRESS_EN = "address_en"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ONLINE_LINK = "online_link"
    DATE = "date"
    TIME = "time"
    MINUTES = "minutes"
    ZONE = "zone"
    CAPACITY = "capacity"
    OPENS = "opens"
    CLOSES = "closes"
    CANCELLED = "cancelled"
    REMINDERS = "reminders"
    BRING_RU = "bring_ru"
    BRING_KK = "bring_kk"
    BRING_EN = "bring_en"
    FORBIDDEN_RU = "forbidden_ru"
    FORBIDDEN_KK = "forbidden_kk"
    FORBIDDEN_EN = "forbidden_en"
    ASK_RU = "ask_ru"
    ASK_KK = "ask_kk"
    ASK_EN = "ask_en"
    WHY_RU = "why_ru"
    WHY_KK = "why_kk"
    WHY_EN = "why_en"


class Family(StrEnum):
    """A text in three languages: three columns."""

    PARTNER_NAME = "partner_name"
    TITLE = "title"
    DESCRIPTION = "description"
    CITY = "city"
    PLACE = "place"
    ADDRESS = "address"
    BRING = "bring"
    FORBIDDEN = "forbidden"
    ASK = "ask"
    WHY = "why"

    @property
    def columns(self) -> tuple[Column, Column, Column]:
        """Its columns: Russian, Kazakh, English."""
        return Column(f"{self}_ru"), Column(f"{self}_kk"), Column(f"{self}_en")


REQUIRED: Final = (
    Column.SLOT,
    Column.EVENT,
    Column.PARTNER,
    Column.CONTACT,
    Column.KIND,
    Column.FORMAT,
    Column.DATE,
    Column.TIME,
    Column.MINUTES,
    Column.ZONE,
    Column.CAPACITY,
)
"""Columns a file cannot do without. So are one of the partner's names and one of the titles."""

REQUIRED_FAMILIES: Final = (Family.PARTNER_NAME, Family.TITLE)

PARTNER_COLUMNS: Final = frozenset({*Family.PARTNER_NAME.columns, Column.CONTACT})
"""What is said of a partner: once is enough."""

EVENT_COLUMNS: Final = frozenset(
    {
        Column.PARTNER,
        Column.KIND,
        *Family.TITLE.columns,
        *Family.DESCRIPTION.columns,
        Column.GRADE_FROM,
        Column.GRADE_TO,
        Column.STRICT_GRADES,
        Column.CLASSES,
        Column.PUPILS_PER_ADULT,
        Column.PUPILS,
        Column.FORMAT,
        Column.REMINDERS,
        *Family.BRING.columns,
        *Family.FORBIDDEN.columns,
        *Family.ASK.columns,
        *Family.WHY.columns,
    }
)
"""What is said of an event: once is enough."""

_ALIASES: Final[dict[Column, Sequence[str]]] = {
    Column.SLOT: ("слот", "код слота", "ключ слота", "слот коды", "slot key"),
    Column.EVENT: ("событие", "мероприятие", "код события", "код мероприятия", "іс-шара", "іс-шара коды", "event key"),
    Column.PARTNER: ("партнёр", "код партнёра", "организация", "серіктес", "әріптес", "серіктес коды", "partner key"),
    Column.CONTACT: ("контакт", "контакты", "контактное лицо", "байланыс", "contacts"),
    Column.KIND: ("вид", "тип", "вид события", "вид мероприятия", "түрі", "іс-шара түрі", "type", "event kind"),
    Column.GRADE_FROM: (
        "класс от",
        "классы от",
        "с какого класса",
        "с класса",
        "сыныптан",
        "сыныптан бастап",
        "grades from",
    ),
    Column.GRADE_TO: ("класс до", "классы до", "по какой класс", "до класса", "сыныпқа дейін", "grades to"),
    Column.STRICT_GRADES: ("строго по классам", "строго", "только эти классы", "қатаң", "тек осы сыныптар", "strict"),
    Column.CLASSES: ("группы", "классы группой", "запись классов", "сыныптар", "сыныптарды жазу", "groups"),
    Column.PUPILS_PER_ADULT: (
        "учеников на взрослого",
        "детей на взрослого",
        "учеников на сопровождающего",
        "бір ересекке оқушы",
        "бір ересекке шаққандағы оқушы",
        "ratio",
    ),
    Column.PUPILS: ("ученики", "запись учеников", "оқушылар", "оқушыларды жазу"),
    Column.FORMAT: ("формат", "форма", "пішімі", "өткізу түрі"),
    Column.LATITUDE: ("широта", "ендік", "lat"),
    Column.LONGITUDE: ("долгота", "бойлық", "lon", "lng"),
    Column.ONLINE_LINK: (
        "ссылка",
        "ссылка на подключение",
        "онлайн ссылка",
        "сілтеме",
        "қосылу сілтемесі",
        "link",
        "url",
    ),
    Column.DATE: ("дата", "даты", "дата или даты", "күні", "күндері", "dates"),
    Column.TIME: ("время", "время начала", "начало", "уақыты", "басталуы", "times", "start"),
    Column.MINUTES: ("минут", "минуты", "длительность", "продолжительность", "ұзақтығы", "минут саны", "duration"),
    Column.ZONE: ("часовой пояс", "пояс", "зона", "уақыт белдеуі", "time zone", "timezone"),
    Column.CAPACITY: ("мест", "места", "число мест", "количество мест", "вместимость", "орын саны", "орындар", "seats"),
    Column.OPENS: (
        "открытие записи",
        "запись открывается",
        "запись с",
        "тіркелу басталады",
        "тіркелудің басталуы",
        "registration opens",
    ),
    Column.CLOSES: (
        "закрытие записи",
        "запись закрывается",
        "запись до",
        "тіркелу аяқталады",
        "тіркелудің аяқталуы",
        "registration closes",
    ),
    Column.CANCELLED: ("отменено", "отмена", "не состоится", "өтпейді", "тоқтатылды", "canceled"),
    Column.REMINDERS: (
        "напоминания",
        "напоминание",
        "когда напомнить",
        "еске салу",
        "еске салулар",
        "reminder",
        "reminder rule",
    ),
}

_FAMILY_ALIASES: Final[dict[Family, tuple[Sequence[str], Sequence[str], Sequence[str]]]] = {
    Family.PARTNER_NAME: (
        ("название партнёра", "имя партнёра", "название организации"),
        ("серіктес атауы", "серіктестің атауы", "ұйым атауы"),
        ("partner name",),
    ),
    Family.TITLE: (
        ("название", "название события", "заголовок"),
        ("атауы", "тақырыбы", "іс-шара атауы"),
        ("title", "name"),
    ),
    Family.DESCRIPTION: (("описание",), ("сипаттама", "сипаттамасы"), ("description",)),
    Family.CITY: (("город",), ("қала", "қаласы"), ("city",)),
    Family.PLACE: (("место", "место проведения", "площадка"), ("орны", "өтетін орны"), ("place", "venue")),
    Family.ADDRESS: (("адрес",), ("мекенжай", "мекенжайы"), ("address",)),
    Family.BRING: (
        ("взять с собой", "что взять", "с собой"),
        ("өзімен бірге", "ала келу", "не алып келу керек"),
        ("bring", "what to bring"),
    ),
    Family.FORBIDDEN: (
        ("запрещено", "нельзя", "что запрещено"),
        ("тыйым салынады", "болмайды"),
        ("forbidden", "not allowed"),
    ),
    Family.ASK: (("спросить", "что спросить", "вопрос"), ("сұрақ", "не сұрау керек"), ("ask", "question")),
    Family.WHY: (("зачем", "почему", "зачем спрашиваем"), ("неге", "не үшін"), ("why",)),
}

_IN_LANGUAGE: Final = (
    ("ru", "rus", "рус", "на русском", "по русски", "русский", "орысша"),
    ("kk", "kz", "kaz", "каз", "қаз", "на казахском", "по казахски", "казахский", "қазақша"),
    ("en", "eng", "англ", "на английском", "по английски", "английский", "ағылшынша"),
)


def _names() -> Iterator[tuple[str, Column]]:
    for column, aliases in _ALIASES.items():
        yield from ((alias, column) for alias in aliases)
    for family, by_language in _FAMILY_ALIASES.items():
        every_base = [base for bases in by_language for base in bases]
        for column, own_bases, languages in zip(family.columns, by_language, _IN_LANGUAGE, strict=True):
            yield from ((base, column) for base in own_bases)
            yield from ((f"{base} {language}", column) for base in every_base for language in languages)
    yield from ((str(column), column) for column in Column)


_KNOWN: Final = {normal(name): column for name, column in _names()}


def column_named(name: str) -> Column | None:
    """The column that a header cell means; None where it is none of ours."""
    return _KNOWN.get(normal(name))


def nearest_column(name: str) -> Column | None:
    """The column that was probably meant; None where none is near."""
    found = process.extractOne(normal(name), _KNOWN.keys(), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return _KNOWN[found[0]] if found else None
