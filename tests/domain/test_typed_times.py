"""Dates as organizers type them, in three languages; what cannot be meant is told line by line."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.drafts import Planned
from domain.programme import MeetingTime
from domain.typed_times import LONGEST, SHORTEST, Setting, Why, day, moment, read, weekly

NOW = datetime(2026, 11, 23, 12)  # noqa: DTZ001  a Monday by the clocks at the place
HERE = Setting(now=NOW, zone="Europe/Moscow", minutes=90)
SATURDAY = date(2026, 11, 28)


def one(line: str, setting: Setting = HERE) -> tuple[date, time, int, int]:
    """What one line came to: day, time, minutes, seats."""
    found = read(line, setting)
    assert not found.bad, found.bad
    ((meeting,), seats) = found.planned[0].meetings, found.planned[0].seats
    return meeting.on, meeting.at, meeting.minutes, seats


@pytest.mark.parametrize(
    ("line", "minutes", "seats"),
    [
        ("28.11 15:30 x25", 90, 25),
        ("28.11.2026 15.30", 90, 0),
        ("28.11.26 15:30–16:15, 20 чел.", 45, 20),
        ("2026-11-28 15:30", 90, 0),
        ("28/11 15:30 ×25", 90, 25),
        ("сб 15:30", 90, 0),
        ("СБ 15:30 х 30", 90, 30),
        ("в субботу в 15:30", 90, 0),
        ("28 ноября 15:30 25 мест", 90, 25),
        ("сб, 28 ноября 2026 г. в 15:30 (25 мест)", 90, 25),
        ("28 қараша 15:30 25 орын", 90, 25),
        ("сенбі 15:30", 90, 0),
        ("Sat 28 November 15:30 25 seats", 90, 25),
        ("28th Nov 15:30", 90, 0),
        ("28.11 15:30 2 часа", 120, 0),
        ("28.11 15:30 45 мин", 45, 0),
        ("28.11 15:30 2 сағат x9", 120, 9),
    ],
)
def test_people_write_it_in_many_ways(line: str, minutes: int, seats: int) -> None:
    assert one(line) == (SATURDAY, time(15, 30), minutes, seats)


def test_tomorrow_and_the_next_such_weekday() -> None:
    assert one("завтра 10:00")[0] == one("ертең 10:00")[0] == one("tomorrow 10:00")[0] == date(2026, 11, 24)
    assert one("пн 10:00")[0] == date(2026, 11, 30), "today's own weekday is the next one"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("15:30", Why.NO_DAY),
        ("hello", Why.NO_DAY),
        ("28.11", Why.NO_TIME),
        ("31.02 10:00", Why.NOT_A_DAY),
        ("28.11 25:30", Why.NOT_A_TIME),
        ("28.11 15:30-16:75", Why.NOT_A_TIME),
        ("20.11 10:00", Why.OVER),
        ("23.11 11:59", Why.OVER),
        ("28.11.2030 10:00", Why.TOO_FAR),
        ("28.11 15:30 x0", Why.SEATS),
        ("28.11 15:30 x10001", Why.SEATS),
        ("28.11 15:30 x99999999999999999999", Why.SEATS),
        ("28.11 15:30 3 мин", Why.LENGTH),
        ("28.11 15:30 25 часов", Why.LENGTH),
        ("28.11 15:30 20", Why.UNCLEAR),
        ("28.11 15:30 with tea", Why.UNCLEAR),
    ],
)
def test_what_cannot_be_meant_says_why(line: str, why: Why) -> None:
    found = read(line, HERE)
    assert [bad.why for bad in found.bad] == [why]
    assert not found.planned


def test_an_hour_that_spring_skips_is_refused() -> None:
    berlin = Setting(now=datetime(2026, 3, 1, 12), zone="Europe/Berlin", minutes=90)  # noqa: DTZ001  local
    assert [bad.why for bad in read("29.03 02:30", berlin).bad] == [Why.SKIPPED]
    assert one("29.03 03:30", berlin)[1] == time(3, 30)


def test_what_is_right_is_kept_beside_what_is_not() -> None:
    found = read("28.11 15:30 x25\n\n31.02 10:00\n5.12 10:00", HERE)
    assert [planned.meetings[0].on for planned in found.planned] == [SATURDAY, date(2026, 12, 5)]
    assert [(bad.text, bad.why) for bad in found.bad] == [("31.02 10:00", Why.NOT_A_DAY)]


def test_meetings_of_a_course_stand_in_one_line_and_may_share_their_time() -> None:
    (course,) = read("21.01 16:00; 14.01; 28.01 17:00-18:00 x12", HERE).planned
    assert [(met.on.day, met.at.hour, met.minutes) for met in course.meetings] == [
        (14, 16, 90),
        (21, 16, 90),
        (28, 17, 60),
    ]
    assert course.seats == 12


def test_a_day_without_a_year_is_the_next_one_unless_it_is_just_over() -> None:
    assert one("15.01 10:00")[0] == date(2027, 1, 15)
    assert [bad.why for bad in read("1.11 10:00", HERE).bad] == [Why.OVER]
    assert one("1.11.2027 10:00")[0] == date(2027, 11, 1)


def test_a_moment_and_a_day_alone() -> None:
    assert moment("27.11 18:00", HERE) == datetime(2026, 11, 27, 18)  # noqa: DTZ001  local
    assert moment("27.11", HERE) is Why.NO_TIME
    assert day("26.12", NOW.date()) == date(2026, 12, 26)
    assert day("26.12 10:00", NOW.date()) is Why.UNCLEAR
    assert day("someday", NOW.date()) is Why.NO_DAY


def test_every_week_until_a_day_but_some() -> None:
    first = Planned(meetings=(MeetingTime(on=SATURDAY, at=time(15, 30), minutes=90),), seats=7)
    series = weekly(first, date(2026, 12, 19), but=(date(2026, 12, 12),))
    assert [one.meetings[0].on for one in series] == [SATURDAY, date(2026, 12, 5), date(2026, 12, 19)]
    assert {one.seats for one in series} == {7}


@given(
    on=st.dates(NOW.date() + timedelta(days=1), NOW.date() + timedelta(days=700)),
    minute=st.integers(0, 24 * 60 - 1),
    minutes=st.integers(SHORTEST, LONGEST - 1),
    seats=st.integers(1, 10_000),
)
def test_whatever_is_written_out_is_read_back(on: date, minute: int, minutes: int, seats: int) -> None:
    at = time(*divmod(minute, 60))
    assert one(f"{on:%d.%m.%Y} {at:%H:%M} {minutes} мин x{seats}") == (on, at, minutes, seats)


@given(st.text(max_size=400))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = read(text, HERE)
    assert all(SHORTEST <= met.minutes <= LONGEST for one in found.planned for met in one.meetings)
