"""When people are told of a meeting."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moments import HOUR, Instant, instant, local
from domain.reminders import DEFAULT_RULES, ReminderRule, parse_rules

ZONES = ("Asia/Almaty", "Europe/Moscow", "Europe/Berlin", "America/New_York", "UTC")
EVENING_BEFORE, TWO_HOURS = DEFAULT_RULES


def due(rule: ReminderRule, on: date, at: time, zone: str) -> str:
    return f"{local(rule.due_at(instant(on, at, zone), zone), zone):%Y-%m-%d %H:%M}"


def test_the_evening_before_and_two_hours_before() -> None:
    assert due(EVENING_BEFORE, date(2026, 11, 28), time(15, 30), "Asia/Almaty") == "2026-11-27 18:00"
    assert due(TWO_HOURS, date(2026, 11, 28), time(15, 30), "Asia/Almaty") == "2026-11-28 13:30"


def test_the_evening_before_stays_the_evening_before_when_clocks_change() -> None:
    assert due(EVENING_BEFORE, date(2026, 3, 29), time(10), "Europe/Berlin") == "2026-03-28 18:00"
    assert due(EVENING_BEFORE, date(2026, 10, 25), time(10), "Europe/Berlin") == "2026-10-24 18:00"
    assert due(EVENING_BEFORE, date(2024, 3, 1), time(10), "Asia/Almaty") == "2024-02-29 18:00"


def test_hours_are_hours_that_pass() -> None:
    """At 10:00 on the day that clocks in Berlin went forward at 02:00, ten hours ago it was 23:00."""
    assert due(ReminderRule(10), date(2026, 3, 29), time(10), "Europe/Berlin") == "2026-03-28 23:00"
    assert due(ReminderRule(10), date(2026, 10, 25), time(10), "Europe/Berlin") == "2026-10-25 01:00"
    assert due(ReminderRule(12), date(2024, 3, 1), time(10), "Asia/Almaty") == "2024-02-29 23:00"


def test_the_same_day_in_the_morning() -> None:
    assert due(ReminderRule(0, time(7, 30)), date(2026, 11, 28), time(15), "Asia/Almaty") == "2026-11-28 07:30"


starts = st.integers(
    int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2035, 1, 1, tzinfo=UTC).timestamp())
).map(Instant)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days_rules = st.builds(ReminderRule, st.integers(0, 60), times)
hours_rules = st.builds(ReminderRule, st.integers(1, 72))


@given(days_rules, starts, st.sampled_from(ZONES))
def test_days_are_counted_on_the_calendar_there(rule: ReminderRule, starts_at: Instant, zone: str) -> None:
    told = local(rule.due_at(starts_at, zone), zone)
    assert told.date() == local(starts_at, zone).date() - timedelta(days=rule.ahead)
    assert rule.at is not None
    assert told.replace(tzinfo=None) - datetime.combine(told.date(), rule.at) in {timedelta(0), timedelta(hours=1)}


@given(hours_rules, starts, st.sampled_from(ZONES))
def test_hours_do_not_look_at_clocks(rule: ReminderRule, starts_at: Instant, zone: str) -> None:
    assert rule.due_at(starts_at, zone) == starts_at - rule.ahead * HOUR


@given(st.one_of(days_rules, hours_rules))
def test_a_rule_is_read_as_it_is_written(rule: ReminderRule) -> None:
    assert ReminderRule.parse(str(rule)) == rule


@pytest.mark.parametrize(
    "text", ["", "2", "d@18:00", "1d", "61d@18:00", "1d@24:00", "1d@18:60", "0h", "73h", "-1h", "2h 3h"]
)
def test_what_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="1d@18:00 or 2h"):
        ReminderRule.parse(text)


def test_rules_of_an_event() -> None:
    assert parse_rules("  ") == DEFAULT_RULES
    assert parse_rules("-") == parse_rules("—") == ()
    assert parse_rules("1d@18:00; 2h") == DEFAULT_RULES
    assert parse_rules("2h;2h;") == (ReminderRule(2),)
    with pytest.raises(ValueError, match="tomorrow"):
        parse_rules("2h; tomorrow")
