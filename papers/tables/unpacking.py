"""Unpacking a workbook (.xlsx is a zip of XML) under limits, so that whoever reads it meets nothing unexpected.

The reader behind us (calamine) lays a sheet out as one full rectangle: a file of 5 KB with a cell in XFD1048576 asks
it for 512 GB and ends the process. So every part is unpacked and looked through here first, and packed anew for it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from xml.parsers import expat

from papers.tables.faults import FaultyTable, TableFault, TableFaultKind

MEGABYTE: Final = 1024 * 1024
LARGEST_UNPACKED_MB: Final = 200
HIGHEST_RATIO: Final = 100
"""Unpacked to packed. Real tables reach about 30."""
LAST_ROW: Final = 50_000
"""The farthest row with anything in it: rows that are read, and as many empty ones between them."""
LAST_COLUMN: Final = 200

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SHOWN_VALUES: Final = frozenset({"v", "is", "f"})


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen in one part: how far its filled cells reach, and the cells whose formula has no result."""

    last_row: int
    last_column: int
    broken: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A workbook whose every part is known to be well-formed XML of bearable extent."""

    parts: Mapping[str, bytes]
    surveys: Mapping[str, Survey]

    def packed(self) -> bytes:
        """The same workbook as an uncompressed zip of nothing else."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return whole.getvalue()


def unpacked(data: bytes) -> Unpacked:
    """The parts of a workbook. Raises FaultyTable: no zip, damaged, a bomb, cells too far out."""
    parts: dict[str, bytes] = {}
    surveys: dict[str, Survey] = {}
    for name, content in _members(data):
        survey = _survey(content)
        if survey is not None:  # pictures and printer settings: the table does not need them
            parts[name], surveys[name] = content, survey
    last_row = max((survey.last_row for survey in surveys.values()), default=0)
    last_column = max((survey.last_column for survey in surveys.values()), default=0)
    if last_row > LAST_ROW:
        raise FaultyTable(TableFault(kind=TableFaultKind.TOO_MANY_ROWS, given=last_row, highest=LAST_ROW))
    if last_column > LAST_COLUMN:
        raise FaultyTable(TableFault(kind=TableFaultKind.TOO_WIDE, given=last_column, highest=LAST_COLUMN))
    return Unpacked(parts, surveys)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part, by name. Sizes are checked before anything is unpacked; zipfile never gives more than is declared."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if total > LARGEST_UNPACKED_MB * MEGABYTE or total > HIGHEST_RATIO * len(data):
                raise FaultyTable(TableFault(kind=TableFaultKind.UNPACKS_TOO_LARGE, highest=LARGEST_UNPACKED_MB))
            for member in members:
                yield member.filename, archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        # RuntimeError: a password is asked for, or (as NotImplementedError) another compression.
        raise FaultyTable(TableFault(kind=TableFaultKind.UNREADABLE)) from None


class _Forbidden(Exception):  # noqa: N818  never leaves this module
    """A document type: only bombs have one in a workbook."""


class _Surveyor:
    """Listens to an XML parser and remembers how far cells with something in them reach.

    A cell may leave out where it is, and then stands right of the one before: counted as the reader counts.
    """

    def __init__(self) -> None:
        self.row = 0
        self.column = 0
        self.last_row = 0
        self.last_column = 0
        self.broken: dict[tuple[int, int], str] = {}
        self._in_error = False
        self._shown: list[str] | None = None
        self._formula = False
        self._value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in _SHOWN_VALUES:
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            self._formula |= name == "f"
            self._value |= name != "f"
            if name == "v" and self._in_error:
                self._shown = []
        elif name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() and len(given) < 8 else self.row + 1  # noqa: PLR2004  Excel's rows have 7 digits
            self.column = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        self._in_error = attributes.get("t") == "e"
        self._formula = self._value = False
        if place := _REFERENCE.fullmatch(attributes.get("r", "")):
            self.column = _column_number(place[1])
            self.row = int(place[2])
        else:
            self.column += 1

    def characters(self, text: str) -> None:
        """Text within the element."""
        if self._shown is not None:
            self._shown.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        if name == "v" and self._shown is not None:
            self.broken[self.row, self.column - 1] = "".join(self._shown)
            self._shown = None
        elif name == "c" and self._formula and not self._value:
            self.broken[self.row, self.column - 1] = ""


def _survey(content: bytes) -> Survey | None:
    """What stands in a part; None for one that is no well-formed XML."""
    surveyor = _Surveyor()
    parser = _parser()
    parser.buffer_text = True
    parser.StartElementHandler = surveyor.start
    parser.EndElementHandler = surveyor.end
    parser.CharacterDataHandler = surveyor.characters
    try:
        parser.ParseFile(io.BytesIO(content))
    except expat.ExpatError:
        return None
    except _Forbidden:
        raise FaultyTable(TableFault(kind=TableFaultKind.UNREADABLE)) from None
    return Survey(surveyor.last_row, surveyor.last_column, surveyor.broken)


def elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a part that was surveyed: names without their namespace, and attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    parser.ParseFile(io.BytesIO(content))
    return found


def _parser() -> expat.XMLParserType:
    def forbid(*_: object) -> None:
        raise _Forbidden

    parser = expat.ParserCreate("UTF-8")  # whatever the part claims: the reader behind us reads nothing else
    parser.StartDoctypeDeclHandler = forbid
    return parser


@cache
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
