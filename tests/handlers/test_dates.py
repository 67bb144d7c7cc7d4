"""Dates and times as people of each language write them, in the zone of the place."""

from collections.abc import Iterator
from datetime import date, time

import pytest

from domain.identities import EventId, MeetingId, PartnerId, SlotId
from domain.languages import Language, Texts
from domain.moments import HOUR, Instant, instant
from domain.programme import Audience, Event, EventKind, Format, Meeting, Partner, Slot
from handlers.screens import dates
from handlers.texts import Catalogues

MOSCOW, ASTANA = "Europe/Moscow", "Asia/Almaty"
SATURDAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues()


@pytest.fixture
def in_russian(catalogues: Catalogues) -> Iterator[None]:
    """A Russian reader in Moscow."""
    with catalogues.reader(Language.RUSSIAN, MOSCOW):
        yield


def at(where: str, hour: int, minute: int = 0, on: date = SATURDAY) -> Instant:
    return instant(on, time(hour, minute), where)


@pytest.mark.parametrize(
    ("language", "moment", "day", "short_day", "weekday", "month"),
    [
        (Language.RUSSIAN, "сб, 28 ноября, 15:30", "сб, 28 ноября", "28 нояб.", "сб", "Ноябрь 2026"),
        (Language.KAZAKH, "сб, 28 қараша, 15:30", "сб, 28 қараша", "28 қар.", "сб", "Қараша 2026"),
        (Language.ENGLISH, "Sat, 28 November, 15:30", "Sat, 28 November", "28 Nov", "Sa", "November 2026"),
    ],
)
def test_each_language_writes_dates_its_own_way(
    catalogues: Catalogues, language: Language, moment: str, day: str, short_day: str, weekday: str, month: str
) -> None:
    with catalogues.reader(language, MOSCOW):
        assert dates.moment(at(MOSCOW, 15, 30), MOSCOW) == moment
        assert dates.day(SATURDAY) == day
        assert dates.short_day(SATURDAY) == short_day
        assert dates.weekday(SATURDAY) == weekday
        assert dates.month(SATURDAY) == month


@pytest.mark.usefixtures("in_russian")
def test_times_are_those_of_the_place_with_its_offset_where_it_is_not_the_readers() -> None:
    assert dates.moment(at(ASTANA, 15, 30), ASTANA) == "сб, 28 ноября, 15:30 (UTC+5)"
    assert dates.clock(at(ASTANA, 9), ASTANA) == "09:00 (UTC+5)"
    assert dates.clock(at(MOSCOW, 9), MOSCOW) == "09:00"


@pytest.mark.usefixtures("in_russian")
def test_a_late_evening_here_is_the_next_day_there() -> None:
    assert dates.moment(at(MOSCOW, 23), ASTANA) == "вс, 29 ноября, 01:00 (UTC+5)"


@pytest.mark.parametrize(
    ("where", "offset"),
    [
        ("Asia/Kolkata", " (UTC+5:30)"),
        ("Asia/Kathmandu", " (UTC+5:45)"),
        ("America/St_Johns", " (UTC-3:30)"),
        ("America/New_York", " (UTC-5)"),
        ("Asia/Vladivostok", " (UTC+10)"),
        ("UTC", " (UTC+0)"),
        ("Europe/Minsk", ""),
    ],
)
@pytest.mark.usefixtures("in_russian")
def test_offsets_are_written_short_and_minutes_only_where_there_are_any(where: str, offset: str) -> None:
    assert dates.clock(at(where, 12), where) == f"12:00{offset}"


def test_an_offset_is_compared_as_it_is_on_that_day(catalogues: Catalogues) -> None:
    with catalogues.reader(Language.ENGLISH, "Africa/Lagos"):
        assert dates.clock(at("Europe/Berlin", 12), "Europe/Berlin") == "12:00"
        assert dates.clock(at("Europe/Berlin", 12, on=date(2026, 7, 1)), "Europe/Berlin") == "12:00 (UTC+2)"


@pytest.mark.usefixtures("in_russian")
def test_a_span_names_its_day_once_and_both_where_it_ends_on_another() -> None:
    begins = at(ASTANA, 22)

    assert dates.span(begins, Instant(begins + HOUR), ASTANA) == "сб, 28 ноября, 22:00–23:00 (UTC+5)"
    assert (
        dates.span(begins, Instant(begins + 3 * HOUR), ASTANA) == "сб, 28 ноября, 22:00 – вс, 29 ноября, 01:00 (UTC+5)"
    )


@pytest.mark.usefixtures("in_russian")
def test_every_meeting_of_a_course_has_a_line() -> None:
    begins = [at(MOSCOW, 15, 30), at(MOSCOW, 15, 30, on=date(2026, 12, 5))]

    assert dates.times(course(begins)) == "сб, 28 ноября, 15:30–16:30\nсб, 5 декабря, 15:30–16:30"


def course(begins: list[Instant]) -> Slot:
    """A course with one meeting of an hour at each of these times."""
    event = Event(
        id=EventId(1),
        partner=Partner(id=PartnerId(1), name=Texts(en="Museum"), contact="Sample desk"),
        kind=EventKind.COURSE,
        title=Texts(en="Weighing"),
        description=Texts(),
        audience=Audience(),
        format=Format.ONLINE,
        bring=Texts(),
        forbidden=Texts(),
        question=None,
    )
    meetings = [
        Meeting(id=MeetingId(number), starts_at=one, ends_at=Instant(one + HOUR), version=1)
        for number, one in enumerate(begins, start=1)
    ]
    return Slot(
        id=SlotId(1),
        event=event,
        place=None,
        online_link="https://meet.example.org/1",
        zone=MOSCOW,
        capacity=25,
        seats_taken=0,
        waiting=0,
        opens_at=None,
        closes_at=begins[0],
        cancelled_at=None,
        meetings=tuple(meetings),
    )
