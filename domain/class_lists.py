"""Lists of pupils as a school writes them, before a class is made of them. Reading files is left to papers."""

from dataclasses import dataclass
from typing import Final

LONGEST_LISTED_NAME: Final = 100
"""Characters of a whole name as the school writes it; each part of it has typed.LONGEST_NAME at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPupil:
    """One child of a list: the name, and nothing else. Two rows of one name are two children."""

    row: int
    """Where it stands in the file or in what was typed, counted from 1."""
    name: str
    """The whole name as the school writes it, in one line."""
    first_name: str
    """The part of it by which the child is called: named by a column of its own, else as far as can be told."""
    surname: str
    """Empty where the list has first names only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualNames:
    """Several rows say the same name: perhaps two children, perhaps one twice. Only who wrote the list knows."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnread:
    """A column that was in the file, and that nobody looked into."""

    column: str
    """Its name in the file; its letter ("C") where it has none."""
    personal: bool
    """Whether its name says birth date, phone, IIN, address or the like, which is never read nor kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassListDraft:
    """A list without fault, in its own order, with what its teacher ought to know before keeping it."""

    pupils: tuple[ListedPupil, ...]
    equal_names: tuple[EqualNames, ...] = ()
    left_unread: tuple[LeftUnread, ...] = ()
