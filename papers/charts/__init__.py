"""Charts: one picture for one question, to be read on a phone. Their words and numbers are given by the caller."""

from papers.charts.drawing import draw
from papers.charts.kinds import Bars, Chart, Faces, Series, Steps, Stripes

__all__ = ["Bars", "Chart", "Faces", "Series", "Steps", "Stripes", "draw"]
