"""Tables as .xlsx: one sheet each, with number formats, heads that stay in sight, and text that stays text."""

import io
import re
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter

from papers.spreadsheets.tables import Cell, Kind, Table

LONGEST_TITLE: Final = 31
"""Characters of a sheet's name, by Excel's rule; it allows none of []:*?/\\ either."""
LONGEST_CELL: Final = 32_767
WIDEST: Final = 60
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
_FORMATS: Final = {
    Kind.TEXT: "@",
    Kind.WHOLE: "#,##0",
    Kind.SHARE: "0%",
    Kind.MEAN: "0.00",
    Kind.DAY: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
_HEAD_ROW: Final = 2
"""Above it stand the note and an empty row."""


def as_workbook(tables: tuple[Table, ...], made_at: datetime) -> bytes:
    """A workbook with these tables. The same tables and moment (no zone: local time) make the same bytes.

    Nothing in it is ever a formula or a link, whatever it begins with: texts are written as texts.
    """
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": _FORMATS[Kind.DAY],
        },
    )
    workbook.set_properties({"created": made_at, "author": "Etalon"})
    formats = {kind: workbook.add_format({"num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()}
    formats[Kind.TEXT].set_text_wrap()
    head = workbook.add_format({"bold": True, "bg_color": "#e8eef3", "text_wrap": True, "valign": "vcenter"})
    note = workbook.add_format({"italic": True, "font_color": "#5d6b78"})
    taken: set[str] = set()
    for table in tables:
        sheet = workbook.add_worksheet(_title(table.sheet or table.title, taken))
        sheet.write_string(0, 0, table.note, note)
        _fill(sheet, table, formats, head)
    workbook.close()
    return written.getvalue()


def _fill(sheet: Any, table: Table, formats: dict[Kind, Any], head: Any) -> None:
    for at, column in enumerate(table.columns):
        sheet.write_string(_HEAD_ROW, at, column.name, head)
        shown = [len(str(row[at])) for row in table.rows if isinstance(row[at], str)]
        sheet.set_column(at, at, min(max([*shown, len(column.name), 11]) + 2, WIDEST))
    for line, row in enumerate(table.rows, _HEAD_ROW + 1):
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, (line, at), cell, formats[column.kind])
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    if table.rows:
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(table.rows), len(table.columns) - 1)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, form: Any) -> None:
    match cell:
        case None:
            sheet.write_blank(*at, None, form)
        case str():
            sheet.write_string(*at, cell[:LONGEST_CELL], form)
        case datetime() | date() | time():
            sheet.write_datetime(*at, cell, form)
        case _:
            sheet.write_number(*at, cell, form)


def _title(title: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes, and that no other sheet has."""
    name = _NOT_IN_TITLE.sub(" ", title).strip("' ")[:LONGEST_TITLE] or "Etalon"
    number = 2
    while name.casefold() in taken:
        name = f"{name[: LONGEST_TITLE - 4]} {number}"
        number += 1
    taken.add(name.casefold())
    return name
