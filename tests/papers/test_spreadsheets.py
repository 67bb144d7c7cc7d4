"""What is taken away: numbers are numbers, and text stays text, whatever it begins with."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from domain.languages import Language
from papers.spreadsheets import Column, Kind, Table, as_csv, as_workbook

MADE_AT = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001  spreadsheets know no zones
EVIL = ('=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "https://example.org", "mailto:a@example.org", "007")


def table(*names: str, title: str = "Мектептер") -> Table:
    columns = (
        Column("=Мектеп"),
        Column("Келді", Kind.WHOLE),
        Column("Үлес", Kind.SHARE),
        Column("Орташа", Kind.MEAN),
        Column("Күні", Kind.DAY),
        Column("Уақыты", Kind.TIME),
        Column("Қашан", Kind.MOMENT),
    )
    rows = tuple(
        (name, number, 0.826, 2.936, date(2026, 11, 28), time(15, 30), datetime(2026, 11, 28, 15, 30))  # noqa: DTZ001
        for number, name in enumerate(names, 1)
    )
    return Table(title, columns, rows, "=note")


def sheets(made: bytes) -> dict[str, Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_cells_of_a_workbook_are_what_they_are() -> None:
    [(name, rows)] = sheets(as_workbook((table("№ 239"),), MADE_AT)).items()
    assert name == "Мектептер"
    assert rows[0][0] == "=note"
    assert rows[2][:2] == ["=Мектеп", "Келді"]
    assert rows[3] == [
        "№ 239",
        1.0,
        0.826,
        2.936,
        date(2026, 11, 28),
        time(15, 30),
        datetime(2026, 11, 28, 15, 30),  # noqa: DTZ001
    ]


def test_nothing_in_a_workbook_is_a_formula_or_a_link() -> None:
    made = as_workbook((table(*EVIL),), MADE_AT)
    assert [row[0] for row in sheets(made)["Мектептер"][3:]] == list(EVIL)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_sheets_have_names_that_excel_takes() -> None:
    title = "Кто пришёл: по [школам] / очень длинное имя листа"
    names = list(sheets(as_workbook((table(title=title), table(title=title), table(title="''")), MADE_AT)))
    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_same_tables_make_the_same_workbook() -> None:
    assert as_workbook((table("a"),), MADE_AT) == as_workbook((table("a"),), MADE_AT)


@pytest.mark.parametrize(("language", "mark", "mean"), [("ru", ";", "2,94"), ("kk", ";", "2,94"), ("en", ",", "2.94")])
def test_a_csv_is_read_by_the_spreadsheets_of_its_language(language: str, mark: str, mean: str) -> None:
    made = as_csv(table("№ 239; “Ә”, «б»"), Language(language))
    assert made.startswith(b"\xef\xbb\xbf")
    [head, row] = csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=mark)
    assert head[0] == "'=Мектеп"
    assert row == ["№ 239; “Ә”, «б»", "1", "83", mean, "2026-11-28", "15:30", "2026-11-28 15:30"]


def test_what_looks_like_a_formula_stays_text_in_a_csv() -> None:
    made = as_csv(table(*EVIL), Language.ENGLISH)
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))[1:]
    assert [row[0] for row in rows] == [("'" if text[0] in "=+-@\t\r" else "") + text for text in EVIL]


def test_an_empty_table_is_a_head() -> None:
    assert as_csv(Table("x", (Column("a"),), ()), Language.ENGLISH) == b"\xef\xbb\xbfa\r\n"
    assert sheets(as_workbook((Table("x", (Column("a"),), ()),), MADE_AT))["x"][-1][0] == "a"
