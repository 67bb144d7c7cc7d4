"""A broadcast on a bad day: everybody is told, once; what may have come twice says so; what never will is recorded."""

import pytest

from tests.conversations.stage import TOKEN, Actor
from tests.faults.telegram.bad_days import CALLED_OFF, HTML, PERHAPS_AGAIN, BadDay, texts

CROWD = 250
SOME = 40
FEW = 12


def told(crowd: list[Actor]) -> list[int]:
    """How often each of them was told."""
    return [len(texts(actor, CALLED_OFF)) for actor in crowd]


async def test_too_many_requests_in_the_middle_hold_everybody_up_and_nobody_misses_it_or_gets_it_twice(
    day: BadDay,
) -> None:
    crowd = await day.registered(CROWD)
    day.suffers("sendMessage", error_code=429, retry_after=9, probability=0.08, seed=4)
    await day.calls_off()
    await day.app.settle()
    before = sum(told(crowd))
    assert 0 < before < CROWD
    assert day.app.sender.resting

    day.hours.pass_by(8.9)
    await day.app.settle()
    assert sum(told(crowd)) == before  # as long as Telegram says, nothing goes

    await day.goes_on()
    assert told(crowd) == [1] * CROWD
    assert await day.letters() == [("sent", 0, None)] * CROWD


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [({"kind": "drop_after"}, True), ({"status": 502, "body": HTML}, False), ({"kind": "cut"}, False)],
    ids=["time-out after delivery", "502", "cut"],
)
async def test_what_may_have_arrived_goes_once_more_marked_and_counted(
    day: BadDay, fault: dict[str, object], *, arrived: bool
) -> None:
    crowd = await day.registered(SOME)
    await day.calls_off()
    day.suffers("sendMessage", **fault, times=20)
    await day.goes_on()

    letters = await day.letters()
    repeats = [repeat for _state, repeat, _why in letters]
    assert {state for state, _repeat, _why in letters} <= {"sent", "uncertain"}
    assert 0 < sum(repeats) <= 20
    for actor, (state, repeat, why) in zip(crowd, letters, strict=True):
        shown = texts(actor, CALLED_OFF)
        marked = [text for text in shown if PERHAPS_AGAIN in text]
        assert len(marked) <= repeat
        if state == "sent":
            assert len(marked) == repeat
            assert len(shown) == 1 + (repeat if arrived else 0)
        else:  # twice unknown: never a third time, and it says why
            assert why
            assert len(shown) == (2 if arrived else 0)


async def test_twice_unknown_is_left_uncertain_with_the_reason(day: BadDay) -> None:
    (alina,) = await day.registered(1)
    day.suffers("sendMessage", status=502, body=HTML, times=2)
    await day.calls_off()
    await day.goes_on()
    assert told([alina]) == [0]
    assert await day.letters() == [("uncertain", 1, "HTTP 502 without a Bot API answer")]


async def test_without_a_connection_everything_waits_and_then_goes_once(day: BadDay) -> None:
    crowd = await day.registered(FEW)
    await day.calls_off()
    day.line.cut = True
    attempts = day.line.attempts
    for _try in range(5):
        await day.app.catch_up()
        assert await day.app.sender.drain() == 0  # it does not hammer at a line that is dead
        day.hours.pass_by(60)
    assert await day.standing_rows() == {"waiting": FEW}
    assert day.line.attempts - attempts <= 5 * FEW
    day.line.cut = False
    await day.goes_on()
    assert told(crowd) == [1] * FEW
    assert await day.letters() == [("sent", 0, None)] * FEW


async def test_whoever_has_blocked_the_bot_is_dead_letters_and_the_others_get_theirs(day: BadDay) -> None:
    crowd = await day.registered(FEW)
    for actor in crowd[:3]:
        day.world.person_blocks(actor.id)
    day.world.state.bots[TOKEN].updates.clear()  # that they blocked it is only found out by writing to them
    await day.calls_off()
    await day.goes_on()
    assert told(crowd) == [0] * 3 + [1] * (FEW - 3)
    assert await day.standing_rows() == {"dead": 3, "sent": FEW - 3}
    assert [await day.reachable(actor) for actor in crowd] == [False] * 3 + [True] * (FEW - 3)
    assert all(why for state, _repeat, why in await day.letters() if state == "dead")


@pytest.mark.parametrize(
    ("words", "reachable"),
    [("Bad Request: chat not found", False), ("Bad Request: message is too long", True)],
)
async def test_what_never_will_be_is_not_tried_again_and_says_why(day: BadDay, words: str, *, reachable: bool) -> None:
    (alina,) = await day.registered(1)
    day.suffers("sendMessage", error_code=400, description=words)
    await day.calls_off()
    await day.goes_on()
    assert await day.letters() == [("dead", 0, words)]
    assert await day.reachable(alina) is reachable


async def test_a_text_whose_formatting_telegram_refuses_goes_plain_once(day: BadDay) -> None:
    (alina,) = await day.registered(1)
    day.suffers("sendMessage", error_code=400, description="Bad Request: can't parse entities: …")
    await day.calls_off()
    await day.goes_on()
    (text,) = texts(alina, CALLED_OFF)
    assert "<b>" not in text
    assert not any(entity["type"] == "bold" for entity in alina.from_bot()[-1].get("entities", ()))
    assert await day.letters() == [("sent", 0, None)]


async def test_and_where_plain_text_is_refused_as_well_it_is_dead(day: BadDay) -> None:
    await day.registered(1)
    day.suffers("sendMessage", error_code=400, description="Bad Request: can't parse entities: …", times=2)
    await day.calls_off()
    await day.goes_on()
    assert [state for state, _repeat, _why in await day.letters()] == ["dead"]


async def test_a_token_taken_away_in_the_middle_loses_no_letter(day: BadDay) -> None:
    crowd = await day.registered(FEW)
    day.suffers("sendMessage", error_code=401, times=3)
    await day.calls_off()
    await day.app.settle()
    assert "dead" not in await day.standing_rows()
    await day.goes_on()
    assert told(crowd) == [1] * FEW
    assert await day.letters() == [("sent", 0, None)] * FEW


async def test_a_chat_that_moved_is_written_to_where_it_is_now(day: BadDay) -> None:
    (alina,) = await day.registered(1)
    other = day.world.add_person("Alina's new chat", "en")["id"]
    day.world.person_opens(other, "https://t.me/etalon_test_bot?start=hello")
    day.world.state.bots[TOKEN].updates.clear()
    day.suffers("sendMessage", error_code=400, migrate_to_chat_id=other)
    await day.calls_off()
    await day.goes_on()
    assert told([alina, Actor(day, other, "Alina")]) == [0, 1]
    assert await day.letters() == [("sent", 0, None)]


async def test_meanwhile_taps_are_answered(day: BadDay) -> None:
    crowd = await day.registered(FEW)
    timur = await day.comes("Timur")
    await day.calls_off()
    day.suffers("sendMessage", error_code=429, retry_after=600)
    await day.app.settle()
    assert day.app.sender.resting
    await timur.taps("Upcoming")
    assert timur.sees("Nothing")  # the only slot does not take place
    assert await day.undone() == 0
    await day.goes_on()
    assert told(crowd) == [1] * FEW
