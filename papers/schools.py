"""Schools by the names people type: with typing errors, in any word order, "№ 239" or "школа239". The list is a file's.

How it works: names are folded to what survives careless typing, and taken apart into words and numbers. A number that
is typed has to be the school's own; words may differ by a typing error or be begun only. Words that every school has
("школа") only decide between schools that are otherwise alike.
"""

import csv
import io
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.identities import SchoolId

LONGEST_SEARCHED: Final = 200
MOST_WORDS: Final = 8
"""How much of a wish is looked at: characters, and words."""
WORD_ALIKE: Final = 0.7
"""How alike two words must be (1: the same) to be one word with typing errors: one error in four letters, two in
seven."""
WORDS_FOUND: Final = 0.6
"""The share of a wish, by letters, that a name must have where no number decides."""
BEGUN: Final = 0.95
"""How alike a word is to one that begins with it."""
SHORTEST_BEGINNING: Final = 3
LAST_LETTER: Final = "\U0010ffff"
"""Sorts behind every letter."""

_FOLDED: Final = str.maketrans("ёәғқңөұүһії", "еагкноуухии")
"""Kazakh letters (and a Ukrainian one) as they come from a Russian keyboard, and ё as everybody types it."""
_LOOK_ALIKES: Final = str.maketrans("abcehikmoptxy", "авсеникмортху")
"""Latin letters by the Cyrillic ones they look like."""
_SOUNDS: Final = {
    "shch": "щ",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "yu": "ю",
    "ya": "я",
    "yo": "е",
    "ye": "е",
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхйз", strict=True)),
}
"""Russian as it is spelled in Latin letters."""
_SOUND: Final = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_PARTS: Final = re.compile(r"\d+|[^\W\d_]+")
_SILENT: Final = frozenset(
    {"n", "no", "н", "номер"}
    | {"гбоу", "гбу", "моу", "мбоу", "маоу", "кгу", "гкп", "гкку", "кгкп", "сош", "оу"}
    | {"им", "имени", "атындагы", "г", "город", "города", "кала", "каласы", "of", "the"}
)
"""Number signs, legal forms and fillers: they say nothing. Folded, as names are."""
_COMMON: Final = frozenset(
    {"школа", "лицей", "гимназия", "интернат", "средняя", "общеобразовательная", "school", "lyceum", "gymnasium"}
    | {"мектеп", "мектеби", "жалпы", "орта", "билим", "беретин"}
)
"""Words that hardly tell a school from another. Folded, as names are."""


LONGEST_HEAD: Final = 4096
"""Bytes in which the row of column names is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSchool:
    """A school of the list. `also`: other names it goes by, in any language."""

    id: SchoolId | None = None
    name: str
    city: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: its numbers, the words that tell schools apart, and those that hardly do."""

    numbers: frozenset[str]
    words: tuple[str, ...]
    common: frozenset[str]


def search(wanted: str, schools: Sequence[KnownSchool], limit: int = 5) -> list[KnownSchool]:
    """Up to `limit` schools that may be meant, best first; none for nonsense. Who asks often keeps a SchoolIndex."""
    return SchoolIndex(schools).search(wanted, limit)


class SchoolIndex:
    """A list of schools, made ready for searching. Made once for a list; searching does not change it."""

    def __init__(self, schools: Iterable[KnownSchool]) -> None:
        self._schools: Final = tuple(schools)
        self._names: Final[list[_Name]] = []
        self._cities: Final[list[frozenset[str]]] = []
        self._by_number: Final[defaultdict[str, set[int]]] = defaultdict(set)
        self._by_word: Final[defaultdict[str, set[int]]] = defaultdict(set)
        for place, school in enumerate(self._schools):
            names = [_taken_apart(name) for name in (school.name, *school.also)]
            city = frozenset(_folded(school.city))
            self._names.append(_together(names))
            self._cities.append(city)
            for name in names:
                for number in name.numbers:
                    self._by_number[number].add(place)
                for word in (*name.words, *map("".join, pairwise(name.words))):
                    if not city & _readings(word):  # a city in a name must not bring all its schools
                        self._by_word[word].add(place)
        self._words: Final = sorted(self._by_word)
        self._city_words: Final = sorted(frozenset[str]().union(*self._cities))

    def search(self, wanted: str, limit: int = 5) -> list[KnownSchool]:
        """Up to `limit` schools that may be meant, best first; none for nonsense.

        A number that some school has is decisive: only schools with it are offered, wherever they are.
        """
        wish = _taken_apart(wanted[:LONGEST_SEARCHED], forgiving=True)
        words = wish.words[:MOST_WORDS]
        by_name = [self._schools_with(word) for word in words]
        by_city = [_alike(word, self._city_words) for word in words]

        def share(place: int) -> float:
            """How much of the wish's words, by letters, this school's name and city have."""
            found = sum(
                len(word) * max(in_name.get(place, 0), *(in_city.get(part, 0) for part in self._cities[place]), 0)
                for word, in_name, in_city in zip(words, by_name, by_city, strict=True)
            )
            return found / sum(map(len, words)) if words else 0

        places = set[int]().union(*(self._by_number[number] for number in wish.numbers if number in self._by_number))
        if not places:
            named = set[int]().union(*by_name)
            places = {place for place in named if share(place) >= WORDS_FOUND}

        def rank(place: int) -> tuple[float, ...]:
            name = self._names[place]
            return (
                -len(wish.numbers & name.numbers),
                -round(share(place), 2),
                -len(wish.common & name.common),
                len(name.words),
                place,
            )

        return [self._schools[place] for place in nsmallest(limit, places, key=rank)]

    def _schools_with(self, word: str) -> dict[int, float]:
        """Schools by how alike the likest word of their names is."""
        found: dict[int, float] = {}
        for known, alike in _alike(word, self._words).items():
            for place in self._by_word[known]:
                found[place] = max(alike, found.get(place, 0))
        return found


def is_school_list(data: bytes) -> bool:
    """Whether this is a list of schools, and no programme: a table that has a name and a city, and no slot."""
    first = data[:LONGEST_HEAD].decode("utf-8-sig", errors="replace").partition("\n")[0]
    columns = {column.strip().strip('"').lower() for column in first.split(",")}
    return {"name", "city"} <= columns and "slot" not in columns


def read_schools(data: bytes) -> tuple[KnownSchool, ...]:
    """The schools of a UTF-8 CSV file with the columns name, city and also (names with ; between them).

    Raises ValueError, naming the row, for a file without these columns and for a school without a name or city.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("a list of schools is saved as UTF-8") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if lacking := {"name", "city", "also"}.difference(rows.fieldnames or ()):
        raise ValueError(f"a list of schools needs the columns {', '.join(sorted(lacking))}")
    schools = []
    for number, row in enumerate(rows, 2):
        name, city = (row["name"] or "").strip(), (row["city"] or "").strip()
        if not name or not city:
            raise ValueError(f"row {number} of the list of schools needs a name and a city")
        also = tuple(other.strip() for other in (row["also"] or "").split(";") if other.strip())
        schools.append(KnownSchool(name=name, city=city, also=also))
    return tuple(schools)


def _folded(text: str) -> Iterator[str]:
    """The words and numbers of a text, in the letters that careless typing leaves."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)
    for part in _PARTS.findall(text):
        mixed = not part.isascii() and any(letter.isascii() for letter in part)
        yield part.translate(_LOOK_ALIKES) if mixed else part


def _taken_apart(text: str, *, forgiving: bool = False) -> _Name:
    """A name's numbers and words. `forgiving`: words that every school has may have typing errors."""
    numbers, words, common = set(), [], set()
    for part in _folded(text):
        if part.isdecimal():
            numbers.add(str(int(part)))
        elif (known := _common_word(part, forgiving=forgiving)) is not None:
            common.add(known)
        elif part not in _SILENT:
            words.append(part)
    return _Name(frozenset(numbers), tuple(words), frozenset(common))


def _common_word(word: str, *, forgiving: bool) -> str | None:
    if word in _COMMON or not forgiving:
        return word if word in _COMMON else None
    return max(alike, key=alike.__getitem__) if (alike := _alike(word, sorted(_COMMON), begun=False)) else None


def _together(names: Sequence[_Name]) -> _Name:
    return _Name(
        frozenset().union(*(name.numbers for name in names)),
        names[0].words,
        frozenset().union(*(name.common for name in names)),
    )


def _alike(word: str, known: Sequence[str], *, begun: bool = True) -> dict[str, float]:
    """Which of the known words (in order) this may be, and how alike: the same, begun, or with typing errors."""
    found: dict[str, float] = {}
    for reading in _readings(word):
        alike = process.extract(reading, known, scorer=OSA.normalized_similarity, score_cutoff=WORD_ALIKE, limit=None)
        for match, score, _ in alike:
            found[match] = max(score, found.get(match, 0))
        if begun and len(reading) >= SHORTEST_BEGINNING:
            for match in known[bisect_left(known, reading) : bisect_left(known, reading + LAST_LETTER)]:
                found[match] = max(BEGUN, found.get(match, 0))
    return found


def _readings(word: str) -> frozenset[str]:
    """What a word in Latin letters may stand for: itself, Cyrillic that looks like it, Russian that sounds like it."""
    if not word.isascii():
        return frozenset({word})
    return frozenset({word, word.translate(_LOOK_ALIKES), _SOUND.sub(lambda sound: _SOUNDS[sound[0]], word)})
