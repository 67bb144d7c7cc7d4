"""The chat page as a conversation: what is written, pressed, sent and forwarded on it, seen in Chromium."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Pages
from tests.browser.scene import BOT, Json, Scene, key, keys, said, scene_with_bot
from tests.emulator.stand import png

pytestmark = pytest.mark.browser

INVITATION = f"https://t.me/{BOT}?start=c_91bd"


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


async def test_somebody_new_presses_start_and_is_answered(scene: Scene, page: Page) -> None:
    await scene.open(page)
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("new-person-name").fill("Айгерим")
    await page.get_by_role("radio", name="Қазақша").check()
    await page.get_by_test_id("dialog-submit").click()

    aigerim = max(scene.world.state.people)
    chat = scene.chat(page, aigerim)
    await chat.get_by_test_id("start").click()

    await expect(said(chat, "You said: /start")).to_be_visible()
    heard = await scene.bot.heard.get()
    assert heard["message"]["from"]["language_code"] == "kk"
    assert heard["message"]["from"]["first_name"] == "Айгерим"


async def test_enter_sends_and_shift_enter_begins_a_line(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    heard = await scene.bot.heard.get()
    assert heard["message"]["text"] == "one\ntwo"
    await expect(chat.get_by_test_id("composer")).to_have_value("")
    await expect(said(chat, "You said")).to_be_visible()


async def test_a_pressed_button_waits_then_the_message_changes_in_place(scene: Scene, page: Page) -> None:
    may_answer = asyncio.Event()

    async def slowly(tap: Json) -> None:
        await may_answer.wait()
        await scene.bot.call(
            "editMessageText", chat_id=scene.timur, message_id=tap["message"]["message_id"], text="Two seats left"
        )
        await scene.bot.nod(tap)

    scene.bot.on_tap = slowly
    sent = await scene.bot.says(scene.timur, "Come and see", reply_markup=keys([key("Register", "r_1")]))
    chat = await scene.open(page)
    button = chat.get_by_role("button", name="Register")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    may_answer.set()

    message = chat.locator(f"[data-message-id='{sent['message_id']}']")
    await expect(message).to_contain_text("Two seats left")
    await expect(message).to_contain_text("edited")
    await expect(chat.get_by_test_id("toast")).to_have_text("Pressed r_1")
    await expect(chat.get_by_test_id("message")).to_have_count(2)  # his "Hello" and this one


async def test_an_alert_stands_until_it_is_read(scene: Scene, page: Page) -> None:
    async def alert(tap: Json) -> None:
        await scene.bot.call("answerCallbackQuery", callback_query_id=tap["id"], text="Too late", show_alert=True)

    scene.bot.on_tap = alert
    await scene.bot.says(scene.timur, "Cancel?", reply_markup=keys([key("Cancel")]))
    chat = await scene.open(page)
    await chat.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_test_id("alert")).to_contain_text("Too late")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("alert")).to_have_count(0)


async def test_what_the_bot_deletes_goes_away(scene: Scene, page: Page) -> None:
    sent = await scene.bot.says(scene.timur, "A slip of the pen")
    chat = await scene.open(page)
    await expect(said(chat, "slip")).to_be_visible()
    await scene.bot.call("deleteMessage", chat_id=scene.timur, message_id=sent["message_id"])
    await expect(said(chat, "slip")).to_have_count(0)


async def test_text_is_styled_by_its_entities_and_never_read_as_markup(scene: Scene, page: Page) -> None:
    text = "😀 bold <img src=x onerror=alert(1)> /help\nquoted\nend"
    entities = [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "italic", "offset": 5, "length": 2},
        {"type": "blockquote", "offset": text.index("quoted") + 1, "length": 6},
    ]
    await scene.bot.says(scene.timur, text, entities=entities)
    chat = await scene.open(page)
    message = said(chat, "onerror")
    await expect(message.locator("b", has_text="bold")).to_have_text("bold")
    await expect(message.locator("b i")).to_have_text("ld")
    await expect(message.locator("blockquote")).to_have_text("quoted")
    await expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(message.locator("img")).to_have_count(0)

    await message.get_by_test_id("command").click()
    await expect(said(chat, "You said: /help")).to_be_visible()


async def test_a_hidden_text_shows_when_pressed(scene: Scene, page: Page) -> None:
    await scene.bot.says(scene.timur, "It is <tg-spoiler>42</tg-spoiler>", parse_mode="HTML")
    chat = await scene.open(page)
    cover = chat.locator(".spoiler")
    await expect(cover).to_have_css("color", "rgba(0, 0, 0, 0)")
    await cover.focus()
    await page.keyboard.press("Enter")
    await expect(cover).to_have_class("spoiler revealed")


async def test_a_picture_is_seen_and_enlarged(scene: Scene, page: Page) -> None:
    await scene.bot.upload("sendPhoto", "photo", "t.png", png(200, 120), chat_id=scene.timur, caption="Your ticket")
    chat = await scene.open(page)
    picture = chat.get_by_test_id("photo").locator("img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 200
    await chat.get_by_test_id("photo").click()
    await expect(page.get_by_test_id("lightbox").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("lightbox")).to_have_count(0)


async def test_a_document_is_downloaded_as_it_was_sent(scene: Scene, page: Page) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    await scene.bot.upload("sendDocument", "document", "visit.ics", calendar, chat_id=scene.timur)
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("document")).to_contain_text("visit.ics")
    async with page.expect_download() as waiting:
        await chat.get_by_test_id("document").click()
    download = await waiting.value
    assert download.suggested_filename == "visit.ics"
    assert await asyncio.to_thread(Path(await download.path()).read_bytes) == calendar


async def test_a_place_and_a_contact_are_shown(scene: Scene, page: Page) -> None:
    await scene.bot.call(
        "sendVenue", chat_id=scene.timur, latitude=59.91786, longitude=30.31742, title="Museum", address="Avenue 19"
    )
    await scene.bot.call("sendContact", chat_id=scene.timur, phone_number="+78120000000", first_name="Guide")
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("location")).to_contain_text("Museum")
    await expect(chat.get_by_test_id("location")).to_contain_text("59.91786, 30.31742")
    await expect(chat.get_by_test_id("contact")).to_contain_text("+78120000000")


async def test_a_shared_link_reaches_another_person_who_opens_it(scene: Scene, page: Page) -> None:
    parent = scene.add("Aigul")
    share = f"https://t.me/share/url?url={INVITATION.replace('?', '%3F').replace('=', '%3D')}&text=May%20I%20go%3F"
    await scene.bot.says(scene.timur, "Ask a parent", reply_markup=keys([key("Forward", url=share)]))
    chat = await scene.open(page)
    await chat.get_by_role("link", name="Forward").click()
    await page.get_by_test_id(f"forward-to-{parent}").click()
    await expect(page.get_by_test_id(f"person-{parent}").locator(".badge")).to_have_text("1")
    await page.get_by_role("button", name="Show the chat").click()

    hers = scene.chat(page, parent)
    await expect(hers.get_by_test_id("forwarded-link")).to_contain_text("May I go?")
    assert scene.bot.heard.empty(), "the bot knew of a link that nobody had opened"
    await hers.get_by_test_id("bot-link").click()
    await expect(said(hers, "You said: /start c_91bd")).to_be_visible()
    heard = await scene.bot.heard.get()
    assert heard["message"]["from"]["id"] == parent
    await expect(chat).to_be_visible()


async def test_a_link_in_a_text_opens_as_this_person_or_as_another(scene: Scene, page: Page) -> None:
    parent = scene.add("Aigul")
    await scene.bot.says(scene.timur, f"For your parent: {INVITATION}")
    chat = await scene.open(page)
    await chat.get_by_test_id("bot-link").click()
    await expect(said(chat, "You said: /start c_91bd")).to_be_visible()

    await chat.get_by_test_id("open-as").click()
    await page.get_by_test_id(f"open-as-{parent}").click()
    await expect(said(scene.chat(page, parent), "You said: /start c_91bd")).to_be_visible()


async def test_links_that_lead_outside_open_in_a_tab_of_their_own(scene: Scene, page: Page) -> None:
    await scene.bot.says(scene.timur, "See example.org", reply_markup=keys([key("Site", url="https://example.org/")]))
    chat = await scene.open(page)
    for link in (chat.get_by_role("link", name="example.org"), chat.get_by_role("link", name="Site")):
        await expect(link).to_have_attribute("target", "_blank")
        await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_only_safe_links_lead_anywhere(scene: Scene, page: Page) -> None:
    await scene.open(page)
    kinds = await page.evaluate(
        """async (links) => {
          const { destination } = await import("/page/links.js");
          return links.map((link) => destination(link, "Etalon_Demo_Bot")?.kind ?? null);
        }""",
        [
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            " JavaScript:alert(1)",
            "file:///etc/passwd",
            f"t.me/{BOT}?start=a",
            f"tg://resolve?domain={BOT}&start=a",
            "https://t.me/share/url?url=x",
            "https://t.me/durov",
            "example.org/path",
            f"https://t.me.example.org/{BOT}?start=a",
        ],
    )
    assert kinds == [None, None, None, None, "bot", "bot", "share", "outside", "outside", "outside"]


async def test_the_reply_keyboard_speaks_for_the_person_and_shares_a_contact(scene: Scene, page: Page) -> None:
    markup = {
        "keyboard": [[{"text": "Skip"}, {"text": "My number", "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": "Your phone",
    }
    await scene.bot.says(scene.timur, "How to reach you?", reply_markup=markup)
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("composer")).to_have_attribute("placeholder", "Your phone")
    await chat.get_by_role("button", name="My number").click()
    await page.get_by_test_id("dialog-submit").click()
    await expect(chat.get_by_test_id("contact")).to_contain_text("Timur")
    heard = await scene.bot.heard.get()
    assert heard["message"]["contact"]["user_id"] == scene.timur
    await expect(chat.get_by_test_id("reply-keyboard")).to_have_count(0)

    await scene.bot.says(scene.timur, "And now?", reply_markup={"keyboard": [["Skip"]]})
    await chat.get_by_role("button", name="Skip").click()
    await expect(said(chat, "You said: Skip")).to_be_visible()
    await scene.bot.says(scene.timur, "Done", reply_markup={"remove_keyboard": True})
    await expect(chat.get_by_test_id("reply-keyboard")).to_have_count(0)


async def test_an_answer_that_the_bot_asks_for_is_a_reply(scene: Scene, page: Page) -> None:
    asked = await scene.bot.says(
        scene.timur, "Your name?", reply_markup={"force_reply": True, "input_field_placeholder": "Name"}
    )
    chat = await scene.open(page)
    composer = chat.get_by_test_id("composer")
    await expect(composer).to_have_attribute("placeholder", "Name")
    await composer.fill("Timur")
    await composer.press("Enter")
    heard = await scene.bot.heard.get()
    assert heard["message"]["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(composer).to_have_attribute("placeholder", "Message")


async def test_commands_are_offered_while_one_is_typed(scene: Scene, page: Page) -> None:
    commands = [{"command": "start", "description": "Begin"}, {"command": "settings", "description": "Language"}]
    await scene.bot.call("setMyCommands", commands=commands)
    chat = await scene.open(page)
    await chat.get_by_test_id("commands-button").click()
    await expect(chat.get_by_role("option")).to_have_count(2)
    await chat.get_by_test_id("composer").press_sequentially("/se")
    await expect(chat.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(said(chat, "You said: /settings")).to_be_visible()


@pytest.mark.parametrize(("name", "kind"), [("class.csv", "document"), ("gauge.png", "photo")])
async def test_a_dropped_file_is_looked_at_and_sent(scene: Scene, page: Page, name: str, kind: str) -> None:
    chat = await scene.open(page)
    dropped = await page.evaluate_handle(
        """([name, type, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
          return transfer;
        }""",
        [name, "image/png" if kind == "photo" else "text/csv", list(png(60, 40))],
    )
    await chat.dispatch_event("drop", {"dataTransfer": dropped})
    await page.get_by_test_id("send-file").get_by_label("Caption").fill("Look")
    await page.get_by_test_id("dialog-submit").click()
    await expect(chat.get_by_test_id(kind)).to_be_visible()
    heard = await scene.bot.heard.get()
    assert heard["message"]["caption"] == "Look"
    assert kind in heard["message"]


async def test_a_sticker_and_a_place_can_be_sent(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await chat.get_by_test_id("attach").click()
    await page.get_by_test_id("attach-sticker").click()
    await expect(chat.get_by_test_id("sticker")).to_be_visible()
    assert "sticker" in (await scene.bot.heard.get())["message"]
    await chat.get_by_test_id("attach").click()
    await page.get_by_test_id("attach-location").click()
    await page.get_by_label("Latitude").fill("51.1282")
    await page.get_by_test_id("dialog-submit").click()
    await expect(chat.get_by_test_id("location")).to_contain_text("51.12820")
    assert (await scene.bot.heard.get())["message"]["location"]["latitude"] == pytest.approx(51.1282)


async def test_a_refusal_of_the_emulator_is_said(scene: Scene, page: Page, pages: Pages) -> None:
    pages.forgive("status of 400")
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").fill("x" * 5000)
    await chat.get_by_test_id("send").click()
    await expect(chat.get_by_test_id("toast")).to_contain_text("4096")
    await expect(chat.get_by_test_id("composer")).to_have_value("x" * 5000)
