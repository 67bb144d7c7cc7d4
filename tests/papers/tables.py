"""Programme files for tests: a row without fault, changed as a test needs it, as .csv or .xlsx."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from hypothesis import settings

from domain.programme import ProgrammeDraft
from papers.programme_file import Column, Fault, FaultyProgramme, read_programme

Table = Sequence[dict[str, Any]]

unhurried = settings(deadline=None, max_examples=50)
"""For properties: how long one example takes says something of this machine only."""

RIGHT: dict[str, Any] = {
    "slot": "museum-1",
    "event": "museum",
    "partner": "institute",
    "partner_name_ru": "Институт",
    "partner_name_kk": "Институт атауы",
    "partner_name_en": "Institute",
    "contact": "Museum desk",
    "kind": "excursion",
    "title_ru": "Музей",
    "title_kk": "Мұражай",
    "title_en": "Museum",
    "description_ru": "Старые меры.",
    "description_kk": "Ескі өлшемдер.",
    "description_en": "Old measures.",
    "grade_from": "5",
    "grade_to": "11",
    "strict_grades": "no",
    "classes": "asked",
    "pupils": "",
    "pupils_per_adult": "10",
    "format": "in_person",
    "city_ru": "Астана",
    "city_kk": "Астана",
    "city_en": "Astana",
    "place_ru": "Центр",
    "place_kk": "Орталық",
    "place_en": "Centre",
    "address_ru": "Улица, 1",
    "address_kk": "Көше, 1",
    "address_en": "1 Street",
    "latitude": "51.125",
    "longitude": "71.5",
    "online_link": "",
    "date": "28.11.2026",
    "time": "15:30",
    "minutes": "90",
    "zone": "Asia/Almaty",
    "capacity": "25",
    "opens": "01.11.2026 10:00",
    "closes": "27.11.2026 18:00",
    "cancelled": "no",
    "reminders": "1d@18:00; 2h",
    "bring_ru": "Обувь",
    "bring_kk": "Аяқкиім",
    "bring_en": "Shoes",
    "forbidden_ru": "Снимать",
    "forbidden_kk": "Түсіру",
    "forbidden_en": "Photographs",
    "ask_ru": "Фамилия",
    "ask_kk": "Тегің",
    "ask_en": "Surname",
    "why_ru": "Для пропуска",
    "why_kk": "Рұқсатнама үшін",
    "why_en": "For the pass",
}
assert set(RIGHT) == set(Column)


def right(**changes: Any) -> dict[str, Any]:
    """A row without fault, with these cells changed; a column set to None is left out of the file."""
    return {name: cell for name, cell in {**RIGHT, **changes}.items() if cell is not None}


def later(**changes: Any) -> dict[str, Any]:
    """A second slot of the same event: only what every row needs, with these cells changed."""
    needed = ("event", "format", "city_ru", "place_ru", "date", "time", "minutes", "zone", "capacity")
    return dict.fromkeys(RIGHT, "") | {name: RIGHT[name] for name in needed} | {"slot": "museum-2"} | changes


def csv_of(table: Table, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The table as delimited text, columns as in the first row."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table[0]), delimiter=delimiter, restval="", extrasaction="raise")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode(encoding)


def xlsx_of(table: Table) -> bytes:
    """The table as a workbook; dates, times and numbers become real cells."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(
        whole, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = {
            kind: book.add_format({"num_format": shown})
            for kind, shown in ((datetime, "dd.mm.yyyy hh:mm"), (date, "dd.mm.yyyy"), (time, "hh:mm"))
        }
        sheet = book.add_worksheet()
        for column, name in enumerate(table[0]):
            sheet.write_string(0, column, name)
            for row, cells in enumerate(table, 1):
                cell = cells.get(name, "")
                if type(cell) in formats:
                    sheet.write_datetime(row, column, cell, formats[type(cell)])
                elif cell != "":
                    sheet.write(row, column, cell)
    return whole.getvalue()


def faults_of(data: bytes, name: str = "programme.csv") -> tuple[Fault, ...]:
    """The faults of a file; none for one without fault."""
    try:
        read_programme(data, name)
    except FaultyProgramme as faulty:
        return faulty.faults
    return ()


def refused_or_read(data: bytes, name: str) -> bool:
    """Whether a file is read, or refused with at least one fault: the only two things that may happen to it."""
    try:
        return isinstance(read_programme(data, name), ProgrammeDraft)
    except FaultyProgramme as faulty:
        return bool(faulty.faults)
