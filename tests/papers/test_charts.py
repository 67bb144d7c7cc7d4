"""Charts are drawn whole, in every language, whatever stands in names; warnings of matplotlib are errors here."""

import struct

import pytest

from papers.charts import Bars, Chart, Faces, Series, Steps, Stripes, draw
from papers.charts.axes import LABEL_LETTERS, label
from papers.charts.kinds import Ink
from papers.pool import paper_pool

LONG = "Ыбырай Алтынсарин атындағы дарынды балаларға арналған мамандандырылған мектеп-интернат"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


def series(*values: float, ink: Ink = Ink.MAIN, name: str = "Келді") -> Series:
    return Series(name, values, ink)


def chart(drawn: Bars | Stripes | Steps | Faces, title: str = KAZAKH) -> Chart:
    return Chart(title=title, under="Барлық серіктестер · осы оқу жылы", foot="Бас тартылған күндер", drawn=drawn)


DRAWN: dict[str, Bars | Stripes | Steps | Faces] = {
    "bars": Bars(labels=("қыр.", "қаз."), whole=series(20, 30, ink=Ink.PALE), part=series(10, 30), axis="Орындар"),
    "one bar": Bars(labels=("қыр.",), whole=series(0, ink=Ink.PALE), part=series(0), axis="Орындар"),
    "many bars": Bars(
        labels=tuple(str(month) for month in range(18)),
        whole=series(*range(1, 19), ink=Ink.PALE),
        part=series(*range(18)),
        axis="",
    ),
    "stripes": Stripes(
        labels=(LONG, "№ 1"),
        series=(series(3, 1), series(1, 0, ink=Ink.AGAINST), series(0, 0, ink=Ink.PALE)),
        ends=("75 %", "100 %"),
        axis="Оқушылар",
    ),
    "within": Stripes(labels=("a",), series=(series(1), series(4, ink=Ink.PALE)), ends=("",), axis="", within=True),
    "steps": Steps(labels=("a", "b", "c", "d"), values=(4, 3, 2, 0), ends=("4", "3", "2", "0")),
    "faces": Faces(
        labels=("1\nмүлде емес", "2", "3", "4", "5\nөте қатты"),
        before=series(0.2, 0.2, 0.2, 0.2, 0.2, ink=Ink.PALE),
        after=series(0, 0, 0, 0, 1),
        axis="",
    ),
}


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_drawn_as_wide_as_a_phone(name: str) -> None:
    width, height = size(draw(chart(DRAWN[name])))
    assert width == 1080
    assert 300 < height < 2400


def test_names_may_hold_anything() -> None:
    drawn = Stripes(labels=("$\\nope$ за 6", "🎯 Цель \\frac{1}"), series=(series(1, 2),), ends=("", ""), axis="$x")
    assert size(draw(chart(drawn, title="🤩 $ 100 % {n} _ ^"))) == size(draw(chart(drawn, title="100 %")))


def test_more_rows_make_it_taller_and_names_take_three_lines() -> None:
    lines = label(LONG).split("\n")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(len(line) <= LABEL_LETTERS for line in lines)
    few, many = (
        size(draw(chart(Stripes(labels=("x",) * rows, series=(series(*[1] * rows),), ends=("",) * rows, axis=""))))
        for rows in (2, 12)
    )
    assert many[1] > few[1] + 400


def test_the_same_chart_is_the_same_picture() -> None:
    assert draw(chart(DRAWN["bars"])) == draw(chart(DRAWN["bars"]))


@pytest.mark.process
async def test_it_is_made_in_the_pool() -> None:
    async with paper_pool() as papers:
        assert size(await papers.make(draw, chart(DRAWN["faces"])))[0] == 1080
