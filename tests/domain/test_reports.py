"""Periods, small groups, and how interest moved: what reports may say."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.interest import moved
from domain.moments import DAY, instant
from domain.reports import SMALL, Attendance, Group, Period, folded, months_between, span, total

ZONE = "Asia/Almaty"
NOON = time(12)


def school(number: int, expected: int) -> Attendance:
    return Attendance(group=Group(number, f"№ {number}"), expected=expected, came=expected, absent=0, unknown=0)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 8, 31), date(2025, 9, 1)),
        (date(2027, 1, 10), date(2026, 9, 1)),
    ],
)
def test_a_school_year_begins_on_the_first_of_september(today: date, first: date) -> None:
    now = instant(today, NOON, ZONE)
    this_year = span(Period.YEAR, now, ZONE)
    assert (this_year.since, this_year.before) == (instant(first, time(), ZONE), now)
    last = span(Period.LAST_YEAR, now, ZONE)
    assert last.before == this_year.since
    assert last.since == instant(first.replace(year=first.year - 1), time(), ZONE)


@pytest.mark.parametrize("period", Period)
def test_only_one_period_looks_ahead(period: Period) -> None:
    now = instant(date(2026, 11, 23), NOON, ZONE)
    over = span(period, now, ZONE)
    assert over.since < over.before
    assert (over.before > now) == (period is Period.AHEAD)
    assert period is not Period.MONTH or over.since == now - 30 * DAY


def test_small_schools_are_folded_into_one_row() -> None:
    rows = folded([school(1, 30), school(2, 4), school(3, 12), school(4, 3)])
    assert [(row.group.key, row.group.others, row.expected) for row in rows] == [(1, 0, 30), (3, 0, 12), (None, 2, 7)]


def test_a_small_rest_takes_the_smallest_shown_school_along() -> None:
    rows = folded([school(1, 30), school(2, 4), school(3, 12)])
    assert [(row.group.key, row.group.others, row.expected) for row in rows] == [(1, 0, 30), (None, 2, 16)]


@given(st.lists(st.integers(min_value=1, max_value=12), max_size=12))
def test_no_pupil_can_be_told_from_the_schools(sizes: list[int]) -> None:
    rows = folded([school(number, size) for number, size in enumerate(sizes)])
    assert sum(row.expected for row in rows) == sum(sizes), "nobody is lost"
    alone = [row for row in rows if not row.group.others]
    assert all(row.expected >= SMALL for row in alone)
    others = [row for row in rows if row.group.others]
    assert len(others) <= 1
    assert not others or others[0].expected >= SMALL or not alone, "taking away the rest would tell it"


def test_who_was_not_marked_counts_neither_way() -> None:
    row = Attendance(group=Group(None), expected=10, came=6, absent=2, unknown=2)
    assert row.share == 6 / 8
    assert total([row, row]).unknown == 4
    assert Attendance(group=Group(None), expected=3, came=0, absent=0, unknown=3).share == 0.0


def test_nothing_is_said_of_fewer_than_five_answers() -> None:
    assert moved(Group(None), [(1, 5)] * (SMALL - 1)) is None
    found = moved(Group(None), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 5)])
    assert found is not None
    assert (found.before, found.after) == ((1, 1, 1, 1, 1), (0, 1, 1, 1, 2))
    assert found.shift == pytest.approx(0.8)


def test_months_without_anything_are_shown_as_well() -> None:
    assert months_between(["2026-11", "2027-02"]) == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert months_between([]) == ()
