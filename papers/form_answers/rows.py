"""The rows of a sheet of form answers as pupils, and what is wrong with which. Only columns are guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain import typed
from domain.people import AgeLine
from domain.refusals import NotAGrade, NotAName, NotANumber, TooLong
from papers.class_lists.names import order_of, parted
from papers.form_answers.columns import What

_OLDER: Final = frozenset({"старше", "да", "үлкен", "иә", "older", "yes"})
_OLDEST: Final = 25


class RowFaultKind(StrEnum):
    """What is wrong with a row, and, under each kind, what would be right."""

    NO_NAME = "no_name"
    """There is no first name in it that can be read: write one."""
    NO_GRADE = "no_grade"
    """“{value}” is no grade from 1 to 12: write the number."""
    NO_SCHOOL = "no_school"
    """There is no school in it: write its name or number."""
    TOO_LONG = "too_long"
    """“{value}” is longer than it may be: shorten it."""
    NO_ANSWER = "no_answer"
    """What the event asks is not answered in it: write it."""
    BAD_PHONE = "bad_phone"
    """“{value}” is no phone number: write it with its code, or leave it out."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong: in which row of the file, and what stands there."""

    row: int
    kind: RowFaultKind
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One pupil who answered. Whether they are older is unknown where the sheet does not say: then a yes is needed."""

    row: int
    first_name: str
    grade: int
    school: str
    age_line: AgeLine
    phone: str
    answer: str


def answers_of(
    rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[What, int], *, younger_than: int, asks: bool
) -> tuple[tuple[Answer, ...], tuple[RowFault, ...]]:
    """The pupils of all rows, and every fault; a row with one gives no pupil. `asks`: the event asks one thing more."""
    order = order_of(name for _, cells in rows if (name := typed.tidy(_cell(cells, columns, What.NAME))))
    answers: list[Answer] = []
    faults: list[RowFault] = []
    for number, cells in rows:
        said = {what: typed.tidy(_cell(cells, columns, what)) for what in What}
        found: list[RowFault] = []
        name = _name(number, parted(said[What.NAME], order)[0] if said[What.NAME] else "", found)
        grade = _grade(number, said[What.GRADE], found)
        school = _school(number, said[What.SCHOOL], found)
        phone = _phone(number, said[What.PHONE], found)
        answer = _answer(number, said[What.ANSWER], found, asks=asks)
        faults.extend(found)
        if not found:
            answers.append(
                Answer(
                    row=number,
                    first_name=name,
                    grade=grade,
                    school=school,
                    age_line=_age_line(said[What.AGE], younger_than),
                    phone=phone,
                    answer=answer,
                )
            )
    return tuple(answers), tuple(faults)


def _cell(cells: Sequence[str], columns: Mapping[What, int], what: What) -> str:
    place = columns.get(what)
    return cells[place] if place is not None and place < len(cells) else ""


def _name(row: int, said: str, faults: list[RowFault]) -> str:
    try:
        return typed.first_name(said)
    except TooLong:
        faults.append(RowFault(row, RowFaultKind.TOO_LONG, said[: typed.LONGEST_NAME]))
    except NotAName:
        faults.append(RowFault(row, RowFaultKind.NO_NAME))
    return ""


def _grade(row: int, said: str, faults: list[RowFault]) -> int:
    try:
        return typed.grade(said)
    except NotAGrade:
        faults.append(RowFault(row, RowFaultKind.NO_GRADE, said[: typed.LONGEST_NAME]))
    return 0


def _school(row: int, said: str, faults: list[RowFault]) -> str:
    try:
        return typed.answer(said, typed.LONGEST_SCHOOL)
    except TooLong:
        faults.append(RowFault(row, RowFaultKind.TOO_LONG, said[: typed.LONGEST_NAME]))
    except NotAName:
        faults.append(RowFault(row, RowFaultKind.NO_SCHOOL))
    return ""


def _phone(row: int, said: str, faults: list[RowFault]) -> str:
    if not said:
        return ""
    try:
        return typed.phone(said)
    except NotANumber:
        faults.append(RowFault(row, RowFaultKind.BAD_PHONE, said[: typed.LONGEST_NAME]))
    return ""


def _answer(row: int, said: str, faults: list[RowFault], *, asks: bool) -> str:
    if not asks:
        return ""
    try:
        return typed.answer(said)
    except TooLong:
        faults.append(RowFault(row, RowFaultKind.TOO_LONG, said[: typed.LONGEST_NAME]))
    except NotAName:
        faults.append(RowFault(row, RowFaultKind.NO_ANSWER))
    return ""


def _age_line(said: str, younger_than: int) -> AgeLine:
    """On which side of the age; where it cannot be told, a guardian is asked."""
    digits = "".join(character if character.isdecimal() else " " for character in said).split()
    if len(digits) == 1 and int(digits[0]) <= _OLDEST:
        return AgeLine.OLDER if int(digits[0]) >= younger_than else AgeLine.YOUNGER
    return AgeLine.OLDER if _OLDER.intersection(said.casefold().split()) else AgeLine.YOUNGER
