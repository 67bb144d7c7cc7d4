"""The log of calls on the chat page: what helps a bot's author, faults on order, real limits."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Pages
from tests.browser.scene import TOKEN, Scene, said, scene_with_bot
from tests.emulator.stand import png

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


async def test_the_log_is_sifted_by_method_and_counts(scene: Scene, page: Page) -> None:
    await scene.bot.says(scene.timur, "Fine")
    await scene.bot.call("getMe")
    await scene.world.call(TOKEN, "sendMessage", {"chat_id": scene.timur, "text": ""})
    await scene.open(page)
    await page.get_by_test_id("calls-toggle").click()
    await expect(page.get_by_test_id("calls-count")).to_have_text("3 calls, 1 refused")
    await page.get_by_test_id("calls-method").fill("sendm")
    await expect(page.get_by_test_id("call").filter(visible=True)).to_have_count(2)
    await expect(page.get_by_test_id("calls-count")).to_have_text("2 calls, 1 refused")
    await scene.bot.says(scene.timur, "More")
    await scene.bot.call("getMe")
    await expect(page.get_by_test_id("call")).to_have_count(5)
    await expect(page.get_by_test_id("call").filter(visible=True)).to_have_count(3)


async def test_a_call_is_copied_as_curl_without_the_token(scene: Scene, pages: Pages) -> None:
    page = await pages.open(permissions=["clipboard-read", "clipboard-write"])
    await scene.bot.says(scene.timur, "It's here")
    await scene.bot.upload("sendPhoto", "photo", "t.png", png(20, 20), chat_id=scene.timur, caption="Ticket")
    await scene.open(page)
    await page.get_by_test_id("calls-toggle").click()
    copied = []
    for row in (page.get_by_test_id("call").first, page.get_by_test_id("call").nth(1)):
        await row.locator("summary").click()
        await row.get_by_test_id("copy-curl").click()
        await expect(page.get_by_test_id("toast").last).to_contain_text("$TOKEN")
        copied.append(await page.evaluate("navigator.clipboard.readText()"))
    text, photo = copied
    assert text.startswith(f'curl -s "{scene.url.rstrip("/")}/bot$TOKEN/sendMessage"')
    body = re.search(r"-d '(.*)'$", text)
    assert body
    assert json.loads(body[1].replace("'\\''", "'")) == {"chat_id": scene.timur, "text": "It's here"}
    assert "-F 'photo=@t.png'" in photo
    assert "--form-string 'caption=Ticket'" in photo
    assert TOKEN not in text + photo


async def test_a_fault_is_ordered_suffered_and_called_off(scene: Scene, page: Page) -> None:
    await scene.open(page)
    await page.get_by_test_id("calls-toggle").click()
    await page.get_by_test_id("faults").click()
    form = page.get_by_test_id("fault-form")
    await expect(form.get_by_label("Seconds")).to_be_hidden()
    await form.get_by_test_id("fault-method").fill("sendMessage")
    await form.get_by_test_id("fault-code").select_option("429")
    await form.get_by_label("Retry after").fill("7")
    await form.get_by_label("How many calls").fill("2")
    await page.get_by_test_id("dialog-submit").click()
    await expect(form.get_by_test_id("faults-waiting")).to_have_text("Faults waiting: 2")
    answer = await scene.world.call(TOKEN, "sendMessage", {"chat_id": scene.timur, "text": "x"})
    assert isinstance(answer.body, dict)
    assert (answer.status, answer.body["parameters"]["retry_after"]) == (429, 7)
    await form.get_by_test_id("faults-clear").click()
    await expect(form.get_by_test_id("faults-waiting")).to_have_text("No faults are waiting.")
    await form.get_by_test_id("fault-kind").select_option("delay")
    await expect(form.get_by_label("Seconds")).to_be_visible()
    await expect(form.get_by_test_id("fault-code")).to_be_hidden()
    assert len(scene.world.faults) == 0
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("faults")).to_be_focused()


async def test_real_limits_are_switched_from_the_page(scene: Scene, page: Page) -> None:
    await scene.open(page)
    await page.get_by_test_id("calls-toggle").click()
    async with page.expect_response("**/sim/limits"):
        await page.get_by_test_id("limits").check()
    assert scene.world.limits.on
    for _ in range(7):
        await scene.world.call(TOKEN, "sendMessage", {"chat_id": scene.timur, "text": "Quick"})
    await expect(page.get_by_label(re.compile(r"Real limits \([1-9]"))).to_be_checked()
    async with page.expect_response("**/sim/limits"):
        await page.get_by_test_id("limits").uncheck()
    assert not scene.world.limits.on
    await expect(said(scene.chat(page, scene.timur), "Quick").first).to_be_visible()
