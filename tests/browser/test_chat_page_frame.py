"""The chat page around the conversation: people, clock, columns, phones, keyboard, languages, colours, outages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from emulator.clock import SimClock
from emulator.server import serve
from emulator.world import World
from tests.browser.conftest import Pages
from tests.browser.scene import BOT, DAY, START, TOKEN, Scene, key, keys, said, scene_with_bot

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

# Text and the ground it stands on, as theme.css names them; WCAG AA asks for 4.5.
READ = [
    ("--ink", "--ground"),
    ("--ink", "--panel"),
    ("--ink", "--bubble"),
    ("--ink", "--bubble-own"),
    ("--ink", "--tint"),
    ("--ink-soft", "--ground"),
    ("--ink-soft", "--panel"),
    ("--ink-soft", "--raised"),
    ("--ink-soft", "--sunken"),
    ("--ink-soft", "--tint"),
    ("--bubble-soft", "--bubble"),
    ("--bubble-own-soft", "--bubble-own"),
    ("--link", "--bubble"),
    ("--link", "--bubble-own"),
    ("--link", "--raised"),
    ("--accent-strong", "--tint"),
    ("--accent-strong", "--raised"),
    ("--on-accent", "--accent"),
    ("--trouble", "--trouble-ground"),
    ("--trouble", "--panel"),
    ("--fine", "--panel"),
    ("--on-toast", "--toast"),
    ("--ink", "--raised"),
    ("--ink", "--sunken"),
    ("--link", "--panel"),
    ("--link", "--sunken"),
    ("--accent-strong", "--panel"),
    ("--fine", "--bubble"),
    ("--fine", "--sunken"),
    ("--figure", "--sunken"),
    ("--trouble", "--bubble"),
    ("--trouble", "--raised"),
]
CONTRASTS = """(pairs) => {
  const probe = document.body.appendChild(document.createElement("i"));
  const light = (name) => {
    probe.style.color = `var(${name})`;
    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  return pairs.map(([text, ground]) => ratio(light(text), light(ground)));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


async def focus_of(page: Page) -> str:
    """What the keyboard stands on: its test id, or its text."""
    told: str = await page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.textContent")
    return told


async def test_nobody_there_yet_is_asked_who_to_be(page: Page) -> None:
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN, first_name="Etalon", username=BOT)
    async with serve(world) as server:
        await page.goto(server.url)
        await expect(page.get_by_test_id("welcome")).to_be_visible()
        await page.get_by_test_id("new-person-name").fill("Timur")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("start")).to_be_visible()
        assert [person.first_name for person in world.state.people.values()] == ["Timur"]
        await page.goto("about:blank")  # before the server is gone


async def test_the_clock_moves_by_a_day(scene: Scene, page: Page) -> None:
    await scene.open(page)
    await expect(page.get_by_test_id("clock-day")).to_have_text("Wednesday 18 November")
    await expect(page.get_by_test_id("clock-time")).to_have_text("14:06")
    await expect(page.get_by_test_id("clock")).to_contain_text("Europe/MoscowUTC+3")
    await page.get_by_test_id("clock-advance-day").click()
    await expect(page.get_by_test_id("clock-day")).to_have_text("Thursday 19 November")
    assert scene.world.clock.now() == START + DAY
    await page.get_by_test_id("clock-advance-hour").click()
    await expect(page.get_by_test_id("clock-time")).to_have_text("15:06")


async def test_the_clock_goes_to_the_next_reminder_and_the_reminder_is_seen(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    reminder = page.get_by_test_id("clock-next-reminder")
    await expect(reminder).to_have_attribute("aria-disabled", "true")

    async def follow() -> None:
        due: float | None = START + 2 * DAY
        seen = 0
        async with aiohttp.ClientSession(scene.url) as session:
            while True:
                marks = {} if due is None else {"reminder": due}
                report = {"follower": "bot", "seen": seen, "idle": True, "next_due": due, "landmarks": marks, "wait": 5}
                async with session.post("/sim/clock/follow", json=report) as response:
                    stands = await response.json()
                if due is not None and stands["now"] >= due:
                    due = None
                    await scene.bot.says(scene.timur, "Tomorrow at 15:30")
                seen = stands["version"]

    scene.tasks.append(asyncio.create_task(follow()))
    await expect(reminder).to_have_attribute("aria-disabled", "false")
    await expect(reminder).to_contain_text("20 Nov, 14:06")
    await expect(page.get_by_test_id("clock-next-due")).to_contain_text("20 Nov, 14:06")
    await reminder.click()
    await expect(said(chat, "Tomorrow at 15:30")).to_be_in_viewport()
    await expect(page.get_by_test_id("clock-day")).to_have_text("Friday 20 November")
    await expect(reminder).to_have_attribute("aria-disabled", "true")
    await expect(chat.locator(".day")).to_have_text(["18 November", "Today"])


async def test_somebody_not_shown_has_a_badge_until_shown(scene: Scene, page: Page) -> None:
    alina = scene.add("Alina")
    scene.world.person_writes(alina, "/start")
    await scene.bot.heard.get()
    async with page.expect_response(lambda response: f"/sim/people/{alina}/messages" in response.url):
        await scene.open(page)
    badge = page.get_by_test_id(f"person-{alina}").locator(".badge")
    await expect(said(scene.chat(page, scene.timur), "Hello")).to_be_visible()
    await scene.bot.says(alina, "Your ticket")
    await expect(badge).to_have_text("1")
    await expect(page).to_have_title("(1) Etalon · Emulator")
    await page.get_by_test_id(f"person-{alina}").click()
    await expect(said(scene.chat(page, alina), "Your ticket")).to_be_visible()
    await expect(badge).to_be_hidden()

    await page.reload()
    await expect(scene.chat(page, alina)).to_be_visible()


async def test_two_people_stand_side_by_side(scene: Scene, page: Page) -> None:
    alina = scene.add("Alina")
    his = await scene.open(page)
    await page.get_by_test_id(f"beside-{alina}").click()
    hers = scene.chat(page, alina)
    await hers.get_by_test_id("start").click()
    await expect(said(hers, "You said: /start")).to_be_visible()
    await expect(said(his, "You said: /start")).to_have_count(0)
    await expect(his.get_by_test_id("composer")).to_be_visible()
    await hers.get_by_test_id("close-column").click()
    await expect(hers).to_have_count(0)
    await expect(his).to_be_visible()


async def test_a_group_has_a_tab_of_its_own(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    async with (
        aiohttp.ClientSession(scene.url) as session,
        session.post("/sim/groups", json={"title": "Class 8B", "people": [scene.timur]}) as response,
    ):
        group = (await response.json())["id"]
    await scene.bot.says(group, "Who comes?", reply_markup=keys([key("I do")]))
    await page.get_by_test_id(f"chat-tab-{group}").click()
    await expect(said(chat, "Who comes?")).to_be_visible()
    await expect(said(chat, "Hello")).to_have_count(0)
    await chat.get_by_role("button", name="I do").click()
    await expect(chat.get_by_test_id("toast")).to_have_text("Pressed I do")


async def test_a_reader_of_earlier_messages_is_left_in_peace(scene: Scene, page: Page) -> None:
    for number in range(12):
        await scene.bot.says(scene.timur, f"Message {number}\n\n\n\n\nend")
    chat = await scene.open(page)
    await expect(said(chat, "Message 11")).to_be_in_viewport()
    await chat.locator(".feed").evaluate("(feed) => { feed.scrollTop = 0; }")
    await expect(chat.locator(".to-end")).to_be_visible()
    await scene.bot.says(scene.timur, "Something new")
    await expect(chat.locator(".to-end .badge")).to_have_text("1")
    await expect(said(chat, "Something new")).not_to_be_in_viewport()
    await chat.locator(".to-end").click()
    await expect(said(chat, "Something new")).to_be_in_viewport()
    await expect(chat.locator(".to-end")).to_be_hidden()


async def test_a_blocked_bot_cannot_write_until_unblocked(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await chat.get_by_test_id("chat-more").click()
    await page.get_by_test_id("toggle-block").click()
    await expect(chat.get_by_test_id("blocked")).to_be_visible()
    refused = await scene.world.call(TOKEN, "sendMessage", {"chat_id": scene.timur, "text": "x"})
    assert refused.status == 403
    await page.reload()
    await chat.get_by_test_id("unblock").click()
    await expect(chat.get_by_test_id("composer")).to_be_visible()
    await scene.bot.says(scene.timur, "Welcome back")
    await expect(said(chat, "Welcome back")).to_be_visible()


async def test_the_log_shows_what_the_bot_asked_and_was_refused(scene: Scene, page: Page) -> None:
    await scene.bot.says(scene.timur, "Fine")
    await scene.world.call(TOKEN, "sendMessage", {"chat_id": scene.timur, "text": ""})
    await scene.open(page)
    await page.get_by_test_id("calls-toggle").click()
    calls = page.get_by_test_id("call")
    await expect(calls).to_have_count(2)
    await expect(calls.last).to_contain_text("Bad Request: message text is empty")
    await page.get_by_label("Only refused").check()
    await expect(calls.first).to_be_hidden()
    await calls.last.locator("summary").click()
    await expect(calls.last).to_contain_text('"error_code": 400')


async def test_a_phone_has_people_and_clock_in_a_drawer(scene: Scene, pages: Pages) -> None:
    alina = scene.add("Alina")
    page = await pages.open(**PHONE)
    chat = await scene.open(page)
    await scene.bot.says(scene.timur, "A long word: " + "x" * 300, reply_markup=keys([key("One"), key("Two")]))
    await expect(said(chat, "A long word")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await chat.locator(".feed").evaluate("(feed) => feed.scrollWidth <= feed.clientWidth")
    for button in await chat.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= 390)
    await expect(page.get_by_test_id(f"person-{alina}")).to_be_hidden()
    await expect(page.get_by_test_id("clock-chip")).to_have_text("14:06")

    await page.get_by_test_id("clock-chip").tap()
    await page.get_by_test_id("clock-advance-hour").tap()
    await expect(page.get_by_test_id("clock-time")).to_have_text("15:06")
    await page.get_by_test_id(f"person-{alina}").tap()
    await expect(page.get_by_test_id("clock-time")).to_be_hidden()
    await scene.chat(page, alina).get_by_test_id("start").tap()
    await expect(said(scene.chat(page, alina), "You said: /start")).to_be_visible()


async def test_everything_can_be_done_by_keyboard(scene: Scene, page: Page) -> None:
    alina = scene.add("Alina")
    await scene.open(page)
    await expect(scene.chat(page, scene.timur)).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await focus_of(page) == f"person-{scene.timur}":
            break
    assert await focus_of(page) == f"person-{scene.timur}"
    await page.keyboard.press("ArrowDown")
    assert await focus_of(page) == f"person-{alina}"
    await page.keyboard.press("Enter")
    assert await focus_of(page) == "composer"

    await page.keyboard.type("Hi")
    await page.keyboard.press("Enter")
    hers = scene.chat(page, alina)
    await expect(said(hers, "You said: Hi")).to_be_visible()
    sent = await scene.bot.says(alina, "Choose", reply_markup=keys([key("One"), key("Two")]))
    await expect(said(hers, "Choose")).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(hers.get_by_test_id("toast")).to_have_text("Pressed Two")
    await expect(hers.get_by_role("button", name="Two")).to_be_focused()

    where = {"chat_id": alina, "message_id": sent["message_id"]}
    await scene.bot.call("editMessageText", **where, text="Chosen", reply_markup=keys([key("Back"), key("Home")]))
    await expect(hers.get_by_role("button", name="Home")).to_be_focused()
    await page.keyboard.press("Escape")
    assert await focus_of(page) == "composer"
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    assert await focus_of(page) == "attach-document"
    await page.keyboard.press("Escape")
    assert await focus_of(page) == "attach"


async def test_the_page_speaks_three_languages_and_remembers_which(scene: Scene, page: Page) -> None:
    await scene.open(page)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_test_id("composer").fill("half a thought")
    await page.get_by_test_id("language-kk").click()
    await expect(page.get_by_test_id("clock-advance-day")).to_have_text("+1 күн")
    await expect(page.get_by_test_id("clock-day")).to_have_text("сәрсенбі, 18 қараша")
    await expect(page.get_by_test_id("composer")).to_have_value("half a thought")
    await page.get_by_test_id("language-ru").click()
    await page.reload()
    await expect(page.get_by_test_id("clock-advance-day")).to_have_text("+1 день")
    await expect(page.locator("html")).to_have_attribute("lang", "ru")


async def test_the_languages_say_the_same_things(scene: Scene, page: Page) -> None:
    await scene.open(page)
    english, russian, kazakh = [
        await page.evaluate(f"import('/page/words-{code}.js').then((module) => module.default)")
        for code in ("en", "ru", "kk")
    ]
    told = [
        {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in words.items()}
        for words in (english, russian, kazakh)
    ]
    assert told[0] == told[1] == told[2]
    assert all(text.strip() for words in (english, russian, kazakh) for text in words.values())


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(scene: Scene, pages: Pages, scheme: str) -> None:
    page = await pages.open(color_scheme=scheme)
    await scene.open(page)
    ratios = dict(zip(READ, await page.evaluate(CONTRASTS, READ), strict=True))
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


async def test_the_theme_follows_the_system_until_somebody_chooses(scene: Scene, pages: Pages) -> None:
    page = await pages.open(color_scheme="dark")
    await scene.open(page)
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_test_id("theme").click()
    light = await page.evaluate(ground)
    assert light != dark
    await page.reload()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    assert await page.evaluate(ground) == light


async def test_an_emulator_that_does_not_answer_is_said_and_its_return_seen(
    scene: Scene, page: Page, pages: Pages
) -> None:
    pages.forgive("ERR_")
    chat = await scene.open(page)
    await expect(said(chat, "Hello")).to_be_visible()
    await page.context.set_offline(offline=True)
    await expect(page.get_by_test_id("outage")).to_contain_text("The emulator does not answer. Is it running?")
    await page.context.set_offline(offline=False)
    await page.get_by_test_id("retry").click()
    await expect(page.get_by_test_id("outage")).to_be_hidden()
    await scene.bot.says(scene.timur, "Here again")
    await expect(said(chat, "Here again")).to_have_count(1)
    await expect(said(chat, "Hello")).to_have_count(1)


async def test_a_part_of_the_story_is_never_taken_for_the_whole(scene: Scene, page: Page) -> None:
    await scene.open(page)
    known = await page.evaluate(
        """async () => {
          const { Mailbox } = await import("/page/mailbox.js");
          const mailbox = new Mailbox({ id: 1 });
          const said = (id) => ({ message_id: id, change: id, chat: { id: 1 }, from: { id: 2 }, text: "x" });
          mailbox.apply([said(1), said(2)], 0);
          mailbox.lose();
          mailbox.apply([said(3)], 2);  // asked before the loss, answered after it
          const after = mailbox.cursor;
          mailbox.apply([said(1), said(2), said(3)].filter((message) => message.change > after), after);
          return mailbox.inOrder(1).map((message) => message.message_id);
        }"""
    )
    assert known == [1, 2, 3]
