"""Drawing a poster: A4, in one language or two, with a code that a phone reads from two metres away."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import segno
from fpdf.enums import Align

from papers.trip_packs.document import Document

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
MARGIN: Final = 16.0
CODE: Final = 118.0
"""Millimetres a side with one language, its white margin included: a module of 3 mm and more, which a phone's camera
still tells apart at two metres."""
CODE_WITH_TWO: Final = 104.0
FOOT: Final = 17.0
INK: Final = (18, 53, 91)
_WHITE: Final = (255, 255, 255)
_GREY: Final = (90, 100, 110)
_DARK: Final = (40, 48, 56)
_LARGEST_TITLE: Final = 38.0
_SIZES: Final = (17.0, 15.0, 13.0, 12.0, 11.0)
_SMALL_SIZES: Final = (13.0, 12.0, 11.0, 10.0)
"""Points, where there are two languages."""
_BOLDER: Final = 1.5
"""Points by which when and where are larger than what it is about."""
_BETWEEN: Final = 2.0
"""Millimetres between paragraphs."""
_QUIET: Final = 4
"""Blank modules around the code, as ISO/IEC 18004 asks for."""
_MM_A_POINT: Final = 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterWords:
    """All that is said in one language. `facts`: when, where, for whom, one line each."""

    kind: str
    title: str
    about: str
    facts: tuple[str, ...]
    scan: str
    or_type: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A poster: its words in one language or two, and the link that its visitors are counted by."""

    words: tuple[PosterWords, ...]
    link: str
    language: str
    """Of the first words, for whoever reads the file aloud."""
    made_at: datetime


def make_poster(poster: Poster) -> bytes:
    """One page of A4. The same poster makes the same bytes. Heavy: make it in the pool."""
    sheet = _Sheet(foot="", page="")
    sheet.set_title(sheet.writable(poster.words[0].title))
    sheet.set_lang(poster.language)
    sheet.set_creation_date(poster.made_at)
    with closing(sheet):
        sheet.set_auto_page_break(auto=False)
        sheet.set_margins(MARGIN, MARGIN, MARGIN)
        sheet.paper("", "")
        below = _head(sheet, poster)
        code = CODE if len(poster.words) == 1 else CODE_WITH_TWO
        top = HEIGHT - FOOT - 15 - code
        for nth, words in enumerate(poster.words):
            room = (top - below) / (len(poster.words) - nth)
            below += _facts(sheet, words, below, room, small=len(poster.words) > 1)
        _code(sheet, poster, top, code)
        _foot(sheet, poster)
        return bytes(sheet.output())


class _Sheet(Document):
    """A page without a head or a foot."""

    def header(self) -> None:
        """Nothing: what a poster says begins at its edge."""

    def footer(self) -> None:
        """Nothing."""


def _head(sheet: Document, poster: Poster) -> float:
    """The band with what it is and its title, in each language; where it ends."""
    two = len(poster.words) > 1
    largest = _LARGEST_TITLE - 12 if two else _LARGEST_TITLE
    lines: list[tuple[str, float, bool]] = []
    for words in poster.words:
        lines.append((words.kind.upper(), 12, False))
        lines.append((words.title, _fitting(sheet, words.title, largest, 2 if two else 3), True))
    sheet.set_text_color(*_WHITE)
    height = 9.0 + sum(_height(sheet, text, size, bold=bold) + 1.5 for text, size, bold in lines) + 5
    sheet.set_fill_color(*INK)
    sheet.rect(0, 0, WIDTH, height, style="F")
    y = 9.0
    for text, size, bold in lines:
        y += _text(sheet, text, y, size, bold=bold) + 1.5
    sheet.set_text_color(0)
    return height + 4


def _facts(sheet: Document, words: PosterWords, top: float, room: float, *, small: bool) -> float:
    """What it is about, when, where and for whom, as large as fits into `room`; how much it took.

    Where even the smallest does not fit, what it is about is cut short: when and where never are.
    """
    sizes = _SMALL_SIZES if small else _SIZES
    for size in sizes:
        parts, needed = _parts(sheet, words, words.about, size)
        if needed <= room:
            break
    about = words.about
    while needed > room and about:
        about = "" if len(about) < _SHORTEST_ABOUT else about[: len(about) * 5 // 6].rstrip(" .,…") + "…"
        parts, needed = _parts(sheet, words, about, sizes[-1])
    y = top
    for text, size, bold in parts:
        sheet.set_text_color(*(INK if bold else _DARK))
        y += _text(sheet, text, y, size, bold=bold) + _BETWEEN
    sheet.set_text_color(0)
    return y - top + _BETWEEN


def _parts(sheet: Document, words: PosterWords, about: str, size: float) -> tuple[list[tuple[str, float, bool]], float]:
    """The paragraphs at this size, and how many millimetres they take."""
    parts = [*([(about, size, False)] if about else []), *((fact, size + _BOLDER, True) for fact in words.facts)]
    return parts, sum(_height(sheet, text, of, bold=bold) + _BETWEEN for text, of, bold in parts) + _BETWEEN


_SHORTEST_ABOUT: Final = 60
"""Characters: a shorter beginning of what it is about says nothing."""


def _code(sheet: Document, poster: Poster, top: float, side: float) -> None:
    """The code in the middle, and above it what to do."""
    calls = " · ".join(words.scan for words in poster.words)
    sheet.set_text_color(*INK)
    size = _fitting(sheet, calls, 19, 1)
    _text(sheet, calls, top, size, bold=True, align=Align.C)
    sheet.set_text_color(0)
    matrix = segno.make(poster.link, error="m", micro=False).matrix
    modules = len(matrix) + 2 * _QUIET
    module = side / modules
    left = (WIDTH - side) / 2 + _QUIET * module
    begin = top + 9 + _QUIET * module
    sheet.set_fill_color(0)
    for row, line in enumerate(matrix):
        column = 0
        while column < len(line):
            run = column
            while run < len(line) and line[run]:
                run += 1
            if run > column:  # one rectangle for neighbours: no hair of white between them
                sheet.rect(left + column * module, begin + row * module, (run - column) * module, module, style="F")
            column = max(run, column + 1)


def _foot(sheet: Document, poster: Poster) -> None:
    """The link in words, for whoever has no camera at hand, and who invites."""
    y = HEIGHT - FOOT - 7
    sheet.set_text_color(*_GREY)
    shown = poster.link.removeprefix("https://")
    typed = " / ".join(one.or_type for one in poster.words)
    y += _text(sheet, f"{typed} {shown}", y, _fitting(sheet, f"{typed} {shown}", 11, 1), align=Align.C) + 1
    hosts = dict.fromkeys(one.host for one in poster.words)
    sheet.set_text_color(*INK)
    text = " · ".join(hosts)
    _text(sheet, text, y, _fitting(sheet, text, 12, 2), bold=True, align=Align.C)
    sheet.set_text_color(0)


def _text(sheet: Document, text: str, y: float, size: float, *, bold: bool = False, align: Align = Align.L) -> float:
    """Write a paragraph at this height; how much it took."""
    sheet.set_xy(MARGIN, y)
    sheet.set_font("DejaVu", style="B" if bold else "", size=size)
    sheet.multi_cell(sheet.epw, size * _MM_A_POINT * 1.22, sheet.writable(text), align=align)
    return _height(sheet, text, size, bold=bold)


def _height(sheet: Document, text: str, size: float, *, bold: bool) -> float:
    return _lines(sheet, text, size, bold=bold) * size * _MM_A_POINT * 1.22


def _lines(sheet: Document, text: str, size: float, *, bold: bool) -> int:
    sheet.set_font("DejaVu", style="B" if bold else "", size=size)
    lines = sheet.multi_cell(sheet.epw, 1, sheet.writable(text), align=Align.L, dry_run=True, output="LINES")
    return len(lines) if isinstance(lines, list) else 1


def _fitting(sheet: Document, text: str, largest: float, lines: int) -> float:
    """The largest size, in points, at which the text takes so many lines at most; never smaller than 7."""
    size = largest
    while size > _SMALLEST and _lines(sheet, text, size, bold=True) > lines:
        size -= 1
    return size


_SMALLEST: Final = 7.0
