"""The chat page's messages beyond text: polls, albums, reactions, answers, what is pinned, what the bot is doing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Pages
from tests.browser.scene import Scene, key, keys, said, scene_with_bot
from tests.emulator.stand import png

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


async def test_a_poll_is_voted_in_seen_and_taken_back(scene: Scene, page: Page) -> None:
    alina = scene.add("Alina")
    group = scene.group("Class 8B", alina, scene.timur)
    sent = await scene.bot.call(
        "sendPoll", chat_id=group, question="When?", options=["Thursday", "Friday"], is_anonymous=False
    )
    scene.world.person_votes(alina, sent["message_id"], [1], chat=group)
    chat = await scene.open(page)
    await page.get_by_test_id(f"group-{group}").click()
    poll = chat.get_by_test_id("poll")
    await poll.get_by_test_id("option-0").click()
    await expect(poll.get_by_test_id("result-0")).to_contain_text("50%")
    await expect(poll.get_by_test_id("result-0")).to_contain_text("Your vote")
    await expect(poll.get_by_test_id("result-1")).not_to_contain_text("Your vote")
    await expect(poll).to_contain_text("Votes: 2")
    await page.reload()
    await poll.get_by_test_id("retract").click()
    await expect(poll.get_by_test_id("option-0")).to_be_visible()
    await expect(poll).to_contain_text("Votes: 1")
    heard = [scene.bot.heard.get_nowait() for _ in range(scene.bot.heard.qsize())]
    answers = [update["poll_answer"] for update in heard if "poll_answer" in update]
    assert [answer["option_ids"] for answer in answers if answer["user"]["id"] == scene.timur] == [[0], []]


async def test_several_answers_are_ticked_and_sent_together(scene: Scene, page: Page) -> None:
    await scene.bot.call(
        "sendPoll", chat_id=scene.timur, question="What?", options=["A", "B", "C"], allows_multiple_answers=True
    )
    poll = (await scene.open(page)).get_by_test_id("poll")
    await expect(poll.get_by_test_id("vote")).to_be_disabled()
    for number in (0, 2):
        await poll.get_by_test_id(f"option-{number}").check()
    await poll.get_by_test_id("vote").click()
    await expect(poll.locator(".poll-count")).to_have_text(["1", "0", "1"])


async def test_a_quiz_tells_right_from_wrong_once_answered(scene: Scene, page: Page) -> None:
    quiz = {"type": "quiz", "correct_option_id": 1, "explanation": "Everything can be measured."}
    await scene.bot.call("sendPoll", chat_id=scene.timur, question="What?", options=["Rain", "Everything"], **quiz)
    poll = (await scene.open(page)).get_by_test_id("poll")
    await expect(poll).not_to_contain_text("Everything can be measured.")
    await poll.get_by_test_id("option-0").click()
    await expect(poll.get_by_test_id("result-0")).to_contain_text("Wrong answer")
    await expect(poll.get_by_test_id("result-1")).to_contain_text("Right answer")
    await expect(poll).to_contain_text("Everything can be measured.")
    await expect(poll.get_by_test_id("retract")).to_have_count(0)


async def test_a_poll_that_is_over_shows_what_came_of_it(scene: Scene, page: Page) -> None:
    sent = await scene.bot.call("sendPoll", chat_id=scene.timur, question="When?", options=["Now", "Later"])
    poll = (await scene.open(page)).get_by_test_id("poll")
    await expect(poll.get_by_test_id("option-0")).to_be_visible()
    await scene.bot.call("stopPoll", chat_id=scene.timur, message_id=sent["message_id"])
    await expect(poll).to_contain_text("Final results")
    await expect(poll.get_by_test_id("result-1")).to_contain_text("0%")


async def test_a_vote_that_is_refused_is_said_and_not_shown(scene: Scene, page: Page, pages: Pages) -> None:
    pages.forgive("status of 409")
    sent = await scene.bot.call(
        "sendPoll", chat_id=scene.timur, question="When?", options=["Now", "Later"], allows_revoting=False
    )
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("option-1")).to_be_visible()
    scene.world.person_votes(scene.timur, sent["message_id"], [0])  # elsewhere: this browser does not know
    await chat.get_by_test_id("option-1").click()
    await expect(chat.get_by_test_id("toast")).to_contain_text("lets nobody change that")
    await expect(chat.get_by_test_id("option-1")).to_be_visible()


async def test_an_album_is_one_message_and_its_pictures_follow_each_other(scene: Scene, page: Page) -> None:
    first, *_ = await scene.bot.album(scene.timur, [png(200, 150), png(150, 200), png(90, 90)], "Three halls")
    chat = await scene.open(page)
    message = said(chat, "Three halls")
    await expect(message.get_by_test_id("photo")).to_have_count(3)
    await expect(chat.get_by_test_id("message")).to_have_count(2)  # his "Hello" and this one
    await message.get_by_test_id("photo").nth(1).click()
    viewer = page.get_by_test_id("lightbox")
    shown = viewer.locator("img")
    await expect(shown).to_be_visible()
    second = await shown.get_attribute("src")
    await page.keyboard.press("ArrowLeft")
    assert await shown.get_attribute("src") != second
    await expect(viewer).to_contain_text("Three halls")
    await page.keyboard.press("ArrowRight")
    assert await shown.get_attribute("src") == second
    await page.keyboard.press("Escape")
    await expect(message.get_by_test_id("photo").nth(1)).to_be_focused()
    await scene.bot.call("deleteMessage", chat_id=scene.timur, message_id=first["message_id"])
    await expect(chat.get_by_test_id("photo")).to_have_count(2)


async def test_reactions_are_seen_given_and_taken_back(scene: Scene, page: Page) -> None:
    sent = await scene.bot.says(scene.timur, "Well done")
    where = {"chat_id": scene.timur, "message_id": sent["message_id"]}
    await scene.bot.call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "🔥"}])
    chat = await scene.open(page)
    message = said(chat, "Well done")
    await expect(message.get_by_test_id("reactions")).to_have_text("🔥1")
    await message.hover()
    await message.get_by_test_id("message-more").click()
    await page.get_by_test_id("react-🔥").click()
    await expect(message.get_by_test_id("reactions")).to_have_text("🔥2")
    await message.get_by_role("button", name="🔥", pressed=True).click()
    await expect(message.get_by_test_id("reactions")).to_have_text("🔥1")


async def test_a_message_is_answered_and_the_answered_one_gone_to(scene: Scene, page: Page) -> None:
    asked = await scene.bot.says(scene.timur, "Your name?")
    for number in range(20):
        await scene.bot.says(scene.timur, f"Line {number}\n\n")
    chat = await scene.open(page)
    await said(chat, "Your name?").focus()
    await page.keyboard.press("Enter")  # the message's menu, from the keyboard
    await page.get_by_test_id("reply").click()
    await expect(chat.get_by_test_id("reply-bar")).to_contain_text("Your name?")
    await looked_again(page)  # the emulator knows of no wish for an answer
    await page.keyboard.type("Timur")
    await page.keyboard.press("Enter")
    heard = await scene.bot.heard.get()
    assert heard["message"]["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(chat.get_by_test_id("reply-bar")).to_be_hidden()
    await expect(said(chat, "You said: Timur")).to_be_in_viewport()
    await chat.get_by_test_id("quoted").click()
    await expect(chat.locator(f"[data-message-id='{asked['message_id']}']")).to_be_focused()
    await expect(said(chat, "Your name?").first).to_be_in_viewport()


async def looked_again(page: Page) -> None:
    """The page has asked the emulator anew what stands around the chat."""
    for _ in range(2):  # the first may have been on its way before
        async with page.expect_response(re.compile(r"/sim/people/\d+/chat")):
            pass


async def test_a_wish_for_an_answer_that_is_declined_does_not_come_back(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await scene.bot.says(scene.timur, "Your name?", reply_markup={"force_reply": True})
    await expect(chat.get_by_test_id("reply-bar")).to_be_visible()
    await chat.get_by_test_id("reply-cancel").click()
    await looked_again(page)
    await expect(chat.get_by_test_id("reply-bar")).to_be_hidden()


async def test_escape_answers_nothing_after_all(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await said(chat, "Hello").focus()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("reply").click()
    await page.keyboard.press("Escape")
    await expect(chat.get_by_test_id("reply-bar")).to_be_hidden()
    await expect(chat.get_by_test_id("composer")).to_be_focused()


async def test_what_is_pinned_stands_above_and_leads_there(scene: Scene, page: Page) -> None:
    pinned = await scene.bot.says(scene.timur, "Meet at the gate")
    for number in range(20):
        await scene.bot.says(scene.timur, f"Line {number}\n\n")
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("pinned")).to_be_hidden()
    await scene.bot.call("pinChatMessage", chat_id=scene.timur, message_id=pinned["message_id"])
    bar = chat.get_by_test_id("pinned")
    await expect(bar).to_contain_text("Meet at the gate")
    await bar.locator(".pinned-go").click()
    await expect(said(chat, "Meet at the gate").first).to_be_in_viewport()
    await bar.get_by_test_id("pinned-close").click()
    await expect(bar).to_be_hidden()


async def test_what_the_bot_is_doing_is_seen_until_it_is_done(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    under = chat.get_by_test_id("chat-under")
    await scene.bot.call("sendChatAction", chat_id=scene.timur, action="typing")
    await expect(under).to_have_text("is typing…")
    await scene.bot.call("sendChatAction", chat_id=scene.timur, action="upload_photo")
    await expect(under).to_have_text("is sending a photo…")
    await scene.bot.says(scene.timur, "Here it is")
    await expect(under).to_have_text("@etalon_demo_bot")


async def test_forwarded_edited_and_sent_through_a_bot_is_said(scene: Scene, page: Page) -> None:
    sent = await scene.bot.says(scene.timur, "Once")
    await scene.bot.call("forwardMessage", chat_id=scene.timur, from_chat_id=scene.timur, message_id=sent["message_id"])
    await scene.bot.call("editMessageText", chat_id=scene.timur, message_id=sent["message_id"], text="Twice")
    chat = await scene.open(page)
    await expect(said(chat, "Forwarded from Etalon")).to_contain_text("Once")
    await expect(said(chat, "Twice")).to_contain_text("edited")


async def test_a_message_is_shown_as_the_bot_sees_it(scene: Scene, page: Page) -> None:
    await scene.bot.says(scene.timur, "Look inside", reply_markup=keys([key("One", "data_1")]))
    chat = await scene.open(page)
    message = said(chat, "Look inside")
    await message.hover()
    await message.get_by_test_id("message-more").click()
    await page.get_by_test_id("as-json").click()
    await expect(page.get_by_test_id("json")).to_contain_text('"callback_data": "data_1"')
    await expect(page.get_by_test_id("json")).not_to_contain_text('"change"')


async def test_several_files_dropped_together_are_an_album(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    dropped = await page.evaluate_handle(
        """(bytes) => {
          const transfer = new DataTransfer();
          const picture = (name) => new File([new Uint8Array(bytes)], name, { type: "image/png" });
          for (const name of ["a.png", "b.png"]) transfer.items.add(picture(name));
          return transfer;
        }""",
        list(png(60, 40)),
    )
    await chat.dispatch_event("drop", {"dataTransfer": dropped})
    await expect(page.get_by_test_id("send-file").locator("img")).to_have_count(2)
    await page.get_by_test_id("dialog-submit").click()
    await expect(chat.get_by_test_id("album").get_by_test_id("photo")).to_have_count(2)
    one, other = [await scene.bot.heard.get() for _ in range(2)]
    assert one["message"]["media_group_id"] == other["message"]["media_group_id"]


async def test_a_picture_is_pasted(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").evaluate(
        """(field, bytes) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(bytes)], "pasted.png", { type: "image/png" }));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        list(png(60, 40)),
    )
    await page.get_by_test_id("dialog-submit").click()
    await expect(chat.get_by_test_id("photo")).to_be_visible()
    assert "photo" in (await scene.bot.heard.get())["message"]
