"""A programme is moved by whole weeks until it lies ahead; weekdays, local times and their order stay."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moments import DAY, Instant, instant, local
from domain.programme import ProgrammeDraft, SlotDraft
from papers.programme_file import moved_ahead, read_programme
from tests.papers.tables import csv_of, later, right, unhurried


def programme(zone: str = "Asia/Almaty") -> ProgrammeDraft:
    """Two slots: a course of two meetings, and a slot of one, which begins first."""
    table = [
        right(zone=zone, date="01.12.2026; 08.12.2026"),
        later(zone=zone, date="28.11.2026", time="09:05"),
    ]
    return read_programme(csv_of(table), "a.csv")


def starts(slot: SlotDraft) -> list[Instant]:
    return [instant(meeting.on, meeting.at, slot.zone) for meeting in slot.meetings]


@unhurried
@given(st.datetimes(datetime(2010, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001  made into an instant below
def test_the_first_meeting_lies_two_to_ten_days_ahead(when: datetime) -> None:
    now = Instant(int(when.replace(tzinfo=ZoneInfo("UTC")).timestamp()))
    for zone in ("Asia/Almaty", "Europe/Berlin"):
        moved = moved_ahead(programme(zone), now)
        first = min(start for slot in moved.slots for start in starts(slot))
        assert now + 2 * DAY <= first < now + 10 * DAY


@unhurried
@given(st.datetimes(datetime(2010, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_weekdays_local_times_and_distances_stay(when: datetime) -> None:
    now = Instant(int(when.replace(tzinfo=ZoneInfo("UTC")).timestamp()))
    draft = programme("Europe/Berlin")
    moved = moved_ahead(draft, now)
    shift = moved.slots[0].meetings[0].on - draft.slots[0].meetings[0].on
    assert shift % timedelta(weeks=1) == timedelta()
    for before, after in zip(draft.slots, moved.slots, strict=True):
        assert [m.on + shift for m in before.meetings] == [m.on for m in after.meetings]
        assert [m.at for m in before.meetings] == [m.at for m in after.meetings]
        for earlier, later_ in ((before.opens_at, after.opens_at), (before.closes_at, after.closes_at)):
            if earlier is None or later_ is None:
                assert (earlier, later_) == (None, None)
                continue
            was, became = local(earlier, before.zone), local(later_, after.zone)
            assert (was.date() + shift, was.time()) == (became.date(), became.time())
    assert (moved.partners, moved.events) == (draft.partners, draft.events)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (instant(date(2026, 11, 26), time(9, 5), "Asia/Almaty"), date(2026, 11, 28)),
        (Instant(instant(date(2026, 11, 26), time(9, 5), "Asia/Almaty") + 1), date(2026, 12, 5)),
        (instant(date(2027, 6, 1), time(12), "Asia/Almaty"), date(2027, 6, 5)),
        (instant(date(2026, 1, 1), time(12), "Asia/Almaty"), date(2026, 1, 10)),
    ],
)
def test_it_is_moved_as_little_as_that_needs(now: Instant, first: date) -> None:
    assert moved_ahead(programme(), now).slots[1].meetings[0].on == first


def test_clocks_that_change_in_between_do_not_bring_it_nearer_than_two_days() -> None:
    """Whole weeks of seconds after a winter's 9:05, summer clocks show 10:05: the meeting, at 9:05, comes sooner."""
    now = instant(date(2027, 6, 24), time(9, 30), "Europe/Berlin")
    assert moved_ahead(programme("Europe/Berlin"), now).slots[1].meetings[0].on == date(2027, 7, 3)


def test_an_empty_programme_stays_empty() -> None:
    empty = ProgrammeDraft(partners=(), events=(), slots=())
    assert moved_ahead(empty, Instant(0)) == empty
