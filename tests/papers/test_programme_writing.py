"""A programme that is written and read again is the same: whatever stands in it, in either form."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.languages import Texts
from domain.moments import instant
from domain.programme import (
    Audience,
    ClassPolicy,
    EventDraft,
    EventKind,
    ForClasses,
    Format,
    MeetingTime,
    PartnerDraft,
    Place,
    ProgrammeDraft,
    PupilPolicy,
    Question,
    SlotDraft,
)
from domain.reminders import ReminderRule, parse_rules
from papers.programme_file import read_programme
from papers.programme_file.writing import Form, write_programme

LETTERS = "Аә=+-@'\";,. \n8ёқ«»&<>*_/\\%#!?:()|"
FORMS = [Form.WORKBOOK, Form.DELIMITED]


def words(longest: int, *, lines: bool = False) -> st.SearchStrategy[str]:
    """Texts as they are kept: no blanks at their ends, none doubled; in one line or several."""

    def tidy(text: str) -> str:
        kept = text if lines else text.replace("\n", " ")
        return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()

    return st.text(LETTERS, max_size=longest).map(tidy)


def some(words_: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return words_.filter(bool)


def texts(longest: int = 30, *, needed: bool = False, lines: bool = False) -> st.SearchStrategy[Texts]:
    built = st.builds(Texts, words(longest, lines=lines), words(longest, lines=lines), words(longest, lines=lines))
    return built.filter(bool) if needed else built


KEYS = st.lists(some(words(12)), min_size=1, max_size=4, unique_by=lambda key: key)
PLACES = st.builds(
    Place,
    name=texts(needed=True),
    address=texts(),
    city=texts(needed=True),
    latitude=st.none(),
    longitude=st.none(),
)
ON_A_MAP = st.builds(
    lambda place, latitude, longitude: Place(
        name=place.name, address=place.address, city=place.city, latitude=latitude, longitude=longitude
    ),
    PLACES,
    st.floats(-90, 90).map(lambda number: round(number, 9)),
    st.floats(-180, 180).map(lambda number: round(number, 9)),
)
RULES = st.sampled_from([(), *(parse_rules(text) for text in ("2h", "1d@18:00; 2h", "3d@09:30"))])
QUESTIONS = st.none() | st.builds(Question, asks=texts(needed=True), why=texts(needed=True))


@st.composite
def audiences(draw: st.DrawFn) -> Audience:
    low, high = sorted((draw(st.integers(1, 12)), draw(st.integers(1, 12))))
    which = draw(st.integers(0, 3))
    strict = draw(st.booleans())
    return [
        Audience(),
        Audience(grade_from=low, strict=strict),
        Audience(grade_to=high, strict=strict),
        Audience(grade_from=low, grade_to=high, strict=strict),
    ][which]


@st.composite
def events(draw: st.DrawFn, key: str, partner: str) -> EventDraft:
    rules: tuple[ReminderRule, ...] = draw(RULES)
    return EventDraft(
        key=key,
        partner=partner,
        kind=draw(st.sampled_from(EventKind)),
        title=draw(texts(needed=True)),
        description=draw(texts(200, lines=True)),
        audience=draw(audiences()),
        format=draw(st.sampled_from(Format)),
        bring=draw(texts(lines=True)),
        forbidden=draw(texts(lines=True)),
        question=draw(QUESTIONS),
        reminder_rules=rules,
        for_classes=ForClasses(
            policy=draw(st.sampled_from(ClassPolicy)), pupils_per_adult=draw(st.none() | st.integers(1, 60))
        ),
        for_pupils=draw(st.sampled_from(PupilPolicy)),
    )


@st.composite
def slots(draw: st.DrawFn, key: str, event: EventDraft) -> SlotDraft:
    zone = draw(st.sampled_from(["Europe/Moscow", "Asia/Almaty", "UTC"]))
    first = draw(st.dates(date(2026, 1, 1), date(2028, 12, 1)))
    meetings = tuple(
        MeetingTime(
            on=first + timedelta(weeks=week),
            at=time(draw(st.integers(8, 20)), draw(st.integers(0, 59))),
            minutes=draw(st.integers(5, 180)),
        )
        for week in range(draw(st.integers(1, 4)))
    )
    begins = instant(meetings[0].on, meetings[0].at, zone)
    opens = draw(st.none() | st.integers(10_000, 30_000))
    closes = draw(st.none() | st.integers(1, 9_000))
    here = event.format is not Format.ONLINE
    return SlotDraft(
        key=key,
        event=event.key,
        place=draw(PLACES | ON_A_MAP) if here else None,
        online_link="https://meet.example.org/1?a=b&c" if event.format is not Format.IN_PERSON else "",
        zone=zone,
        capacity=draw(st.integers(1, 10_000)),
        meetings=meetings,
        opens_at=None if opens is None else type(begins)(begins - opens * 60),
        closes_at=None if closes is None else type(begins)(begins - closes * 60),
        cancelled=draw(st.booleans()),
    )


@st.composite
def programmes(draw: st.DrawFn) -> ProgrammeDraft:
    partners = [
        PartnerDraft(key=key, name=draw(texts(needed=True)), contact=draw(some(words(40)))) for key in draw(KEYS)
    ]
    made = [draw(events(key, partners[number % len(partners)].key)) for number, key in enumerate(draw(KEYS))]
    keys = draw(st.lists(some(words(12)), min_size=len(made), max_size=len(made) + 3, unique=True))
    return ProgrammeDraft(
        partners=tuple(partners[: len(made)]),
        events=tuple(made),
        slots=tuple(draw(slots(key, made[number % len(made)])) for number, key in enumerate(keys)),
    )


@settings(max_examples=60, deadline=None)
@given(programmes(), st.sampled_from(FORMS))
def test_what_is_written_is_read_again(draft: ProgrammeDraft, form: Form) -> None:
    assert read_programme(write_programme(draft, form), f"programme.{form}") == draft


def one(title: str) -> ProgrammeDraft:
    """A programme of one slot with that title."""
    event = EventDraft(
        key="e",
        partner="p",
        kind=EventKind.LECTURE,
        title=Texts(en=title),
        description=Texts(),
        audience=Audience(),
        format=Format.ONLINE,
        bring=Texts(),
        forbidden=Texts(),
        question=None,
        reminder_rules=(),
    )
    slot = SlotDraft(
        key="s",
        event="e",
        place=None,
        online_link="https://example.org",
        zone="UTC",
        capacity=3,
        meetings=(MeetingTime(on=date(2026, 12, 1), at=time(9), minutes=60),),
        opens_at=None,
        closes_at=None,
    )
    return ProgrammeDraft(
        partners=(PartnerDraft(key="p", name=Texts(en="P"), contact="c"),), events=(event,), slots=(slot,)
    )


@pytest.mark.parametrize("title", ["=1+1", "+7 812", "-x", "@SUM(A1)", "'=1", "''-2", "'tis"])
@pytest.mark.parametrize("form", FORMS)
def test_text_that_looks_like_a_formula_stays_that_text(title: str, form: Form) -> None:
    draft = one(title)
    assert read_programme(write_programme(draft, form), f"p.{form}") == draft


@pytest.mark.parametrize("title", ["=1+1", "+7 812", "-x", "@SUM(A1)"])
def test_no_cell_of_a_csv_begins_as_a_formula(title: str) -> None:
    text = write_programme(one(title), Form.DELIMITED).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert f"'{title}" in cells
    assert not [cell for cell in cells if cell != "-" and cell.startswith(("=", "+", "-", "@"))]
