"""The paper itself: A4, its letters, heads and feet, and the few forms of which all papers of a pack are made."""

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, VAlign
from fpdf.fonts import FontFace, TTFFont

MARGIN: Final = 18
"""Millimetres on each side; the left one takes a hole punch."""
TOP: Final = 22
BOTTOM: Final = 20
PLAIN_SIZE: Final = 10
SMALL_SIZE: Final = 8
TITLE_SIZE: Final = 14
LINE: Final = 1.35
"""Height of a line, in heights of its letters."""
ROW: Final = 8.0
"""Height of a row, at the least: room for a signature."""
LOW_ROW: Final = 6.0
"""Where nothing is to be written."""
LABELS: Final = 0.3
"""How much of the width a label takes."""

WIDEST_HEAD: Final = 0.7
"""How much of the width what stands on the right of a head may take."""

_FAMILY: Final = "DejaVu"
_FILES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MM_A_POINT: Final = 25.4 / 72
_BOX: Final = 3.5
_GREY: Final = 100
_PALE: Final = 238
_UNKNOWN_LETTER: Final = "□"
_BLANKS: Final = re.compile(" {2,}")
"""Not those that keep a phone number in one line."""


@cache
def font_folder() -> Path:
    """Where DejaVu lies, which has every Kazakh letter: it comes with matplotlib, which is not imported for it."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("matplotlib, whose fonts are used, is not installed")
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its share of the width, and whether it is narrow and centred."""

    name: str
    share: float
    centred: bool = False


class Document(FPDF):
    """Pages with a head (whose paper this is) and a foot (page so and so of so many), both set by `paper()`."""

    def __init__(self, *, foot: str, page: str) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self._foot_words = foot
        self._page_words = page
        self._left_head = self._right_head = ""
        for style, file in _FILES.items():
            self.add_font(_FAMILY, style, font_folder() / file)
        self.set_margins(MARGIN, TOP, MARGIN)
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        self.set_draw_color(_GREY)
        self.set_line_width(0.2)

    def close(self) -> None:
        """Close the font files, which fpdf reads from while it writes, and leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def header(self) -> None:
        """Called by fpdf at the top of every page."""
        self.set_font(_FAMILY, size=SMALL_SIZE)
        self.set_text_color(_GREY)
        self.set_y(10)
        right = self._fitting(self._right_head, self.epw * WIDEST_HEAD)
        width = self.get_string_width(right) + 2 * self.c_margin
        self.cell(self.epw - width, 4, self._fitting(self._left_head, self.epw - width))
        self.cell(width, 4, right, align=Align.R)
        self.line(self.l_margin, 15, self.w - self.r_margin, 15)
        self.set_text_color(0)
        self.set_y(TOP)

    def footer(self) -> None:
        """Called by fpdf at the bottom of every page."""
        self.set_y(-13)
        self.set_font(_FAMILY, size=SMALL_SIZE)
        self.set_text_color(_GREY)
        self.cell(self.epw / 2, 4, self._foot_words)
        self.cell(
            self.epw / 2, 4, self._page_words.format(page=self.page_no(), pages=self.str_alias_nb_pages), align=Align.R
        )
        self.set_text_color(0)

    def paper(self, left: str, right: str) -> None:
        """Begin another paper on a new page; its head says these two."""
        self._left_head, self._right_head = self.writable(left), self.writable(right)
        self.add_page()

    def writable(self, text: str) -> str:
        """The text in letters that the font has: a letter it has not becomes an empty box, an emoji nothing."""
        font = self.fonts[_FAMILY.lower()]
        known = font.cmap if isinstance(font, TTFFont) else {}
        kept = (
            character if ord(character) in known or character == "\n" else _UNKNOWN_LETTER
            for character in unicodedata.normalize("NFC", text)
            if ord(character) in known or unicodedata.category(character)[0] in "LMN" or character == "\n"
        )
        return "\n".join(_BLANKS.sub(" ", line).strip() for line in "".join(kept).split("\n"))

    def words(
        self,
        text: str,
        *,
        size: float = PLAIN_SIZE,
        bold: bool = False,
        align: Align = Align.L,
        width: float | None = None,
    ) -> None:
        """A paragraph, wrapped at `width` (the page's, unless said), over the page's end where it has to be."""
        self.set_font(_FAMILY, style="B" if bold else "", size=size)
        self.multi_cell(width or self.epw, _line(size), self.writable(text), align=align, new_x="LMARGIN", new_y="NEXT")

    def height_of(self, text: str, *, size: float = PLAIN_SIZE, bold: bool = False) -> float:
        """How many millimetres `words` takes for it."""
        self.set_font(_FAMILY, style="B" if bold else "", size=size)
        height = self.multi_cell(
            self.epw, _line(size), self.writable(text), align=Align.L, dry_run=True, output="HEIGHT"
        )
        assert isinstance(height, float | int)  # noqa: S101  what fpdf promises for output="HEIGHT"
        return height

    def headline(self, text: str, under: str = "") -> None:
        """What the paper is, in the middle, and a line under it."""
        self.words(text, size=TITLE_SIZE, bold=True, align=Align.C)
        if under:
            self.words(under, align=Align.C)
        self.ln(4)

    def heading(self, text: str, room: float = 2.5 * ROW) -> None:
        """A heading that does not stand alone at a page's end: `room` millimetres follow it."""
        self.ln(3)
        if self.will_page_break(_line(PLAIN_SIZE) + room):
            self.add_page()
        self.words(text, bold=True)
        self.ln(1)

    def numbered(self, number: str, text: str, indent: float = 0.0) -> None:
        """A paragraph whose number stands left of it."""
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        width = max(8.0, self.get_string_width(number) + 3)
        # Number and first line stay together.
        if self.will_page_break(_line(PLAIN_SIZE)):
            self.add_page()
        self.set_x(self.l_margin + indent)
        self.cell(width, _line(PLAIN_SIZE), number)
        self.multi_cell(
            self.epw - indent - width,
            _line(PLAIN_SIZE),
            self.writable(text),
            align=Align.L,
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self.ln(1)

    def fields(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels and what is known; where nothing is, room to write it."""
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        label = FontFace(fill_color=_PALE)
        with self.table(
            col_widths=(LABELS, 1 - LABELS),
            first_row_as_headings=False,
            text_align=Align.L,
            v_align=VAlign.M,
            line_height=_line(PLAIN_SIZE),
            padding=(0.7, 2),
        ) as table:
            for name, value in rows:
                row = table.row(min_height=LOW_ROW if value else ROW)
                row.cell(self.writable(name), style=label)
                row.cell(self.writable(value))

    def listing(self, columns: Sequence[Column], rows: Iterable[Sequence[str]], row_height: float = ROW) -> None:
        """A table whose head is repeated on each page, and whose rows are never parted."""
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        with self.table(
            col_widths=[column.share for column in columns],
            text_align=[Align.C if column.centred else Align.L for column in columns],
            v_align=VAlign.M,
            borders_layout=TableBordersLayout.ALL,
            headings_style=FontFace(emphasis="BOLD", fill_color=_PALE, size_pt=SMALL_SIZE),
            line_height=_line(PLAIN_SIZE),
            min_row_height=row_height,
            padding=(0.5, 1.5),
        ) as table:
            table.row([self.writable(column.name) for column in columns])
            for cells in rows:
                table.row([self.writable(cell) for cell in cells])

    def small(self, text: str) -> None:
        """A remark under a table."""
        self.ln(2)
        self.set_text_color(_GREY)
        self.words(text, size=SMALL_SIZE)
        self.set_text_color(0)

    def keep_together(self, height: float) -> None:
        """Begin a new page where less than `height` millimetres are left on this one."""
        if self.will_page_break(height):
            self.add_page()

    def rule(self, label: str, width: float, *, gap: float = 3.0) -> None:
        """A label and a rule to write on, in one line of its own height, `width` millimetres in all; goes on right."""
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        label = self.writable(label)
        taken = self.get_string_width(label) + 2 * self.c_margin if label else 0.0
        x, y = self.x, self.y
        self.cell(taken, ROW, label, align=Align.L)
        self.line(x + taken, y + ROW - 2, x + width - gap, y + ROW - 2)
        self.set_xy(x + width, y)

    def box(self, label: str) -> None:
        """A box to tick and its label; goes on right."""
        x, width = self.x, self.width_of_box(label)
        self.rect(x + 1, self.y + (ROW - _BOX) / 2, _BOX, _BOX)
        self.set_x(x + _BOX + 2)
        self.cell(width - _BOX - 2, ROW, self.writable(label))

    def width_of_box(self, label: str) -> float:
        """How many millimetres `box` takes for it."""
        self.set_font(_FAMILY, size=PLAIN_SIZE)
        return self.get_string_width(self.writable(label)) + _BOX + 6

    def _fitting(self, text: str, width: float) -> str:
        """The beginning of it that fits: heads have one line."""
        if self.get_string_width(text) <= width - 2 * self.c_margin:
            return text
        while text and self.get_string_width(text + "…") > width - 2 * self.c_margin:
            text = text[:-1]
        return text.rstrip() + "…"


def _line(size: float) -> float:
    return size * _MM_A_POINT * LINE
