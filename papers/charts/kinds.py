"""What can be drawn: plain data with every word in it, in the reader's language already."""

from dataclasses import dataclass
from enum import Enum


class Ink(Enum):
    """What a colour says. Told apart by those who see red and green as one, and in grey, too."""

    MAIN = "#0072b2"
    """What was wanted: seats taken, pupils who came."""
    AGAINST = "#d55e00"
    """What was not: absent, gone without a seat."""
    OPEN = "#f0b840"
    """Still undecided."""
    PALE = "#c9d3dc"
    """What it is measured by, or what nobody knows."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of number through all groups, and what it is called."""

    name: str
    values: tuple[float, ...]
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Columns through time: `part` stands in `whole` (taken of offered), in front of it."""

    labels: tuple[str, ...]
    whole: Series
    part: Series
    axis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripes:
    """Lines of stacked parts, one for each group, the largest first; `ends`: what stands at the end of each."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[str, ...]
    axis: str
    within: bool = False
    """Whether the second series holds the first instead of following it: taken, of offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A funnel: each step is part of the one before it."""

    labels: tuple[str, ...]
    values: tuple[int, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """Two distributions over the same five answers, in shares of each, 0 to 1."""

    labels: tuple[str, ...]
    before: Series
    after: Series
    axis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture: `title` says what it shows, `under` of whom and when, `foot` how it is counted."""

    title: str
    under: str
    foot: str
    drawn: Bars | Stripes | Steps | Faces
    percent: str = "{}%"
    """How the reader's language writes a percentage."""
