"""What stands on a PDF's pages and where, read back from its drawing commands."""

import re
from dataclasses import dataclass
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

POINTS_A_MM: Final = 72 / 25.4

_COMMAND: Final = re.compile(
    rb"BT /F(?P<font>\d+) (?P<size>[\d.]+) Tf"
    rb"|BT (?P<x>-?[\d.]+) (?P<y>-?[\d.]+) Td [^(]*?(?P<texts>(?:\((?:\\.|[^\\)])*\) Tj ?)+)"
    rb"|(?P<x1>-?[\d.]+) (?P<y1>-?[\d.]+) m (?P<x2>-?[\d.]+) (?P<y2>-?[\d.]+) l S",
    re.DOTALL,
)
_TEXT: Final = re.compile(rb"\(((?:\\.|[^\\)])*)\) Tj", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """One run of letters in a line: millimetres from the page's left and top edge to its beginning on the baseline."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, in the same millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    words: tuple[Words, ...]
    rules: tuple[Rule, ...]

    @property
    def text(self) -> str:
        """All of it, in the order in which it was written."""
        return " ".join(one.text for one in self.words)


def pages(document: FPDF) -> list[Page]:
    """Every page of a document that was laid out and to which nothing is added. How many there are is not yet in."""
    document.add_page()  # which ends the last one with its foot
    fonts = {font.i: font for font in document.fonts.values() if isinstance(font, TTFFont)}
    return [_page(_commands(document, number), fonts, document.h) for number in sorted(document.pages)[:-1]]


def _commands(document: FPDF, number: int) -> bytes:
    commands = document.pages[number].contents
    assert isinstance(commands, bytearray)
    return bytes(commands)


def _page(commands: bytes, fonts: dict[int, TTFFont], height: float) -> Page:
    words, rules = [], []
    font, size = next(iter(fonts.values())), 0.0
    for found in _COMMAND.finditer(commands):
        if found["font"]:
            font, size = fonts[int(found["font"])], float(found["size"])
        elif found["texts"]:
            text = "".join(_decoded(part, font) for part in _TEXT.findall(found["texts"]))
            width = font.get_text_width(text, size, None)[1] / POINTS_A_MM
            words.append(Words(text, *_place(found["x"], found["y"], height), width))
        else:
            rules.append(Rule(*_place(found["x1"], found["y1"], height), *_place(found["x2"], found["y2"], height)))
    return Page(tuple(words), tuple(rules))


def _place(x: bytes, y: bytes, height: float) -> tuple[float, float]:
    return float(x) / POINTS_A_MM, height - float(y) / POINTS_A_MM


def _decoded(escaped: bytes, font: TTFFont) -> str:
    """The letters behind their numbers in the part of the font that the document carries."""
    letters = {number: glyph.unicode for glyph, number in font.subset.items() if glyph is not None}
    numbers = re.sub(rb"\\(.)", lambda found: b"\r" if found[1] == b"r" else found[1], escaped, flags=re.DOTALL)
    codes = (letters[ord(number)] for number in numbers.decode("utf-16-be"))
    return "".join(chr(code if isinstance(code, int) else code[0]) for code in codes)
