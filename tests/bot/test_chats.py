"""What one chat may get in a time: a person's messages, a group's, and changes of messages."""

import pytest

from bot import chats
from bot.chats import BURST, CHANGES_AT_ONCE, GROUP_MESSAGES, Chats
from emulator.kept.limits import Bucket, Window

ALINA, CLASS = 7, -100


def go(counts: Chats, chat: int | str, seconds: float, *, change: bool = False) -> list[float]:
    """When messages go that are sent as fast as they may, for so many seconds."""
    now, went = 0.0, []
    while now <= seconds:
        if wait := counts.wait(chat, now, change=change):
            now += wait
            continue
        counts.take(chat, now, change=change)
        went.append(round(now, 6))
    return went


def test_a_person_gets_a_few_at_once_and_then_one_a_second() -> None:
    assert go(Chats(), ALINA, 3) == [0.0] * BURST + [1.0, 2.0, 3.0]


def test_after_a_rest_a_few_go_at_once_again() -> None:
    counts = Chats()
    for _number in range(BURST):
        counts.take(ALINA, 0)
    assert counts.wait(ALINA, 0) == 1
    assert counts.wait(ALINA, 60) == 0
    assert counts.wait(ALINA, 60, count=BURST + 2) == 2


@pytest.mark.parametrize("group", [CLASS, "@open_days"])
def test_a_group_gets_twenty_in_any_minute(group: int | str) -> None:
    went = go(Chats(), group, 200)
    assert went[GROUP_MESSAGES - 1] == 0
    for start in went:
        assert sum(start <= moment < start + 60 for moment in went) <= GROUP_MESSAGES
    assert len(went) == 4 * GROUP_MESSAGES


def test_how_long_several_take_in_a_group() -> None:
    counts = Chats()
    for moment in range(15):
        counts.take(CLASS, moment)
    assert counts.wait(CLASS, 20, count=5) == 0
    assert counts.wait(CLASS, 20, count=6) == 41  # when the first of them is 61 seconds old
    assert counts.wait(CLASS, 20, count=7) == 42


def test_changes_are_counted_apart_and_freer_than_messages() -> None:
    went = go(Chats(), ALINA, 2, change=True)
    assert went[:CHANGES_AT_ONCE] == [0.0] * CHANGES_AT_ONCE
    assert len(went) == CHANGES_AT_ONCE + 6
    counts = Chats()
    for _number in range(BURST):
        counts.take(ALINA, 0)
    assert counts.wait(ALINA, 0, change=True) == 0
    assert counts.wait(ALINA + 1, 0) == 0


def test_what_leaves_so_arrives_within_the_emulators_limits_though_it_comes_closer_together() -> None:
    late = 0.2  # what the first of each two takes longer on its way
    for chat, counter in ((ALINA, Bucket(5)), (CLASS, Window(20, 60.0))):
        for number, moment in enumerate(go(Chats(), chat, 150)):
            arrived = moment + (late if number % 2 == 0 else 0.0)
            assert counter.wait(1, arrived) == 0, (chat, moment)
            counter.take(1, arrived)


def test_chats_that_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chats, "MOST_KNOWN", 3)
    counts = Chats()
    for chat in (1, 2, -3):
        counts.take(chat, 0)
    for _number in range(BURST):
        counts.take(1, 100)
    counts.take(4, 100)
    assert len(counts._counts) == 2
    assert counts.wait(1, 100) == 1


@pytest.mark.parametrize("now", [15_000.123_456_7, 9_999_999.9, 0.1 + 0.2])
def test_a_clock_that_has_run_long_makes_no_second_longer(now: float) -> None:
    counts = Chats()
    for number in range(1, BURST):
        assert counts.wait(ALINA, now, count=number) == 0
    counts.take(ALINA, now)
    assert counts.wait(ALINA, now, count=BURST - 1) == 0
    assert counts.wait(ALINA, now, count=BURST) == 1
