"""A trip pack is what a school can print, sign and hand in: whole, legible, in its language, within its edges."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from fpdf.fonts import TTFFont

from domain.languages import Language
from domain.trips import Permission, TripAdult, TripPack, TripPupil
from papers.pool import paper_pool
from papers.trip_packs import make_trip_pack
from papers.trip_packs.document import BOTTOM, MARGIN, TOP, Document
from papers.trip_packs.making import laid_out
from tests.papers import pool_work
from tests.papers.pages import Page, pages
from tests.papers.trips import meeting, pupils, trip, words

A4 = (210.0, 297.0)


@cache
def pages_of(pack: TripPack) -> list[Page]:
    with laid_out(pack, words(pack.language)[0]) as document:
        return pages(document)


def papers_of(pack: TripPack) -> dict[str, list[Page]]:
    """The pages of each paper, by what the papers are called in `words`."""
    said = words(pack.language)[0]
    titles = {
        "order": said.order.draft,
        "list": said.list_.title,
        "briefing": said.briefing.annex,
        "consent": said.consent.title,
        "gate": said.gate.title,
    }
    found: dict[str, list[Page]] = {paper: [] for paper in titles}
    for page in pages_of(pack):
        head = page.words[1].text
        found[next(paper for paper, title in titles.items() if title in head)].append(page)
    return found


def text_of(some: list[Page]) -> str:
    return " ".join(page.text for page in some)


CROWDED = trip(
    60,
    school="Коммунальное государственное учреждение " * 4,
    event="Мастер-класс " * 12,
    place="Корпус " * 40,
    host="Институт " * 30,
    contact="Отдел " * 40,
    route="Автобус " * 30,
    forbidden="Снимать " * 40,
    pupils=tuple(
        TripPupil(
            name=f"{number}{'щ' * 97}",
            permission=Permission.MISSING if number > 155 else Permission.NOT_NEEDED,
            photos=False,
        )
        for number in range(100, 160)
    ),
    adult_count=15,
    adults=tuple(TripAdult(name="Ш" * 60, phone="+7 700 000 00 00") for _ in range(14)),
    meetings=(meeting(5),) * 100,
)


@pytest.mark.parametrize(
    "pack",
    [
        *(trip(count, language) for language in Language for count in (25, 60)),
        trip(1),
        trip(25, pupils=(), adults=(), contact="", city=""),
        CROWDED,
    ],
    ids=lambda pack: f"{pack.language}-{pack.headcount}-{len(pack.pupils)}",
)
def test_nothing_stands_beyond_an_edge_or_on_the_foot(pack: TripPack) -> None:
    for page in pages_of(pack):
        head, body, foot = page.words[:2], page.words[2:-2], page.words[-2:]
        for one in (*head, *body, *foot):
            assert one.x >= MARGIN, one
            assert one.x + one.width <= A4[0] - MARGIN + 0.1, one
        assert all(one.y < TOP - 5 for one in head)
        assert all(TOP < one.y < A4[1] - BOTTOM for one in body)
        assert all(A4[1] - BOTTOM < one.y < A4[1] - 5 for one in foot)
        assert all(rule.y2 <= A4[1] - BOTTOM + 1 for rule in page.rules)


@pytest.mark.parametrize("language", list(Language))
def test_every_page_says_whose_it_is_and_which_of_how_many(language: Language) -> None:
    pack = trip(25, language)
    said = words(language)[0].shared
    for number, page in enumerate(pages_of(pack), 1):
        assert page.words[0].text in {"Школа-лицей № 62 имени Абая · 8Б", "Институт метрологии"}
        assert page.words[-1].text == said.page.format(page=number, pages="")


@pytest.mark.parametrize("pack", [trip(1), *(trip(60, language) for language in Language)])
def test_every_pupil_is_once_on_each_list_and_whole_on_one_page(pack: TripPack) -> None:
    papers = papers_of(pack)
    for paper in ("list", "briefing", "gate"):
        for pupil in pack.pupils:
            assert sum(f"{pupil.name} " in f"{page.text} " for page in papers[paper]) == 1, (paper, pupil.name)


def test_a_row_is_never_parted_however_long_its_name() -> None:
    for paper in ("list", "briefing", "gate"):
        for page in papers_of(CROWDED)[paper]:
            letters = page.text.replace(" ", "")
            for pupil in CROWDED.pupils:
                assert pupil.name[:4] not in letters or pupil.name in letters


def test_the_head_of_a_table_is_on_every_page_that_goes_on_with_it() -> None:
    said = words(Language.RUSSIAN)[0].shared
    going_on = papers_of(trip(60))["briefing"]
    assert len(going_on) > 1
    assert all(said.full_name in page.text for page in going_on)


def test_the_marks_are_those_of_each_pupil() -> None:
    said = words(Language.RUSSIAN)[0].list_
    listed = text_of(papers_of(trip(4))["list"])
    marks = (said.given, said.on_paper, said.missing, said.not_needed)
    photos = (said.no_photos, said.photos_allowed, said.photos_allowed, said.no_photos)
    for number, (pupil, mark, photo) in enumerate(zip(pupils(4), marks, photos, strict=True), 1):
        assert f"{number} {pupil.name} {mark} {photo}" in listed


def test_the_gate_learns_nothing_of_permissions() -> None:
    said = words(Language.RUSSIAN)[0].list_
    gate = text_of(papers_of(trip(25))["gate"])
    assert said.no_photos not in gate
    assert said.permission not in gate
    assert "+7 700 000 00 00" in gate


def test_a_class_of_25_passes_the_gate_on_one_page() -> None:
    for language in Language:
        assert len(papers_of(trip(25, language))["gate"]) == 1


def test_the_leader_comes_first_wherever_adults_stand() -> None:
    papers = papers_of(trip(3))
    for paper in ("order", "list", "gate"):
        text = text_of(papers[paper])
        assert text.index("Омарова Гүлнар") < text.index("Петров Сергей")


def test_a_class_that_is_a_number_alone_gets_numbered_rows_to_fill_in() -> None:
    papers = papers_of(trip(25, pupils=(), adults=()))
    for paper in ("list", "briefing", "gate"):
        said = [one.text for page in papers[paper] for one in page.words]
        assert {str(number) for number in range(1, 26)} <= set(said)
        assert "26" not in said


def test_names_that_are_known_come_before_the_rows_to_fill_in() -> None:
    pack = trip(5, pupils=pupils(3))
    listed = text_of(papers_of(pack)["list"])
    assert all(pupil.name in listed for pupil in pack.pupils)
    assert " 4 5 " in listed


def test_what_is_not_known_is_a_blank_in_the_order_and_nothing_else() -> None:
    known = trip(3, leaves_at=meeting(5).starts_at - 3600, returns_at=meeting(5).ends_at + 3600, route="Автобус")
    order, blank = text_of(papers_of(known)["order"]), text_of(papers_of(trip(3))["order"])
    assert "14:30" in order
    assert "18:00" in order
    assert "Автобус" in order
    assert blank.count("_" * 24) - order.count("_" * 24) == 3


def test_only_those_without_permission_get_a_form_and_two_share_a_page() -> None:
    pack = trip(12)
    forms = papers_of(pack)["consent"]
    said = text_of(forms)
    assert len(pack.without_permission) == 3
    for pupil in pack.pupils:
        assert (pupil.name in said) == (pupil.permission is Permission.MISSING)
    assert [page.text.count(words(pack.language)[0].shared.signature) for page in forms] == [2, 1]
    assert [words(pack.language)[0].consent.cut in page.text for page in forms] == [True, False]
    middle = TOP + (A4[1] - TOP - BOTTOM) / 2
    assert any(rule.x1 == 0 and rule.y1 == pytest.approx(middle, abs=0.1) for rule in forms[0].rules)


def test_where_everybody_has_permission_there_is_no_form() -> None:
    given = TripPupil(name="Ли Анна", permission=Permission.GIVEN, photos=True)
    assert papers_of(trip(1, pupils=(given,)))["consent"] == []


def test_forms_for_pupils_not_named_are_one_page_to_copy_that_says_how_often() -> None:
    said = words(Language.RUSSIAN)[0].consent
    [page] = papers_of(trip(25, pupils=()))["consent"]
    assert said.copies.format(forms=25) in page.words[1].text
    assert page.text.count(said.child) == 2


def test_a_longer_consent_takes_a_page_and_a_very_long_one_goes_on() -> None:
    consent = " ".join(["Согласие на поездку."] * 120)
    missing = tuple(
        TripPupil(name=name, permission=Permission.MISSING, photos=False) for name in ("Ким Ира", "Ли Анна")
    )
    said = words(Language.RUSSIAN)[0]
    forms = papers_of(trip(2, pupils=missing, consent_text=consent))["consent"]
    assert [page.text.count(said.shared.signature) for page in forms] == [1, 1]
    assert not any(said.consent.cut in page.text for page in forms)
    assert len(papers_of(trip(2, pupils=missing, consent_text=consent * 3))["consent"]) == 4


def test_the_whole_consent_text_is_on_the_form() -> None:
    for language in Language:
        pack = trip(3, language)
        form = text_of(papers_of(pack)["consent"])
        assert "".join(pack.consent_text.split()) in "".join(form.split())


@pytest.mark.parametrize("language", list(Language))
def test_dates_are_written_in_full_in_the_language_and_the_zone(language: Language) -> None:
    expected = {
        Language.RUSSIAN: "суббота, 5 декабря 2026 г., 15:30–17:00",
        Language.KAZAKH: "2026 ж. 5 желтоқсан, сенбі, 15:30–17:00",
        Language.ENGLISH: "Saturday, 5 December 2026, 15:30–17:00",
    }
    listed = " ".join(text_of(papers_of(trip(3, language))["list"]).replace("\u202f", " ").split())
    assert expected[language] in listed.replace("\u00a0", " ")


def test_of_a_long_course_the_first_meetings_are_shown_and_the_rest_counted() -> None:
    listed = text_of(papers_of(trip(3, meetings=tuple(meeting(day) for day in range(1, 31))))["list"])
    assert listed.count("15:30") == 12
    assert "… (+18)" in listed


def test_every_letter_is_in_the_font_and_what_is_not_is_shown_to_be_missing() -> None:
    kazakh = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁёЪъЫыЩщЮюЭэ"
    strange = TripPupil(name="Ли 🎈 王 Анна", permission=Permission.GIVEN, photos=True)
    plain = TripPupil(name=kazakh, permission=Permission.GIVEN, photos=True)
    pack = trip(2, pupils=(plain, strange), event="Музей 🔬")
    with laid_out(pack, words(pack.language)[0]) as document:
        text = text_of(pages(document))
        fonts = [font for font in document.fonts.values() if isinstance(font, TTFFont)]
    assert kazakh in text
    assert "Ли □ Анна" in text
    assert "«Музей»" in text
    assert [font.missing_glyphs for font in fonts] == [[], []]


@pytest.mark.parametrize("language", list(Language))
def test_no_word_is_empty_and_every_blank_is_filled(language: Language) -> None:
    def strings(some: Any) -> Iterator[str]:
        for field in fields(some):
            value = getattr(some, field.name)
            if is_dataclass(value):
                yield from strings(value)
            else:
                yield from (value,) if isinstance(value, str) else value

    assert all(one.strip() for one in strings(words(language)[0]))
    text = text_of(pages_of(trip(5, language, pupils=pupils(4))))
    assert "{" not in text
    assert "}" not in text


def test_the_same_trip_makes_the_same_bytes_which_say_their_language() -> None:
    pack = trip(3, Language.KAZAKH)
    made = make_trip_pack(pack, words(pack.language)[0])
    assert made == make_trip_pack(pack, words(pack.language)[0])
    assert b"/Count %d" % len(pages_of(pack)) in made
    assert made.startswith(b"%PDF-")
    assert b"/Lang (kk)" in made


def test_a_head_that_is_too_long_ends_in_an_ellipsis() -> None:
    with closing(Document(foot="", page="")) as document:
        document.paper("слово " * 50, "слово " * 50)
        left, right = pages(document)[0].words
    assert left.text.endswith("…")
    assert right.text.endswith("…")
    assert left.x + left.width < right.x


@pytest.mark.process
async def test_it_is_made_in_the_pool_without_importing_matplotlib() -> None:
    pack = trip(3)
    async with paper_pool() as pool:
        made = await pool.make(make_trip_pack, pack, words(pack.language)[0], seconds=60)
        assert made.startswith(b"%PDF-")
        assert await pool.make(pool_work.has_imported, "fpdf")
        assert not await pool.make(pool_work.has_imported, "matplotlib")
