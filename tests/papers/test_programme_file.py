"""A programme file becomes a ProgrammeDraft: from .xlsx and .csv alike, under the names organizers use."""

import pickle
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time
from multiprocessing import get_context
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import Texts
from domain.moments import Instant, instant
from domain.programme import (
    Audience,
    ClassPolicy,
    EventDraft,
    EventKind,
    ForClasses,
    Format,
    MeetingTime,
    PartnerDraft,
    Place,
    ProgrammeDraft,
    Question,
    SlotDraft,
)
from domain.reminders import DEFAULT_RULES, ReminderRule
from papers.programme_file import Column, FaultyProgramme, read_programme
from papers.programme_file.columns import column_named
from tests.papers.tables import RIGHT, csv_of, later, refused_or_read, right, unhurried, xlsx_of

WHOLE = ProgrammeDraft(
    partners=(
        PartnerDraft(key="institute", name=Texts("Институт", "Институт атауы", "Institute"), contact="Museum desk"),
    ),
    events=(
        EventDraft(
            key="museum",
            partner="institute",
            kind=EventKind.EXCURSION,
            title=Texts("Музей", "Мұражай", "Museum"),
            description=Texts("Старые меры.", "Ескі өлшемдер.", "Old measures."),
            audience=Audience(grade_from=5, grade_to=11, strict=False),
            format=Format.IN_PERSON,
            bring=Texts("Обувь", "Аяқкиім", "Shoes"),
            forbidden=Texts("Снимать", "Түсіру", "Photographs"),
            question=Question(
                asks=Texts("Фамилия", "Тегің", "Surname"),
                why=Texts("Для пропуска", "Рұқсатнама үшін", "For the pass"),
            ),
            reminder_rules=(ReminderRule(1, time(18)), ReminderRule(2)),
            for_classes=ForClasses(policy=ClassPolicy.ASKED, pupils_per_adult=10),
        ),
    ),
    slots=(
        SlotDraft(
            key="museum-1",
            event="museum",
            place=Place(
                name=Texts("Центр", "Орталық", "Centre"),
                address=Texts("Улица, 1", "Көше, 1", "1 Street"),
                city=Texts("Астана", "Астана", "Astana"),
                latitude=51.125,
                longitude=71.5,
            ),
            online_link="",
            zone="Asia/Almaty",
            capacity=25,
            meetings=(MeetingTime(on=date(2026, 11, 28), at=time(15, 30), minutes=90),),
            opens_at=instant(date(2026, 11, 1), time(10), "Asia/Almaty"),
            closes_at=instant(date(2026, 11, 27), time(18), "Asia/Almaty"),
        ),
    ),
)


def read(table: list[dict[str, Any]], **how: Any) -> ProgrammeDraft:
    return read_programme(csv_of(table, **how), "programme.csv")


def test_a_row_says_everything() -> None:
    assert read([right()]) == WHOLE


NEEDED = (
    *("slot", "event", "partner", "partner_name_kk", "contact", "kind", "title_ru", "format", "city_ru", "place_en"),
    *("date", "time", "minutes", "zone", "capacity"),
)


def test_what_may_be_empty_is_left_out() -> None:
    bare = dict.fromkeys(RIGHT, "") | {name: RIGHT[name] for name in NEEDED}
    draft = read([{name: cell for name, cell in bare.items() if cell}])
    assert draft == read([bare])
    event, slot = draft.events[0], draft.slots[0]
    assert event.audience == Audience()
    assert (event.question, event.reminder_rules) == (None, DEFAULT_RULES)
    assert (slot.opens_at, slot.closes_at) == (None, None)
    assert slot.place == Place(name=Texts(en="Centre"), address=Texts(), city=Texts(ru="Астана"))


def test_an_online_event_needs_no_place() -> None:
    places = {name: "" for name in RIGHT if name.startswith(("city", "place", "address", "l"))}
    slot = read([right(format="online", online_link="https://example.org/1", **places)]).slots[0]
    assert (slot.place, slot.online_link) == (None, "https://example.org/1")


def test_what_an_event_and_a_partner_are_is_said_once_in_any_row() -> None:
    together = read([right(), later()])
    assert (together.partners, together.events) == (WHOLE.partners, WHOLE.events)
    assert [slot.key for slot in together.slots] == ["museum-1", "museum-2"]
    other_way = read([later() | {"slot": "museum-1", "format": ""}, right(slot="museum-2")])
    assert (other_way.partners, other_way.events) == (WHOLE.partners, WHOLE.events)


def test_a_course_has_a_meeting_for_each_date() -> None:
    course = read([right(date="01.12.2026; 2026-12-08\n15.12.26", time="15:30;16.00;9:05")]).slots[0]
    assert [(meeting.on, meeting.at) for meeting in course.meetings] == [
        (date(2026, 12, 1), time(15, 30)),
        (date(2026, 12, 8), time(16)),
        (date(2026, 12, 15), time(9, 5)),
    ]
    same_time = read([right(date="01.12.2026; 08.12.2026", time="15:30")]).slots[0]
    assert [meeting.at for meeting in same_time.meetings] == [time(15, 30)] * 2


def test_meetings_may_follow_each_other_without_a_pause() -> None:
    slot = read([right(date="01.12.2026; 01.12.2026", time="10:00; 11:00", minutes="60")]).slots[0]
    assert len(slot.meetings) == 2


def test_registration_may_close_when_the_first_meeting_begins() -> None:
    slot = read([right(closes="28.11.2026 15:30")]).slots[0]
    assert slot.closes_at == instant(date(2026, 11, 28), time(15, 30), "Asia/Almaty")


def test_a_programme_of_the_past_is_no_fault() -> None:
    assert read([right(date="01.09.2001", opens="", closes="")]).slots[0].meetings[0].on == date(2001, 9, 1)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_delimited_text_is_read_in_every_encoding_and_with_every_separator(encoding: str, delimiter: str) -> None:
    assert read([right()], encoding=encoding, delimiter=delimiter) == WHOLE


def test_russian_text_is_read_from_windows_1251() -> None:
    russian = {name: cell for name, cell in RIGHT.items() if not name.endswith("_kk")}
    assert read([russian], encoding="cp1251", delimiter=";") == read([russian])


def test_the_line_with_which_excel_is_told_the_separator_is_passed_over() -> None:
    assert read_programme(b"sep=;\r\n" + csv_of([right()], delimiter=";"), "a.csv") == WHOLE


REAL_CELLS = {
    "date": date(2026, 11, 28),
    "time": time(15, 30),
    "minutes": 90,
    "capacity": 25.0,
    "grade_from": 5,
    "latitude": 51.125,
    "longitude": 71.5,
    "opens": datetime(2026, 11, 1, 10, 0),  # noqa: DTZ001  a cell knows no zone
    "closes": datetime(2026, 11, 27, 18, 0),  # noqa: DTZ001
    "strict_grades": False,
    "cancelled": False,
}


def test_a_workbook_of_real_cells_says_the_same_as_text() -> None:
    assert read_programme(xlsx_of([right(**REAL_CELLS)]), "programme.xlsx") == WHOLE
    assert read_programme(xlsx_of([right()]), "PROGRAMME.XLSX") == WHOLE


def test_what_is_inside_decides_and_not_the_name() -> None:
    assert read_programme(xlsx_of([right()]), "programme.csv") == WHOLE
    assert read_programme(csv_of([right()]), "programme") == WHOLE


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        (0.6458333333, time(15, 30)),
        (0.0, time(0)),
        (15.3, time(15, 30)),
        (9, time(9)),
        ("15.30", time(15, 30)),
        ("9:05", time(9, 5)),
        ("15:30:00", time(15, 30)),
        ("0.645833", time(15, 30)),
    ],
)
def test_a_time_is_read_however_the_cell_holds_it(cell: object, at: time) -> None:
    slot = read_programme(xlsx_of([right(time=cell, opens="", closes="")]), "a.xlsx").slots[0]
    assert slot.meetings[0].at == at


def test_a_moment_that_a_spreadsheet_computed_is_read_to_the_nearest_minute() -> None:
    computed = datetime(2026, 11, 27, 17, 59, 59, 600_000)  # noqa: DTZ001  a cell knows no zone
    assert read_programme(xlsx_of([right(closes=computed)]), "a.xlsx") == WHOLE


def test_text_that_looks_like_a_formula_stays_text() -> None:
    formula = "=HYPERLINK(1)+1"
    assert read([right(title_en=formula)]).events[0].title.en == formula
    assert read_programme(xlsx_of([right(title_en=formula)]), "a.xlsx").events[0].title.en == formula


def test_numbers_in_columns_of_text_read_as_they_are_shown() -> None:
    draft = read_programme(xlsx_of([right(slot=7, event=2.0, title_ru=2027)]), "a.xlsx")
    assert (draft.slots[0].key, draft.slots[0].event, draft.events[0].title.ru) == ("7", "2", "2027")


def test_texts_are_tidied_and_what_came_along_from_a_page_is_dropped() -> None:
    description = "  Две \u00a0строки\u200b\r\n\r\nи\u00ad ещё \ufeff одна  "
    draft = read([right(title_ru="Музей\nметро\u00adлогии", description_ru=description)])
    assert draft.events[0].title.ru == "Музей метрологии"
    assert draft.events[0].description.ru == "Две строки\n\nи ещё одна"
    decomposed = unicodedata.normalize("NFD", "Музей")
    assert read([right(title_ru=decomposed)]).events[0].title.ru == "Музей" != decomposed


@pytest.mark.parametrize(
    ("column", "cell", "same"),
    [
        ("kind", "Экскурсия", "excursion"),
        ("kind", "Master class", "master_class"),
        ("kind", "мастер-класс", "master_class"),
        ("kind", "Шеберлік сабағы", "master_class"),
        ("kind", "День открытых дверей", "open_day"),
        ("kind", "Ашық есік күні", "open_day"),
        ("kind", "дәріс", "lecture"),
        ("kind", "курс", "course"),
        ("kind", "тағылымдама", "internship"),
        ("kind", "Круглый стол", "meeting"),
        ("format", "Очно", "in_person"),
        ("format", "In person", "in_person"),
        ("strict_grades", "ДА", "yes"),
        ("strict_grades", "иә", "yes"),
        ("strict_grades", "жоқ", "no"),
        ("zone", "asia/almaty", "Asia/Almaty"),
        ("capacity", "1 000", "1000"),
        ("latitude", "51,125", "51.125"),
        ("reminders", "1d@18:00\n2h", "1d@18:00; 2h"),
        ("opens", "2026-11-01T10:00", "01.11.2026 10:00"),
        ("opens", "01.11.2026", "01.11.2026 00:00"),
    ],
)
def test_words_and_numbers_may_be_written_as_people_write_them(column: str, cell: str, same: str) -> None:
    assert read([right(**{column: cell})]) == read([right(**{column: same})])


@pytest.mark.parametrize("title", ["Музей 👩\u200d🔬", "Музей \U0001fae9", "Ⅷ «мера» — №\u00a05", "ҰҚЫПТЫ ӨЛШЕУ"])
def test_emoji_and_signs_are_no_control_characters(title: str) -> None:
    assert read([right(title_ru=title)]).events[0].title.ru == title.replace("\u00a0", " ")


def test_a_dash_means_no_reminders() -> None:
    assert read([right(reminders="-")]).events[0].reminder_rules == ()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Slot", Column.SLOT),
        ("  GRADE from ", Column.GRADE_FROM),
        ("Партнёр", Column.PARTNER),
        ("партнер", Column.PARTNER),
        ("Название", Column.TITLE_RU),
        ("Название (каз)", Column.TITLE_KK),
        ("название на английском", Column.TITLE_EN),
        ("Атауы", Column.TITLE_KK),
        ("Title", Column.TITLE_EN),
        ("title-kk", Column.TITLE_KK),
        ("Часовой пояс", Column.ZONE),
        ("Уақыт белдеуі", Column.ZONE),
        ("Орын саны", Column.CAPACITY),
        ("Тыйым салынады", Column.FORBIDDEN_KK),
        ("Зачем", Column.WHY_RU),
        ("Weather", None),
        ("", None),
    ],
)
def test_columns_are_known_by_the_names_people_give_them(name: str, column: Column | None) -> None:
    assert column_named(name) is column


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    table = [right(), *(later(slot=f"slot-{number}") for number in range(449))]
    read_programme(csv_of(table), "a.csv", lambda done, of: told.append((done, of)))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_a_file_can_be_read_in_a_process_pool() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(read_programme, csv_of([right()]), "a.csv").result() == WHOLE
        with pytest.raises(FaultyProgramme) as caught:
            pool.submit(read_programme, csv_of([right(kind="?")]), "a.csv").result()
    assert len(caught.value.faults) == 1
    assert pickle.loads(pickle.dumps(WHOLE)) == WHOLE  # noqa: S301  our own bytes


NAMES = st.sampled_from(["a.csv", "a.xlsx", "a", "a.tsv"])


@unhurried
@given(st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert refused_or_read(data, name)


CELLS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789.,:;-@dh /\n", max_size=20),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.dates().map(str),
)


@unhurried
@given(st.lists(st.dictionaries(st.sampled_from(list(RIGHT)), CELLS, max_size=6), min_size=1, max_size=3))
def test_any_cells_are_read_or_refused(changes: list[dict[str, str]]) -> None:
    table = [{**RIGHT, "slot": f"slot-{number}", **changed} for number, changed in enumerate(changes)]
    data = csv_of(table, encoding="utf-8").replace(b"\0", b"") if _fits_utf_8(table) else b""
    assert refused_or_read(data, "a.csv")


def _fits_utf_8(table: list[dict[str, str]]) -> bool:
    try:
        csv_of(table)
    except UnicodeEncodeError:
        return False
    return True


REAL = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)),  # noqa: DTZ001  cells know no zone
    st.times(),
)


@unhurried
@given(st.dictionaries(st.sampled_from(list(RIGHT)), REAL, min_size=1, max_size=8))
def test_any_real_cells_are_read_or_refused(changes: dict[str, object]) -> None:
    assert refused_or_read(xlsx_of([right(**changes)]), "a.xlsx")


@unhurried
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(5, 1440),
    st.integers(1, 10_000),
)
def test_what_is_written_is_what_is_read(on: date, at: time, minutes: int, capacity: int) -> None:
    table = [right(date=f"{on:%d.%m.%Y}", time=f"{at:%H:%M}", minutes=minutes, capacity=capacity, opens="", closes="")]
    real = [right(date=on, time=at, minutes=minutes, capacity=capacity, opens="", closes="")]
    slot = read(table).slots[0]
    assert slot.meetings == (MeetingTime(on=on, at=at, minutes=minutes),)
    assert slot.capacity == capacity
    assert read_programme(xlsx_of(real), "a.xlsx") == read(table)


def test_local_times_of_registration_become_instants() -> None:
    slot = read([right()]).slots[0]
    assert slot.closes_at == Instant(1795784400)


@pytest.mark.parametrize(("cell", "cancelled"), [("yes", True), ("да", True), ("иә", True), ("no", False), ("", False)])
def test_a_slot_may_be_cancelled(cell: str, *, cancelled: bool) -> None:
    assert read([right(cancelled=cell)]).slots[0].cancelled is cancelled
