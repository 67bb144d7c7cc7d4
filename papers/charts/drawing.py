"""Drawing charts, as PNG. Heavy (matplotlib): call `draw` in the pool."""

import io
from typing import Any, Final

from papers.charts.axes import GREY, INK, axes_in, grid, label, legend, wrapped
from papers.charts.kinds import Bars, Chart, Faces, Ink, Steps, Stripes
from papers.charts.letters import writable

WIDTH: Final = 5.4
"""Inches. Narrow, so that letters are large enough where a phone shows the whole of it two and a half inches wide."""
DOTS: Final = 200
_PLAIN: Final = 12
_LARGE: Final = 15
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": _PLAIN,
    "axes.unicode_minus": False,
    "text.parse_math": False,
}
"""A dollar sign in a title is no formula."""
_FEW: Final = 2
"""So few columns are kept narrow."""
_MANY: Final = 7
"""More columns than these have smaller letters."""


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 1,080 pixels wide, in DejaVu Sans, which has every Kazakh letter."""
    import matplotlib as mpl  # noqa: PLC0415  half a second and a hundred megabytes, for the pool's process alone

    mpl.use("Agg")
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(_SETTINGS):
        chart = writable(chart)
        title, under = wrapped(chart.title, 36), wrapped(chart.under, 48)
        foot = wrapped(chart.foot, 58)
        head = 0.42 * (title.count("\n") + 1) + 0.26 * (under.count("\n") + 1) + 0.28
        feet = 0.22 * (foot.count("\n") + 1) + 0.2 if foot else 0.15
        body = _height(chart)
        height = head + body + feet
        figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor="white")
        figure.text(0.04, 1 - 0.2 / height, title, size=_LARGE, weight="bold", color=INK, va="top")
        lower = 0.2 + 0.4 * (title.count("\n") + 1)
        figure.text(0.04, 1 - lower / height, under, size=_PLAIN, color=GREY, va="top")
        if foot:
            figure.text(0.04, 0.14 / height, foot, size=_PLAIN - 2, color=GREY, va="bottom")
        place = (0.0, feet / height, 1.0, body / height)
        match chart.drawn:
            case Bars():
                _bars(figure, place, chart.drawn, chart.percent)
            case Stripes():
                _stripes(figure, place, chart.drawn)
            case Steps():
                _steps(figure, place, chart.drawn)
            case Faces():
                _faces(figure, place, chart.drawn, chart.percent)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=DOTS)
    return picture.getvalue()


def _height(chart: Chart) -> float:
    """Of the drawing alone, in inches."""
    match chart.drawn:
        case Stripes(labels=labels):
            lines = sum(max(label(name).count("\n") + 1, 2) for name in labels)
            return 1.2 + 0.27 * lines
        case Steps(labels=labels):
            return 0.3 + 0.85 * len(labels)
        case _:
            return 4.6


def _bars(figure: Any, place: tuple[float, float, float, float], drawn: Bars, percent: str) -> None:
    axes = axes_in(figure, place, left=0.75, right=0.25, bottom=0.55, top=0.5)
    at = range(len(drawn.labels))
    width = 0.72 if len(drawn.labels) > _FEW else 0.4
    for series, much in ((drawn.whole, width), (drawn.part, width * 0.72)):
        axes.bar(at, series.values, much, color=series.ink.value, label=series.name, zorder=3)
    for nth, (whole, part) in enumerate(zip(drawn.whole.values, drawn.part.values, strict=True)):
        if whole:
            axes.annotate(
                percent.format(round(100 * part / whole)),
                (nth, max(whole, part)),
                (0, 4),
                textcoords="offset points",
                ha="center",
                size=_PLAIN - 1 if len(drawn.labels) <= _MANY else _PLAIN - 3,
                color=INK,
            )
    axes.set_xticks(list(at), drawn.labels, size=_PLAIN if len(drawn.labels) <= _MANY else _PLAIN - 3)
    axes.margins(y=0.12)
    if len(drawn.labels) <= _FEW:
        axes.set_xlim(-0.9, len(drawn.labels) - 0.1)
    axes.set_ylabel(drawn.axis, color=GREY)
    grid(axes, "y")
    legend(axes, 2)


def _stripes(figure: Any, place: tuple[float, float, float, float], drawn: Stripes) -> None:
    axes = axes_in(figure, place, left=2.15, right=0.85, bottom=0.55, top=0.45)
    at = list(range(len(drawn.labels)))
    begins = [0.0] * len(at)
    for series in reversed(drawn.series) if drawn.within else drawn.series:
        height = 0.62 if not drawn.within or series.ink is Ink.PALE else 0.4
        axes.barh(
            at,
            series.values,
            height,
            left=None if drawn.within else begins,
            color=series.ink.value,
            label=series.name,
            zorder=3,
        )
        begins = [begun + value for begun, value in zip(begins, series.values, strict=True)]
    reach = [
        max(values) if drawn.within else sum(values)
        for values in zip(*(series.values for series in drawn.series), strict=True)
    ]
    for nth, end in enumerate(drawn.ends):
        axes.annotate(end, (reach[nth], nth), (5, 0), textcoords="offset points", va="center", color=INK)
    axes.set_yticks(at, [label(name) for name in drawn.labels], color=INK, size=_PLAIN - 1)
    axes.set_ylim(len(at) - 0.45, -0.55)
    axes.set_xlim(0, max([*reach, 1]) * 1.02)
    axes.set_xlabel(drawn.axis, color=GREY)
    grid(axes, "x")
    legend(axes, len(drawn.series), main_first=drawn.within)


def _steps(figure: Any, place: tuple[float, float, float, float], drawn: Steps) -> None:
    axes = axes_in(figure, place, left=0.3, right=0.3, bottom=0.1, top=0.05)
    most = max([*drawn.values, 1])
    shades = ("#9fb6c8", "#5f95bd", "#2f80b5", "#0072b2", "#005a8c")
    for nth, (name, value, end) in enumerate(zip(drawn.labels, drawn.values, drawn.ends, strict=True)):
        axes.barh(nth + 0.14, value, 0.42, color=shades[min(nth, len(shades) - 1)], zorder=3)
        axes.barh(nth + 0.14, most, 0.42, color="#f1f4f7", zorder=2)
        axes.text(0, nth - 0.29, name, va="center", color=INK, size=_PLAIN)
        axes.text(most, nth - 0.29, end, va="center", ha="right", color=INK, size=_PLAIN + 1, weight="bold")
    axes.set_ylim(len(drawn.labels) - 0.5, -0.6)
    axes.set_xlim(0, most)
    axes.axis("off")


def _faces(figure: Any, place: tuple[float, float, float, float], drawn: Faces, percent: str) -> None:
    axes = axes_in(figure, place, left=0.75, right=0.25, bottom=0.75, top=0.5)
    for series, aside in ((drawn.before, -0.2), (drawn.after, 0.2)):
        at = [nth + aside for nth in range(len(drawn.labels))]
        axes.bar(at, series.values, 0.38, color=series.ink.value, label=series.name, zorder=3)
        for where, value in zip(at, series.values, strict=True):
            if value:
                axes.annotate(
                    percent.format(round(100 * value)),
                    (where, value),
                    (0, 3),
                    textcoords="offset points",
                    ha="center",
                    color=INK,
                    size=_PLAIN - 2,
                )
    axes.set_xticks(range(len(drawn.labels)), [wrapped(name, 10) for name in drawn.labels], size=_PLAIN - 2)
    axes.yaxis.set_major_formatter(lambda value, _nth: percent.format(round(100 * value)))
    axes.margins(y=0.12)
    axes.set_ylabel(drawn.axis, color=GREY)
    grid(axes, "y")
    legend(axes, 2, main_first=False)
