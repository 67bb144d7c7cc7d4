"""Every fault of a programme file has a sentence in every language that says where it is and what would be right."""

import pytest

from domain.languages import Language
from domain.programme import EventKind
from handlers.screens.faults import sentence, summary
from handlers.screens.words import kind
from handlers.texts import Catalogues
from papers.programme_file import FaultyProgramme, read_programme
from papers.programme_file.faults import Fault, FaultKind
from papers.programme_file.words import KINDS
from papers.tables import normal

WHOLE_FILE = {
    FaultKind.FILE_TOO_LARGE: Fault(kind=FaultKind.FILE_TOO_LARGE, highest=10),
    FaultKind.UNPACKS_TOO_LARGE: Fault(kind=FaultKind.UNPACKS_TOO_LARGE, highest=200),
    FaultKind.NOT_A_SPREADSHEET: Fault(kind=FaultKind.NOT_A_SPREADSHEET, value=".docx"),
    FaultKind.UNREADABLE: Fault(kind=FaultKind.UNREADABLE),
    FaultKind.NO_ROWS: Fault(kind=FaultKind.NO_ROWS),
    FaultKind.TOO_MANY_ROWS: Fault(kind=FaultKind.TOO_MANY_ROWS, given=30_000, highest=20_000),
    FaultKind.TOO_WIDE: Fault(kind=FaultKind.TOO_WIDE, given=16_384, highest=500),
}
WHOLE_ROW = {
    FaultKind.BROKEN_QUOTES: Fault(kind=FaultKind.BROKEN_QUOTES, row=14),
    FaultKind.CELL_WITHOUT_COLUMN: Fault(kind=FaultKind.CELL_WITHOUT_COLUMN, row=14, value="left\nover"),
}
CARRIED: dict[FaultKind, dict[str, str | int]] = {
    FaultKind.MISSING_COLUMN: {},
    FaultKind.UNKNOWN_COLUMN: {"value": "tile_ru", "suggestion": "title_ru"},
    FaultKind.DUPLICATE_COLUMN: {"value": "Дата", "other": "date"},
    FaultKind.MISSING_VALUE: {},
    FaultKind.MISSING_IN_EVERY_LANGUAGE: {},
    FaultKind.BROKEN_FORMULA: {"value": "#REF!"},
    FaultKind.CONTROL_CHARACTERS: {"value": "a\x07", "other": "U+0007"},
    FaultKind.TOO_LONG: {"value": "a" * 100, "given": 300, "highest": 120},
    FaultKind.NOT_A_WHOLE_NUMBER: {"value": "ten", "lowest": 1, "highest": 10_000},
    FaultKind.NOT_A_NUMBER: {"value": "north"},
    FaultKind.OUT_OF_RANGE: {"value": "91.5", "lowest": -90, "highest": 90},
    FaultKind.NOT_A_DATE: {"value": "31.02.2027"},
    FaultKind.YEAR_OUT_OF_RANGE: {"value": "01.01.1627", "lowest": 2000, "highest": 2100},
    FaultKind.NOT_A_TIME: {"value": "25:00"},
    FaultKind.NOT_A_MOMENT: {"value": "tomorrow"},
    FaultKind.UNKNOWN_ZONE: {"value": "Europe/Moskow", "suggestion": "Europe/Moscow"},
    FaultKind.UNKNOWN_KIND: {"value": "excurson", "suggestion": "excursion"},
    FaultKind.UNKNOWN_FORMAT: {"value": "on line", "suggestion": "online"},
    FaultKind.UNKNOWN_CLASS_POLICY: {"value": "sometimes"},
    FaultKind.UNKNOWN_PUPIL_POLICY: {"value": "sometimes"},
    FaultKind.NOT_YES_OR_NO: {"value": "perhaps"},
    FaultKind.NOT_A_LINK: {"value": "meet.example.org"},
    FaultKind.BAD_REMINDERS: {"value": "often"},
    FaultKind.TIMES_DO_NOT_MATCH_DATES: {"value": "15:30; 16:30", "given": 2, "expected": 3},
    FaultKind.MINUTES_DO_NOT_MATCH_DATES: {"value": "60; 90", "given": 2, "expected": 3},
    FaultKind.TOO_MANY_MEETINGS: {"given": 400, "highest": 100},
    FaultKind.MEETINGS_OUT_OF_ORDER: {"value": "14.01.2027 15:30", "other": "21.01.2027 15:30"},
    FaultKind.MEETINGS_OVERLAP: {"value": "14.01.2027 15:30", "other": "14.01.2027 15:00"},
    FaultKind.CLOSES_BEFORE_OPENS: {"value": "13.01.2027 18:00", "other": "14.01.2027 18:00"},
    FaultKind.CLOSES_AFTER_START: {"value": "15.01.2027 18:00", "other": "14.01.2027 18:00"},
    FaultKind.OPENS_AFTER_START: {"value": "15.01.2027 18:00", "other": "14.01.2027 18:00"},
    FaultKind.HALF_COORDINATES: {"other": "longitude"},
    FaultKind.MISSING_PLACE: {},
    FaultKind.MISSING_LINK: {},
    FaultKind.GRADES_REVERSED: {"value": "7", "other": "9"},
    FaultKind.STRICT_WITHOUT_GRADES: {},
    FaultKind.ASK_WITHOUT_WHY: {},
    FaultKind.WHY_WITHOUT_ASK: {},
    FaultKind.DUPLICATE_SLOT: {"value": "museum-1", "earlier_row": 3},
    FaultKind.CONTRADICTION: {"value": "lecture", "other": "excursion", "earlier_row": 3},
}
"""What each fault of a cell carries, as the papers fill it."""

IN_A_CELL = {
    kind: Fault(kind=kind, row=14, column="a column", **data)  # type: ignore[arg-type]  # each value's type is its field's
    for kind, data in CARRIED.items()
}
FAULTS = WHOLE_FILE | WHOLE_ROW | IN_A_CELL
QUOTED_BY_NO_SENTENCE = {
    FaultKind.NOT_A_SPREADSHEET,
    FaultKind.BROKEN_FORMULA,
    FaultKind.CONTROL_CHARACTERS,
    FaultKind.TOO_LONG,
    FaultKind.UNKNOWN_COLUMN,
    FaultKind.DUPLICATE_COLUMN,
    FaultKind.TIMES_DO_NOT_MATCH_DATES,
    FaultKind.MINUTES_DO_NOT_MATCH_DATES,
}
"""The value is the column's name, says nothing to a reader, or is too long to help."""


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues()


def test_no_kind_of_fault_is_left_out() -> None:
    assert set(FAULTS) == set(FaultKind)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_fault_has_a_sentence_with_all_that_it_carries(
    catalogues: Catalogues, kind: FaultKind, language: Language
) -> None:
    fault = FAULTS[kind]
    with catalogues.reader(language, "UTC"):
        said = sentence(fault)

    assert not set("{}\n") & set(said)
    assert "“”" not in said
    assert "«»" not in said
    for name, carried in CARRIED.get(kind, {}).items():
        if name == "suggestion" and kind in {FaultKind.UNKNOWN_KIND, FaultKind.UNKNOWN_FORMAT}:
            continue  # all the words that fit are named
        if name != "value" or kind not in QUOTED_BY_NO_SENTENCE:
            assert str(carried) in said, name


@pytest.mark.parametrize("language", list(Language))
def test_a_fault_says_where_it_is(catalogues: Catalogues, language: Language) -> None:
    with catalogues.reader(language, "UTC"):
        for fault in IN_A_CELL.values():
            assert "14" in sentence(fault).split(":")[0]
            assert fault.column in sentence(fault).split(":")[0]
        for fault in WHOLE_ROW.values():
            assert "14" in sentence(fault).split(":")[0]
        for fault in WHOLE_FILE.values():
            assert sentence(fault)[0].isupper()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", [FaultKind.UNKNOWN_COLUMN, FaultKind.UNKNOWN_ZONE])
def test_where_nothing_is_near_nothing_is_suggested(
    catalogues: Catalogues, kind: FaultKind, language: Language
) -> None:
    near = FAULTS[kind]
    far = Fault(kind=kind, row=near.row, column=near.column, value=near.value)
    with catalogues.reader(language, "UTC"):
        assert near.suggestion in sentence(near)
        assert "?" not in sentence(far)


@pytest.mark.parametrize("language", list(Language))
def test_the_kinds_that_a_sentence_names_are_kinds_that_a_file_may_name(
    catalogues: Catalogues, language: Language
) -> None:
    with catalogues.reader(language, "UTC"):
        said = sentence(FAULTS[FaultKind.UNKNOWN_KIND])
        for one in EventKind:
            assert kind(one).lower() in said
            assert KINDS[normal(kind(one))] is one


def test_the_sentences_of_a_real_file_read_well(catalogues: Catalogues) -> None:
    file = (
        "slot;event;partner;contact;kind;title_ru;format;date;time;minutes;zone;capacity\n"
        "one;museum;hall;desk;excursion;Музей;online;31.02.2027;15:30;60;Europe/Moskow;many\n"
    )
    with pytest.raises(FaultyProgramme) as faulty:
        read_programme(file.encode(), "programme.csv")

    with catalogues.reader(Language.ENGLISH, "UTC"):
        said = [sentence(one) for one in faulty.value.faults]
    assert (
        "Row 2, column “date”: “31.02.2027” is not a date; write it like 28.11.2026 or 2026-11-28, several with ; "
        "between them."
    ) in said
    assert "Row 2, column “zone”: “Europe/Moskow” is not a time zone. Did you mean Europe/Moscow?" in said
    assert "Row 2, column “capacity”: “many” is not a whole number; write one from 1 to 10000." in said
    with catalogues.reader(Language.RUSSIAN, "UTC"):
        assert all(sentence(one).startswith("Строка ") for one in faulty.value.faults)


@pytest.mark.parametrize(
    ("n", "russian", "kazakh", "english"),
    [
        (1, "Найдена 1 ошибка;", "1 қате табылды;", "1 fault found;"),
        (3, "Найдено 3 ошибки;", "3 қате табылды;", "3 faults found;"),
        (11, "Найдено 11 ошибок;", "11 қате табылды;", "11 faults found;"),
        (21, "Найдена 21 ошибка;", "21 қате табылды;", "21 faults found;"),
    ],
)
def test_the_summary_counts(catalogues: Catalogues, n: int, russian: str, kazakh: str, english: str) -> None:
    for language, said in zip(Language, (russian, kazakh, english), strict=True):
        with catalogues.reader(language, "UTC"):
            assert summary([FAULTS[FaultKind.NO_ROWS]] * n).startswith(said)
