"""Schools are found by what people type, and nonsense finds none."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.schools import KnownSchool, SchoolIndex, is_school_list, read_schools, search
from tests.papers.tables import unhurried

LIST: Final = Path(__file__).parents[2] / "programme" / "schools.csv"
SCHOOLS: Final = read_schools(LIST.read_bytes())
INDEX: Final = SchoolIndex(SCHOOLS)

FML_239: Final = "Президентский физико-математический лицей № 239"
FML_30: Final = "Физико-математический лицей № 30"
PTHS: Final = "Лицей «Физико-техническая школа» имени Ж. И. Алфёрова"
CLASSICAL: Final = "Санкт-Петербургская классическая гимназия № 610"
NIS: Final = "Назарбаев Зияткерлік мектебі, физика-математика бағыты, Астана"
BIL: Final = "«Білім-Инновация» лицейі, Астана"
GYMNASIUM_56: Final = "Академическая гимназия № 56 имени М. Б. Пильдес"
LYCEUM_56: Final = "№ 56 мектеп-лицей"


def found(wanted: str) -> list[str]:
    return [school.name for school in INDEX.search(wanted)]


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("№ 239", FML_239),
        ("№239", FML_239),
        ("N239", FML_239),
        ("n 239", FML_239),
        ("no. 239", FML_239),
        ("239", FML_239),
        ("школа 239", FML_239),
        ("школа239", FML_239),
        ("239 школа", FML_239),
        ("лицей №239", FML_239),
        ("ГБОУ СОШ № 239", FML_239),
        ("Школа номер 239 города Санкт-Петербурга", FML_239),
        ("shkola 239", FML_239),
        ("№ 0239", FML_239),
        ("президентский фмл", FML_239),
        ("Презедентский лицей", FML_239),
        ("лицей президентский", FML_239),
        ("фмл30", FML_30),
        ("licey 30", FML_30),
        ("лицeй 30", FML_30),  # a Latin e
        ("ФТШ", PTHS),
        ("фTш", PTHS),  # a Latin T
        ("физтех школа", PTHS),
        ("непрерыв", "Лаборатория непрерывного математического образования"),
        ("Алферова", PTHS),
        ("олфёрова", PTHS),
        ("школа физико техническая", PTHS),
        ("физикотехническая", PTHS),
        ("классическая гимназя", CLASSICAL),
        ("гимназия класическая", CLASSICAL),
        ("Бестужевка", "Гимназия № 159 «Бестужевская»"),
        ("вселенная и земля", "Гимназия № 642 «Земля и Вселенная»"),
        ("лихачева", "Школа № 47 имени Д. С. Лихачёва"),
        ("НИШ ФМН", NIS),
        ("nis astana", NIS),
        ("Назарбаев зияткерлик мектеби физика", NIS),
        ("назарбаев интелектуалная физико", NIS),
        ("билим инновация", BIL),
        ("бiлiм-инновация", BIL),  # Latin i, as Kazakh is often typed
        ("билим-иновация", BIL),
        ("КТЛ", BIL),
        ("Haileyberry", "Haileybury Astana"),
        ("хейлибери", "Haileybury Astana"),
        ("гимназия 56", GYMNASIUM_56),
        ("56 гимназия Петербург", GYMNASIUM_56),
        ("56 мектеп лицей", LYCEUM_56),
        ("школа-лицей №56", LYCEUM_56),
        ("56 астана", LYCEUM_56),
        ("мектеп-гимназия 4", "№ 4 мектеп-гимназия"),
    ],
)
def test_a_school_is_found_by_what_people_type(wanted: str, first: str) -> None:
    assert found(wanted)[:1] == [first]


@pytest.mark.parametrize("wanted", ["56", "№ 56", "школа 56"])
def test_schools_of_the_same_number_in_different_cities_are_all_offered(wanted: str) -> None:
    assert set(found(wanted)) == {GYMNASIUM_56, LYCEUM_56}


def test_a_number_is_decisive() -> None:
    assert found("физико-математический лицей 366") == ["Физико-математический лицей № 366"]
    assert found("Аничков лицей 239") == [FML_239]


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "   ",
        "!?",
        "🤷",
        "asdfgh",
        "абвгдейка",
        "кошка",
        "школа",
        "лицей",
        "Астана",
        "№",
        "9999",
        "школа 9999",
        "9" * 5_000,
    ],
)
def test_nonsense_finds_none(wanted: str) -> None:
    assert found(wanted) == []


@pytest.mark.parametrize("wanted", ["күн", "кун", "КУН"])
def test_kazakh_letters_may_be_typed_on_a_russian_keyboard(wanted: str) -> None:
    sun = KnownSchool(name="«Күн» мектебі", city="Астана")
    assert search(wanted, [sun]) == [sun]


def test_no_more_are_found_than_asked_for() -> None:
    many = [KnownSchool(name=f"Школа № 1 «Заря {letter}»", city=f"Город {letter}") for letter in "абвгдежз"]
    assert len(search("школа 1", many)) == 5
    assert len(search("заря", many, limit=3)) == 3


@unhurried
@given(st.text(max_size=60))
def test_any_text_is_answered(wanted: str) -> None:
    assert len(INDEX.search(wanted)) <= 5


@unhurried
@given(st.sampled_from(SCHOOLS), st.data())
def test_every_school_is_found_by_its_own_name_with_one_letter_left_out(
    school: KnownSchool, data: st.DataObject
) -> None:
    letters = [at for at, letter in enumerate(school.name) if letter.isalpha()]
    left_out = data.draw(st.sampled_from(letters))
    assert school in INDEX.search(school.name[:left_out] + school.name[left_out + 1 :])


def test_the_list_has_schools_of_both_cities_and_none_twice() -> None:
    assert 60 <= len(SCHOOLS) <= 150
    assert {school.city for school in SCHOOLS} == {"Санкт-Петербург", "Астана"}
    assert len({(school.name, school.city) for school in SCHOOLS}) == len(SCHOOLS)


def test_a_list_is_read_with_its_other_names() -> None:
    data = "name,city,also\nШкола № 1,Астана, № 1 мектеп ; School 1 ;\n".encode("utf-8-sig")
    assert read_schools(data) == (KnownSchool(name="Школа № 1", city="Астана", also=("№ 1 мектеп", "School 1")),)


@pytest.mark.parametrize(
    ("text", "says"), [("name,also\nA,\n", "needs the columns city"), ("name,city,also\nA,B,\n ,B,\n", "row 3")]
)
def test_a_broken_list_is_refused_with_what_it_needs(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_schools(text.encode())


@pytest.mark.parametrize(
    ("head", "list_of_schools"),
    [("name,city,also", True), ('"Name","City"', True), ("slot,event,city_ru", False), ("slot,name,city", False)],
)
def test_a_list_of_schools_is_told_from_a_programme(head: str, *, list_of_schools: bool) -> None:
    assert is_school_list(f"\ufeff{head}\r\nx,y,z\r\n".encode()) is list_of_schools


def test_a_list_in_another_encoding_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(ValueError, match="saved as UTF-8"):
        read_schools("name,city,also\nШкола,Астана,\n".encode("cp1251"))
