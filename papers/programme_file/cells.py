"""What one cell says: texts, numbers, links, words. Each reader reports what it cannot read; dates are in days.py.

A reader gets the cell and a Report; it returns None where it has reported something. None of them sees other cells.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlsplit

from domain.reminders import ReminderRule, parse_rules
from papers.programme_file.faults import Fault, FaultKind
from papers.programme_file.words import (
    ANSWERS,
    CLASS_POLICIES,
    FORMATS,
    KINDS,
    PUPIL_POLICIES,
    Answer,
    meant,
    zone_meant,
    zone_named,
)
from papers.tables import Cell, normal, plain

LONGEST_LINK: Final = 300

_WHOLE: Final = re.compile(r"([+-]?\d{1,15})(?:[.,]0+)?", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
_PASTED_BLANKS: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Invisible characters that come along when text is copied from a page or a document; nobody means them."""
ESCAPED: Final = re.compile(r"'+[=+@-]")
"""A text that looks like a formula, with the apostrophe that a .csv file gives it so that it stays text; one goes."""
_KEPT_INVISIBLE: Final = "\n\t\u200c\u200d"
"""Line breaks, tabs (which become spaces), and the joiners that some scripts and emoji need."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Categories of controls, directions, private and broken characters. Not Cn: an emoji may be newer than our tables."""
_NOTHING_AT_ALL: Final = frozenset("-–—")


Report = Callable[[Fault], None]
"""Takes down what is wrong with the cell that is being read: a fault without its row and column, and without its value
where that is the whole cell."""

Reader = Callable[[Cell, Report], object]
"""Answers what the cell says, or None after reporting why it cannot be read."""


def lines_of(longest: int) -> Reader:
    """A reader of texts that may have several lines."""

    def read(cell: Cell, report: Report) -> str | None:
        text = (
            unicodedata.normalize("NFC", plain(cell)).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        )
        text = _PASTED_BLANKS.sub("", text)
        text = text[1:] if ESCAPED.match(text) else text
        strange = set() if text.isprintable() else {character for character in text if _is_control(character)}
        if strange:
            report(
                Fault(
                    kind=FaultKind.CONTROL_CHARACTERS, other=", ".join(sorted(f"U+{ord(one):04X}" for one in strange))
                )
            )
        text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        if len(text) > longest:
            report(Fault(kind=FaultKind.TOO_LONG, given=len(text), highest=longest))
        return None if strange or len(text) > longest else text

    return read


def line_of(longest: int) -> Reader:
    """A reader of texts of one line; a line break becomes a space."""
    read_lines = lines_of(longest)

    def read(cell: Cell, report: Report) -> str | None:
        text = read_lines(cell, report)
        return " ".join(text.split()) if isinstance(text, str) else None

    return read


def _is_control(character: str) -> bool:
    return character not in _KEPT_INVISIBLE and unicodedata.category(character) in _INVISIBLE


def whole_from(lowest: int, highest: int) -> Reader:
    """A reader of whole numbers from `lowest` to `highest`."""

    def read(cell: Cell, report: Report) -> int | None:
        text = "" if isinstance(cell, bool) else re.sub(r"(?<=\d)\s(?=\d)", "", plain(cell))
        whole = _WHOLE.fullmatch(text)
        if not whole:
            report(Fault(kind=FaultKind.NOT_A_WHOLE_NUMBER, lowest=lowest, highest=highest))
            return None
        number = int(whole[1])
        if not lowest <= number <= highest:
            report(Fault(kind=FaultKind.OUT_OF_RANGE, lowest=lowest, highest=highest))
            return None
        return number

    return read


def wholes_from(lowest: int, highest: int) -> Reader:
    """A reader of one such number, or of several with ; or line breaks between them."""
    read_one = whole_from(lowest, highest)

    def read(cell: Cell, report: Report) -> tuple[int, ...] | None:
        parts = [part for part in re.split(r"[;\n]", cell) if part.strip()] if isinstance(cell, str) else [cell]
        if len(parts) < 2:  # noqa: PLR2004  one
            number = read_one(cell, report)
            return (number,) if isinstance(number, int) else None
        found = [_part(read_one, part, report) for part in parts]
        read_well = tuple(number for number in found if number is not None)
        return read_well if len(read_well) == len(parts) else None

    return read


def _part(read_one: Reader, part: Cell, report: Report) -> int | None:
    number = read_one(part, lambda fault: report(replace(fault, value=fault.value or plain(part))))
    return number if isinstance(number, int) else None


def degrees_up_to(highest: int) -> Reader:
    """A reader of coordinates, from -`highest` to `highest` degrees."""

    def read(cell: Cell, report: Report) -> float | None:
        text = "" if isinstance(cell, bool) else plain(cell)
        if not _DECIMAL.fullmatch(text):
            report(Fault(kind=FaultKind.NOT_A_NUMBER))
            return None
        number = float(text.replace(",", "."))
        if abs(number) > highest:
            report(Fault(kind=FaultKind.OUT_OF_RANGE, lowest=-highest, highest=highest))
            return None
        return number

    return read


def zone(cell: Cell, report: Report) -> str | None:
    """An IANA zone, as it is properly written."""
    name = zone_named(plain(cell))
    if name is None:
        report(Fault(kind=FaultKind.UNKNOWN_ZONE, suggestion=zone_meant(plain(cell))))
    return name


Word = TypeVar("Word", bound=StrEnum)


def one_of(words: dict[str, Word], otherwise: FaultKind) -> Reader:
    """A reader of one of these words, in any language they are written in."""

    def read(cell: Cell, report: Report) -> Word | None:
        word = words.get(normal(plain(cell)))
        if word is None:
            report(Fault(kind=otherwise, suggestion=str(meant(plain(cell), words) or "")))
        return word

    return read


kind = one_of(KINDS, FaultKind.UNKNOWN_KIND)
format_ = one_of(FORMATS, FaultKind.UNKNOWN_FORMAT)

class_policy = one_of(CLASS_POLICIES, FaultKind.UNKNOWN_CLASS_POLICY)
pupil_policy = one_of(PUPIL_POLICIES, FaultKind.UNKNOWN_PUPIL_POLICY)


def yes_or_no(cell: Cell, report: Report) -> bool | None:
    """Yes or no."""
    answer = one_of(ANSWERS, FaultKind.NOT_YES_OR_NO)(cell, report)
    return None if answer is None else answer is Answer.YES


def link(cell: Cell, report: Report) -> str | None:
    """The address of a page or a call: https or http, with a host, without blanks."""
    text = line_of(LONGEST_LINK)(cell, report)
    if not isinstance(text, str):
        return None
    try:
        address = urlsplit(text)
        right = address.scheme in {"http", "https"} and "." in (address.hostname or "") and address.port != 0
    except ValueError:
        right = False
    if not right or " " in text:
        report(Fault(kind=FaultKind.NOT_A_LINK))
        return None
    return text


def reminders(cell: Cell, report: Report) -> tuple[ReminderRule, ...] | None:
    """Reminder rules with ; or line breaks between them; "-" for none."""
    text = plain(cell).replace("\n", ";")
    try:
        rules = parse_rules(text)
    except ValueError:
        rules = ()
    if not rules and text not in _NOTHING_AT_ALL:
        report(Fault(kind=FaultKind.BAD_REMINDERS))
        return None
    return rules
