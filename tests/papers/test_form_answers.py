"""Sheets of form answers: columns guessed in three languages, rows read, faults by row."""

import pytest

from domain.people import AgeLine
from papers.form_answers import MOST_ROWS, RowFaultKind, What, answers_of, guessed, read_form_answers
from papers.tables import FaultyTable, TableFaultKind


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Отметка времени", "Имя", "Класс", "Школа"), {What.NAME: 1, What.GRADE: 2, What.SCHOOL: 3}),
        (
            ("Ваше имя и фамилия", "В каком классе вы учитесь?", "Ваша школа (лицей, гимназия)", "Сколько вам лет?"),
            {What.NAME: 0, What.GRADE: 1, What.SCHOOL: 2, What.AGE: 3},
        ),
        (("Аты-жөні", "Сыныбы", "Мектебі", "Жасы"), {What.NAME: 0, What.GRADE: 1, What.SCHOOL: 2, What.AGE: 3}),
        (
            ("Timestamp", "Full name", "What grade are you in?", "School", "Phone number"),
            {What.NAME: 1, What.GRADE: 2, What.SCHOOL: 3, What.PHONE: 4},
        ),
        (
            ("Имя родителя", "Телефон родителя", "Имя ученика", "Класс", "Школа"),
            {What.NAME: 2, What.GRADE: 3, What.SCHOOL: 4, What.PHONE: 1},
        ),
        (("а", "б"), {}),
    ],
)
def test_columns_are_guessed_by_what_stands_above(names: tuple[str, ...], found: dict[What, int]) -> None:
    assert guessed(names) == found


COLUMNS = {What.NAME: 0, What.GRADE: 1, What.SCHOOL: 2, What.AGE: 3, What.PHONE: 4}


def test_a_row_is_a_pupil() -> None:
    (found, faults) = answers_of(
        [(2, (" Серикова  Алина ", "8Б", "№ 239", "13 лет", "8 701 123-45-67")), (3, ("Иванов Тимур", "9", "Лицей"))],
        COLUMNS,
        younger_than=14,
        asks=False,
    )
    assert faults == ()
    assert [(one.row, one.first_name, one.grade, one.school) for one in found] == [
        (2, "Алина", 8, "№ 239"),
        (3, "Тимур", 9, "Лицей"),
    ]
    assert [one.age_line for one in found] == [AgeLine.YOUNGER, AgeLine.YOUNGER], "unknown: a yes is needed"
    assert [one.phone for one in found] == ["87011234567", ""]


@pytest.mark.parametrize(
    ("age", "line"),
    [("14", AgeLine.OLDER), ("13", AgeLine.YOUNGER), ("старше", AgeLine.OLDER), ("", AgeLine.YOUNGER)],
)
def test_the_age_line_is_told_by_the_number_or_the_word(age: str, line: AgeLine) -> None:
    found, _ = answers_of([(2, ("Алина", "8", "№ 1", age))], COLUMNS, younger_than=14, asks=False)
    assert found[0].age_line is line


def test_every_fault_of_every_row_is_told() -> None:
    found, faults = answers_of(
        [
            (2, ("", "8", "№ 1")),
            (3, ("Алина", "восьмой", "")),
            (4, ("Тимур", "8", "№ 1", "", "нет")),
            (5, ("Дана", "8", "ш" * 121)),
        ],
        COLUMNS,
        younger_than=14,
        asks=True,
    )
    assert found == ()
    assert [(fault.row, fault.kind) for fault in faults] == [
        (2, RowFaultKind.NO_NAME),
        (2, RowFaultKind.NO_ANSWER),
        (3, RowFaultKind.NO_GRADE),
        (3, RowFaultKind.NO_SCHOOL),
        (3, RowFaultKind.NO_ANSWER),
        (4, RowFaultKind.BAD_PHONE),
        (4, RowFaultKind.NO_ANSWER),
        (5, RowFaultKind.TOO_LONG),
        (5, RowFaultKind.NO_ANSWER),
    ]
    assert "восьмой" not in repr(faults), "what children wrote comes into no log"


def test_a_file_is_read_as_text_with_its_own_row_numbers() -> None:
    table = read_form_answers("Имя;Класс;Школа\nАлина;8;239\n;;\nТимур;9;30\n".encode(), "answers.csv")
    assert table.names == ("Имя", "Класс", "Школа")
    assert table.rows == ((2, ("Алина", "8", "239")), (4, ("Тимур", "9", "30")))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Имя;Класс\n" + "Алина;8\n" * (MOST_ROWS + 1), TableFaultKind.TOO_MANY_ROWS),
        ("Имя;Класс\n;\n", TableFaultKind.NO_ROWS),
        ('Имя;Класс\n"Алина;8\n', TableFaultKind.BROKEN_QUOTES),
    ],
)
def test_what_cannot_be_brought_in_whole_is_said(content: str, kind: TableFaultKind) -> None:
    with pytest.raises(FaultyTable) as faulty:
        read_form_answers(content.encode(), "answers.csv")
    assert faulty.value.fault.kind is kind
