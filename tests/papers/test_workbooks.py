"""Workbooks that would harm whoever opens them are refused first; those of strange make are read all the same."""

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from papers.programme_file import Fault, FaultKind, read_programme
from tests.papers.tables import csv_of, faults_of, later, refused_or_read, right, unhurried, xlsx_of

SHEET = "xl/worksheets/sheet1.xml"


def changed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The workbook with these parts put in."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return whole.getvalue()


def part(data: bytes, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def with_cell(reference: str) -> bytes:
    """A workbook with something in a far cell."""
    data = xlsx_of([right()])
    row = f'<row><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
    return changed(data, {SHEET: part(data).replace(b"</sheetData>", row)})


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        ("XFD2", Fault(kind=FaultKind.TOO_WIDE, given=16_384, highest=200)),
        ("A1048576", Fault(kind=FaultKind.TOO_MANY_ROWS, given=1_048_576, highest=50_000)),
        ("XFD1048576", Fault(kind=FaultKind.TOO_MANY_ROWS, given=1_048_576, highest=50_000)),
    ],
)
def test_a_cell_far_out_is_refused_before_it_is_given_room(reference: str, fault: Fault) -> None:
    """Given to the reader behind us, the last of these asks for 512 GB, which ends the process."""
    assert faults_of(with_cell(reference), "a.xlsx") == (fault,)


def test_cells_that_do_not_say_where_they_are_are_counted() -> None:
    data = xlsx_of([right()])
    row = b'<row r="9"><c r="GR9"/>' + b"<c/>" * 5 + b"<c><v>1</v></c></row></sheetData>"
    wide = changed(data, {SHEET: part(data).replace(b"</sheetData>", row)})
    assert faults_of(wide, "a.xlsx") == (Fault(kind=FaultKind.TOO_WIDE, given=206, highest=200),)


def test_empty_cells_far_out_do_no_harm() -> None:
    data = xlsx_of([right()])
    row = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    formatted = changed(data, {SHEET: part(data).replace(b"</sheetData>", row)})
    assert read_programme(formatted, "a.xlsx") == read_programme(data, "a.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(xlsx_of([right()]), {"xl/media/image1.png": bytes(30 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert faults_of(bomb, "a.xlsx") == (Fault(kind=FaultKind.UNPACKS_TOO_LARGE, highest=200),)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(changed(xlsx_of([right()]), {"xl/media/image1.png": bytes(30 * 1024 * 1024)}))
    true_size = (30 * 1024 * 1024).to_bytes(4, "little")
    assert bomb.count(true_size) == 2
    assert faults_of(bytes(bomb.replace(true_size, (1000).to_bytes(4, "little"))), "a.xlsx") == (
        Fault(kind=FaultKind.UNREADABLE),
    )


def test_entities_are_refused() -> None:
    data = xlsx_of([right()])
    declared = part(data).replace(b"?>", b'?><!DOCTYPE a [<!ENTITY e "eeee"><!ENTITY f "&e;&e;">]>', 1)
    assert faults_of(changed(data, {SHEET: declared}), "a.xlsx") == (Fault(kind=FaultKind.UNREADABLE),)


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({SHEET: b"<worksheet><sheetData>"}, FaultKind.UNREADABLE),
        ({"xl/workbook.xml": b"<workbook"}, FaultKind.NOT_A_SPREADSHEET),
        ({"xl/workbook.xml": b"<workbook/>"}, FaultKind.NO_ROWS),
        ({"xl/_rels/workbook.xml.rels": b"<Relationships/>"}, FaultKind.NO_ROWS),
    ],
)
def test_a_damaged_workbook_is_refused(parts: dict[str, bytes], kind: FaultKind) -> None:
    assert [fault.kind for fault in faults_of(changed(xlsx_of([right()]), parts), "a.xlsx")] == [kind]


def test_another_document_in_a_zip_is_no_spreadsheet() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert faults_of(whole.getvalue(), "a.xlsx") == (Fault(kind=FaultKind.NOT_A_SPREADSHEET),)


def book_with(write_first: bool, hide_first: bool) -> bytes:
    """A workbook of two sheets, the programme in the first or second."""
    table = [right()]
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        sheets = [book.add_worksheet("One"), book.add_worksheet("«Два» & 2")]
        if hide_first:
            sheets[1].activate()
            sheets[0].hide()
        for row, cells in enumerate([list(table[0]), list(table[0].values())]):
            sheets[0 if write_first else 1].write_row(row, 0, cells)
    return whole.getvalue()


def test_the_first_visible_sheet_is_read() -> None:
    expected = read_programme(csv_of([right()]), "a.csv")
    assert read_programme(book_with(write_first=True, hide_first=False), "a.xlsx") == expected
    assert read_programme(book_with(write_first=False, hide_first=True), "a.xlsx") == expected
    assert faults_of(book_with(write_first=False, hide_first=False), "a.xlsx") == (Fault(kind=FaultKind.NO_ROWS),)


def test_a_formula_counts_as_what_it_shows_and_is_a_fault_where_it_shows_nothing() -> None:
    table = [right(), later()]
    columns = list(right())
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([columns, *([line[name] for name in columns] for line in table)]):
            sheet.write_row(row, 0, cells)
        sheet.write_formula(1, columns.index("capacity"), "=5*5", None, 25)
        sheet.write_formula(1, columns.index("minutes"), "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, columns.index("capacity"), "=A1", None, "")
    data = whole.getvalue()
    never_computed = part(data).replace(b"<f>A1</f><v></v>", b"<f>A1</f>")
    assert faults_of(changed(data, {SHEET: never_computed}), "a.xlsx") == (
        Fault(row=2, column="minutes", kind=FaultKind.BROKEN_FORMULA, value="#DIV/0!"),
        Fault(row=3, column="capacity", kind=FaultKind.BROKEN_FORMULA),
    )


def test_row_numbers_are_those_the_spreadsheet_shows() -> None:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, list(right()))
        sheet.write_row(6, 1, list(right(capacity="0").values()))
    assert [(fault.row, fault.column) for fault in faults_of(whole.getvalue(), "a.xlsx")] == [(7, "capacity")]


WORKBOOK = xlsx_of([right(), later()])
PARTS = {name: part(WORKBOOK, name) for name in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")}
DAMAGE = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b' t="e"', b' t="d"', b' r="A0"', b' r="ZZZ9"', b' s="999"', b"<v>1e400</v>", b"<v>-1</v>", b"<c>"]
    ),
)


@unhurried
@given(st.sampled_from(sorted(PARTS)), st.floats(0, 1), st.integers(0, 6), DAMAGE)
def test_a_workbook_with_a_damaged_part_is_read_or_refused(name: str, where: float, length: int, damage: bytes) -> None:
    content = PARTS[name]
    at = int(where * len(content))
    data = changed(WORKBOOK, {name: content[:at] + damage + content[at + length :]})
    assert refused_or_read(data, "a.xlsx")


@unhurried
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_zip_is_read_or_refused(at: int, damage: bytes) -> None:
    data = WORKBOOK[:at] + damage + WORKBOOK[at + len(damage) :]
    assert refused_or_read(data, "a.xlsx")


def test_an_encoding_nobody_knows_harms_nobody() -> None:
    strange = PARTS[SHEET].replace(b'encoding="UTF-8"', b'encoding="klingon"')
    assert strange != PARTS[SHEET]
    assert faults_of(changed(WORKBOOK, {SHEET: strange}), "a.xlsx") in {(), (Fault(kind=FaultKind.UNREADABLE),)}
