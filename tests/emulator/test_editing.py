"""Editing, deleting, passing on and pinning: what changes is seen by the person, what cannot change is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.kept.files import Upload
from tests.emulator.stand import START, Stand, keyboard, png

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


async def test_an_edit_changes_the_message_in_its_place(stand: Stand) -> None:
    sent = await stand.says("old", reply_markup=keyboard("a"))
    before = stand.world.person_sees(stand.timur)[-1]["change"]
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    edited = await stand.does("editMessageText", **where, text="<i>new</i>", parse_mode="HTML")
    assert (edited["text"], edited["edit_date"]) == ("new", int(START))
    assert "reply_markup" not in edited
    [seen] = stand.world.person_sees(stand.timur, after=before)
    assert (seen["message_id"], seen["text"]) == (sent["message_id"], "new")
    assert sent["text"] == "old"


async def test_an_edit_that_changes_nothing_is_refused(stand: Stand) -> None:
    sent = await stand.says("<b>same</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": sent["message_id"]}
    same: dict[str, Any] = {"text": "*same*", "parse_mode": "MarkdownV2", "reply_markup": json.dumps(keyboard("a"))}
    assert await stand.refused("editMessageText", **where, **same) == NOT_MODIFIED
    assert await stand.refused("editMessageReplyMarkup", **where, reply_markup=keyboard("a")) == NOT_MODIFIED
    await stand.does("editMessageText", **where, text="same", reply_markup=keyboard("a"))
    await stand.does("editMessageReplyMarkup", **where)
    assert await stand.refused("editMessageReplyMarkup", **where) == NOT_MODIFIED


async def test_what_cannot_be_edited(stand: Stand) -> None:
    async def words(message_id: int, method: str = "editMessageText", **params: Any) -> str:
        return await stand.refused(method, chat_id=stand.timur, message_id=message_id, **params)

    with_keys = await stand.says("keys", reply_markup={"keyboard": [["A"]]})
    photo = await stand.does("sendPhoto", chat_id=stand.timur, files={"photo": Upload("a.png", png(2, 2))})
    text = await stand.says("text")
    assert await words(99, text="x") == "Bad Request: message to edit not found"
    assert await words(0, text="x") == "Bad Request: message to edit not found"
    assert await words(1, text="x") == "Bad Request: message can't be edited"
    assert await words(with_keys["message_id"], text="x") == "Bad Request: message can't be edited"
    assert await words(text["message_id"]) == "Bad Request: message text is empty"
    assert await words(photo["message_id"], text="x") == "Bad Request: there is no text in the message to edit"
    lost = "Bad Request: there is no caption in the message to edit"
    assert await words(text["message_id"], "editMessageCaption", caption="x") == lost
    keys = {"keyboard": [["A"]]}
    expected = "Bad Request: inline keyboard expected"
    assert await words(text["message_id"], text="x", reply_markup=keys) == expected


async def test_a_caption_comes_and_goes(stand: Stand) -> None:
    photo = await stand.does("sendPhoto", chat_id=stand.timur, caption="a", files={"photo": Upload("a.png", png(2, 2))})
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": photo["message_id"]}
    assert (await stand.does("editMessageCaption", **where, caption="b"))["caption"] == "b"
    assert "caption" not in await stand.does("editMessageCaption", **where)
    assert await stand.refused("editMessageCaption", **where) == NOT_MODIFIED


async def test_media_replaces_a_picture_and_a_text(stand: Stand) -> None:
    text = await stand.says("soon")
    media = {"type": "photo", "media": "attach://p", "caption": "<b>here</b>", "parse_mode": "HTML"}
    files = {"p": Upload("a.png", png(3, 2))}
    where: dict[str, Any] = {"chat_id": stand.timur, "message_id": text["message_id"]}
    edited = await stand.does("editMessageMedia", **where, media=json.dumps(media), files=files)
    assert (edited["photo"][0]["width"], edited["caption"]) == (3, "here")
    assert "text" not in edited
    assert await stand.refused("editMessageMedia", **where, media=media, files=files) == NOT_MODIFIED
    words = await stand.refused("editMessageMedia", **where, media={"type": "hologram", "media": "attach://p"})
    assert words == 'Bad Request: can\'t parse InputMedia: type "hologram" is unsupported'


async def test_a_deletion_is_seen(stand: Stand) -> None:
    sent = await stand.says("gone")
    before = stand.world.person_sees(stand.timur)[-1]["change"]
    await stand.does("deleteMessage", chat_id=stand.timur, message_id=sent["message_id"])
    [seen] = stand.world.person_sees(stand.timur, after=before)
    assert (seen["message_id"], seen["deleted"], "text" in seen) == (sent["message_id"], True, False)
    words = await stand.refused("deleteMessage", chat_id=stand.timur, message_id=sent["message_id"])
    assert words == "Bad Request: message to delete not found"


async def test_what_is_two_days_old_stays(stand: Stand) -> None:
    sent = await stand.says("old")
    stand.world.clock.move_to(START + 48 * 3600 - 1)
    young = await stand.says("young")
    stand.world.clock.move_to(START + 48 * 3600)
    words = await stand.refused("deleteMessage", chat_id=stand.timur, message_id=sent["message_id"])
    assert words == "Bad Request: message can't be deleted for everyone"
    await stand.does("deleteMessage", chat_id=stand.timur, message_id=young["message_id"])


async def test_many_are_deleted_at_once_and_the_missing_skipped(stand: Stand) -> None:
    sent = [(await stand.says(str(number)))["message_id"] for number in range(3)]
    await stand.does("deleteMessages", chat_id=stand.timur, message_ids=[*sent, 99])
    assert sum("deleted" in seen for seen in stand.world.person_sees(stand.timur)) == 3
    words = await stand.refused("deleteMessages", chat_id=stand.timur, message_ids=list(range(101)))
    assert words == "Bad Request: too many message identifiers specified"


async def test_a_forward_names_its_origin_and_a_copy_does_not(stand: Stand) -> None:
    where: dict[str, Any] = {"chat_id": stand.timur, "from_chat_id": stand.timur, "message_id": 1}
    forwarded = await stand.does("forwardMessage", **where)
    assert forwarded["forward_origin"]["sender_user"]["id"] == stand.timur
    copied = await stand.does("copyMessage", **where)
    assert list(copied) == ["message_id"]
    assert "forward_origin" not in stand.world.person_sees(stand.timur)[-1]
    where["message_id"] = 99
    assert await stand.refused("forwardMessage", **where) == "Bad Request: message to forward not found"
    assert await stand.refused("copyMessage", **where) == "Bad Request: message to copy not found"


async def test_what_is_protected_is_not_passed_on(stand: Stand) -> None:
    sent = await stand.says("secret", protect_content=True)
    words = await stand.refused(
        "forwardMessage",
        chat_id=stand.timur,
        from_chat_id=stand.timur,
        message_id=sent["message_id"],
    )
    assert words == "Bad Request: message has protected content and can't be forwarded"


async def test_a_pin_is_announced_and_taken_back(stand: Stand) -> None:
    await stand.does("pinChatMessage", chat_id=stand.timur, message_id=1)
    assert (await stand.does("getChat", chat_id=stand.timur))["pinned_message"]["message_id"] == 1
    assert stand.world.person_sees(stand.timur)[-1]["pinned_message"]["text"] == "/start"
    await stand.does("unpinChatMessage", chat_id=stand.timur)
    words = await stand.refused("unpinChatMessage", chat_id=stand.timur)
    assert words == "Bad Request: message to unpin not found"
    words = await stand.refused("pinChatMessage", chat_id=stand.timur, message_id=99)
    assert words == "Bad Request: message to pin not found"
    said = stand.world.person_sees(stand.timur)[-1]["message_id"]  # that something was pinned
    words = await stand.refused("pinChatMessage", chat_id=stand.timur, message_id=said)
    assert words == "Bad Request: a service message can't be pinned"


@pytest.mark.parametrize("kept", [10_000])
async def test_a_chat_keeps_its_newest_messages(stand: Stand, kept: int) -> None:
    for number in range(kept + 5):
        await stand.says(str(number))
    chat = stand.world.chat_of(stand.world.person(stand.timur))
    assert len(chat.messages) == kept
    assert len(stand.world.person_sees(stand.timur)) == kept
    assert len(stand.world.calls_after()) == 10_000


async def test_a_persons_header_says_what_is_pinned(stand: Stand) -> None:
    assert stand.world.person_header(stand.timur)["pinned"] == []
    await stand.does("pinChatMessage", chat_id=stand.timur, message_id=1)
    assert stand.world.person_header(stand.timur)["pinned"] == [1]
    await stand.does("unpinAllChatMessages", chat_id=stand.timur)
    assert stand.world.person_header(stand.timur)["pinned"] == []
