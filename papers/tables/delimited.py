"""Tables of comma-, semicolon- or tab-separated text, in any of the encodings spreadsheets save them in."""

import codecs
import csv
import io
from collections.abc import Callable
from typing import Final

from papers.tables.faults import FaultyTable, TableFault, TableFaultKind
from papers.tables.sheets import Sheet, sheet_of

SEPARATORS: Final = (",", ";", "\t")

_BEGINNING: Final = 4096
"""Bytes that are looked at to guess an encoding, characters to guess a separator."""
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes, is_known: Callable[[str], bool]) -> Sheet:
    """The table in `data`. Raises FaultyTable where it is no text, or has no rows or too many."""
    text = _decoded(data)
    if text.casefold().startswith("sep="):  # a line for Excel alone, which does not count it either
        text = text.partition("\n")[2]
    rows: list[list[str]] = []
    faults: list[TableFault] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, is_known), strict=True))
    except csv.Error:
        faults.append(TableFault(row=len(rows) + 1, kind=TableFaultKind.BROKEN_QUOTES))
    return sheet_of(rows, faults=faults)


def _decoded(data: bytes) -> str:
    """The text. UTF-8 is certain where it fits; cp1251 fits nearly all bytes, so it comes last."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1251")
        except UnicodeDecodeError:
            raise FaultyTable(TableFault(kind=TableFaultKind.NOT_A_SPREADSHEET)) from None
    if "\0" in text:
        raise FaultyTable(TableFault(kind=TableFaultKind.NOT_A_SPREADSHEET))
    return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return encoding
    # Without a mark: the first cell is a column's name, and every second byte of a Latin or Cyrillic one's
    # UTF-16 is 0 or 4.
    high, low = data[1:_BEGINNING:2], data[:_BEGINNING:2]
    if high and set(high) <= {0, 4} and 0 in high:
        return "utf-16-le"
    if low and set(low) <= {0, 4} and 0 in low:
        return "utf-16-be"
    return "utf-8"


def _separator(text: str, is_known: Callable[[str], bool]) -> str:
    """The one that takes the first row apart into the most columns we know, then into the most at all."""

    def known_and_all(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text.lstrip("\r\n")[: 4 * _BEGINNING], newline=""), delimiter=separator)
        try:
            names = next(reader, [])
        except csv.Error:
            return 0, 0
        return sum(is_known(name) for name in names), len(names)

    return max(SEPARATORS, key=known_and_all)
