"""Calendar files say when and where each meeting is, and which entry a newer one replaces."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Timezone

from domain.moments import DAY, HOUR, Instant, instant
from papers.calendars import calendar_file

ASTANA = "Asia/Almaty"
START = instant(date(2026, 11, 28), time(15, 30), ASTANA)
NOW = Instant(START - 7 * DAY)
TEXT = "Музей, который; растёт\\ и\nрастёт: әғқңөұүһі " * 9


def a_file(**changes: Any) -> bytes:
    booking: dict[str, Any] = {
        "uid": "booking-7@etalon",
        "title": "Музей, метрологии",
        "description": TEXT,
        "place": "Центр; Мәңгілік Ел, 11",
        "latitude": 51.125,
        "longitude": 71.5,
        "url": "https://t.me/etalon_bot?start=e_1",
        "meetings": [(START, Instant(START + HOUR), 0)],
        "zone": ASTANA,
        "now": NOW,
    }
    return calendar_file(**{**booking, **changes})


def entries(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def zone_in(data: bytes) -> Timezone:
    """The one zone that the file describes."""
    (zone,) = Calendar.from_ical(data).walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    return zone


def test_an_entry_says_when_and_where() -> None:
    (entry,) = entries(a_file())
    assert entry.decoded("dtstart").timestamp() == START
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=1)
    assert entry.decoded("dtstamp").timestamp() == NOW
    assert entry["summary"] == "Музей, метрологии"
    assert entry["location"] == "Центр; Мәңгілік Ел, 11"
    assert entry["description"] == TEXT
    assert entry["url"] == "https://t.me/etalon_bot?start=e_1"
    assert (entry["geo"].latitude, entry["geo"].longitude) == (51.125, 71.5)
    assert not entry.walk("VALARM")


def test_times_are_local_in_a_zone_that_the_file_describes() -> None:
    data = a_file()
    assert b"DTSTART;TZID=Asia/Almaty:20261128T153000\r\n" in data
    zone = zone_in(data)
    assert zone["tzid"] == ASTANA
    assert zone.to_tz(lookup_tzid=False).utcoffset(datetime(2026, 11, 28, 15, 30)) == timedelta(hours=5)  # noqa: DTZ001  asked of the zone


def test_a_zone_whose_clocks_change_is_described_on_both_sides() -> None:
    before, after = (instant(date(2026, month, 24), time(10), "Europe/Berlin") for month in (9, 11))
    meetings = [(before, Instant(before + HOUR), 0), (after, Instant(after + HOUR), 0)]
    data = a_file(zone="Europe/Berlin", meetings=meetings)
    zone = zone_in(data)
    described = zone.to_tz(lookup_tzid=False)
    assert described.utcoffset(datetime(2026, 9, 24, 10)) == timedelta(hours=2)  # noqa: DTZ001
    assert described.utcoffset(datetime(2026, 11, 24, 10)) == timedelta(hours=1)  # noqa: DTZ001
    assert [entry.decoded("dtstart").timestamp() for entry in entries(data)] == [before, after]


def test_a_course_has_an_entry_for_each_meeting() -> None:
    meetings = [(Instant(START + week * 7 * DAY), Instant(START + week * 7 * DAY + HOUR), 0) for week in range(8)]
    found = entries(a_file(meetings=meetings, title="Course"))
    assert [entry.decoded("dtstart").timestamp() for entry in found] == [starts for starts, _, _ in meetings]
    assert len({entry["uid"] for entry in found}) == 8
    assert [str(entry["summary"]) for entry in found][::7] == ["Course (1/8)", "Course (8/8)"]


def test_a_moved_meeting_replaces_its_entry() -> None:
    moved = Instant(START + DAY)
    (old,), (new,) = entries(a_file()), entries(a_file(meetings=[(moved, Instant(moved + HOUR), 3)]))
    assert old["uid"] == new["uid"] == "booking-7@etalon-1"
    assert (old["sequence"], new["sequence"]) == (0, 3)


def test_what_is_not_known_is_left_out() -> None:
    (entry,) = entries(a_file(description="", place="", url="", latitude=None, longitude=None))
    assert not {"DESCRIPTION", "LOCATION", "URL", "GEO"} & set(entry)


def test_lines_are_as_the_standard_wants_them() -> None:
    data = a_file()
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_a_booking_without_meetings_has_no_calendar_file() -> None:
    with pytest.raises(ValueError, match="without meetings"):
        a_file(meetings=[])
