"""The sample programme is without fault, and has in it what people will want to try."""

import csv
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from domain.languages import Texts
from domain.moments import DAY, Instant, instant, local
from domain.programme import EventKind, Format, ProgrammeDraft
from domain.reminders import DEFAULT_RULES
from papers.programme_file import Column, moved_ahead, read_programme

SAMPLE: Final = Path(__file__).parents[2] / "programme" / "sample.csv"


@pytest.fixture(scope="module")
def sample() -> ProgrammeDraft:
    return read_programme(SAMPLE.read_bytes(), SAMPLE.name)


def test_it_has_every_column() -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [str(column) for column in Column]


def test_it_is_large_enough_to_look_real(sample: ProgrammeDraft) -> None:
    assert len(sample.slots) >= 30
    assert len(sample.partners) >= 5
    assert {slot.zone for slot in sample.slots} == {"Europe/Moscow", "Asia/Almaty"}
    assert {slot.place.city.en for slot in sample.slots if slot.place} == {"St Petersburg", "Astana"}
    assert {event.kind for event in sample.events} == set(EventKind)
    assert {event.format for event in sample.events} == set(Format)


def test_every_city_is_in_one_zone(sample: ProgrammeDraft) -> None:
    zones = {(slot.place.city.en, slot.zone) for slot in sample.slots if slot.place}
    assert zones == {("St Petersburg", "Europe/Moscow"), ("Astana", "Asia/Almaty")}


def texts_in(thing: object) -> list[Texts]:
    if isinstance(thing, Texts):
        return [thing]
    if isinstance(thing, tuple):
        return [text for part in thing for text in texts_in(part)]
    if is_dataclass(thing):
        return [text for field in fields(thing) for text in texts_in(getattr(thing, field.name))]
    return []


def test_every_text_is_in_three_languages(sample: ProgrammeDraft) -> None:
    texts = texts_in(sample)
    assert len(texts) > 100
    for text in texts:
        assert text.ru, text
        assert text.kk, text
        assert text.en, text


def test_kazakh_is_kazakh_and_not_copied(sample: ProgrammeDraft) -> None:
    for event in sample.events:
        assert set(event.description.kk.casefold()) & set("әғқңөұүһі"), event.key
        assert len({event.description.ru, event.description.kk, event.description.en}) == 3


def test_every_event_has_a_slot_and_says_what_to_bring_and_what_is_forbidden(sample: ProgrammeDraft) -> None:
    assert {slot.event for slot in sample.slots} == {event.key for event in sample.events}
    assert {event.partner for event in sample.events} == {partner.key for partner in sample.partners}
    for event in sample.events:
        assert event.bring, event.key
        assert event.forbidden, event.key


def test_it_is_marked_as_a_sample(sample: ProgrammeDraft) -> None:
    for partner in sample.partners:
        assert partner.contact.startswith("sample contact – demo only"), partner.key
    for event in sample.events:
        assert event.description.ru.endswith("Это пример из демонстрационной программы."), event.key
        assert event.description.kk.endswith("Бұл – үлгі бағдарламадағы мысал."), event.key
        assert event.description.en.endswith("This is an example from the sample programme."), event.key
    for slot in sample.slots:
        assert not slot.online_link or slot.online_link.startswith("https://meet.example.org/"), slot.key


def test_a_course_has_eight_weekly_meetings(sample: ProgrammeDraft) -> None:
    course = next(slot for slot in sample.slots if slot.key == "technician-course-thu")
    days = [meeting.on for meeting in course.meetings]
    assert days == [days[0] + timedelta(weeks=week) for week in range(8)]


def test_there_is_something_to_try_of_everything(sample: ProgrammeDraft) -> None:
    capacities = {slot.capacity for slot in sample.slots}
    assert {1, 2, 25} <= capacities
    assert any(event.audience.strict for event in sample.events)
    assert sum(event.question is not None for event in sample.events) == 1
    assert len({event.reminder_rules for event in sample.events}) >= 4
    assert DEFAULT_RULES in {event.reminder_rules for event in sample.events}
    assert any("отограф" in event.forbidden.ru for event in sample.events)
    assert any("Сменную обувь" in event.bring.ru for event in sample.events)
    assert not any("аспорт" in event.bring.ru for event in sample.events)
    assert sum(slot.closes_at is not None for slot in sample.slots) >= 5


def test_times_suit_schools(sample: ProgrammeDraft) -> None:
    for slot in sample.slots:
        for meeting in slot.meetings:
            assert meeting.on.weekday() < 6, f"{slot.key} on a Sunday"
            assert 10 <= meeting.at.hour <= 18, slot.key
            assert meeting.on.weekday() == 5 or meeting.at.hour >= 14, f"{slot.key} during lessons"
    first = min(slot.meetings[0].on for slot in sample.slots)
    last = max(slot.meetings[0].on for slot in sample.slots)
    assert timedelta(weeks=5) < last - first < timedelta(weeks=7)


@pytest.mark.parametrize("day", range(14))
def test_moved_ahead_registration_is_open_but_for_one_that_opens_later(sample: ProgrammeDraft, day: int) -> None:
    now = Instant(instant(datetime(2026, 11, 21).date(), datetime(2026, 11, 21, 13).time(), "UTC") + day * DAY)  # noqa: DTZ001
    moved = moved_ahead(sample, now)
    not_yet = [slot.key for slot in moved.slots if slot.opens_at is not None and slot.opens_at > now]
    assert not_yet == ["college-open-day-2"]
    assert all(slot.closes_at is None or slot.closes_at > now for slot in moved.slots)
    assert {local(slot.closes_at, slot.zone).hour for slot in moved.slots if slot.closes_at} <= {11, 12, 15, 18}
