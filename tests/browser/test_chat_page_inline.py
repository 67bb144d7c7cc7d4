"""Inline mode on the chat page, and the buttons that begin it or lead outside."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.scene import BOT, Json, Scene, key, keys, said, scene_with_bot

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


def article(number: int, title: str) -> Json:
    """A result that sends its title."""
    content = {"message_text": f"Come: {title}"}
    return {
        "type": "article",
        "id": str(number),
        "title": title,
        "description": "On Thursday",
        "input_message_content": content,
    }


def offering(scene: Scene, **more: object) -> list[str]:
    """Has the bot offer two results; what was asked is put into the list that is answered."""
    asked: list[str] = []

    async def offer(query: Json) -> None:
        asked.append(query["query"])
        results = [article(1, "Museum"), article(2, "Laboratory")]
        await scene.bot.call("answerInlineQuery", inline_query_id=query["id"], results=results, **more)

    scene.bot.on_inline = offer
    return asked


async def test_a_typed_query_shows_results_and_the_chosen_one_is_sent(scene: Scene, page: Page) -> None:
    asked = offering(scene)
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").press_sequentially(f"@{BOT} mus")
    results = chat.get_by_test_id("inline-results")
    await expect(results.get_by_role("option")).to_have_count(2)
    await expect(results).to_contain_text("On Thursday")
    assert asked[-1] == "mus"
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(said(chat, "Come: Laboratory").first).to_contain_text(f"via @{BOT}")
    await expect(chat.get_by_test_id("composer")).to_have_value("")
    await expect(results).to_be_hidden()


async def test_nothing_found_is_said_and_words_without_a_space_ask_nothing(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").fill(f"@{BOT}")
    results = chat.get_by_test_id("inline-results")
    await expect(results).to_be_hidden()
    await chat.get_by_test_id("composer").fill(f"@{BOT} x")
    await expect(results).to_contain_text("The bot found nothing.")
    await page.keyboard.press("Escape")
    await expect(results).to_be_hidden()


async def test_a_button_begins_a_query_in_a_chat_that_one_chooses(scene: Scene, page: Page) -> None:
    group = scene.group("Class 8B", scene.timur)
    asked = offering(scene)
    buttons = keys([key("Share", switch_inline_query="e_1"), key("Here", switch_inline_query_current_chat="e_2")])
    await scene.bot.says(scene.timur, "Tell others", reply_markup=buttons)
    chat = await scene.open(page)
    await chat.get_by_role("button", name="Here", exact=True).click()
    await expect(chat.get_by_test_id("composer")).to_have_value(f"@{BOT} e_2")
    await chat.get_by_role("button", name="Share").click()
    await page.get_by_test_id(f"inline-in-{group}").click()
    await expect(chat.get_by_test_id("composer")).to_have_value(f"@{BOT} e_1")
    await chat.get_by_role("option", name="Museum").click()
    await expect(said(chat, "Come: Museum").first).to_contain_text(f"via @{BOT}")
    await expect(chat.get_by_role("heading", name="Class 8B")).to_be_visible()
    assert asked[-1] == "e_1"


async def test_the_button_above_the_results_leads_to_the_bot(scene: Scene, page: Page) -> None:
    offering(scene, button={"text": "Register first", "start_parameter": "from_inline"})
    chat = await scene.open(page)
    await chat.get_by_test_id("composer").fill(f"@{BOT} a")
    await chat.get_by_role("option", name="Register first").click()
    await expect(said(chat, "You said: /start from_inline")).to_be_visible()


async def test_a_web_app_is_explained_and_opens_as_a_page(scene: Scene, page: Page) -> None:
    app = key("Play", web_app={"url": "https://example.org/app"})
    await scene.bot.says(scene.timur, "A game", reply_markup=keys([app]))
    chat = await scene.open(page)
    await chat.get_by_role("button", name="Play").click()
    link = page.get_by_test_id("web-app").get_by_role("link", name="Open in a new tab")
    await expect(link).to_have_attribute("href", "https://example.org/app")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
