"""Polls and quizzes: complete, checked, voted in, stopped."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from emulator.clients import Impossible
from emulator.clock import SimClock
from emulator.kept.polls import Polls
from emulator.world import World
from tests.emulator.stand import BOT, START, TOKEN, Stand, keyboard


async def asked(stand: Stand, **params: Any) -> dict[str, Any]:
    given = {"chat_id": stand.timur, "question": "When?", "options": ["Mon", {"text": "Tue"}, "Wed"], **params}
    message: dict[str, Any] = await stand.does("sendPoll", **given)
    return message


async def test_a_poll_has_all_that_clients_decode(stand: Stand) -> None:
    sent = await asked(stand, reply_markup=keyboard("a"))
    poll = sent["poll"]
    assert poll.pop("id")
    assert poll == {
        "question": "When?",
        "options": [
            {"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate(["Mon", "Tue", "Wed"])
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    assert sent["reply_markup"] == keyboard("a")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": None}, "expected an Array of String as options"),
        ({"options": "{"}, "can't parse options JSON object"),
        ({"options": {}}, "expected an Array of String as options"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": [str(n) for n in range(13)]}, "poll can't have more than 12 options"),
        ({"options": ["a", 5]}, "expected an option to be of type String"),
        ({"options": ["a", {}]}, 'can\'t find field "text"'),
        ({"options": ["a", {"text": []}]}, 'field "text" must be of type String'),
        ({"options": ["a", "\n"]}, "poll options must be non-empty"),
        ({"options": ["a", "x" * 101]}, "poll options length must not exceed 100"),
        ({"type": "duel"}, "unsupported poll type specified"),
        ({"type": "quiz"}, "wrong correct option ID specified"),
        ({"type": "quiz", "correct_option_id": 3}, "wrong correct option ID specified"),
        ({"type": "quiz", "correct_option_ids": [0, 2]}, "wrong correct option ID specified"),
        (
            {"type": "quiz", "correct_option_ids": [2, 0], "allows_multiple_answers": True},
            "wrong correct option ID specified",
        ),
        ({"type": "quiz", "correct_option_id": 0, "explanation": "x" * 201}, "message is too long"),
        ({"close_date": START + 4}, "POLL_CLOSE_DATE_INVALID"),
        ({"close_date": START + 2_628_001}, "POLL_CLOSE_DATE_INVALID"),
        ({"chat_id": 5}, "chat not found"),
    ],
)
async def test_what_is_no_poll_is_refused(stand: Stand, given: dict[str, Any], words: str) -> None:
    params = {"chat_id": stand.timur, "question": "When?", "options": ["Mon", "Tue", "Wed"], **given}
    assert await stand.refused("sendPoll", **params) == f"Bad Request: {words}"
    assert len(stand.world.person_sees(stand.timur)) == 1


async def test_a_secret_vote_is_counted_and_nobody_named(stand: Stand) -> None:
    sent = await asked(stand)
    stand.world.person_votes(stand.timur, sent["message_id"], [1])
    [update] = await stand.world.take_updates(TOKEN)
    assert [option["voter_count"] for option in update["poll"]["options"]] == [0, 1, 0]
    assert update["poll"]["total_voter_count"] == 1
    seen = stand.world.person_sees(stand.timur)[-1]
    assert seen["poll"] == update["poll"]
    assert "edit_date" not in seen


async def test_an_open_vote_names_who_and_can_be_changed_and_taken_back(stand: Stand) -> None:
    sent = await asked(stand, is_anonymous=False, allows_multiple_answers=True)
    for options in ([2, 0], [1], []):
        stand.world.person_votes(stand.timur, sent["message_id"], options)
    updates = await stand.world.take_updates(TOKEN)
    answers = [update["poll_answer"] for update in updates if "poll_answer" in update]
    assert [answer["option_ids"] for answer in answers] == [[0, 2], [1], []]
    assert answers[0]["option_persistent_ids"] == ["0", "2"]
    assert {answer["user"]["id"] for answer in answers} == {stand.timur}
    polls = [update["poll"] for update in updates if "poll" in update]
    assert [poll["total_voter_count"] for poll in polls] == [1, 1, 0]


async def test_what_no_client_would_let_one_do(stand: Stand) -> None:
    sent = await asked(stand)
    for options in ([3], [-1], [0, 0], [0, 1]):
        with pytest.raises(Impossible):
            stand.world.person_votes(stand.timur, sent["message_id"], options)
    for message_id in (1, 99):
        with pytest.raises(Impossible):
            stand.world.person_votes(stand.timur, message_id, [0])
    quiz = await asked(stand, type="quiz", correct_option_id=1, explanation="<b>!</b>", explanation_parse_mode="HTML")
    assert (quiz["poll"]["correct_option_ids"], quiz["poll"]["explanation"]) == ([1], "!")
    stand.world.person_votes(stand.timur, quiz["message_id"], [0])
    with pytest.raises(Impossible):
        stand.world.person_votes(stand.timur, quiz["message_id"], [1])


async def test_a_poll_is_stopped_once(stand: Stand) -> None:
    sent = await asked(stand, reply_markup=keyboard("a"))
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    stopped = await stand.does("stopPoll", **where)
    assert stopped["is_closed"] is True
    seen = stand.world.person_sees(stand.timur)[-1]
    assert seen["poll"] == stopped
    assert "reply_markup" not in seen
    assert [update["poll"]["is_closed"] for update in await stand.world.take_updates(TOKEN)] == [True]
    assert await stand.refused("stopPoll", **where) == "Bad Request: poll has already been closed"
    with pytest.raises(Impossible):
        stand.world.person_votes(stand.timur, sent["message_id"], [0])
    where["message_id"] = 99
    assert await stand.refused("stopPoll", **where) == "Bad Request: message with poll to stop not found"
    where["message_id"] = 1
    assert await stand.refused("stopPoll", **where) == "Bad Request: message is not a poll"
    words = await stand.refused("editMessageText", chat_id=stand.timur, message_id=sent["message_id"], text="x")
    assert words == "Bad Request: there is no text in the message to edit"


async def test_a_poll_ends_at_its_time(stand: Stand) -> None:
    sent = await asked(stand, open_period=3, reply_markup=keyboard("a"))
    assert (sent["poll"]["open_period"], sent["poll"]["close_date"]) == (5, START + 5)
    change = stand.world.person_sees(stand.timur)[-1]["change"]
    stand.world.clock.move_to(START + 4.5)
    assert stand.world.person_sees(stand.timur, change) == []
    stand.world.clock.move_to(START + 5)
    [seen] = stand.world.person_sees(stand.timur, change)
    assert (seen["poll"]["is_closed"], seen["reply_markup"]) == (True, keyboard("a"))
    assert [update["poll"] for update in await stand.world.take_updates(TOKEN)] == [seen["poll"]]
    with pytest.raises(Impossible):
        stand.world.person_votes(stand.timur, sent["message_id"], [0])
    words = await stand.refused("stopPoll", chat_id=stand.timur, message_id=sent["message_id"])
    assert words == "Bad Request: poll has already been closed"
    stand.world.clock.move_to(START + 500)
    assert await stand.world.take_updates(TOKEN) == []


async def test_polls_end_in_the_order_of_their_times_and_a_stopped_one_not_again(stand: Stand) -> None:
    later, stopped, sooner = [(await asked(stand, close_date=START + at))["message_id"] for at in (30, 20, 10)]
    await stand.does("stopPoll", chat_id=stand.timur, message_id=stopped)
    await stand.world.take_updates(TOKEN)
    change = stand.world.person_sees(stand.timur)[-1]["change"]
    await stand.world.followers.advance(START + 100)
    assert [seen["message_id"] for seen in stand.world.person_sees(stand.timur, change)] == [sooner, later]
    assert len(await stand.world.take_updates(TOKEN)) == 2
    assert stand.world.state.polls.next_end() is None


async def test_the_clock_stops_at_the_end_of_a_poll_on_its_way(stand: Stand) -> None:
    await asked(stand, close_date=START + 3600)
    moves: list[float] = []
    ring = stand.world.clock.on_move
    assert ring is not None

    def moved() -> None:
        moves.append(stand.world.clock.now())
        ring()

    stand.world.clock.on_move = moved
    await stand.world.followers.advance(START + 7200)
    assert moves == [START + 3600, START + 7200]


async def test_while_the_clock_runs_a_timer_ends_a_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.methods.polls.SHORTEST_PERIOD", 0)
    world = World(SimClock(START + 0.95))  # a twentieth of a second before the next whole one
    world.add_bot(TOKEN)
    timur = world.add_person("Тимур")["id"]
    world.person_writes(timur, "/start")
    params = {"chat_id": timur, "question": "?", "options": ["a", "b"], "close_date": START + 1}
    answer = await world.call(TOKEN, "sendPoll", params)
    assert answer.ok, answer
    change = world.state.changes
    [seen] = await world.person_waits(timur, change, 30)
    assert seen["poll"]["is_closed"] is True
    await world.close()


async def test_a_copy_of_a_poll_runs_as_long_as_the_first_did(stand: Stand) -> None:
    sent = await asked(stand, open_period=60)
    dated = await asked(stand, close_date=START + 60)
    stand.world.clock.move_to(START + 100)
    for number, end in ((sent["message_id"], START + 160), (dated["message_id"], None)):
        await stand.does("copyMessage", chat_id=stand.timur, from_chat_id=stand.timur, message_id=number)
        poll = stand.world.person_sees(stand.timur)[-1]["poll"]
        assert (poll["is_closed"], poll.get("close_date")) == (False, end)


def test_ends_of_polls_that_are_gone_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.polls.MOST_KEPT", 3)
    polls = Polls()
    for n in range(50):
        polls.make(BOT, {"options": [], "is_closed": False, "close_date": 1000 - n})
    assert len(polls._ends) <= 6
    assert polls.next_end() == 951
    assert [poll.shown["close_date"] for poll in polls.ended(2000)] == [951, 952, 953]
    assert polls.next_end() is None


async def test_a_forward_shares_the_votes_and_a_copy_does_not(stand: Stand) -> None:
    sent = await asked(stand)
    stand.world.person_votes(stand.timur, sent["message_id"], [0])
    where: dict[str, Any] = {"chat_id": stand.timur, "from_chat_id": stand.timur, "message_id": sent["message_id"]}
    forwarded = await stand.does("forwardMessage", **where)
    copied = await stand.does("copyMessage", **where)
    stand.world.person_votes(stand.timur, forwarded["message_id"], [1])
    shown = {seen["message_id"]: seen["poll"] for seen in stand.world.person_sees(stand.timur) if "poll" in seen}
    assert shown[sent["message_id"]] == shown[forwarded["message_id"]]
    assert shown[sent["message_id"]]["options"][1]["voter_count"] == 1
    assert shown[copied["message_id"]]["total_voter_count"] == 0
    words = await stand.refused("stopPoll", chat_id=stand.timur, message_id=forwarded["message_id"])
    assert words == "Bad Request: poll can't be stopped"


async def test_votes_come_over_http(stand: Stand, http: aiohttp.ClientSession) -> None:
    sent = await asked(stand)
    path = f"/sim/people/{stand.timur}/votes"
    async with http.post(path, json={"message_id": sent["message_id"], "options": [2]}) as response:
        assert (await response.json())["options"][2]["voter_count"] == 1
    for body, status in (({"message_id": sent["message_id"]}, 400), ({"message_id": 99, "options": [0]}, 404)):
        async with http.post(path, json=body) as response:
            assert response.status == status
            assert len((await response.json())["error"]) > 5


def test_old_polls_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.polls.MOST_KEPT", 2)
    polls = Polls()
    made = [polls.make(BOT, {"options": []}) for _ in range(3)]
    assert polls.by_id(made[0].shown["id"]) is None
    assert polls.by_id(made[2].shown["id"]) is made[2]
