"""Every fault of a programme file is reported: with its row, its column, and what its sentence needs; all at once."""

import ast
import inspect
import pickle
import string
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from papers.programme_file import Fault, FaultKind, FaultyProgramme, faults, read_programme
from papers.tables.sheets import MOST_ROWS
from tests.papers.tables import Table, csv_of, faults_of, later, right

K = FaultKind
LONG = "а" * 3_000


def case(table: Table, row: int, column: str, kind: FaultKind, **data: Any) -> Any:
    """A file with one fault."""
    return pytest.param(table, Fault(row=row, column=column, kind=kind, **data), id=f"{kind}-{column}")


def one(column: str, cell: str, kind: FaultKind, **data: Any) -> Any:
    """A file with one faulty cell, which the fault quotes."""
    return case([right(**{column: cell})], 2, column, kind, **{"value": cell, **data})


COURSE = "01.12.2026; 08.12.2026"
CASES = [
    case([right(contact=None)], 1, "contact", K.MISSING_COLUMN),
    case([right(title_ru=None, title_kk=None, title_en=None)], 1, "title_ru", K.MISSING_COLUMN),
    case([right(capasity="3")], 1, "capasity", K.UNKNOWN_COLUMN, value="capasity", suggestion="capacity"),
    case([right(weather="?")], 1, "weather", K.UNKNOWN_COLUMN, value="weather"),
    case([right(Вместимость="25")], 1, "Вместимость", K.DUPLICATE_COLUMN, value="Вместимость", other="capacity"),
    case([right(**{"": "a note"})], 2, "", K.CELL_WITHOUT_COLUMN, value="a note"),
    case([right(slot="")], 2, "slot", K.MISSING_VALUE),
    case([right(event="")], 2, "event", K.MISSING_VALUE),
    case([right(partner="")], 2, "partner", K.MISSING_VALUE),
    case([right(contact="")], 2, "contact", K.MISSING_VALUE),
    case([right(kind="")], 2, "kind", K.MISSING_VALUE),
    case([right(format="")], 2, "format", K.MISSING_VALUE),
    case([right(date="")], 2, "date", K.MISSING_VALUE),
    case([right(time=" ")], 2, "time", K.MISSING_VALUE),
    case([right(minutes="")], 2, "minutes", K.MISSING_VALUE),
    case([right(zone="")], 2, "zone", K.MISSING_VALUE),
    case([right(capacity="\u200b")], 2, "capacity", K.NOT_A_WHOLE_NUMBER, value="\u200b", lowest=1, highest=10_000),
    case([right(slot="\u200b")], 2, "slot", K.MISSING_VALUE),
    case([right(title_ru="", title_kk="", title_en="")], 2, "title_ru", K.MISSING_IN_EVERY_LANGUAGE),
    case(
        [right(partner_name_ru=None, partner_name_kk="", partner_name_en="")],
        2,
        "partner_name_kk",
        K.MISSING_IN_EVERY_LANGUAGE,
    ),
    one("title_en", "Mus\x07eum", K.CONTROL_CHARACTERS, other="U+0007"),
    one("description_ru", "М\u202eузей", K.CONTROL_CHARACTERS, other="U+202E"),
    one("title_ru", "а" * 121, K.TOO_LONG, value="а" * 99 + "…", given=121, highest=120),
    one("description_kk", "а" * 2_001, K.TOO_LONG, value="а" * 99 + "…", given=2_001, highest=2_000),
    one("address_en", "а" * 301, K.TOO_LONG, value="а" * 99 + "…", given=301, highest=300),
    one("slot", "а" * 301, K.TOO_LONG, value="а" * 99 + "…", given=301, highest=300),
    one("capacity", "many", K.NOT_A_WHOLE_NUMBER, lowest=1, highest=10_000),
    one("capacity", "2.5", K.NOT_A_WHOLE_NUMBER, lowest=1, highest=10_000),
    one("capacity", "0", K.OUT_OF_RANGE, lowest=1, highest=10_000),
    one("capacity", "10001", K.OUT_OF_RANGE, lowest=1, highest=10_000),
    one("grade_from", "0", K.OUT_OF_RANGE, lowest=1, highest=12),
    one("grade_to", "13", K.OUT_OF_RANGE, lowest=1, highest=12),
    one("minutes", "4", K.OUT_OF_RANGE, lowest=5, highest=1440),
    one("minutes", "1441", K.OUT_OF_RANGE, lowest=5, highest=1440),
    one("latitude", "59°55′", K.NOT_A_NUMBER),
    one("latitude", "nan", K.NOT_A_NUMBER),
    one("longitude", "180.1", K.OUT_OF_RANGE, lowest=-180, highest=180),
    one("latitude", "-90.5", K.OUT_OF_RANGE, lowest=-90, highest=90),
    one("date", "soon", K.NOT_A_DATE),
    one("date", "30.02.2026", K.NOT_A_DATE),
    one("date", "11/28/2026", K.NOT_A_DATE),
    one("date", ";", K.NOT_A_DATE),
    case([right(date="28.11.2026; later", opens="", closes="")], 2, "date", K.NOT_A_DATE, value="later"),
    one("date", "28.11.1926", K.YEAR_OUT_OF_RANGE, lowest=2000, highest=2099),
    one("time", "half past three", K.NOT_A_TIME),
    one("time", "24:00", K.NOT_A_TIME),
    one("time", "15:60", K.NOT_A_TIME),
    one("closes", "27.11.2026", K.NOT_A_MOMENT),
    one("closes", "the day before", K.NOT_A_MOMENT),
    one("opens", "01.11.2026 25:00", K.NOT_A_MOMENT),
    one("opens", "31.02.2026 10:00", K.NOT_A_DATE, value="31.02.2026"),
    one("zone", "Asia/Astana", K.UNKNOWN_ZONE, suggestion="Asia/Almaty"),
    one("zone", "Europe/Moskow", K.UNKNOWN_ZONE, suggestion="Europe/Moscow"),
    one("zone", "МСК", K.UNKNOWN_ZONE, suggestion="Europe/Moscow"),
    one("zone", "../../etc/passwd", K.UNKNOWN_ZONE),
    one("kind", "excurtion", K.UNKNOWN_KIND, suggestion="excursion"),
    one("kind", "xyz", K.UNKNOWN_KIND),
    one("format", "offlin", K.UNKNOWN_FORMAT, suggestion="in_person"),
    one("classes", "sometimes", K.UNKNOWN_CLASS_POLICY),
    one("pupils", "sometimes", K.UNKNOWN_PUPIL_POLICY),
    one("strict_grades", "perhaps", K.NOT_YES_OR_NO),
    one("online_link", "ftp://example.org", K.NOT_A_LINK),
    one("online_link", "javascript:alert(1)", K.NOT_A_LINK),
    one("online_link", "https://[broken", K.NOT_A_LINK),
    one("online_link", "https://example.org/a b", K.NOT_A_LINK),
    one("reminders", "tomorrow", K.BAD_REMINDERS),
    one("reminders", "1d@25:00", K.BAD_REMINDERS),
    one("reminders", ";", K.BAD_REMINDERS),
    case(
        [right(date=COURSE, time="9:00; 10:00; 11:00")],
        2,
        "time",
        K.TIMES_DO_NOT_MATCH_DATES,
        value="9:00; 10:00; 11:00",
        given=3,
        expected=2,
    ),
    case(
        [right(date=COURSE, minutes="60; 90; 60")],
        2,
        "minutes",
        K.MINUTES_DO_NOT_MATCH_DATES,
        value="60; 90; 60",
        given=3,
        expected=2,
    ),
    case([right(date=COURSE, minutes="60; 4")], 2, "minutes", K.OUT_OF_RANGE, value="4", lowest=5, highest=1440),
    case([right(date=";".join(["01.12.2026"] * 101))], 2, "date", K.TOO_MANY_MEETINGS, given=101, highest=100),
    case(
        [right(date="08.12.2026; 01.12.2026")],
        2,
        "date",
        K.MEETINGS_OUT_OF_ORDER,
        value="01.12.2026 15:30",
        other="08.12.2026 15:30",
    ),
    case(
        [right(date="01.12.2026; 01.12.2026", time="10:00; 11:00", minutes="61")],
        2,
        "date",
        K.MEETINGS_OVERLAP,
        value="01.12.2026 11:00",
        other="01.12.2026 10:00",
    ),
    case(
        [right(opens="20.11.2026 10:00", closes="19.11.2026 10:00")],
        2,
        "closes",
        K.CLOSES_BEFORE_OPENS,
        value="19.11.2026 10:00",
        other="20.11.2026 10:00",
    ),
    case(
        [right(closes="28.11.2026 15:31")],
        2,
        "closes",
        K.CLOSES_AFTER_START,
        value="28.11.2026 15:31",
        other="28.11.2026 15:30",
    ),
    case(
        [right(opens="28.11.2026 15:30", closes="")],
        2,
        "opens",
        K.OPENS_AFTER_START,
        value="28.11.2026 15:30",
        other="28.11.2026 15:30",
    ),
    case([right(latitude="")], 2, "latitude", K.HALF_COORDINATES, other="longitude"),
    case([right(longitude="")], 2, "longitude", K.HALF_COORDINATES, other="latitude"),
    case([right(place_ru="", place_kk="", place_en="")], 2, "place_ru", K.MISSING_PLACE),
    case([right(city_ru="", city_kk="", city_en="")], 2, "city_ru", K.MISSING_PLACE),
    case(
        [right(city_ru="", city_kk="", city_en="", format="online", online_link="https://example.org")],
        2,
        "city_ru",
        K.MISSING_PLACE,
    ),
    case([right(format="hybrid")], 2, "online_link", K.MISSING_LINK),
    case([right(format="online", online_link=None)], 2, "online_link", K.MISSING_LINK),
    case([right(grade_from="9", grade_to="8")], 2, "grade_to", K.GRADES_REVERSED, value="8", other="9"),
    case([right(), later(grade_to="4")], 3, "grade_to", K.CONTRADICTION, value="4", other="11", earlier_row=2),
    case([right(grade_to=""), later(grade_to="4")], 3, "grade_to", K.GRADES_REVERSED, value="4", other="5"),
    case([right(strict_grades="yes", grade_from="", grade_to="")], 2, "strict_grades", K.STRICT_WITHOUT_GRADES),
    case([right(why_ru="", why_kk="", why_en="")], 2, "why_ru", K.ASK_WITHOUT_WHY),
    case([right(ask_ru="", ask_kk="", ask_en="")], 2, "ask_ru", K.WHY_WITHOUT_ASK),
    case([right(), later(slot="museum-1")], 3, "slot", K.DUPLICATE_SLOT, value="museum-1", earlier_row=2),
    case([right(), later(kind="лекция")], 3, "kind", K.CONTRADICTION, value="лекция", other="excursion", earlier_row=2),
    case(
        [right(), later(contact="Somebody")],
        3,
        "contact",
        K.CONTRADICTION,
        value="Somebody",
        other="Museum desk",
        earlier_row=2,
    ),
    case(
        [right(contact=""), later(contact="A"), later(slot="museum-3", contact="B")],
        4,
        "contact",
        K.CONTRADICTION,
        value="B",
        other="A",
        earlier_row=3,
    ),
]


@pytest.mark.parametrize(("table", "fault"), CASES)
def test_a_fault_says_where_it_is_and_what_is_wrong(table: Table, fault: Fault) -> None:
    assert faults_of(csv_of(table)) == (fault,)


WHOLE_FILES = [
    (b"", "a.csv", Fault(kind=K.NO_ROWS)),
    (csv_of([right()]).splitlines()[0], "a.csv", Fault(kind=K.NO_ROWS)),
    (b"slot,event\n" + b"a,b\n" * (MOST_ROWS + 1), "a.csv", Fault(kind=K.TOO_MANY_ROWS, given=20_001, highest=20_000)),
    (b" " * (10 * 1024 * 1024 + 1), "a.csv", Fault(kind=K.FILE_TOO_LARGE, highest=10)),
    (b"%PDF-1.7", "a.pdf", Fault(kind=K.NOT_A_SPREADSHEET, value=".pdf")),
    (b"\x00\x01\x02slot", "a.csv", Fault(kind=K.NOT_A_SPREADSHEET)),
    (b"slot,\x98,event", "a.csv", Fault(kind=K.NOT_A_SPREADSHEET)),
    (b"slot,event\na,b", "a.xlsx", Fault(kind=K.UNREADABLE)),
    (b"PK\x03\x04 and no zip", "a.xlsx", Fault(kind=K.UNREADABLE)),
]


@pytest.mark.parametrize(("data", "name", "fault"), WHOLE_FILES)
def test_a_file_that_is_no_programme_at_all_is_refused_as_a_whole(data: bytes, name: str, fault: Fault) -> None:
    assert faults_of(data, name) == (fault,)


def test_quotation_marks_that_do_not_match_are_reported_with_their_row() -> None:
    lines = csv_of([right(), later()]).splitlines()
    broken = b"\n".join([*lines, b'museum-3,"never closed,,'])
    assert faults_of(broken) == (Fault(row=4, kind=K.BROKEN_QUOTES),)


IN_WORKBOOKS = {K.UNPACKS_TOO_LARGE, K.TOO_WIDE, K.BROKEN_FORMULA}
"""Kinds that only workbooks have: see test_workbooks."""


def test_every_kind_of_fault_is_tested() -> None:
    tested = {parameters.values[1].kind for parameters in CASES} | {fault.kind for _, _, fault in WHOLE_FILES}
    assert tested | IN_WORKBOOKS | {K.BROKEN_QUOTES} == set(FaultKind)


def test_all_faults_are_reported_at_once_in_order_of_row_and_column() -> None:
    table = [
        right(kind="?!", date="never", capacity="0", grade_from="12", grade_to="1", mystery="x"),
        later(slot="museum-1", zone="Mars/Olympus", time="25:00"),
    ]
    found = [(fault.row, fault.column, fault.kind) for fault in faults_of(csv_of(table))]
    assert found == [
        (1, "mystery", K.UNKNOWN_COLUMN),
        (2, "kind", K.UNKNOWN_KIND),
        (2, "grade_to", K.GRADES_REVERSED),
        (2, "date", K.NOT_A_DATE),
        (2, "capacity", K.OUT_OF_RANGE),
        (3, "slot", K.DUPLICATE_SLOT),
        (3, "time", K.NOT_A_TIME),
        (3, "zone", K.UNKNOWN_ZONE),
    ]


def test_two_faults_of_one_cell_are_both_reported() -> None:
    found = faults_of(csv_of([right(date="never; 32.12.2026", title_ru="\x07" + "а" * 121)]))
    assert [(fault.kind, fault.value[:5]) for fault in found] == [
        (K.CONTROL_CHARACTERS, "\x07аааа"),
        (K.TOO_LONG, "\x07аааа"),
        (K.NOT_A_DATE, "never"),
        (K.NOT_A_DATE, "32.12"),
    ]


def test_an_unreadable_cell_is_reported_once_and_not_as_missing_too() -> None:
    only_russian = {"title_kk": "", "title_en": "", "city_kk": "", "city_en": "", "why_kk": "", "why_en": ""}
    found = faults_of(
        csv_of([right(kind="?", title_ru="\x07", city_ru=LONG, why_ru=LONG, capacity="?", **only_russian)])
    )
    assert [(fault.column, fault.kind) for fault in found] == [
        ("kind", K.UNKNOWN_KIND),
        ("title_ru", K.CONTROL_CHARACTERS),
        ("city_ru", K.TOO_LONG),
        ("capacity", K.NOT_A_WHOLE_NUMBER),
        ("why_ru", K.TOO_LONG),
    ]


def test_faults_name_columns_as_the_file_does() -> None:
    russian = {"Вместимость": "0"} | right(capacity=None)
    assert [fault.column for fault in faults_of(csv_of([russian]))] == ["Вместимость"]


def test_row_numbers_count_empty_rows_and_lines_within_cells() -> None:
    table = [right(description_ru="две\nстроки"), dict.fromkeys(right(), ""), later(capacity="0")]
    assert [fault.row for fault in faults_of(csv_of(table))] == [4]


def test_faults_travel_between_processes() -> None:
    with pytest.raises(FaultyProgramme) as caught:
        read_programme(b"", "a.csv")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own bytes
    assert copy.faults == (Fault(kind=K.NO_ROWS),)


@cache
def sentences() -> dict[str, str]:
    """What is written under each kind, by its name."""
    tree = ast.parse(inspect.getsource(faults))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "FaultKind").body
    return {
        kind.targets[0].id: text.value.value
        for kind, text in pairwise(body)
        if isinstance(kind, ast.Assign)
        and isinstance(kind.targets[0], ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def test_every_kind_has_a_sentence_that_needs_only_what_a_fault_carries() -> None:
    assert set(sentences()) == {kind.name for kind in FaultKind}
    names = {field.name for field in fields(Fault)}
    for sentence in sentences().values():
        assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= names


@pytest.mark.parametrize(
    "fault", [parameters.values[1] for parameters in CASES] + [fault for _, _, fault in WHOLE_FILES]
)
def test_a_fault_carries_what_its_sentence_needs(fault: Fault) -> None:
    assert sentences()[fault.kind.name].format(**fault.data())
