"""Reading a programme file: from bytes to a ProgrammeDraft, or to every fault there is. Heavy: run it in a pool."""

from collections.abc import Callable, Iterator
from typing import Final

from domain.programme import Format, ProgrammeDraft
from papers.programme_file.columns import (
    EVENT_COLUMNS,
    PARTNER_COLUMNS,
    REQUIRED,
    REQUIRED_FAMILIES,
    Column,
    column_named,
    nearest_column,
)
from papers.programme_file.faults import Fault, FaultKind, FaultyProgramme, quoted
from papers.programme_file.rows import Journal, Row, read_row
from papers.programme_file.slots import slot_of
from papers.programme_file.statements import Statement, event_of, partner_of
from papers.tables import FaultyTable, Line, Sheet, TableFault, is_empty, plain, read_table

LARGEST_FILE_MB: Final = 10
PROGRESS_EVERY: Final = 200
"""Rows between two calls of `progress`."""

Progress = Callable[[int, int], None]


def read_programme(data: bytes, file_name: str, progress: Progress | None = None) -> ProgrammeDraft:
    """The programme in a file of `.xlsx` or delimited text, one row a slot. See docs/programme-file.md.

    `progress` is called with rows read and rows in all. Nothing is remembered and no other file touched, so that it may
    run in another process. Raises FaultyProgramme, with every fault of the file, in order of row and column.
    """
    sheet = _sheet(data, file_name)
    positions, journal = _read_header(sheet.header)
    journal.faults.extend(_of_table(fault) for fault in sheet.faults)
    rows = list(_read_rows(sheet, positions, journal, progress))
    draft = _assembled(rows, journal)
    if journal.faults:
        places = {plain(cell): index for index, cell in reversed(list(enumerate(sheet.header.cells)))}
        raise FaultyProgramme(sorted(journal.faults, key=lambda fault: (fault.row, places.get(fault.column, -1))))
    return draft


def _sheet(data: bytes, file_name: str) -> Sheet:
    """The table in the file. Raises FaultyProgramme where it has none that can be read."""
    try:
        return read_table(
            data, file_name, largest_mb=LARGEST_FILE_MB, is_known=lambda name: column_named(name) is not None
        )
    except FaultyTable as faulty:
        raise FaultyProgramme([_of_table(faulty.fault)]) from None


def _of_table(fault: TableFault) -> Fault:
    """The same fault in a programme file's terms: its kinds are among ours."""
    return Fault(kind=FaultKind(fault.kind), row=fault.row, value=fault.value, given=fault.given, highest=fault.highest)


def _read_header(header: Line) -> tuple[dict[int, Column], Journal]:
    """Which column stands where, by index from 0, and a journal that knows their names. Reports what is amiss."""
    positions: dict[int, Column] = {}
    names: dict[Column, str] = {}
    journal = Journal(names)
    for index, cell in enumerate(header.cells):
        name = quoted(plain(cell))
        column = column_named(name)
        if is_empty(cell):
            continue
        if column is None:
            meant = str(nearest_column(name) or "")
            journal.faults.append(
                Fault(kind=FaultKind.UNKNOWN_COLUMN, row=header.number, column=name, value=name, suggestion=meant)
            )
        elif column in names:
            journal.faults.append(
                Fault(kind=FaultKind.DUPLICATE_COLUMN, row=header.number, column=name, value=name, other=names[column])
            )
        else:
            positions[index], names[column] = column, name
    lacking = [column for column in REQUIRED if column not in names]
    lacking += [family.columns[0] for family in REQUIRED_FAMILIES if not any(one in names for one in family.columns)]
    for column in lacking:
        journal.add(header.number, column, Fault(kind=FaultKind.MISSING_COLUMN))
    return positions, journal


def _read_rows(
    sheet: Sheet, positions: dict[int, Column], journal: Journal, progress: Progress | None
) -> Iterator[Row]:
    for done, line in enumerate(sheet.lines, 1):
        for index, cell in enumerate(line.cells):
            if index not in positions and not is_empty(cell) and _is_unnamed(sheet.header, index):
                journal.add(line.number, None, Fault(kind=FaultKind.CELL_WITHOUT_COLUMN, value=plain(cell)))
        broken = {
            column: sheet.broken[line.number, index]
            for index, column in positions.items()
            if (line.number, index) in sheet.broken
        }
        filled = {
            column: line.cells[index]
            for index, column in positions.items()
            if index < len(line.cells) and (column in broken or not is_empty(line.cells[index]))
        }
        yield read_row(line.number, filled, broken, journal)
        if progress and (done % PROGRESS_EVERY == 0 or done == len(sheet.lines)):
            progress(done, len(sheet.lines))


def _is_unnamed(header: Line, index: int) -> bool:
    """Whether no name stands above. What stands under a name we do not know was reported with that name."""
    return index >= len(header.cells) or is_empty(header.cells[index])


def _assembled(rows: list[Row], journal: Journal) -> ProgrammeDraft:
    """All rows together. Events first: what a slot and a partner lack depends on what is said of the event."""
    events: dict[str, Statement] = {}
    for row in rows:
        if key := row.text(Column.EVENT):
            events.setdefault(key, Statement(key, row.number)).hear(row, EVENT_COLUMNS, journal)
    partners = _partners(rows, events, journal)
    slots = []
    first_rows: dict[str, int] = {}
    for row in rows:
        event = events.get(row.text(Column.EVENT))
        slots.append(slot_of(row, event.one(Column.FORMAT, Format) if event else None, journal))
        if key := row.text(Column.SLOT):
            earlier = first_rows.setdefault(key, row.number)
            if earlier != row.number:
                fault = Fault(kind=FaultKind.DUPLICATE_SLOT, value=key, earlier_row=earlier)
                journal.add(row.number, Column.SLOT, fault)
    event_drafts = [event_of(statement, journal) for statement in events.values()]
    return ProgrammeDraft(
        partners=tuple(partner_of(statement, journal) for statement in partners.values()),
        events=tuple(event for event in event_drafts if event is not None),
        slots=tuple(slot for slot in slots if slot is not None),
    )


def _partners(rows: list[Row], events: dict[str, Statement], journal: Journal) -> dict[str, Statement]:
    """What is said of partners: in a row that names one, or in a row of an event whose partner another row names."""
    partners: dict[str, Statement] = {}
    for row in rows:
        event = events.get(row.text(Column.EVENT))
        key = row.text(Column.PARTNER) or (event.one(Column.PARTNER, str) if event else "")
        if key:
            partners.setdefault(key, Statement(key, row.number)).hear(row, PARTNER_COLUMNS, journal)
    return partners
