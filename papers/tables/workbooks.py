"""Tables made by Excel, LibreOffice or Google: the first visible sheet of an .xlsx workbook."""

import io
import posixpath

from python_calamine import CalamineError, CalamineWorkbook

from papers.tables.faults import FaultyTable, TableFault, TableFaultKind
from papers.tables.sheets import Sheet, sheet_of
from papers.tables.unpacking import Unpacked, elements, unpacked

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_workbook(data: bytes) -> Sheet:
    """The table in the first visible sheet.

    Raises FaultyTable where it is no workbook, damaged, protected, a bomb, or has no rows or too many.
    """
    workbook = unpacked(data)
    if _WORKBOOK not in workbook.parts:
        raise FaultyTable(TableFault(kind=TableFaultKind.NOT_A_SPREADSHEET))
    name, part = _first_sheet(workbook)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(workbook.packed())) as opened:
            rows = opened.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError:
        raise FaultyTable(TableFault(kind=TableFaultKind.UNREADABLE)) from None
    return sheet_of(rows, broken=workbook.surveys[part].broken)


def _first_sheet(workbook: Unpacked) -> tuple[str, str]:
    """Its name, and the name of the part it is kept in. Raises FaultyTable where there is none."""
    targets = {
        attributes.get("Id", ""): posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
        for element, attributes in elements(workbook.parts.get(_RELATIONS, b"<none/>"))
        if element == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    for element, attributes in elements(workbook.parts[_WORKBOOK]):
        if element != "sheet" or attributes.get("state", "visible") != "visible":
            continue
        relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        if relation in targets and targets[relation] not in workbook.parts:
            raise FaultyTable(TableFault(kind=TableFaultKind.UNREADABLE))
        if relation in targets:
            return attributes.get("name", ""), targets[relation]
    raise FaultyTable(TableFault(kind=TableFaultKind.NO_ROWS))
