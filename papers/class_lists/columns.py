"""Which column of a class list has the names: by what stands above it, or by what stands in it where nothing does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from domain.class_lists import LeftUnread
from papers.class_lists.faults import ClassListFault, ClassListFaultKind, FaultyClassList, quoted
from papers.tables import Cell, Line, is_empty, normal, plain

HEADER_WITHIN: Final = 20
"""Filled rows in which the row of column names is looked for: a title and the school's name may stand above it."""
MOST_PARTS: Final = 3
FEW: Final = 2


class Part(StrEnum):
    """What a column of names has."""

    WHOLE = "whole"
    SURNAME = "surname"
    FIRST = "first"


_NAMES: Final[dict[Part, Sequence[str]]] = {
    Part.WHOLE: (
        *("фио", "фамилия имя", "имя фамилия", "фамилия имя отчество", "фамилия и имя", "имя и фамилия"),
        *("фио ученика", "фио учащегося", "фио обучающегося", "фио ребенка", "фио школьника", "фио ученика цы"),
        *("ученик", "ученики", "учащийся", "учащиеся", "обучающийся", "обучающиеся", "фамилия имя ученика"),
        *(
            "аты жөні",
            "толық аты жөні",
            "тегі аты",
            "аты тегі",
            "тегі аты әкесінің аты",
            "таә",
            "оқушының таә",
            "оқушы",
        ),
        *("оқушының аты жөні", "оқушылар", "оқушылардың аты жөні", "баланың аты жөні", "білім алушы"),
        *("білім алушының аты жөні",),
        *("full name", "pupil", "pupils", "student", "students", "pupil name", "student name", "pupil s name"),
        *("student s name", "name and surname", "surname and name", "surname name", "child"),
    ),
    Part.SURNAME: (
        *("фамилия", "фамилия ученика", "тегі", "тек", "оқушының тегі", "surname", "last name", "family name"),
    ),
    Part.FIRST: (
        *("имя", "имя ученика", "имена", "аты", "есімі", "есім", "оқушының аты"),
        *("name", "names", "first name", "given name", "forename"),
    ),
}


def _plainly(name: str) -> str:
    """A column's name as it is compared; with or without points, Ф.И.О. is ФИО."""
    return normal(name).replace("ф и о", "фио").replace("т а ә", "таә")


_PART_OF: Final = {_plainly(name): part for part, names in _NAMES.items() for name in names}
_NUMBERS: Final = frozenset(
    map(_plainly, ("№", "№ п/п", "п/п", "пп", "n п/п", "номер", "n", "no", "nr", "#", "р/с", "р/н", "т/б", "т/р"))
)
_PERSONAL: Final = re.compile(
    r"рожд|возраст|телефон|\bтел\b|моб|иин|снилс|паспорт|свидетельств|удостоверен|адрес|почта|mail|родител|мать|отец"
    r"|мама|папа|опекун|законн|национальн|здоров|диагноз|пол\b|telegram|телеграм|whatsapp|ватсап"
    r"|туған|жасы|ұялы|байланыс|жсн|құжат|куәлік|мекен|пошта|ата ана|анасы|әкесі\b|қамқоршы|ұлты|жыныс|денсаулық"
    r"|birth|dob|\bage\b|phone|mobile|iin|passport|address|parent|mother|father|guardian|gender|\bsex\b|health"
)
_BARE_NUMBER: Final = re.compile(r"[№#(]?\s*\d{0,3}\s*[.):]*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the names are: indices from 0, surname before first name; and the rows that may have some."""

    places: tuple[int, ...]
    parts: tuple[Part, ...]
    names: Mapping[int, str]
    """What stands above each column; empty for a table without column names."""
    lines: Sequence[Line]
    left_unread: tuple[LeftUnread, ...]


def is_name_column(name: str) -> bool:
    """Whether a column of this name has names of pupils, or parts of them."""
    return _plainly(name) in _PART_OF


def columns_of(lines: Sequence[Line]) -> Columns:
    """Raises FaultyClassList where two columns say the same, and where it cannot be told which has the names."""
    for place, line in islice(enumerate(lines), HEADER_WITHIN):
        if any(isinstance(cell, str) and is_name_column(cell) for cell in line.cells):
            return _named(line, lines[place + 1 :])
    return _unnamed(lines)


def says_something(line: Line, aside: Iterable[int] = ()) -> bool:
    """Whether more than a row's number stands in it, `aside` from some columns."""
    return any(
        not _BARE_NUMBER.fullmatch(plain(cell)) for index, cell in enumerate(line.cells) if index not in set(aside)
    )


def _named(header: Line, lines: Sequence[Line]) -> Columns:
    names = {index: quoted(plain(cell)) for index, cell in enumerate(header.cells) if not is_empty(cell)}
    parts: dict[Part, int] = {}
    faults = []
    for index, name in names.items():
        part = _PART_OF.get(_plainly(name))
        if part is not None and parts.setdefault(part, index) != index:
            faults.append(
                ClassListFault(
                    kind=ClassListFaultKind.DUPLICATE_COLUMN, row=header.number, column=name, other=names[parts[part]]
                )
            )
    if faults:
        raise FaultyClassList(faults)
    if Part.WHOLE in parts:
        taken = {Part.WHOLE: parts[Part.WHOLE]}
    elif Part.SURNAME in parts and Part.FIRST in parts:
        taken = {Part.SURNAME: parts[Part.SURNAME], Part.FIRST: parts[Part.FIRST]}
    else:  # one of the two alone has whole names
        taken = {Part.WHOLE: next(iter(parts.values()))}
    left = tuple(
        LeftUnread(column=name, personal=_PERSONAL.search(_plainly(name)) is not None)
        for index, name in names.items()
        if index not in taken.values() and _plainly(name) not in _NUMBERS and normal(name)
    )
    return Columns(tuple(taken.values()), tuple(taken), names, lines, left)


def _unnamed(lines: Sequence[Line]) -> Columns:
    """The one column of words, or two or three of single words, which are then the parts of names in their order."""
    width = max((len(line.cells) for line in lines), default=0)
    filled = {
        index: cells
        for index in range(width)
        if (
            cells := [
                line.cells[index] for line in lines if index < len(line.cells) and not is_empty(line.cells[index])
            ]
        )
    }
    worded = [index for index, cells in filled.items() if 2 * sum(map(_is_words, cells)) > len(cells)]
    if len(worded) > 1:
        whole = [index for index in worded if _are_names(filled[index], words=FEW)]
        worded = whole or [index for index in worded if _are_names(filled[index], words=1)]
        if len(whole) > 1:
            worded = []
    if not worded or len(worded) > MOST_PARTS:
        raise FaultyClassList([ClassListFault(kind=ClassListFaultKind.NO_NAME_COLUMN, row=lines[0].number)])
    left = tuple(
        LeftUnread(column=_letter(index), personal=False)
        for index, cells in filled.items()
        if index not in worded and not all(_BARE_NUMBER.fullmatch(plain(cell)) for cell in cells)
    )
    return Columns(tuple(worded), (Part.WHOLE,) * len(worded), {}, lines, left)


def _is_words(cell: Cell) -> bool:
    return (
        isinstance(cell, str)
        and any(map(str.isalpha, cell))
        and not any(map(str.isdigit, _BARE_NUMBER.sub("", cell, count=1)))
    )


def _are_names(cells: Sequence[Cell], words: int) -> bool:
    """Whether most of these may be names, with as many words or more: those of sex or class come again and again."""
    names = [cell.strip().casefold() for cell in cells if isinstance(cell, str)]
    various = len(set(names)) > FEW or len(names) <= FEW
    fitting = sum(len(name) > 1 and len(name.split()) >= words for name in names)
    return various and 2 * fitting > len(cells)


def _letter(index: int) -> str:
    """A column as spreadsheets call it. There are at most 200."""
    before, last = divmod(index, 26)
    return (chr(ord("A") + before - 1) if before else "") + chr(ord("A") + last)
