"""Interest in the profession: one question with five faces, before a visit and after it, and how the answers moved."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.languages import Texts
from domain.moments import DAY, HOUR
from domain.reports import SMALL, Attendance, By, Demand, Filling, Funnel, Group, SlotRow, SourceCount

FACES: Final = 5
"""Answers go from 1 (not at all) to 5 (very)."""
ASKED_AFTER: Final = 18 * HOUR
"""So long after the end of a meeting the second question comes, at the earliest."""
ASKED_UNTIL: Final = 3 * DAY
"""So long after it makes sense: later, it would ask about something else."""


class Phase(StrEnum):
    """When the question is asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class InterestQuestion:
    """The question to put to somebody; `profession`: in the words of the event's partner, else a general one."""

    phase: Phase
    profession: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Answers of those who answered both times; nothing of fewer than SMALL of them is ever shown."""

    group: Group
    pairs: int
    before: tuple[int, ...]
    """How many gave each answer, from 1 to 5."""
    after: tuple[int, ...]

    @property
    def mean_before(self) -> float:
        """From 1 to 5."""
        return _mean(self.before)

    @property
    def mean_after(self) -> float:
        """From 1 to 5."""
        return _mean(self.after)

    @property
    def shift(self) -> float:
        """How far the mean moved; above 0: more interest than before."""
        return self.mean_after - self.mean_before


def moved(group: Group, answers: Iterable[tuple[int, int]]) -> Moved | None:
    """What pairs of answers, before and after, say together; None of fewer than SMALL: they would be somebody's."""
    pairs = tuple(answers)
    if len(pairs) < SMALL:
        return None
    before, after = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    faces = range(1, FACES + 1)
    return Moved(
        group=group,
        pairs=len(pairs),
        before=tuple(before[face] for face in faces),
        after=tuple(after[face] for face in faces),
    )


def _mean(counts: tuple[int, ...]) -> float:
    return sum(face * count for face, count in enumerate(counts, 1)) / (sum(counts) or 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All reports of one period: what is taken away as a workbook."""

    dates: tuple[SlotRow, ...]
    filling: Mapping[By, tuple[Filling, ...]]
    attendance: Mapping[By, tuple[Attendance, ...]]
    demand: Mapping[By, tuple[Demand, ...]]
    funnel: Funnel
    interest: Mapping[By | None, tuple[Moved, ...]]
    sources: tuple[SourceCount, ...]
