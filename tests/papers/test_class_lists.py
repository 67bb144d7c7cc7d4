"""Class lists as schools have them: read whole, or refused with every fault; nothing but names is ever looked at."""

import io
import pickle
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from domain.class_lists import ClassListDraft, EqualNames, LeftUnread
from domain.classes import LARGEST_CLASS
from papers.class_lists import (
    ClassListFault,
    ClassListFaultKind,
    FaultyClassList,
    parse_class_list,
    read_class_list,
)
from papers.programme_file import FaultKind
from papers.tables import TableFaultKind
from tests.papers.tables import unhurried

Kind = ClassListFaultKind


def xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, value="#REF!")
                elif cell != "":
                    sheet.write(row, column, cell)
    return whole.getvalue()


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def names(draft: ClassListDraft) -> list[str]:
    return [pupil.name for pupil in draft.pupils]


def faults(text: str) -> list[tuple[int, Kind]]:
    """What is wrong with typed lines; nothing where they are read."""
    try:
        parse_class_list(text)
    except FaultyClassList as faulty:
        return [(fault.row, fault.kind) for fault in faulty.faults]
    return []


def file_faults(data: bytes, name: str = "8Б.csv") -> list[ClassListFault]:
    try:
        read_class_list(data, name)
    except FaultyClassList as faulty:
        return list(faulty.faults)
    return []


# Typed and pasted lines


@pytest.mark.parametrize(
    "line",
    [
        "Иванов Пётр",
        "  Иванов \u00a0 Пётр  ",
        "1. Иванов Пётр",
        "12) Иванов Пётр",
        "1.Иванов Пётр",
        "3 Иванов Пётр",
        "4\tИванов Пётр",
        "№ 5 Иванов Пётр",
        "(6) Иванов Пётр",
        "7 - Иванов Пётр",
        "8️⃣ Иванов Пётр",
        "• Иванов Пётр",
        "- Иванов Пётр",
        "— 9. Иванов Пётр",
        "✅ Иванов Пётр",
        "[x] Иванов Пётр",
        "Иванов Пётр,",
        "Иванов Пётр;",
        "Иванов Пётр.",
        "Иванов Пётр , ",
        "Иванов\u200e Пётр\u202c",
        "Иванов Пе\u0308тр",
    ],
)
def test_a_line_is_a_name_without_its_number_and_bullet_and_comma(line: str) -> None:
    [pupil] = parse_class_list(line).pupils
    assert (pupil.name, pupil.first_name, pupil.surname, pupil.row) == ("Иванов Пётр", "Пётр", "Иванов", 1)


def test_blank_and_numbered_empty_lines_are_no_children_and_rows_are_counted_with_them() -> None:
    draft = parse_class_list("1. Иванов Пётр\n\n   \n2.\n3. Ким Ира\n4)")
    assert [(pupil.row, pupil.name) for pupil in draft.pupils] == [(1, "Иванов Пётр"), (5, "Ким Ира")]


@pytest.mark.parametrize(
    ("line", "first_name", "surname"),
    [
        ("Айгерім", "Айгерім", ""),
        ("Ахметова Айгерім Серікқызы", "Айгерім", "Ахметова"),
        ("Айгерім Серікқызы", "Айгерім", "Серікқызы"),
        ("Әбдіғали Серік Маратұлы", "Серік", "Әбдіғали"),
        ("Пётр Иванович Смирнов", "Пётр", "Смирнов"),
        ("Пётр Смирнов", "Пётр", "Смирнов"),
        ("Ева Смирнова", "Ева", "Смирнова"),
        ("Мамедов Али Вагиф оглы", "Али", "Мамедов"),
        ("Салтыков-Щедрин Лев", "Лев", "Салтыков-Щедрин"),
        ("Ли Мария Анна", "Мария Анна", "Ли"),
        ("Иванов П.", "П.", "Иванов"),
        ("Иванов П.С.", "П.С.", "Иванов"),
        ("О'Нил Джон", "Джон", "О'Нил"),
        ("Peter Smith", "Peter", "Smith"),
        ("Akhmetova Aigerim", "Aigerim", "Akhmetova"),
    ],
)
def test_first_name_and_surname_are_told_apart_as_schools_write_them(line: str, first_name: str, surname: str) -> None:
    [pupil] = parse_class_list(line).pupils
    assert (pupil.name, pupil.first_name, pupil.surname) == (line, first_name, surname)


def test_a_name_that_does_not_tell_follows_the_rest_of_its_list() -> None:
    pupils = parse_class_list("Пётр Смирнов\nАнна Иванова\nПолина Ким").pupils
    assert (pupils[2].first_name, pupils[2].surname) == ("Полина", "Ким")
    pupils = parse_class_list("Смирнов Пётр\nИванова Анна\nПолина Ким").pupils
    assert (pupils[2].first_name, pupils[2].surname) == ("Ким", "Полина")


def test_two_of_one_name_stay_two_children_and_the_teacher_is_told() -> None:
    draft = parse_class_list("Ким Семён\nИванов Пётр\nким  Семен\nКим Семён Ильич")
    assert len(draft.pupils) == 4
    assert draft.equal_names == (EqualNames(name="Ким Семён", rows=(1, 3)),)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Иванов 87771234567", Kind.DIGITS),
        ("8 777 123 45 67 Иванов", Kind.DIGITS),
        ("12.03.2012 Иванов Пётр", Kind.DIGITS),
        ("120312500123", Kind.DIGITS),
        ("Иванов Пётр 2", Kind.DIGITS),
        ("Иванов Пётр, Ким Ира", Kind.SEVERAL_NAMES),
        ("Иванов Пётр; Ким Ира", Kind.SEVERAL_NAMES),
        ("Пётр и Ира", Kind.SEVERAL_NAMES),
        ("Пётр және Ира", Kind.SEVERAL_NAMES),
        ("8Б класс", Kind.NOT_A_CHILD),
        ("Оқушылар тізімі:", Kind.NOT_A_CHILD),
        ("Классный руководитель: Иванова А.А.", Kind.NOT_A_CHILD),
        ("Итого: 25", Kind.NOT_A_CHILD),
        ("добрый день вот список нашей группы детей", Kind.NOT_A_CHILD),
        ("добрый день вот дети нашей группы", Kind.NOT_A_CHILD),
        ("...", Kind.NOT_A_CHILD),
        ("Ф.И.О. родителя", Kind.NOT_A_CHILD),
        ("Фамилия ребёнка", Kind.NOT_A_CHILD),
        ("Иванов (Пётр)", Kind.STRANGE_CHARACTERS),
        ("Иванов Пётр 🎈", Kind.STRANGE_CHARACTERS),
        ("=Иванов", Kind.STRANGE_CHARACTERS),
        ("@ivanov", Kind.STRANGE_CHARACTERS),
        ("щ" * 61, Kind.TOO_LONG),
        ("щщщ " * 4 + "щ" * 60 + "-" + "щ" * 40, Kind.TOO_LONG),
    ],
)
def test_what_is_no_name_of_one_child_is_a_fault(line: str, kind: Kind) -> None:
    assert faults(f"Ким Ира\n{line}") == [(2, kind)]


def test_all_faults_are_told_at_once_and_nothing_is_half_read() -> None:
    assert faults("Список\nИванов Пётр\nКим 8777\n\nАнна, Пётр") == [
        (1, Kind.NOT_A_CHILD),
        (3, Kind.DIGITS),
        (5, Kind.SEVERAL_NAMES),
    ]


def test_nothing_typed_is_a_fault_of_the_whole() -> None:
    for nothing in ("", " \n\t\n", "1.\n2.\n", "ФИО\n", "\u200e"):
        assert faults(nothing) == [(0, Kind.NO_ROWS)], nothing


def test_more_than_a_class_is_refused_and_a_class_is_not() -> None:
    letters = "абвгдежзиклмнопрстуфхцчшэюя"
    lines = [f"Ким {one}{other}" for one in letters[:10] for other in letters[:6]]
    assert len(lines) == LARGEST_CLASS
    assert len(parse_class_list("\n".join(lines)).pupils) == LARGEST_CLASS
    with pytest.raises(FaultyClassList) as faulty:
        parse_class_list("\n".join([*lines, "Ким Ира"]))
    assert faulty.value.faults == (ClassListFault(kind=Kind.TOO_MANY_ROWS, given=61, highest=60),)


def test_a_fault_repeats_no_phone_and_no_log_gets_a_name() -> None:
    with pytest.raises(FaultyClassList) as faulty:
        parse_class_list("Иванов Пётр 87771234567\n8Б")
    phone, grade = faulty.value.faults
    assert phone.value == "Иванов Пётр •••••••••••"
    assert grade.value == "8Б"
    assert "Иванов" not in f"{faulty.value!r} {faulty.value} {phone!r}"
    assert pickle.loads(pickle.dumps(faulty.value)).faults == faulty.value.faults  # noqa: S301  pickled here


def test_lines_with_tabs_are_read_like_the_table_they_were_copied_from() -> None:
    draft = parse_class_list("№\tФИО\tДата рождения\n1\tИванов Пётр\t12.03.2012\n2\tКим Ира\t\n3\t\t\n")
    assert names(draft) == ["Иванов Пётр", "Ким Ира"]
    assert draft.left_unread == (LeftUnread(column="Дата рождения", personal=True),)
    assert names(parse_class_list("Иванов\tПётр\nКим\tИра\nЛи\tАнна")) == ["Иванов Пётр", "Ким Ира", "Ли Анна"]


def test_numbers_with_a_tab_are_lines_all_the_same() -> None:
    draft = parse_class_list("1. Иванов Пётр\n2\tКим Ира\n•\tЛи Анна")
    assert names(draft) == ["Иванов Пётр", "Ким Ира", "Ли Анна"]


# Files


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (("ФИО",), ("Иванов Пётр",)),
        (("№ п/п", "Ф.И.О. учащегося"), ("1", "Иванов Пётр")),
        (("Фамилия, имя",), ("Иванов Пётр",)),
        (("Фамилия",), ("Иванов Пётр",)),
        (("Имя", "Фамилия"), ("Пётр", "Иванов")),
        (("р/с", "Тегі", "Аты"), ("1", "Иванов", "Пётр")),
        (("Аты-жөні",), ("Иванов Пётр",)),
        (("No", "Surname", "First name"), ("1", "Иванов", "Пётр")),
        (("Last name", "Name"), ("Иванов", "Пётр")),
        (("Name",), ("Иванов Пётр",)),
        (("Name", "Имя родителя"), ("Иванов Пётр", "Анна")),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "csv", "tsv", "semicolons", "cp1251", "utf-16"])
def test_columns_are_known_by_their_names_in_every_form(header: Sequence[str], row: Sequence[str], form: str) -> None:
    encoding = {"cp1251": "cp1251", "utf-16": "utf-16"}.get(form, "utf-8")
    if form == "cp1251" and set("өі") & set("".join(header)):
        pytest.skip("not a letter of this encoding")
    if form == "xlsx":
        data = xlsx([header, row])
    else:
        between = {"tsv": "\t", "semicolons": ";"}.get(form, ",")
        data = csv("\n".join(between.join(f'"{cell}"' for cell in cells) for cells in (header, row)), encoding)
    [pupil] = read_class_list(data, "8Б.xlsx" if form == "xlsx" else "8Б.csv").pupils
    assert (pupil.name, pupil.first_name, pupil.surname, pupil.row) == ("Иванов Пётр", "Пётр", "Иванов", 2)


def test_a_title_above_the_column_names_is_passed_over() -> None:
    rows = [("КГУ Школа 62",), (), ("Список 8Б класса",), ("№", "ФИО"), (1, "Иванов Пётр"), (2, "Ким Ира"), (3, "")]
    draft = read_class_list(xlsx(rows), "список.xlsx")
    assert [(pupil.row, pupil.name) for pupil in draft.pupils] == [(5, "Иванов Пётр"), (6, "Ким Ира")]


def test_other_columns_are_left_unread_and_named_whatever_stands_in_them() -> None:
    header = ("№", "Фамилия", "Имя", "Отчество", "Дата рождения", "ИИН", "Телефон мамы", "Кружок", "ЖСН", "Phone")
    row = (1, "Иванов", "Пётр", "Ильич", date(2012, 3, 12), 120312500123, "87771234567", "шахматы", "1", "2")
    draft = read_class_list(xlsx([header, row]), "8Б.xlsx")
    assert names(draft) == ["Иванов Пётр"]
    assert {one.column: one.personal for one in draft.left_unread} == {
        "Отчество": False,
        "Дата рождения": True,
        "ИИН": True,
        "Телефон мамы": True,
        "Кружок": False,
        "ЖСН": True,
        "Phone": True,
    }
    assert "1203" not in repr(draft)
    assert "8777" not in repr(draft)


def test_without_column_names_the_one_column_of_names_is_read() -> None:
    rows = [(1, "Иванов Пётр", "м", "шахматы"), (2, "Ким Ира", "ж", "шахматы"), (3, "Ли Анна", "ж", "шахматы")]
    draft = read_class_list(xlsx(rows), "8Б.xlsx")
    assert names(draft) == ["Иванов Пётр", "Ким Ира", "Ли Анна"]
    assert [one.column for one in draft.left_unread] == ["C", "D"]
    draft = read_class_list(csv("Иванов;Пётр;да\nКим;Ира;да\nЛи;Анна;нет\n"), "8Б.csv")
    assert names(draft) == ["Иванов Пётр", "Ким Ира", "Ли Анна"]
    assert [one.column for one in draft.left_unread] == ["C"]


def test_where_it_cannot_be_told_which_column_has_the_names_nothing_is_guessed() -> None:
    rows = [("Иванов Пётр", "Иванова Анна"), ("Ким Ира", "Ким Олег"), ("Ли Анна", "Ли Инна")]
    assert [fault.kind for fault in file_faults(xlsx(rows), "8Б.xlsx")] == [Kind.NO_NAME_COLUMN]
    assert [fault.kind for fault in file_faults(csv("1;2\n3;4\n"))] == [Kind.NO_NAME_COLUMN]


def test_faults_of_a_file_say_row_and_column() -> None:
    rows = [
        ("№", "Фамилия", "Имя", "Телефон"),
        (1, "Иванов", "Пётр", "1"),
        (2, "Ким", "", ""),
        (3, "", "", "87771234567"),
        (4, "Ли 5", "Анна", ""),
        (5, date(2012, 3, 12), "Анна", ""),
        (6, "=A1", "Анна", ""),
        (7, "", "", ""),
        (8, "", "Ира", ""),
        ("", "Итого", "7", ""),
    ]
    assert [(fault.row, fault.column, fault.kind) for fault in file_faults(xlsx(rows), "8Б.xlsx")] == [
        (3, "Имя", Kind.MISSING_FIRST_NAME),
        (4, "Фамилия", Kind.MISSING_NAME),
        (5, "", Kind.DIGITS),
        (6, "", Kind.DIGITS),
        (7, "Фамилия", Kind.BROKEN_FORMULA),
        (10, "", Kind.NOT_A_CHILD),
    ]


def test_two_columns_of_the_same_are_refused() -> None:
    [fault] = file_faults(csv("ФИО;ФИО ученика\nКим Ира;Ким Ира\n"))
    assert (fault.kind, fault.row, fault.column, fault.other) == (Kind.DUPLICATE_COLUMN, 1, "ФИО ученика", "ФИО")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"x" * (2 * 1024 * 1024 + 1), "8Б.csv", Kind.FILE_TOO_LARGE),
        (b"%PDF-1.7", "8Б.pdf", Kind.NOT_A_SPREADSHEET),
        (b"Ivanov", "8Б.xlsx", Kind.UNREADABLE),
        (b"PK\x03\x04 and no zip", "8Б.xlsx", Kind.UNREADABLE),
        (b"", "8Б.csv", Kind.NO_ROWS),
        ("ФИО\n".encode(), "8Б.csv", Kind.NO_ROWS),
        ("ФИО\nКим Ира\n".encode() + "Ли Анна\n".encode() * 20_001, "8Б.csv", Kind.TOO_MANY_ROWS),
        ('ФИО\nКим Ира\n"Ли Анна\n'.encode(), "8Б.csv", Kind.BROKEN_QUOTES),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data: bytes, name: str, kind: Kind) -> None:
    assert [fault.kind for fault in file_faults(data, name)] == [kind]


def test_whatever_is_wrong_with_a_table_can_be_said_of_every_file() -> None:
    kinds = {str(kind) for kind in TableFaultKind}
    assert kinds <= {str(kind) for kind in ClassListFaultKind}
    assert kinds <= {str(kind) for kind in FaultKind}


def clean(faulty_or_draft: FaultyClassList | ClassListDraft) -> bool:
    """Whether a list was refused with a fault at least, or read as names of children."""
    if isinstance(faulty_or_draft, FaultyClassList):
        return bool(faulty_or_draft.faults)
    return 1 <= len(faulty_or_draft.pupils) <= LARGEST_CLASS and all(
        pupil.first_name in pupil.name
        and len(pupil.first_name) >= 1
        and len(pupil.name) <= 100
        and all(character.isprintable() or character in "\u200c\u200d" for character in pupil.name)
        and not any(character.isnumeric() for character in pupil.name)
        for pupil in faulty_or_draft.pupils
    )


@unhurried
@given(st.text())
def test_any_text_is_read_or_refused_and_its_names_are_clean(text: str) -> None:
    try:
        outcome: FaultyClassList | ClassListDraft = parse_class_list(text)
    except FaultyClassList as faulty:
        outcome = faulty
    assert clean(outcome)


@unhurried
@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=8))
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    try:
        outcome: FaultyClassList | ClassListDraft = read_class_list(text.encode("utf-8", "replace"), "8Б.csv")
    except FaultyClassList as faulty:
        outcome = faulty
    assert clean(outcome)


def test_a_list_that_was_written_out_is_read_back_the_same() -> None:
    draft = parse_class_list("Иванов Пётр\nАхметова Айгерім Серікқызы\nЛи")
    assert names(parse_class_list("\n".join(names(draft)))) == names(draft)
    assert names(read_class_list(xlsx([("ФИО",), *((name,) for name in names(draft))]), "a.xlsx")) == names(draft)
