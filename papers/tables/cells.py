"""What stands in one cell, as it reads, and names as they are compared."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

Cell = str | int | float | bool | date | datetime | time | timedelta

EXACT_BELOW: Final = 10**15
"""Up to here a double holds every whole number, and shows it without an exponent."""


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in it."""
    return isinstance(cell, str) and not cell.strip()


def plain(cell: Cell) -> str:
    """A cell as it reads: 25.0 is "25", a date "28.11.2026", a time "15:30"."""
    match cell:
        case bool():
            shown = "yes" if cell else "no"
        case float():
            shown = str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_BELOW else repr(cell)
        case datetime():
            shown = f"{cell:%d.%m.%Y %H:%M}"
        case date():
            shown = f"{cell:%d.%m.%Y}"
        case time():
            shown = f"{cell:%H:%M}"
        case timedelta():
            shown = f"{cell // timedelta(hours=1)}:{cell // timedelta(minutes=1) % 60:02}"
        case _:
            shown = str(cell).strip()
    return shown


def normal(name: str) -> str:
    """A name as it is compared: small letters, ё as е, only letters and digits, single spaces."""
    name = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join("".join(character if character.isalnum() else " " for character in name).split())
