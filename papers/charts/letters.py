"""Letters that a chart's font has: what it has not (an emoji in a title) is left out, not drawn as a box."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Drawn = TypeVar("Drawn")


def writable(chart: Drawn) -> Drawn:
    """The same chart with texts in letters that DejaVu Sans has."""
    from matplotlib.font_manager import findfont, get_font  # noqa: PLC0415  for the pool's process alone

    known = frozenset(get_font(findfont("DejaVu Sans")).get_charmap())
    cleaned: Drawn = _cleaned(chart, known)
    return cleaned


def _cleaned(value: Any, known: frozenset[int]) -> Any:
    if isinstance(value, str):
        return "".join(letter for letter in value if ord(letter) in known or letter == "\n").strip(" ")
    if isinstance(value, tuple):
        return tuple(_cleaned(part, known) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _cleaned(getattr(value, one.name), known) for one in fields(value)})
    return value
