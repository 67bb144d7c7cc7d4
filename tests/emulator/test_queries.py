"""Buttons pressed and inline queries: who is asked, who may answer, and for how long."""

from __future__ import annotations

import pytest

from emulator.clients import Impossible
from emulator.kept.queries import WINDOW
from tests.emulator.stand import TOKEN, Stand, keyboard

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_with_a_toast(stand: Stand) -> None:
    sent = await stand.says("?", reply_markup=keyboard("yes", "no"))
    press = stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    [update] = await stand.world.take_updates(TOKEN)
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("yes", stand.timur, "?")
    assert query["chat_instance"]
    assert press.answer is None
    await stand.does("answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert="true")
    assert await press.wait(0) == {"text": "Done", "show_alert": True, "url": None}


async def test_only_a_button_that_is_shown_can_be_pressed(stand: Stand) -> None:
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    await stand.does("editMessageText", chat_id=stand.timur, message_id=sent["message_id"], text="!")
    with pytest.raises(Impossible):
        stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    with pytest.raises(Impossible):
        stand.world.person_taps(stand.timur, 99, "yes", force=True)
    stand.world.person_taps(stand.timur, sent["message_id"], "yes", force=True)
    [update] = await stand.world.take_updates(TOKEN)
    assert update["callback_query"]["data"] == "yes"


async def test_an_answer_in_time_is_taken_and_one_too_late_is_not(stand: Stand) -> None:
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    late = stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    first, second = [update["callback_query"]["id"] for update in await stand.world.take_updates(TOKEN)]
    stand.world.clock.move_to(stand.world.clock.now() + WINDOW)
    await stand.does("answerCallbackQuery", callback_query_id=first)
    stand.world.clock.move_to(stand.world.clock.now() + 1)
    assert await stand.refused("answerCallbackQuery", callback_query_id=second) == TOO_OLD
    assert late.answer is None


async def test_an_answer_to_nothing_is_refused(stand: Stand) -> None:
    assert await stand.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD
    assert await stand.refused("answerCallbackQuery") == TOO_OLD
    asked = stand.world.person_asks(stand.timur, "museum")
    assert await stand.refused("answerCallbackQuery", callback_query_id=asked.id) == TOO_OLD


async def test_another_bot_cannot_answer(stand: Stand) -> None:
    stand.world.add_bot("43:T", username="other_bot")
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    press = stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    answer = await stand.world.call("43:T", "answerCallbackQuery", {"callback_query_id": press.id})
    assert answer.body == {"ok": False, "error_code": 400, "description": TOO_OLD}


async def test_a_toast_has_its_limits(stand: Stand) -> None:
    sent = await stand.says("?", reply_markup=keyboard("yes"))
    press = stand.world.person_taps(stand.timur, sent["message_id"], "yes")
    words = await stand.refused("answerCallbackQuery", callback_query_id=press.id, text="x" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"
    words = await stand.refused("answerCallbackQuery", callback_query_id=press.id, url="https://example.com")
    assert words == "Bad Request: URL_INVALID"
    await stand.does("answerCallbackQuery", callback_query_id=press.id, url="https://t.me/my_bot?start=x")
    assert press.answer is not None
    assert press.answer["url"] == "https://t.me/my_bot?start=x"


async def test_an_inline_query_is_answered(stand: Stand) -> None:
    asked = stand.world.person_asks(stand.timur, "museum")
    [update] = await stand.world.take_updates(TOKEN)
    assert update["inline_query"]["query"] == "museum"
    content = {"message_text": "Museum"}
    result = {"type": "article", "id": "1", "title": "Museum", "input_message_content": content}
    for results, words in (
        ({}, "expected an Array of inline query results"),
        ([result, result], "RESULT_ID_DUPLICATE"),
        ([{**result, "id": str(n)} for n in range(51)], "too many inline query results specified"),
        ([{"type": "article"}], "can't parse inline query result: Can't find field \"id\""),
    ):
        refused = await stand.refused("answerInlineQuery", inline_query_id=asked.id, results=results)
        assert refused == f"Bad Request: {words}"
    await stand.does("answerInlineQuery", inline_query_id=asked.id, results=[result])
    assert asked.answer is not None
    assert asked.answer["results"] == [result]


async def test_a_deep_link_starts_the_bot(stand: Stand) -> None:
    alina = stand.world.add_person("Алина")["id"]
    sent = stand.world.person_opens(alina, "https://t.me/My_Bot?start=e_17")
    assert sent["text"] == "/start e_17"
    assert sent["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    [update] = await stand.world.take_updates(TOKEN)
    assert update["message"]["from"]["id"] == alina
    for link in (
        "https://example.com/my_bot?start=1",
        "https://t.me/other?start=1",
        "https://t.me/my_bot?start=no way",
    ):
        with pytest.raises(Impossible):
            stand.world.person_opens(alina, link)
