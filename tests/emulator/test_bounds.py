"""Memory has bounds: what is old is forgotten, in each chat and in all of them together."""

from __future__ import annotations

import pytest

from tests.emulator.stand import Stand


async def test_all_chats_together_keep_the_newest_messages(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.state.MOST_MESSAGES", 50)
    crowd = [stand.world.add_person(str(n))["id"] for n in range(20)]
    for person in crowd:
        stand.world.person_writes(person, "/start")
    for n in range(5):
        for person in crowd:
            await stand.does("sendMessage", chat_id=person, text=str(n))
    chats = stand.world.state.chats.values()
    assert sum(len(chat.messages) for chat in chats) == 50
    for person in crowd[:10]:
        assert [seen["text"] for seen in stand.world.person_sees(person)] == ["3", "4"]
    for person in crowd[10:]:
        assert [seen["text"] for seen in stand.world.person_sees(person)] == ["2", "3", "4"]


async def test_what_is_forgotten_leaves_nothing_behind(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emulator.kept.state.MOST_MESSAGES", 3)
    sent = await stand.says("keys", reply_markup={"keyboard": [["A"]]})
    await stand.does("pinChatMessage", chat_id=stand.timur, message_id=sent["message_id"])
    where = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    await stand.does("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    for n in range(4):
        await stand.says(str(n))
    chat = stand.world.chat_of(stand.world.person(stand.timur))
    assert (chat.pinned, chat.sealed, chat.reactions, len(chat.messages)) == ([], set(), {}, 3)
    assert len(chat.person.feed.since(0) if chat.person else []) == 3
    assert await stand.refused("editMessageText", **where, text="x") == "Bad Request: message to edit not found"
