"""Reading a class list: names out of a file or of typed lines, or all its faults. Files are heavy: in the pool."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from domain.class_lists import ClassListDraft, EqualNames, LeftUnread, ListedPupil
from domain.classes import LARGEST_CLASS
from papers.class_lists.columns import Columns, Part, columns_of, is_name_column, says_something
from papers.class_lists.faults import ClassListFault, ClassListFaultKind, FaultyClassList, quoted
from papers.class_lists.names import fault_of, name_in, order_of, parted
from papers.tables import FaultyTable, Line, TableFault, is_empty, normal, plain, read_table

LARGEST_FILE_MB: Final = 2
_NUMBER_AND_TAB: Final = re.compile(r"^[№#(]?\s*\d{0,3}\s*[.):•*–—-]*\s*\t\s*")

Found = tuple[int, Sequence[str]]
"""A row's number, and the name in it: in one piece, or surname and first name."""


def read_class_list(data: bytes, filename: str) -> ClassListDraft:
    """The names in a file of `.xlsx` or delimited text. Of all other columns only the names are looked at.

    Raises FaultyClassList, with every fault of the file.
    """
    try:
        sheet = read_table(data, filename, largest_mb=LARGEST_FILE_MB, is_known=is_name_column)
    except FaultyTable as faulty:
        raise FaultyClassList([_of_table(faulty.fault)]) from None
    faults = [_of_table(fault) for fault in sheet.faults]
    lines = [line for line in (sheet.header, *sheet.lines) if line.cells]
    if not lines:
        raise FaultyClassList(faults or [ClassListFault(kind=ClassListFaultKind.NO_ROWS)])
    return _draft_of_table(lines, sheet.broken, faults)


def parse_class_list(text: str) -> ClassListDraft:
    """The names in typed or pasted lines, one child a line; numbers, bullets and trailing commas are left out.

    Lines with tabs were copied out of a table, and are read like one. Raises FaultyClassList.
    """
    written = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if any(_is_of_table(line) for _, line in written):
        lines = [Line(number=number, cells=[cell.strip() for cell in line.split("\t")]) for number, line in written]
        return _draft_of_table(lines, {}, [])
    return _draft([(number, (line,)) for number, line in written if not is_name_column(line)], (), [])


def _is_of_table(line: str) -> bool:
    """Whether it has cells; a tab behind a number or a bullet alone makes none, but one between column names does."""
    cells = line.split("\t")
    return len(_NUMBER_AND_TAB.sub("", line, count=1).split("\t")) > 1 or (
        len(cells) > 1 and any(map(is_name_column, cells))
    )


def _of_table(fault: TableFault) -> ClassListFault:
    """The same fault in a class list's terms: its kinds are among ours."""
    return ClassListFault(
        kind=ClassListFaultKind(fault.kind), row=fault.row, value=fault.value, given=fault.given, highest=fault.highest
    )


def _draft_of_table(
    lines: Sequence[Line], broken: Iterable[tuple[int, int]], faults: list[ClassListFault]
) -> ClassListDraft:
    try:
        columns = columns_of(lines)
    except FaultyClassList as faulty:
        raise FaultyClassList([*faulty.faults, *faults]) from None
    found = []
    for line in columns.lines:
        for index in columns.places:
            if (line.number, index) in broken:
                fault = ClassListFault(
                    kind=ClassListFaultKind.BROKEN_FORMULA, row=line.number, column=columns.names.get(index, "")
                )
                faults.append(fault)
        if not any((line.number, index) in broken for index in columns.places):
            found.extend(_found(line, columns, faults))
    return _draft(found, columns.left_unread, faults)


def _found(line: Line, columns: Columns, faults: list[ClassListFault]) -> list[Found]:
    """The name in a row, none in one that is empty. Reports what is missing, and what is no text."""
    cells = [line.cells[index] if index < len(line.cells) else "" for index in columns.places]
    for cell in cells:
        if not isinstance(cell, str):
            kind = ClassListFaultKind.NOT_A_CHILD if isinstance(cell, bool) else ClassListFaultKind.DIGITS
            faults.append(ClassListFault(kind=kind, row=line.number, value=quoted(plain(cell))))
            return []
    if all(is_empty(cell) for cell in cells):
        if says_something(line, aside=columns.places):
            name = columns.names.get(columns.places[0], "")
            faults.append(ClassListFault(kind=ClassListFaultKind.MISSING_NAME, row=line.number, column=name))
        return []
    shown = [plain(cell) for cell in cells]
    if columns.parts == (Part.SURNAME, Part.FIRST):
        if is_empty(shown[1]):
            kind, name = ClassListFaultKind.MISSING_FIRST_NAME, columns.names[columns.places[1]]
            faults.append(ClassListFault(kind=kind, row=line.number, column=name, value=name_in(shown[0])))
            return []
        return [(line.number, shown)]
    return [(line.number, (" ".join(filter(None, shown)),))]


def _draft(found: Iterable[Found], left_unread: tuple[LeftUnread, ...], faults: list[ClassListFault]) -> ClassListDraft:
    """A draft of what was found, or every fault of it."""
    named: list[Found] = []
    for row, pieces in found:
        tidied = [name for name in map(name_in, pieces) if name]
        name = " ".join(tidied)
        if not name:
            continue
        if fault := fault_of(name):
            faults.append(_at(fault, row))
        named.append((row, tidied))
    if len(named) > LARGEST_CLASS:
        faults.append(ClassListFault(kind=ClassListFaultKind.TOO_MANY_ROWS, given=len(named), highest=LARGEST_CLASS))
    if not named and not faults:
        faults.append(ClassListFault(kind=ClassListFaultKind.NO_ROWS))
    if faults:
        raise FaultyClassList(sorted(faults, key=lambda fault: fault.row))
    pupils = _pupils(named)
    return ClassListDraft(pupils=pupils, equal_names=_equal_names(pupils), left_unread=left_unread)


def _at(fault: ClassListFault, row: int) -> ClassListFault:
    return ClassListFault(
        kind=fault.kind, row=row, value=fault.value, other=fault.other, given=fault.given, highest=fault.highest
    )


def _pupils(named: Sequence[Found]) -> tuple[ListedPupil, ...]:
    order = order_of(pieces[0] for _, pieces in named if len(pieces) == 1)
    pupils = []
    for row, pieces in named:
        first_name, surname = (pieces[1], pieces[0]) if len(pieces) > 1 else parted(pieces[0], order)
        pupils.append(ListedPupil(row=row, name=" ".join(pieces), first_name=first_name, surname=surname))
    return tuple(pupils)


def _equal_names(pupils: Iterable[ListedPupil]) -> tuple[EqualNames, ...]:
    """Names that are the same but for capitals, ё and hyphens."""
    same: defaultdict[str, list[ListedPupil]] = defaultdict(list)
    for pupil in pupils:
        same[normal(pupil.name)].append(pupil)
    return tuple(
        EqualNames(name=those[0].name, rows=tuple(pupil.row for pupil in those))
        for those in same.values()
        if len(those) > 1
    )
