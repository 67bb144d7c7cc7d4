"""A poster is one page, says when and where in every language, and its code can be read."""

from datetime import UTC, datetime

import pytest
import segno

from papers.posters import Poster, PosterWords, make_poster
from papers.posters.posters import CODE, CODE_WITH_TWO, WIDTH

LINK = "https://t.me/etalon_test_bot?start=e_123456_1234567"


def words(**changes: str) -> PosterWords:
    given = {
        "kind": "Экскурсия",
        "title": "Гирлердің құпиясы",
        "about": "Эталондарды көрсетеміз. " * 8,
        "scan": "Камераны бағытта да жазыл",
        "or_type": "немесе аш",
        "host": "Метрология институты",
    }
    return PosterWords(facts=("сб, 28 қараша, 15:30", "Музей", "5–11"), **{**given, **changes})


def poster(*said: PosterWords) -> Poster:
    return Poster(words=said, link=LINK, language="kk", made_at=datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    "said",
    [
        (words(),),
        (words(), words(kind="Excursion", title="Secrets of weights")),
        (words(about=""),),
        (words(title="Очень длинное название " * 8, about="Очень длинный рассказ. " * 200, host="Институт " * 30),) * 2,
        (words(title="🤩 Эмодзи", about="😀"),),
    ],
)
def test_it_is_one_page(said: tuple[PosterWords, ...]) -> None:
    made = make_poster(poster(*said))
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1


def test_the_same_poster_is_the_same_file() -> None:
    assert make_poster(poster(words())) == make_poster(poster(words()))


@pytest.mark.parametrize("side", [CODE, CODE_WITH_TWO])
def test_a_module_is_large_enough_for_two_metres(side: float) -> None:
    modules = segno.make(LINK, error="m", micro=False).symbol_size(border=4)[0]
    assert side / modules > 2.5
    assert side < WIDTH
