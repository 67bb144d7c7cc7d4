"""What all charts share: axes with room around them, a faint grid, a legend, and words that fit their places."""

import textwrap
from typing import Any, Final

from papers.charts.kinds import Ink

INK: Final = "#1b2733"
GREY: Final = "#5d6b78"
LINE: Final = "#e3e8ed"
LABEL_LETTERS: Final = 20
"""So many letters of a group's name stand in one line; a name takes three lines at the most."""
_LINES: Final = 3
_LEGEND_SIZE: Final = 12
_LEGEND_LETTERS: Final = 33
"""As many fit beside each other at that size; more of them are smaller."""


def axes_in(
    figure: Any, place: tuple[float, float, float, float], *, left: float, right: float, bottom: float, top: float
) -> Any:
    """Axes within the place (shares of the figure), with so many inches kept free on each side."""
    wide, high = figure.get_size_inches()
    axes = figure.add_axes(
        (
            place[0] + left / wide,
            place[1] + bottom / high,
            place[2] - (left + right) / wide,
            place[3] - (bottom + top) / high,
        )
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(length=0, colors=INK)
    return axes


def grid(axes: Any, along: str) -> None:
    """Faint lines at a few round numbers along one axis ("x" or "y"); whole numbers, unless it shows shares."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    axes.grid(visible=True, axis=along, color=LINE, zorder=0)
    axis = axes.yaxis if along == "y" else axes.xaxis
    shares = axis.get_major_formatter().__class__.__name__ == "FuncFormatter"
    axis.set_major_locator(MaxNLocator(nbins=5, integer=not shares))


def legend(axes: Any, columns: int, *, main_first: bool = True) -> None:
    """Names of the series, in one line above the axes; those of more weight first, or as they were drawn."""
    handles, labels = _in_order(axes) if main_first else axes.get_legend_handles_labels()
    letters = sum(len(one) for one in labels)
    axes.figure.legend(
        handles,
        labels,
        fontsize=_LEGEND_SIZE * min(1.0, _LEGEND_LETTERS / max(letters, 1)),
        loc="upper left",
        bbox_to_anchor=(0.03, axes.get_position().y1 + 0.44 / axes.figure.get_size_inches()[1]),
        ncols=min(columns, 3),
        frameon=False,
        borderaxespad=0,
        handlelength=1.1,
        columnspacing=1.4,
        labelcolor=INK,
    )


def _in_order(axes: Any) -> tuple[list[Any], list[str]]:
    """Handles and labels, a main one first."""
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(labels)), key=lambda nth: _rank(handles[nth]))
    return [handles[nth] for nth in order], [labels[nth] for nth in order]


def _rank(handle: Any) -> int:
    from matplotlib.colors import to_hex  # noqa: PLC0415

    colour = to_hex(handle.patches[0].get_facecolor()) if handle.patches else Ink.PALE.value
    inks = [ink.value for ink in Ink]
    return inks.index(colour) if colour in inks else len(inks)


def label(text: str) -> str:
    """A group's name in three short lines at the most."""
    lines = textwrap.wrap(text, LABEL_LETTERS, break_long_words=True) or [""]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: LABEL_LETTERS - 1].rstrip() + "…"]
    return "\n".join(lines)


def wrapped(text: str, letters: int) -> str:
    """The text in lines of at most so many letters; its own line breaks stay."""
    return "\n".join(line for part in text.split("\n") for line in (textwrap.wrap(part, letters) or [""]))
