"""Tables as .csv: UTF-8 with its mark, so that spreadsheets read Kazakh letters, and nothing that they would run."""

import csv
import io
from datetime import datetime, time
from typing import Final

from domain.languages import Language
from papers.spreadsheets.tables import Cell, Kind, Table

MARK: Final = "\ufeff"
BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text that begins so is taken for a formula by some spreadsheets, whatever quotes stand around it."""
ESCAPE: Final = "'"


def as_csv(table: Table, language: Language) -> bytes:
    """The table with one line of heads. Numbers as the language writes them; percentages as whole numbers of percent.

    Fields are parted by `;` in Russian and Kazakh, whose spreadsheets expect that (their comma is the decimal one), and
    by `,` in English. A text that begins with = + - @ or a control character gets an apostrophe before it: so it stays
    text, whatever opens it, and anybody can see what was added.
    """
    comma = language is not Language.ENGLISH
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([_text(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [_cell(cell, column.kind, comma=comma) for cell, column in zip(row, table.columns, strict=True)]
        )
    return (MARK + written.getvalue()).encode()


def _cell(cell: Cell, kind: Kind, *, comma: bool) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _text(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case time():
            return f"{cell:%H:%M}"
        case int() | float():
            return _number(cell, kind, comma=comma)
    return cell.isoformat()


def _number(cell: float, kind: Kind, *, comma: bool) -> str:
    if kind is Kind.SHARE:
        return str(round(100 * cell))
    if isinstance(cell, int):
        return str(cell)
    number = f"{cell:.2f}"
    return number.replace(".", ",") if comma else number


def _text(text: str) -> str:
    return ESCAPE + text if text.startswith(BEGINS_FORMULA) else text
