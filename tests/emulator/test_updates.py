"""Updates: kept until confirmed, handed to one poller, of the kinds asked for."""

from __future__ import annotations

import asyncio

from tests.emulator.stand import Stand


async def test_an_update_stays_until_an_offset_confirms_it(stand: Stand) -> None:
    stand.world.person_writes(stand.timur, "one")
    stand.world.person_writes(stand.timur, "two")
    first = await stand.does("getUpdates", limit=1)
    assert [update["message"]["text"] for update in first] == ["one"]
    assert await stand.does("getUpdates", limit=1) == first
    rest = await stand.does("getUpdates", offset=first[0]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["two"]
    assert await stand.does("getUpdates", offset=rest[0]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_newest(stand: Stand) -> None:
    for text in ("one", "two", "three"):
        stand.world.person_writes(stand.timur, text)
    kept = await stand.does("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in kept] == ["three"]
    assert await stand.does("getUpdates") == kept


async def test_a_long_poll_wakes_up(stand: Stand) -> None:
    poll = asyncio.create_task(stand.does("getUpdates", timeout=30))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    stand.world.person_writes(stand.timur, "now")
    [update] = await asyncio.wait_for(poll, 5)
    assert update["message"]["text"] == "now"


async def test_the_older_of_two_pollers_is_sent_away(stand: Stand) -> None:
    older = asyncio.create_task(stand.asks("getUpdates", timeout=30))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await stand.does("getUpdates", timeout=0) == []
    answer = await asyncio.wait_for(older, 5)
    assert answer.status == 409
    assert answer.body == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }


async def test_the_kinds_asked_for_are_remembered(stand: Stand) -> None:
    await stand.does("getUpdates", allowed_updates='["callback_query"]')
    stand.world.person_writes(stand.timur, "unheard")
    assert await stand.does("getUpdates") == []
    await stand.does("getUpdates", allowed_updates=[])
    stand.world.person_writes(stand.timur, "heard")
    [update] = await stand.does("getUpdates")
    assert update["message"]["text"] == "heard"


async def test_asking_and_being_delivered_to_exclude_each_other(stand: Stand) -> None:
    await stand.does("setWebhook", url="https://bot.example.com/hook")
    words = await stand.refused("getUpdates")
    assert words == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await stand.does("deleteWebhook")
    assert await stand.does("getUpdates") == []


async def test_setting_a_webhook_ends_a_poll(stand: Stand) -> None:
    poll = asyncio.create_task(stand.asks("getUpdates", timeout=30))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await stand.does("setWebhook", url="https://bot.example.com/hook")
    answer = await asyncio.wait_for(poll, 5)
    assert answer.status == 409
    await stand.does("deleteWebhook")


async def test_a_flood_of_unread_updates_is_bounded(stand: Stand) -> None:
    queue = stand.world.state.bots["42:T"].updates
    for number in range(100_010):
        queue.push("message", number)
    assert len(queue) == 100_000
    assert (await stand.does("getUpdates", limit=1))[0]["message"] == 10
