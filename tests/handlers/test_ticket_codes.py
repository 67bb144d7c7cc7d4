"""Codes as they are typed at a door, and what is said of somebody without a booking."""

import pytest

from domain.refusals import NotAGrade, NotAName
from handlers.organizer.walk_ins import parted
from handlers.ticket_codes import CODE, codes_in
from storage.seats.tickets import CODE_ALPHABET, new_code


def test_every_code_that_is_dealt_is_one() -> None:
    assert all(CODE.fullmatch(new_code()) for _ in range(200))
    assert all(CODE.fullmatch(letter * 4) for letter in CODE_ALPHABET)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("bk47", ("BK47",)),
        ("вк47", ("BK47",)),
        ("BK47, X7PT\nbk47;MMMM", ("BK47", "X7PT", "MMMM")),
        ("Тимур", ()),
        ("BK47 Тимур", ()),
        ("BK4", ()),
        ("", ()),
    ],
)
def test_codes_are_read_in_either_alphabet(typed: str, codes: tuple[str, ...]) -> None:
    assert codes_in(typed) == codes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Dana 8", ("Dana", 8, "")),
        ("Дана 8Б № 239", ("Дана", 8, "№ 239")),
        ("Мария-Луиза, 11, школа 239", ("Мария-Луиза", 11, "школа 239")),
        ("Анна Мария 5 гимназия", ("Анна Мария", 5, "гимназия")),
    ],
)
def test_who_has_no_booking_is_said_in_one_line(typed: str, expected: tuple[str, int, str]) -> None:
    assert parted(typed) == expected


@pytest.mark.parametrize(("typed", "refusal"), [("8", NotAName), ("Dana", NotAGrade), ("Dana 13", NotAGrade)])
def test_what_is_missing_is_said(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        parted(typed)
