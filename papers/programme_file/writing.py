"""Writing a programme file: the table that `reading` reads, so that it comes in as it went out. Heavy: in a pool."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

import xlsxwriter

from domain.languages import Texts
from domain.moments import Instant, local
from domain.programme import EventDraft, PartnerDraft, ProgrammeDraft, SlotDraft
from papers.programme_file.cells import ESCAPED
from papers.programme_file.columns import Column, Family

BETWEEN: Final = "; "
MARK: Final = "\ufeff"
"""With it, spreadsheets take the file for UTF-8."""
_FORMULA: Final = re.compile(r"'*[=+@-]")
_NO_REMINDERS: Final = "-"
_WIDTH: Final = 18

Cell = str | int
Row = dict[Column, Cell]


class Form(StrEnum):
    """What kind of file."""

    WORKBOOK = "xlsx"
    DELIMITED = "csv"


def write_programme(draft: ProgrammeDraft, form: Form) -> bytes:
    """The programme as a file; `read_programme` gives the same again. Text that looks like a formula stays text.

    What is the same for all slots of an event, or of a partner, stands in its first row. An event without a slot has
    no row, and is left out.
    """
    rows = list(_rows(draft))
    return _workbook(rows) if form is Form.WORKBOOK else _delimited(rows)


def _rows(draft: ProgrammeDraft) -> Iterator[Row]:
    partners = {partner.key: partner for partner in draft.partners}
    events = {event.key: event for event in draft.events}
    told: set[str] = set()
    for slot in draft.slots:
        event = events[slot.event]
        row: Row = {Column.SLOT: slot.key, Column.EVENT: event.key, Column.PARTNER: event.partner}
        if f"partner {event.partner}" not in told and event.partner in partners:
            row |= _partner(partners[event.partner])
        if f"event {event.key}" not in told:
            row |= _event(event)
        told |= {f"partner {event.partner}", f"event {event.key}"}
        yield row | _slot(slot)


def _partner(partner: PartnerDraft) -> Row:
    return {**_texts(Family.PARTNER_NAME, partner.name), Column.CONTACT: partner.contact}


def _event(event: EventDraft) -> Row:
    row: Row = {
        Column.KIND: event.kind.value,
        **_texts(Family.TITLE, event.title),
        **_texts(Family.DESCRIPTION, event.description),
        Column.STRICT_GRADES: "yes" if event.audience.strict else "",
        Column.CLASSES: event.for_classes.policy.value,
        Column.PUPILS: event.for_pupils.value,
        Column.FORMAT: event.format.value,
        Column.REMINDERS: BETWEEN.join(str(rule) for rule in event.reminder_rules) or _NO_REMINDERS,
        **_texts(Family.BRING, event.bring),
        **_texts(Family.FORBIDDEN, event.forbidden),
    }
    numbers = {
        Column.GRADE_FROM: event.audience.grade_from,
        Column.GRADE_TO: event.audience.grade_to,
        Column.PUPILS_PER_ADULT: event.for_classes.pupils_per_adult,
    }
    row |= {column: number for column, number in numbers.items() if number is not None}
    if event.question:
        row |= _texts(Family.ASK, event.question.asks) | _texts(Family.WHY, event.question.why)
    return row


def _slot(slot: SlotDraft) -> Row:
    row: Row = {
        Column.ONLINE_LINK: slot.online_link,
        Column.DATE: BETWEEN.join(f"{meeting.on:%d.%m.%Y}" for meeting in slot.meetings),
        Column.TIME: _once([f"{meeting.at:%H:%M}" for meeting in slot.meetings]),
        Column.MINUTES: _once([str(meeting.minutes) for meeting in slot.meetings]),
        Column.ZONE: slot.zone,
        Column.CAPACITY: slot.capacity,
        Column.OPENS: _moment(slot.opens_at, slot.zone),
        Column.CLOSES: _moment(slot.closes_at, slot.zone),
        Column.CANCELLED: "yes" if slot.cancelled else "",
    }
    if slot.place:
        row |= _texts(Family.CITY, slot.place.city)
        row |= _texts(Family.PLACE, slot.place.name)
        row |= _texts(Family.ADDRESS, slot.place.address)
        row[Column.LATITUDE] = _degrees(slot.place.latitude)
        row[Column.LONGITUDE] = _degrees(slot.place.longitude)
    return row


def _texts(family: Family, texts: Texts) -> Row:
    return dict(zip(family.columns, (texts.ru, texts.kk, texts.en), strict=True))


def _once(parts: Sequence[str]) -> str:
    """What is the same for every meeting, once; else one for each."""
    return parts[0] if len(set(parts)) == 1 else BETWEEN.join(parts)


def _moment(at: Instant | None, zone: str) -> str:
    return "" if at is None else f"{local(at, zone):%d.%m.%Y %H:%M}"


def _degrees(number: float | None) -> str:
    """Without an exponent, which no column takes for a number."""
    return "" if number is None else f"{Decimal(repr(round(number, 15))):f}"


_NEVER_ESCAPED: Final = frozenset({Column.LATITUDE, Column.LONGITUDE, Column.REMINDERS})
"""Numbers, and a lone dash: neither is taken for a formula, nor read with an apostrophe."""


def _delimited(rows: Sequence[Row]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([str(column) for column in Column])
    for row in rows:
        writer.writerow([_text(row.get(column, ""), column, _FORMULA) for column in Column])
    return (MARK + written.getvalue()).encode()


def _text(cell: Cell, column: Column, dangerous: re.Pattern[str]) -> Cell:
    if isinstance(cell, str) and column not in _NEVER_ESCAPED and dangerous.match(cell):
        return f"'{cell}"
    return cell


def _workbook(rows: Sequence[Row]) -> bytes:
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(written, options)
    workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001  the same programme, the same file
    sheet = workbook.add_worksheet("Programme")
    as_text = workbook.add_format({"num_format": "@"})
    head = workbook.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, len(Column) - 1, _WIDTH, as_text)
    sheet.freeze_panes(1, 2)
    for index, column in enumerate(Column):
        sheet.write_string(0, index, str(column), head)
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(Column):
            cell = _text(row.get(column, ""), column, ESCAPED)
            if isinstance(cell, int):
                sheet.write_number(number, index, cell)
            elif cell:
                sheet.write_string(number, index, cell, as_text)
    workbook.close()
    return written.getvalue()
