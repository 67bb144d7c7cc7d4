"""How time is counted: instants, local clocks, quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moments import DAY, HOUR, Instant, QuietHours, instant, local, utc

ZONES = ("Asia/Almaty", "Europe/Moscow", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata", "UTC")
moments = st.integers(
    int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2035, 1, 1, tzinfo=UTC).timestamp())
).map(Instant)
NIGHT = QuietHours(time(22), time(8))


def at(text: str, zone: str = "UTC") -> Instant:
    moment = datetime.fromisoformat(text)
    return instant(moment.date(), moment.time(), zone)


def test_almaty_is_at_utc_plus_5_since_march_2024() -> None:
    assert instant(date(2024, 2, 29), time(12), "Asia/Almaty") == at("2024-02-29T06:00")
    assert instant(date(2024, 3, 1), time(12), "Asia/Almaty") == at("2024-03-01T07:00")


def test_the_hour_that_almaty_had_twice_is_its_first() -> None:
    """At midnight of 1 March 2024 clocks in Almaty went back to 23:00 of 29 February."""
    assert instant(date(2024, 2, 29), time(23, 30), "Asia/Almaty") == at("2024-02-29T17:30")


def test_a_time_that_spring_skips_is_an_hour_later() -> None:
    skipped = instant(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    assert local(skipped, "Europe/Berlin").time() == time(3, 30)


def test_a_time_that_autumn_repeats_is_its_first() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), "Europe/Berlin") == at("2026-10-25T00:30")


@given(moments, st.sampled_from(ZONES))
def test_local_clocks_show_the_same_instant(moment: Instant, zone: str) -> None:
    shown = local(moment, zone)
    assert int(shown.timestamp()) == moment
    assert utc(moment) == shown
    back = instant(shown.date(), shown.time(), zone)
    assert back == moment or (shown.fold and moment - DAY < back < moment), "only a repeated hour has two instants"


def test_quiet_hours_are_read() -> None:
    assert QuietHours.parse("22:00-08:00") == NIGHT
    assert QuietHours.parse(" 22:00 – 08:00 ") == NIGHT


@pytest.mark.parametrize("text", ["", "22:00", "22-8-6", "25:00-08:00", "22:00-22:00", "night"])
def test_what_are_no_quiet_hours(text: str) -> None:
    with pytest.raises(ValueError, match="22:00-08:00"):
        QuietHours.parse(text)


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        ("2026-11-28T21:59", "2026-11-28T21:59"),
        ("2026-11-28T22:00", "2026-11-29T08:00"),
        ("2026-11-28T23:59", "2026-11-29T08:00"),
        ("2026-11-29T00:00", "2026-11-29T08:00"),
        ("2026-11-29T07:59", "2026-11-29T08:00"),
        ("2026-11-29T08:00", "2026-11-29T08:00"),
    ],
)
def test_the_night(moment: str, over: str) -> None:
    assert NIGHT.over_at(at(moment, "Asia/Almaty"), "Asia/Almaty") == at(over, "Asia/Almaty")


def test_quiet_hours_by_day() -> None:
    siesta = QuietHours(time(13), time(15))
    assert siesta.over_at(at("2026-11-28T14:00"), "UTC") == at("2026-11-28T15:00")
    assert siesta.over_at(at("2026-11-28T12:59"), "UTC") == at("2026-11-28T12:59")
    assert siesta.over_at(at("2026-11-28T15:00"), "UTC") == at("2026-11-28T15:00")


clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(moments, st.sampled_from(ZONES), clocks, clocks)
def test_nothing_waits_longer_than_a_day_and_never_into_the_quiet(
    moment: Instant, zone: str, starts: time, ends: time
) -> None:
    if starts == ends:
        return
    quiet = QuietHours(starts, ends)
    over = quiet.over_at(moment, zone)
    assert moment <= over <= moment + DAY + HOUR
    if over != moment:
        assert local(over, zone).time() >= ends or local(over, zone).utcoffset() != local(moment, zone).utcoffset()
        assert local(over, zone).date() - local(moment, zone).date() <= timedelta(days=1)
