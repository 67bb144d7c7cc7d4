"""Reactions, dice, and the ends of a bot's session."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from emulator.clients import Impossible
from emulator.clock import SimClock
from emulator.world import World
from tests.emulator.stand import BOT, START, TOKEN, Stand


async def test_a_reaction_is_seen_changed_and_taken_back(stand: Stand) -> None:
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": 1}
    for emoji in ("👍", "❤️"):
        await stand.does("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": emoji}])
        [seen] = stand.world.person_sees(stand.timur)
        [reaction] = seen["reactions"]
        assert (reaction["from"]["id"], reaction["type"]) == (BOT, {"type": "emoji", "emoji": emoji})
    await stand.does("setMessageReaction", **where)
    assert "reactions" not in stand.world.person_sees(stand.timur)[0]


@pytest.mark.parametrize(
    ("message_id", "reaction", "words"),
    [
        (99, [], "message to react not found"),
        (1, {}, "expected an Array of ReactionType"),
        (1, ["👍"], "can't parse reaction type: ReactionType must be an Object"),
        (1, [{}], "can't parse reaction type: Can't find field \"type\""),
        (1, [{"type": 5}], 'can\'t parse reaction type: Field "type" must be of type String'),
        (1, [{"type": "smell"}], "can't parse reaction type: invalid reaction type specified"),
        (1, [{"type": "emoji", "emoji": "🚲"}], "REACTION_INVALID"),
        (1, [{"type": "emoji"}], "REACTION_INVALID"),
        (1, [{"type": "paid"}], "REACTION_INVALID"),
        (1, [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}], "REACTIONS_TOO_MANY"),
    ],
)
async def test_what_is_no_reaction_is_refused(stand: Stand, message_id: int, reaction: Any, words: str) -> None:
    refused = await stand.refused("setMessageReaction", chat_id=stand.timur, message_id=message_id, reaction=reaction)
    assert refused == f"Bad Request: {words}"


async def test_a_reaction_goes_with_its_message(stand: Stand) -> None:
    sent = await stand.says("x")
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    await stand.does("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    await stand.does("deleteMessage", **where)
    assert stand.world.chat_of(stand.world.person(stand.timur)).reactions == {}


async def told(stand: Stand) -> list[dict[str, Any]]:
    return [update["message_reaction"] for update in await stand.world.take_updates(TOKEN)]


async def test_a_person_reacts_and_a_bot_that_asked_learns_of_it(stand: Stand) -> None:
    await stand.does("getUpdates", allowed_updates=["message_reaction"], timeout=0)
    sent = await stand.says("x")
    for emoji in ("👍", "👍", "❤️", None, None):
        stand.world.person_reacts(stand.timur, sent["message_id"], emoji)
    changes = await told(stand)
    up, love = ({"type": "emoji", "emoji": emoji} for emoji in ("👍", "❤️"))
    assert [(one["old_reaction"], one["new_reaction"]) for one in changes] == [([], [up]), ([up], [love]), ([love], [])]
    user = stand.world.person(stand.timur).user()
    assert {name: changes[0][name] for name in ("chat", "message_id", "user", "date")} == {
        "chat": sent["chat"],
        "message_id": sent["message_id"],
        "user": user,
        "date": int(START),
    }


async def test_reactions_stand_beside_each_other(stand: Stand) -> None:
    sent = await stand.says("x")
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    seen = stand.world.person_reacts(stand.timur, sent["message_id"], "👍")
    await stand.does("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🔥"}])
    assert [one["from"]["id"] for one in seen["reactions"]] == [stand.timur]
    seen = stand.world.person_sees(stand.timur)[-1]
    assert [(one["from"]["id"], one["type"]["emoji"]) for one in seen["reactions"]] == [
        (stand.timur, "👍"),
        (BOT, "🔥"),
    ]
    seen = stand.world.person_reacts(stand.timur, sent["message_id"], None)
    assert [one["from"]["id"] for one in seen["reactions"]] == [BOT]
    assert await stand.world.take_updates(TOKEN) == []


async def test_in_a_group_only_a_bot_that_leads_it_learns_of_reactions(stand: Stand) -> None:
    group = stand.world.groups.make("8Б", [stand.world.person(stand.timur)], stand.world.bot())["id"]
    await stand.does("getUpdates", allowed_updates=["message_reaction"], offset=-1, timeout=0)
    await stand.world.take_updates(TOKEN)
    stand.world.person_reacts(stand.timur, 1, "👍", chat=group)
    assert await told(stand) == []
    stand.world.groups.set_member(group, BOT, "administrator")
    stand.world.person_reacts(stand.timur, 1, "🔥", chat=group)
    [change] = await told(stand)
    assert (change["chat"]["id"], change["new_reaction"]) == (group, [{"type": "emoji", "emoji": "🔥"}])


async def test_reactions_that_no_client_offers(stand: Stand) -> None:
    for message_id, emoji in ((1, "🚲"), (99, "👍")):
        with pytest.raises(Impossible):
            stand.world.person_reacts(stand.timur, message_id, emoji)
    stand.world.person_blocks(stand.timur)
    with pytest.raises(Impossible):
        stand.world.person_reacts(stand.timur, 1, "👍")
    assert "reactions" not in stand.world.person_sees(stand.timur)[0]


async def test_reactions_come_over_http(stand: Stand, http: aiohttp.ClientSession) -> None:
    path = f"/sim/people/{stand.timur}/reactions"
    attempts: list[tuple[dict[str, Any], int]] = [
        ({"message_id": 1, "emoji": "👍"}, 200),
        ({"message_id": 1, "emoji": None}, 200),
        ({"message_id": 1}, 400),
        ({"message_id": 1, "emoji": 5}, 400),
        ({"message_id": 99, "emoji": "👍"}, 404),
    ]
    for body, status in attempts:
        async with http.post(path, json=body) as response:
            assert response.status == status
            answer = await response.json()
        assert ("reactions" in answer) == (body.get("emoji") == "👍" and status == 200)


async def thrown(world: World, person: int, emoji: str) -> list[int]:
    answers = [await world.call(TOKEN, "sendDice", {"chat_id": person, "emoji": emoji}) for _ in range(200)]
    bodies = [answer.body for answer in answers]
    return [body["result"]["dice"]["value"] for body in bodies if isinstance(body, dict)]


@pytest.mark.parametrize(("emoji", "highest"), [("", 6), ("🎯", 6), ("⚽️", 5), ("🎰", 64)])
async def test_dice_fall_within_their_faces_and_the_same_in_every_world(stand: Stand, emoji: str, highest: int) -> None:
    values = await thrown(stand.world, stand.timur, emoji)
    assert set(values) <= set(range(1, highest + 1))
    assert len(set(values)) > 4
    other = World(SimClock(START, running=False))
    other.add_bot(TOKEN)
    person = other.add_person("Тимур")["id"]
    other.person_writes(person, "/start")
    assert await thrown(other, person, emoji) == values


async def test_a_dice_cannot_be_another_and_stays_a_day(stand: Stand) -> None:
    assert await stand.refused("sendDice", chat_id=stand.timur, emoji="🚲") == "Bad Request: EMOTICON_INVALID"
    sent = await stand.does("sendDice", chat_id=stand.timur)
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    stand.world.clock.move_to(START + 24 * 3600 - 1)
    assert await stand.refused("deleteMessage", **where) == "Bad Request: message can't be deleted for everyone"
    stand.world.clock.move_to(START + 24 * 3600)
    await stand.does("deleteMessage", **where)


async def test_a_session_cannot_be_closed_in_its_first_minutes(stand: Stand) -> None:
    stand.world.clock.move_to(START + 100)
    assert await stand.refused("close") == "Too Many Requests: retry after 500"
    stand.world.clock.move_to(START + 600)
    await stand.does("close")
    assert await stand.refused("close") == "Too Many Requests: retry after 600"


async def test_who_logged_out_is_out_for_ten_minutes(stand: Stand) -> None:
    await stand.does("logOut")
    answer = await stand.asks("getMe")
    assert (answer.status, answer.body) == (400, {"ok": False, "error_code": 400, "description": "Logged out"})
    stand.world.clock.move_to(START + 600)
    await stand.does("getMe")


async def test_nobody_here_has_a_picture(stand: Stand) -> None:
    found = await stand.does("getUserProfilePhotos", user_id=stand.timur)
    assert found == {"total_count": 0, "photos": []}
    assert await stand.refused("getUserProfilePhotos", user_id=5) == "Bad Request: user not found"
    assert await stand.refused("getUserProfilePhotos") == "Bad Request: invalid user_id specified"
