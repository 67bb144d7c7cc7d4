"""How much one sender may have waiting: words, presses and commands, and what is kept whatever there is."""

from typing import Any

import pytest

from bot.intake.bounds import Admission, Bounds, Sort, sort_of

BOUNDS = Bounds(words=3, deeds=3, most_deeds=5)


def words(number: int = 1, text: str = "hello") -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "text": text}}


def press(data: str, *, number: int = 1, message: int = 10) -> dict[str, Any]:
    query = {"id": str(number), "data": data, "message": {"message_id": message}}
    return {"update_id": number, "callback_query": query}


@pytest.mark.parametrize(
    ("update", "sort"),
    [
        (words(), Sort.WORDS),
        ({"update_id": 1, "message": {"sticker": {}}}, Sort.WORDS),
        ({"update_id": 1, "edited_message": {"text": "/start"}}, Sort.WORDS),
        (words(text="/start s_1"), Sort.DEED),
        (press("home"), Sort.DEED),
        ({"update_id": 1, "my_chat_member": {}}, Sort.KEPT),
        ({"update_id": 1, "poll": {}}, Sort.KEPT),
        ({"update_id": 1, "something_new": {}}, Sort.KEPT),
        ({"update_id": 1, "message": "?"}, Sort.WORDS),
        ({"update_id": 1}, Sort.KEPT),
    ],
)
def test_what_an_update_is_to_its_sender(update: dict[str, Any], sort: Sort) -> None:
    assert sort_of(update) is sort


def test_words_beyond_the_bound_are_passed_over_until_some_were_read() -> None:
    admission = Admission(BOUNDS)
    assert [admission.admits("a", words(number)) for number in range(5)] == [True, True, True, False, False]
    assert admission.admits("b", words())
    admission.leaves("a", words())
    assert [admission.admits("a", words(number)) for number in range(2)] == [True, False]


def test_a_flood_of_words_keeps_no_press_and_no_command_out() -> None:
    admission = Admission(BOUNDS)
    for number in range(10):
        admission.admits("a", words(number))
    assert admission.admits("a", press("cancel:1"))
    assert admission.admits("a", words(text="/start"))


def test_below_the_bound_equal_presses_all_join() -> None:
    admission = Admission(BOUNDS)
    assert [admission.admits("a", press("next", number=number)) for number in range(4)] == [True, True, True, False]


def test_beyond_the_bound_only_what_says_something_new_joins() -> None:
    admission = Admission(BOUNDS)
    for data in ("a", "b", "c"):
        admission.admits("x", press(data))
    assert not admission.admits("x", press("b", number=2))
    assert admission.admits("x", press("b", message=11))  # another message's button
    assert admission.admits("x", words(text="/cancel"))
    assert not admission.admits("x", words(text="/cancel"))
    assert not admission.admits("x", press("d"))  # five wait: too much whatever it says
    admission.leaves("x", press("b"))
    assert admission.admits("x", press("b", number=3))  # none of that kind waits any more


def test_what_comes_by_itself_always_joins() -> None:
    admission = Admission(BOUNDS)
    assert all(admission.admits("a", {"update_id": number, "my_chat_member": {}}) for number in range(50))


def test_each_sender_is_told_once_until_nothing_of_theirs_waits() -> None:
    admission = Admission(BOUNDS)
    for number in range(4):
        admission.admits("a", words(number))
    assert [admission.first_time("a"), admission.first_time("a")] == [True, False]
    for _number in range(3):
        admission.leaves("a", words())
    assert not admission._waiting
    for number in range(4):
        admission.admits("a", words(number))
    assert admission.first_time("a")


def test_nothing_is_remembered_of_whoever_has_nothing_waiting() -> None:
    admission = Admission(Bounds())
    updates = [words(), press("a"), words(text="/start"), {"update_id": 1, "my_chat_member": {}}]
    for update in updates:
        admission.admits("a", update)
    for update in updates:
        admission.leaves("a", update)
    admission.leaves("a", updates[0])
    assert admission._waiting == {}
