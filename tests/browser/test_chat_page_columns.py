"""The chat page with several people at once: columns beside each other, one at a time on a phone, groups."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Pages
from tests.browser.scene import BOT, TOKEN, Scene, key, keys, said, scene_with_bot

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


SMALL_PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}


async def test_a_teacher_and_her_class_stand_in_one_window(scene: Scene, pages: Pages) -> None:
    alina, olga = scene.add("Alina"), scene.add("Olga")
    page = await pages.open(viewport={"width": 1440, "height": 800})
    await scene.open(page)
    for person in (alina, olga):
        await page.get_by_test_id("add-column").click()
        await page.get_by_test_id(f"add-column-{person}").click()
    for person, text in ((scene.timur, "one"), (alina, "two"), (olga, "three")):
        chat = scene.chat(page, person)
        await chat.get_by_test_id("composer").fill(text)
        await chat.get_by_test_id("send").click()
        await expect(said(chat, f"You said: {text}")).to_be_visible()
    await expect(said(scene.chat(page, scene.timur), "You said")).to_have_count(1)

    await page.reload()
    await expect(page.locator(".chat")).to_have_count(3)
    await page.set_viewport_size({"width": 1000, "height": 800})
    await expect(page.locator(".chat")).to_have_count(2)
    await expect(page.get_by_test_id("switcher").get_by_role("button", pressed=True)).to_have_count(2)
    await page.get_by_test_id(f"switch-to-{olga}").click()
    await expect(scene.chat(page, olga)).to_be_visible()
    await page.set_viewport_size({"width": 1440, "height": 800})
    await scene.chat(page, alina).get_by_test_id("close-column").click()
    await expect(page.locator(".chat")).to_have_count(2)
    await expect(page.get_by_test_id("switcher")).to_be_hidden()


async def test_somebody_chosen_takes_the_column_one_works_in(scene: Scene, page: Page) -> None:
    alina, olga = scene.add("Alina"), scene.add("Olga")
    his = await scene.open(page)
    await page.get_by_test_id(f"beside-{alina}").click()
    await expect(scene.chat(page, alina).get_by_test_id("composer")).to_be_focused()
    await page.get_by_test_id(f"person-{olga}").click()
    await expect(scene.chat(page, alina)).to_have_count(0)
    await expect(his).to_be_visible()
    await his.get_by_test_id("be-another").click()
    await page.get_by_test_id(f"be-{alina}").click()
    await expect(his).to_have_count(0)
    await expect(scene.chat(page, alina).get_by_test_id("composer")).to_be_focused()
    await expect(scene.chat(page, olga)).to_be_visible()


async def test_a_phone_shows_one_at_a_time_and_switches(scene: Scene, pages: Pages) -> None:
    alina = scene.add("Alina")
    page = await pages.open(**SMALL_PHONE)
    his = await scene.open(page)
    await his.get_by_test_id("open-drawer").tap()
    await page.get_by_test_id(f"beside-{alina}").tap()
    hers = scene.chat(page, alina)
    await expect(hers).to_be_visible()
    await expect(his).to_have_count(0)
    await scene.bot.says(scene.timur, "For him")
    await expect(page.get_by_test_id(f"switch-to-{scene.timur}").locator(".badge")).to_have_text("1")
    await page.get_by_test_id(f"switch-to-{scene.timur}").tap()
    await expect(said(his, "For him")).to_be_visible()
    await expect(page.get_by_test_id("switcher").locator(".badge")).to_have_count(0)
    await his.get_by_test_id("chat-more").tap()
    await page.get_by_test_id("menu-close-column").tap()
    await expect(hers).to_be_visible()
    await expect(page.get_by_test_id("switcher")).to_be_hidden()


async def test_a_group_is_made_and_written_to_as_anybody_in_it(scene: Scene, page: Page) -> None:
    alina = scene.add("Alina")
    scene.add("Somebody else")
    await scene.bot.call("setMyCommands", commands=[{"command": "rules", "description": "What is allowed"}])
    await scene.open(page)
    await page.get_by_test_id("add-group").click()
    await page.get_by_test_id("group-title").fill("Class 8B")
    await page.get_by_test_id("new-group").get_by_label("Alina").check()
    await page.get_by_test_id("dialog-submit").click()

    his = scene.chat(page, scene.timur)
    await expect(his.get_by_role("heading", name="Class 8B")).to_be_visible()
    await expect(his.get_by_test_id("chat-under")).to_have_text("Members: 3")
    await his.get_by_test_id("commands-button").click()
    await his.get_by_role("option", name="/rules").click()
    await expect(said(his, f"You said: /rules@{BOT}")).to_be_visible()
    [group] = scene.world.state.groups
    await scene.bot.says(group, "Who comes?", reply_markup=keys([key("I do")]))
    await his.get_by_test_id("be-another").click()
    await page.get_by_test_id(f"be-{alina}").click()
    hers = scene.chat(page, alina)
    await hers.get_by_role("button", name="I do").click()
    await expect(hers.get_by_test_id("toast")).to_have_text("Pressed I do")
    heard = [scene.bot.heard.get_nowait() for _ in range(scene.bot.heard.qsize())]
    assert [update["callback_query"]["from"]["id"] for update in heard if "callback_query" in update] == [alina]


async def test_members_lead_leave_come_back_and_the_group_grows_up(scene: Scene, pages: Pages) -> None:
    alina, olga = scene.add("Alina"), scene.add("Olga")
    scene.bot.on_message = scene.bot.ignore  # it need not answer a group that has just become another
    group = scene.group("Class 8B", scene.timur, alina)
    page = await pages.open(viewport={"width": 1440, "height": 800})
    chat = await scene.open(page)
    await page.get_by_test_id(f"beside-{alina}").click()
    await page.get_by_test_id(f"group-{group}").click()
    await page.get_by_test_id(f"person-{scene.timur}").click()
    await page.get_by_test_id(f"chat-tab-{group}").first.click()
    await chat.get_by_test_id("chat-more").click()
    await page.get_by_test_id("open-members").click()
    members = page.get_by_test_id("members")

    async def choose(member: int | str, what: str) -> None:
        await members.get_by_test_id(f"member-{member}").click()
        await page.get_by_test_id(what).click()

    await choose(alina, "promote")
    await expect(members.get_by_test_id(f"member-{alina}")).to_contain_text("leads")
    assert scene.world.state.groups[group].statuses[alina] == "administrator"
    await expect(members.get_by_test_id(f"member-{alina}")).to_be_focused()
    await choose(alina, "demote")
    await expect(members.get_by_test_id(f"member-{alina}")).to_contain_text("member")
    await choose(alina, "put-out")
    await expect(members.get_by_test_id(f"member-{alina}")).to_have_count(0)
    await members.get_by_test_id("add-member").click()
    await page.get_by_test_id(f"join-{olga}").click()
    await expect(members.get_by_test_id(f"member-{olga}")).to_be_visible()
    await page.keyboard.press("Escape")

    hers = scene.chat(page, alina)
    await expect(hers.get_by_test_id("outside")).to_be_visible()
    await hers.get_by_test_id("rejoin").click()
    await expect(hers.get_by_test_id("composer")).to_be_visible()
    await chat.get_by_test_id("chat-more").click()
    await page.get_by_test_id("open-members").click()
    await members.get_by_test_id("upgrade-group").click()
    await expect(members).to_have_count(0)
    for column in (chat, hers):
        await expect(said(column, "supergroup")).to_be_visible()
        await expect(column.get_by_role("heading", name="Class 8B")).to_be_visible()
    assert [one.type for one in scene.world.state.groups.values()] == ["group", "supergroup"]
    await hers.get_by_test_id("composer").fill("Still here")
    await hers.get_by_test_id("composer").press("Enter")
    await expect(said(chat, "Still here")).to_be_visible()
    await expect(chat.get_by_test_id(re.compile(f"chat-tab-{group}$"))).to_have_count(0)


async def test_a_bot_that_a_group_puts_out_writes_there_no_more(scene: Scene, page: Page) -> None:
    group = scene.group("Class 8B", scene.timur)
    chat = await scene.open(page)
    await page.get_by_test_id(f"group-{group}").click()
    await chat.get_by_test_id("chat-more").click()
    await page.get_by_test_id("open-members").click()
    await page.get_by_test_id(f"member-{scene.world.bot().id}").click()
    await page.get_by_test_id("put-out").click()
    await page.get_by_test_id("add-member").click()
    await expect(page.get_by_test_id("join-bot")).to_be_visible()
    refused = await scene.world.call(TOKEN, "sendMessage", {"chat_id": group, "text": "x"})
    assert refused.status == 403
