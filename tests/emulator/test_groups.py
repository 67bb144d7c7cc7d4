"""Groups: who is in them, what a bot hears there, what people there see."""

from __future__ import annotations

import pytest

from emulator.clients import Impossible
from tests.emulator.stand import BOT, TOKEN, Stand, keyboard


@pytest.fixture
async def group(stand: Stand) -> int:
    """A group of Timur and the bot, whose updates of its making are gone."""
    made = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())
    kinds = [set(update) - {"update_id"} for update in await stand.world.take_updates(TOKEN)]
    assert kinds == [{"my_chat_member"}, {"message"}]
    return int(made["id"])


async def test_a_bot_hears_only_what_is_meant_for_it(stand: Stand, group: int) -> None:
    question = await stand.does("sendMessage", chat_id=group, text="?", reply_markup=keyboard("yes"))
    said = ["hello", "/help", "/help@my_bot", "/help@other_bot", "hey @my_bot!"]
    for text in said:
        stand.world.person_writes(stand.timur, text, chat=group)
    stand.world.person_writes(stand.timur, "answer", chat=group, reply_to=question["message_id"])
    heard = [update["message"]["text"] for update in await stand.world.take_updates(TOKEN)]
    assert heard == ["/help", "/help@my_bot", "hey @my_bot!", "answer"]
    person = stand.world.person(stand.timur)
    stand.world.groups.set_bot(stand.world.state.groups[group], person, stand.world.bot(), "administrator")
    stand.world.person_writes(stand.timur, "hello", chat=group)
    kinds = await stand.world.take_updates(TOKEN)
    assert kinds[0]["my_chat_member"]["new_chat_member"]["can_delete_messages"] is True
    assert kinds[1]["message"]["text"] == "hello"


async def test_a_group_is_seen_by_its_people_alone(stand: Stand, group: int) -> None:
    alina = stand.world.add_person("Алина")["id"]
    await stand.does("sendMessage", chat_id=group, text="for 8Б", reply_markup=keyboard("yes"))
    assert stand.world.person_sees(stand.timur)[-1]["chat"] == {
        "id": group,
        "title": "8Б",
        "type": "group",
        "all_members_are_administrators": False,
    }
    assert stand.world.person_sees(alina) == []
    with pytest.raises(Impossible):
        stand.world.person_writes(alina, "hi", chat=group)


async def test_anybody_in_it_may_press(stand: Stand, group: int) -> None:
    sent = await stand.does("sendMessage", chat_id=group, text="?", reply_markup=keyboard("yes"))
    press = stand.world.person_taps(stand.timur, sent["message_id"], "yes", chat=group)
    [update] = await stand.world.take_updates(TOKEN)
    assert update["callback_query"]["message"]["chat"]["id"] == group
    await stand.does("answerCallbackQuery", callback_query_id=press.id)


async def test_a_bot_put_out_is_told_so(stand: Stand, group: int) -> None:
    chat = stand.world.state.groups[group]
    stand.world.groups.set_bot(chat, stand.world.person(stand.timur), stand.world.bot(), "kicked")
    words = await stand.refused("sendMessage", chat_id=group, text="x")
    assert words == "Forbidden: bot was kicked from the group chat"
    stand.world.groups.set_bot(chat, stand.world.person(stand.timur), stand.world.bot(), "member")
    await stand.does("leaveChat", chat_id=group)
    words = await stand.refused("sendMessage", chat_id=group, text="x")
    assert words == "Forbidden: bot is not a member of the group chat"


async def test_who_leads_and_how_many(stand: Stand, group: int) -> None:
    [leader] = await stand.does("getChatAdministrators", chat_id=group)
    assert (leader["user"]["id"], leader["status"], leader["is_anonymous"]) == (stand.timur, "creator", False)
    assert await stand.does("getChatMemberCount", chat_id=group) == 2
    assert (await stand.does("getChatMember", chat_id=group, user_id=BOT))["status"] == "member"


async def test_others_messages_are_deleted_by_administrators(stand: Stand, group: int) -> None:
    said = stand.world.person_writes(stand.timur, "rude", chat=group)
    words = await stand.refused("deleteMessage", chat_id=group, message_id=said["message_id"])
    assert words == "Bad Request: message can't be deleted"
    person = stand.world.person(stand.timur)
    stand.world.groups.set_bot(stand.world.state.groups[group], person, stand.world.bot(), "administrator")
    await stand.does("deleteMessage", chat_id=group, message_id=said["message_id"])
