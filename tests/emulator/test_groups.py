"""Groups: who is in them, what a bot hears there, what people there see."""

from __future__ import annotations

from typing import Any

import aiohttp
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


async def test_a_command_for_nobody_is_for_the_bot_that_spoke_last(stand: Stand, group: int) -> None:
    other = stand.world.add_bot("43:T", username="other_bot")["id"]
    stand.world.groups.set_member(group, other, "member")
    await stand.world.take_updates(TOKEN)
    await stand.world.take_updates("43:T")

    async def heard(text: str) -> list[int]:
        stand.world.person_writes(stand.timur, text, chat=group)
        return [len(await stand.world.take_updates(token)) for token in (TOKEN, "43:T")]

    assert await heard("/help") == [1, 1]
    await stand.does("sendMessage", chat_id=group, text="here")
    assert await heard("/help") == [1, 0]
    assert await heard("/help@other_bot") == [0, 1]
    await stand.world.call("43:T", "sendMessage", {"chat_id": group, "text": "no, here"})
    assert await heard("/help") == [0, 1]


async def test_who_is_out_of_a_group_may_look_back_at_it_but_not_at_a_supergroup(stand: Stand, group: int) -> None:
    sent = await stand.does("sendMessage", chat_id=group, text="x")
    edit = {"message_id": sent["message_id"], "text": "y"}
    stand.world.groups.set_member(group, BOT, "kicked")
    assert (await stand.does("getChat", chat_id=group))["title"] == "8Б"
    kicked = "Forbidden: bot was kicked from the group chat"
    assert await stand.refused("editMessageText", chat_id=group, **edit) == kicked
    assert await stand.refused("deleteMessage", chat_id=group, **edit) == kicked
    assert await stand.refused("getChatMemberCount", chat_id=group) == kicked
    stand.world.groups.set_member(group, BOT, "member")
    new = stand.world.groups.upgrade(stand.world.groups.group(group))["id"]
    assert (await stand.does("editMessageText", chat_id=group, **edit))["text"] == "y"
    for method in ("getChatAdministrators", "deleteMessage", "sendChatAction"):
        answer = await stand.asks(method, chat_id=group, action="typing", **edit)
        assert isinstance(answer.body, dict)
        assert answer.body["parameters"] == {"migrate_to_chat_id": new}
    stand.world.groups.set_member(new, BOT, "left")
    words = await stand.refused("getChat", chat_id=new)
    assert words == "Forbidden: bot is not a member of the supergroup chat"


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


async def kinds(stand: Stand) -> list[str]:
    """What the bot's waiting updates are about; a service message by what it serves."""
    service = {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_title"}
    found = []
    for update in await stand.world.take_updates(TOKEN):
        [kind] = set(update) - {"update_id"}
        said = service & update[kind].keys()
        found.append(said.pop() if said else kind)
    return found


async def test_people_come_and_go_and_the_bot_is_told(stand: Stand, group: int) -> None:
    alina = stand.world.add_person("Алина")["id"]
    groups = stand.world.groups
    groups.set_member(group, alina, "member")
    stand.world.person_writes(alina, "/hello", chat=group)
    assert await stand.does("getChatMemberCount", chat_id=group) == 3
    groups.set_member(group, alina, "left")
    assert await kinds(stand) == ["new_chat_members", "message", "left_chat_member"]
    seen = stand.world.person_sees(stand.timur)
    assert (seen[-3]["from"]["id"], seen[-3]["new_chat_members"][0]["id"]) == (stand.timur, alina)
    assert (seen[-1]["from"]["id"], seen[-1]["left_chat_member"]["id"]) == (alina, alina)
    with pytest.raises(Impossible):
        stand.world.person_writes(alina, "hi", chat=group)
    assert (await stand.does("getChatMember", chat_id=group, user_id=alina))["status"] == "left"


async def test_the_bot_is_told_what_becomes_of_it(stand: Stand, group: int) -> None:
    groups = stand.world.groups
    for status in ("administrator", "member", "kicked", "member", "left"):
        groups.set_member(group, BOT, status)
    changes = [
        (update["my_chat_member"]["old_chat_member"]["status"], update["my_chat_member"]["new_chat_member"]["status"])
        for update in await stand.world.take_updates(TOKEN)
        if "my_chat_member" in update
    ]
    assert changes == [
        ("member", "administrator"),
        ("administrator", "member"),
        ("member", "kicked"),
        ("kicked", "member"),
        ("member", "left"),
    ]
    said = [seen for seen in stand.world.person_sees(stand.timur) if "left_chat_member" in seen]
    assert [seen["from"]["id"] for seen in said] == [stand.timur, BOT]


async def test_an_administrator_that_asks_hears_of_others(stand: Stand, group: int) -> None:
    groups = stand.world.groups
    alina = stand.world.add_person("Алина")["id"]
    await stand.does("getUpdates", allowed_updates=["chat_member", "my_chat_member"])
    groups.set_member(group, alina, "member")
    groups.set_member(group, BOT, "administrator")
    groups.set_member(group, alina, "administrator")
    assert await kinds(stand) == ["my_chat_member", "chat_member"]


async def test_a_bot_without_privacy_hears_everything(stand: Stand) -> None:
    stand.world.add_bot("43:T", username="curious_bot", reads_all=True)
    curious = stand.world.bot("curious_bot")
    made = stand.world.groups.make("8В", [stand.world.person(stand.timur)], curious)
    await stand.world.take_updates("43:T")
    stand.world.person_writes(stand.timur, "just talking", chat=made["id"])
    [update] = await stand.world.take_updates("43:T")
    assert update["message"]["text"] == "just talking"
    assert curious.me()["can_read_all_group_messages"] is True
    assert stand.world.bot("my_bot").me()["can_read_all_group_messages"] is False


async def test_a_bot_puts_out_and_lets_in_again(stand: Stand, group: int) -> None:
    groups = stand.world.groups
    alina, boris = (stand.world.add_person(name)["id"] for name in ("Алина", "Борис"))
    groups.set_member(group, alina, "member")
    groups.set_member(group, boris, "administrator")

    async def banned(user: Any, chat: int = group) -> str:
        return await stand.refused("banChatMember", chat_id=chat, user_id=user)

    assert await banned(alina) == "Bad Request: not enough rights to restrict/unrestrict chat member"
    groups.set_member(group, BOT, "administrator")
    assert await banned(stand.timur) == "Bad Request: can't remove chat owner"
    assert await banned(boris) == "Bad Request: user is an administrator of the chat"
    assert await banned(BOT) == "Bad Request: can't restrict self"
    assert await banned(5) == "Bad Request: PARTICIPANT_ID_INVALID"
    assert await banned("x") == "Bad Request: invalid user_id specified"
    words = "Bad Request: chat member status can't be changed in private chats"
    assert await banned(alina, stand.timur) == words
    await kinds(stand)
    await stand.does("banChatMember", chat_id=group, user_id=alina)
    assert (await stand.does("getChatMember", chat_id=group, user_id=alina))["until_date"] == 0
    assert await kinds(stand) == []
    only = "Bad Request: method is available for supergroup and channel chats only"
    assert await stand.refused("unbanChatMember", chat_id=group, user_id=alina) == only
    new = groups.upgrade(stand.world.state.groups[group])["id"]
    await stand.does("unbanChatMember", chat_id=new, user_id=alina)
    assert (await stand.does("getChatMember", chat_id=new, user_id=alina))["status"] == "left"
    groups.set_member(new, alina, "member")
    await stand.does("unbanChatMember", chat_id=new, user_id=alina, only_if_banned=True)
    assert (await stand.does("getChatMember", chat_id=new, user_id=alina))["status"] == "member"


async def test_a_title_is_changed_by_who_leads(stand: Stand, group: int) -> None:
    words = await stand.refused("setChatTitle", chat_id=group, title="9Б")
    assert words == "Bad Request: not enough rights to change chat title"
    stand.world.groups.set_member(group, BOT, "administrator")
    await stand.does("setChatTitle", chat_id=group, title=" 9Б ")
    assert (await stand.does("getChat", chat_id=group))["title"] == "9Б"
    assert stand.world.person_sees(stand.timur)[-1]["new_chat_title"] == "9Б"
    for chat, title, refused in (
        (group, "9Б", "chat title is not modified"),
        (group, " ", "title must be non-empty"),
        (group, "x" * 129, "title is too long"),
        (stand.timur, "x", "can't change private chat title"),
    ):
        assert await stand.refused("setChatTitle", chat_id=chat, title=title) == f"Bad Request: {refused}"


async def test_a_supergroup_is_pinned_in_by_who_leads(stand: Stand, group: int) -> None:
    new = stand.world.groups.upgrade(stand.world.state.groups[group])["id"]
    sent = await stand.does("sendMessage", chat_id=new, text="x")
    where: dict[str, Any] = {"chat_id": new, "message_id": sent["message_id"]}
    for method in ("pinChatMessage", "unpinChatMessage", "unpinAllChatMessages"):
        words = await stand.refused(method, **where)
        assert words == "Bad Request: not enough rights to manage pinned messages in the chat"
    stand.world.groups.set_member(new, BOT, "administrator")
    await stand.does("pinChatMessage", **where)


async def test_a_migration_is_told_on_both_sides(stand: Stand, group: int) -> None:
    question = await stand.does("sendMessage", chat_id=group, text="?", reply_markup=keyboard("yes"))
    new = stand.world.groups.upgrade(stand.world.state.groups[group])
    updates = [update["message"] for update in await stand.world.take_updates(TOKEN)]
    assert [(message["chat"]["id"], message["chat"]["type"]) for message in updates] == [
        (group, "group"),
        (new["id"], "supergroup"),
    ]
    assert updates[0]["migrate_to_chat_id"] == new["id"]
    assert updates[1]["migrate_from_chat_id"] == group
    with pytest.raises(Impossible, match=str(new["id"])):
        stand.world.person_writes(stand.timur, "/start", chat=group)
    with pytest.raises(Impossible):
        stand.world.person_taps(stand.timur, question["message_id"], "yes", chat=group)
    stand.world.person_writes(stand.timur, "/start", chat=new["id"])
    for message in updates:
        answer = await stand.asks("deleteMessage", chat_id=message["chat"]["id"], message_id=message["message_id"])
        assert not answer.ok


async def test_groups_over_http(stand: Stand, group: int, http: aiohttp.ClientSession) -> None:
    alina = stand.world.add_person("Алина")["id"]
    path = f"/sim/groups/{group}/members"

    async def told(body: dict[str, Any], status: int = 200) -> Any:
        async with http.post(path, json=body) as response:
            assert response.status == status, await response.text()
            return await response.json()

    joined = await told({"person": alina, "by": stand.timur})
    assert [(member["user"]["id"], member["status"]) for member in joined["members"]] == [
        (stand.timur, "creator"),
        (BOT, "member"),
        (alina, "member"),
    ]
    promoted = await told({"bot": "my_bot", "status": "administrator"})
    assert promoted["members"][1]["can_delete_messages"] is True
    await told({"person": alina, "status": "king"}, 400)
    await told({"person": 5}, 404)
    await told({"bot": "nobody"}, 404)
    await told({"person": stand.timur, "status": "left"}, 409)
    async with http.get("/sim/groups") as response:
        assert await response.json() == [promoted]
    async with http.post(f"/sim/groups/{group}/upgrade", json={}) as response:
        new = await response.json()
    await told({"person": alina}, 409)
    async with http.get("/sim/groups") as response:
        assert [chat["id"] for chat in await response.json()] == [new["id"]]
