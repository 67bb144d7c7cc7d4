"""When a door is open, how names are sorted and found, and what its code proves."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.check_in import ENTERED_FOR, Phase, answers_to, evening_before, in_order, phase
from domain.door_codes import DoorCode
from domain.identities import MeetingId
from domain.moments import DAY, HOUR, Instant, instant
from domain.programme import Meeting

ALMATY = "Asia/Almaty"
NEW_YORK = "America/New_York"


def meeting(on: date = date(2026, 11, 28), at: time = time(15, 30), zone: str = ALMATY, hours: int = 2) -> Meeting:
    starts = instant(on, at, zone)
    return Meeting(id=MeetingId(1), starts_at=starts, ends_at=Instant(starts + hours * HOUR), version=1)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ((date(2026, 11, 27), time(23, 59)), Phase.AHEAD),
        ((date(2026, 11, 28), time(0, 0)), Phase.TODAY),
        ((date(2026, 11, 28), time(23, 59)), Phase.TODAY),
        ((date(2026, 11, 29), time(0, 0)), Phase.AFTERWARDS),
        ((date(2026, 12, 12), time(17, 29)), Phase.AFTERWARDS),
        ((date(2026, 12, 12), time(17, 30)), Phase.CLOSED),
    ],
)
def test_a_door_is_open_on_its_day_at_its_place(when: tuple[date, time], expected: Phase) -> None:
    assert phase(meeting(), ALMATY, instant(*when, ALMATY)) is expected


def test_a_night_is_of_the_day_it_ends_on_too() -> None:
    night = meeting(at=time(22, 0), hours=4)
    assert phase(night, ALMATY, instant(date(2026, 11, 29), time(1, 0), ALMATY)) is Phase.TODAY
    assert phase(night, ALMATY, instant(date(2026, 11, 30), time(0, 0), ALMATY)) is Phase.AFTERWARDS


def test_it_is_the_day_of_the_place_that_counts() -> None:
    here = meeting(zone=NEW_YORK)
    now = instant(date(2026, 11, 28), time(1, 0), NEW_YORK)  # already afternoon in Almaty
    assert phase(here, NEW_YORK, now) is Phase.TODAY
    assert phase(here, NEW_YORK, Instant(now - 2 * HOUR)) is Phase.AHEAD


def test_the_list_comes_at_six_the_evening_before_where_the_door_is() -> None:
    assert evening_before(meeting(), ALMATY) == instant(date(2026, 11, 27), time(18, 0), ALMATY)
    sunday = meeting(on=date(2026, 11, 1), zone=NEW_YORK)  # whose clocks are put back that night
    assert evening_before(sunday, NEW_YORK) == instant(date(2026, 10, 31), time(18, 0), NEW_YORK)


def test_it_can_be_entered_for_two_weeks() -> None:
    assert ENTERED_FOR == 14 * DAY


def test_names_stand_as_readers_look_for_them() -> None:
    names = ["Яна", "Ұлан", "Борис", "Әлия", "Айгерим", "Anna", "Қуаныш", "Кирилл"]
    assert sorted(names, key=in_order) == ["Anna", "Айгерим", "Әлия", "Борис", "Кирилл", "Қуаныш", "Ұлан", "Яна"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Әлия", "али"),
        ("Нұрсұлтан", "НУР"),
        ("Қуаныш", "куа"),
        ("Мария-Луиза", "лу"),
        ("Аня Ким", "ки"),
        ("Пётр", "пет"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name: str, typed: str) -> None:
    assert answers_to(name, typed)


def test_another_is_not() -> None:
    assert not answers_to("Тимур", "мур")


def test_a_code_reads_back_and_is_nobodys_to_forge() -> None:
    code = DoorCode.made("ab" * 32, MeetingId(7), Instant(1_790_000_000))
    assert DoorCode.read(code.carried) == code
    assert len(code.carried) <= 58
    assert code.is_ours("ab" * 32)
    assert not code.is_ours("cd" * 32)
    assert not replace(code, minute=code.minute + 1).is_ours("ab" * 32)
    assert code.is_good(Instant((code.minute + 1) * 60 + 59))
    assert not code.is_good(Instant((code.minute + 2) * 60))
    assert not code.is_good(Instant(code.minute * 60 - 1)), "nor before its time"


@pytest.mark.parametrize(
    "carried", ["", "1-2", "1-2-short", "a-2-abcdefghijklmnop", "1-2-abcdefghijklmno!", "0-1-" + "a" * 16]
)
def test_what_was_never_a_code_is_none(carried: str) -> None:
    assert DoorCode.read(carried) is None
