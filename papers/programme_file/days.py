"""What a cell says of days and times of day: dates, times, moments, written as people write them or as real cells."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from domain.moments import DAY, MINUTE
from papers.programme_file.cells import Report
from papers.programme_file.faults import Fault, FaultKind
from papers.tables import Cell, plain

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099

_DATES: Final = (
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
)
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
_PART_OF_DAY: Final = re.compile(r"0\.\d{3,17}", re.ASCII)
_BETWEEN_PARTS: Final = re.compile(r"[;,\n]")


def dates(cell: Cell, report: Report) -> tuple[date, ...] | None:
    """One date, or several with ; or line breaks between them."""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return (cell,) if _in_years(cell, report) else None
    found = [_date(part, report) for part in _parts(cell)]
    if not found:
        report(Fault(kind=FaultKind.NOT_A_DATE))
    read = tuple(one for one in found if one is not None)
    return read if found and len(read) == len(found) else None


def _parts(cell: Cell) -> Iterator[str]:
    return (part.strip() for part in _BETWEEN_PARTS.split(plain(cell)) if part.strip())


def _date(text: str, report: Report) -> date | None:
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            year, month, day = (int(found[name]) for name in ("year", "month", "day"))
            try:
                day_meant = date(year if len(found["year"]) > 2 else FIRST_YEAR + year, month, day)  # noqa: PLR2004  28.11.26
            except ValueError:
                break
            return day_meant if _in_years(day_meant, report) else None
    report(Fault(kind=FaultKind.NOT_A_DATE, value=text))
    return None


def _in_years(day: date, report: Report) -> bool:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return True
    report(Fault(kind=FaultKind.YEAR_OUT_OF_RANGE, value=plain(day), lowest=FIRST_YEAR, highest=LAST_YEAR))
    return False


def times(cell: Cell, report: Report) -> tuple[time, ...] | None:
    """One time of day, or several with ; or line breaks between them."""
    if not isinstance(cell, str):
        one = _time_of_value(cell)
        if one is None:
            report(Fault(kind=FaultKind.NOT_A_TIME))
        return None if one is None else (one,)
    found: list[time] = []
    parts = list(_parts(cell)) or [cell]
    for part in parts:
        at = _time_of_text(part)
        if at is None:
            report(Fault(kind=FaultKind.NOT_A_TIME, value=part))
        else:
            found.append(at)
    return tuple(found) if len(found) == len(parts) else None


def _time_of_text(text: str) -> time | None:
    if _PART_OF_DAY.fullmatch(text):
        return _part_of_day(float(text))
    shown = _TIME.fullmatch(text)
    return _clock(int(shown[1]), int(shown[2])) if shown else None


def _time_of_value(cell: Cell) -> time | None:
    """A time of day out of a cell that is no text; numbers below 1 are parts of a day, 15.3 is 15:30, 9 is 9:00."""
    match cell:
        case time():
            return cell.replace(second=0, microsecond=0)
        case timedelta():
            return _part_of_day(cell / timedelta(days=1))
        case bool() | date():
            return None
        case float() | int() if 0 <= cell < 1:
            return _part_of_day(cell)
        case float() | int() if cell < 24:  # noqa: PLR2004  hours
            hundredths = round(cell * 100)
            return _clock(hundredths // 100, hundredths % 100) if abs(cell * 100 - hundredths) < 1e-6 else None  # noqa: PLR2004  rounding
        case _:
            return None


def _part_of_day(part: float) -> time | None:
    minutes = round(part * DAY / MINUTE)
    return _clock(*divmod(minutes, 60))


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None  # noqa: PLR2004  hours, minutes


def opening(cell: Cell, report: Report) -> datetime | None:
    """A local date and time; a date alone is its midnight."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    elif isinstance(cell, str) and any(pattern.fullmatch(cell.strip()) for pattern in _DATES):
        cell = f"{cell.strip()} 00:00"
    return closing(cell, report)


def closing(cell: Cell, report: Report) -> datetime | None:
    """A local date and time. A date alone is refused: its beginning and its end are a day apart."""
    if isinstance(cell, datetime):
        if not _in_years(cell.date(), report):
            return None
        return (cell + timedelta(seconds=30)).replace(second=0, microsecond=0)
    day, _, clock = plain(cell).replace("T", " ").replace(",", " ").partition(" ")
    at = _time_of_text(clock.strip()) if not isinstance(cell, date) else None
    if at is None or not any(pattern.fullmatch(day) for pattern in _DATES):
        report(Fault(kind=FaultKind.NOT_A_MOMENT))
        return None
    on = _date(day, report)
    return None if on is None else datetime.combine(on, at)
