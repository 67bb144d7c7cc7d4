"""Faults on order: each kind does what it says, as often as it was ordered, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.stage.faults import ConnectionCut
from tests.emulator.stand import Stand


def order(stand: Stand, **given: Any) -> int:
    return stand.world.faults.order(given)


async def test_an_error_takes_no_effect_and_passes(stand: Stand) -> None:
    assert order(stand, method="sendMessage", kind="error", error_code=429, retry_after=7) == 1
    answer = await stand.asks("sendMessage", chat_id=stand.timur, text="x")
    assert (answer.status, answer.body) == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        },
    )
    assert len(stand.world.person_sees(stand.timur)) == 1
    await stand.says("x")


async def test_a_fault_strikes_its_method_as_often_as_ordered(stand: Stand) -> None:
    order(stand, method="SendMessage", kind="error", status=502, body="<html>Bad Gateway</html>", times=2)
    assert (await stand.does("getMe"))["id"] == 42
    for _ in range(2):
        answer = await stand.asks("sendMessage", chat_id=stand.timur, text="x")
        assert (answer.status, answer.body, answer.ok) == (502, "<html>Bad Gateway</html>", False)
    await stand.says("x")


async def test_any_method_and_none_any_more(stand: Stand) -> None:
    order(stand, method="*", kind="error", times=5)
    assert (await stand.asks("getMe")).status == 502
    stand.world.faults.clear()
    assert (await stand.asks("getMe")).status == 200


async def test_a_cut_takes_no_effect_and_a_drop_does(stand: Stand) -> None:
    for kind, seen in (("cut", 1), ("drop_after", 2)):
        order(stand, method="sendMessage", kind=kind)
        with pytest.raises(ConnectionCut):
            await stand.asks("sendMessage", chat_id=stand.timur, text="x")
        assert len(stand.world.person_sees(stand.timur)) == seen
    unanswered = stand.world.calls_after()[-2:]
    assert [(call["ok"], call["status"], call["answer"]) for call in unanswered] == [(False, None, None)] * 2


async def test_an_answer_breaks_off_after_it_took_effect(stand: Stand) -> None:
    order(stand, method="sendMessage", kind="cut_half")
    with pytest.raises(ConnectionCut) as cut:
        await stand.asks("sendMessage", chat_id=stand.timur, text="x")
    assert cut.value.half_of is not None
    assert cut.value.half_of.ok
    assert len(stand.world.person_sees(stand.timur)) == 2
    [call] = stand.world.calls_after()
    assert (call["ok"], call["status"], call["answer"]) == (False, None, None)


async def struck(stand: Stand, calls: int) -> list[bool]:
    """Which of so many calls suffered."""
    return [not (await stand.asks("getMe")).ok for _ in range(calls)]


async def test_a_probability_strikes_now_and_then_and_a_seed_repeats_it(stand: Stand) -> None:
    found = []
    for seed in (7, 7, 8):
        assert order(stand, method="getMe", kind="error", probability=0.2, seed=seed) > 1
        found.append(await struck(stand, 300))
        stand.world.faults.clear()
    assert found[0] == found[1] != found[2]
    assert all(30 < sum(strikes) < 90 for strikes in found)


async def test_a_probability_ends_after_a_number_of_times(stand: Stand) -> None:
    order(stand, method="getMe", kind="error", probability=0.5, seed=1, times=3)
    assert sum(await struck(stand, 100)) == 3
    assert len(stand.world.faults) == 0


async def test_a_fault_that_spares_a_call_leaves_it_to_the_next(stand: Stand) -> None:
    order(stand, method="getMe", kind="error", error_code=500, probability=1e-9, seed=1)
    order(stand, method="getMe", kind="error", error_code=503)
    assert (await stand.asks("getMe")).status == 503
    assert (await stand.asks("getMe")).ok


async def test_a_delay_takes_effect_first(stand: Stand) -> None:
    order(stand, method="sendMessage", kind="delay", delay=0.01)
    await stand.says("slow")
    assert stand.world.person_sees(stand.timur)[-1]["text"] == "slow"


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "gremlin"},
        {"kind": "error", "times": 0},
        {"kind": "error", "times": "many"},
        {"kind": "delay", "delay": -1},
        {"kind": "error", "status": 200},
        {"kind": "error", "method": ""},
        {"kind": "error", "probability": 0},
        {"kind": "error", "probability": 1.5},
        {"kind": "error", "probability": "often"},
        {"kind": "error", "probability": True},
        {"kind": "error", "probability": 0.5, "seed": "x"},
    ],
)
def test_an_order_that_is_none_is_refused(stand: Stand, given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        stand.world.faults.order(given)
    assert len(stand.world.faults) == 0


async def test_the_record_tells_calls_and_answers_but_no_token(stand: Stand) -> None:
    await stand.does("setWebhook", url="https://example.com/42:T")
    await stand.does("deleteWebhook")
    await stand.does("getUpdates")
    await stand.refused("sendMessage", chat_id=5, text="42:T")
    hook, _, refused = stand.world.calls_after()
    assert hook["params"]["url"] == "https://example.com/<token>"
    assert (refused["method"], refused["ok"], refused["status"]) == ("sendMessage", False, 400)
    assert refused["answer"]["description"] == "Bad Request: chat not found"
    assert refused["params"] == {"chat_id": 5, "text": "<token>"}
    assert stand.world.calls_after(refused["number"]) == []
