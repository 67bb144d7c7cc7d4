"""Whether everybody can read, reach and use the chat page: contrast, keyboard, touch, screen readers, words."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import Pages
from tests.browser.scene import BOT, TOKEN, Scene, key, keys, qr, said, scene_with_bot

pytestmark = pytest.mark.browser

PAGE: Final = Path(__file__).parents[2] / "emulator" / "page"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

# What moves has come to rest.
RESTS: Final = """() => Promise.allSettled(
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)
)"""

# Every text on the screen against all that may lie behind it; WCAG AA asks for 4.5, for large type for 3.
FAINT: Final = r"""() => {
  const parsed = (text) => {
    const parts = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts[3] ?? 1];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((one, at) => one * a + under[at] * (1 - a));
  const light = (colour) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const named = style.backgroundImage.match(/(rgba?|color)\([^)]*\)/g) ?? [];
      const stops = named.map(parsed).filter((stop) => stop[3] === 1);
      const colour = parsed(style.backgroundColor);
      const bases = stops.length > 0 ? stops : colour[3] === 1 ? [colour] : null;
      if (bases) return bases.map((base) => layers.reduceRight((under, layer) => over(layer, under), base.slice(0, 3)));
      if (colour[3] > 0) layers.push(colour);
    }
    return [layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255])];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest(".unseen, :disabled, svg")) continue;
    const style = getComputedStyle(node);
    const colour = parsed(style.color);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const least = Math.min(...grounds(node).map((ground) => ratio(over(colour, ground), ground)));
    seen += 1;
    const words = text.data.trim().slice(0, 40);
    if (least < wanted) faint.push(`${words} (${node.className || node.tagName}): ${least.toFixed(2)}`);
  }
  return { faint, seen };
}"""

# What a finger cannot hit well: less than 44 pixels a side, or 24 where things stand close on purpose.
SMALL: Final = r"""() => {
  const dense = ".reaction, .open-as, .message-more, .quoted, .unfold, .earlier, .place-figures";
  const inText = ".text a, .text button"; // a line of text is as high as it is
  const all = [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=option]")];
  return all
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]"))
    .filter((node) => !node.matches(inText))
    .map((node) => (node.matches("input[type=checkbox], input[type=radio]") ? (node.closest("label") ?? node) : node))
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([node, { width, height }]) => Math.min(width, height) < (node.matches(dense) ? 24 : 44) - 0.5)
    .map(([node, { width, height }]) => `${node.dataset.testid ?? node.className ?? node.tagName}: ${width}x${height}`);
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


async def furnish(scene: Scene) -> int:
    """Puts something of everything into Timur's chat; answers a group he is in."""
    bot, timur = scene.bot, scene.timur
    bot.on_message = bot.ignore
    alina = scene.add("Alina")
    group = scene.group("Class 8B", timur, alina)
    text = f"<b>Bold</b> <code>code</code> <i>/help</i> @{BOT} <blockquote>quoted</blockquote><pre>pre</pre>"
    sent = await bot.says(
        timur, text, parse_mode="HTML", reply_markup=keys([key("One"), {**key("Danger"), "style": "danger"}])
    )
    await bot.says(timur, "Answered", reply_parameters={"message_id": sent["message_id"]})
    await bot.call("pinChatMessage", chat_id=timur, message_id=sent["message_id"])
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await bot.call("setMessageReaction", chat_id=timur, message_id=sent["message_id"], reaction=reaction)
    await bot.call("sendVenue", chat_id=timur, latitude=59.9, longitude=30.3, title="Museum", address="Avenue 19")
    await bot.call("sendContact", chat_id=timur, phone_number="+78120000000", first_name="Guide")
    await bot.upload("sendDocument", "document", "class.xlsx", b"x" * 2000, chat_id=timur, caption="The list")
    await bot.upload("sendPhoto", "photo", "t.png", qr(f"https://t.me/{BOT}?start=t_1"), chat_id=timur)
    quiz = {"type": "quiz", "correct_option_id": 1, "explanation": "Because."}
    asked = await bot.call("sendPoll", chat_id=timur, question="What?", options=["Rain", "Mass"], **quiz)
    scene.world.person_votes(timur, asked["message_id"], [0])
    await bot.call("stopPoll", chat_id=timur, message_id=asked["message_id"])
    await bot.call("sendPoll", chat_id=timur, question="When?", options=["Now", "Later"], allows_multiple_answers=True)
    await scene.world.call(TOKEN, "sendMessage", {"chat_id": timur, "text": ""})
    return group


async def assert_readable(page: Page, *, least: int) -> None:
    """Nothing on the screen is faint, and there was something to look at."""
    await page.evaluate(RESTS)
    told = await page.evaluate(FAINT)
    assert told["faint"] == []
    assert told["seen"] >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_on_the_screen_can_be_read(scene: Scene, pages: Pages, scheme: str) -> None:
    group = await furnish(scene)
    page = await pages.open(color_scheme=scheme, reduced_motion="reduce")
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("scan")).to_be_visible()
    await expect(chat.get_by_test_id("pinned")).to_be_visible()
    await chat.get_by_role("button", name="One").hover()
    await page.get_by_test_id("calls-toggle").click()
    await page.get_by_test_id("call").last.locator("summary").click()
    await assert_readable(page, least=80)
    await page.get_by_test_id("faults").click()
    await assert_readable(page, least=10)
    await page.keyboard.press("Escape")
    await said(chat, "Answered").hover()
    await said(chat, "Answered").get_by_test_id("message-more").click()
    await page.get_by_test_id("as-json").click()
    await assert_readable(page, least=10)
    await page.keyboard.press("Escape")
    await page.get_by_test_id(f"group-{group}").click()
    await chat.get_by_test_id("chat-more").click()
    await page.get_by_test_id("open-members").click()
    await assert_readable(page, least=10)


async def test_a_finger_hits_what_it_means_to_and_nothing_sticks_out(scene: Scene, pages: Pages) -> None:
    group = await furnish(scene)
    page = await pages.open(**PHONE)
    chat = await scene.open(page)
    await expect(chat.get_by_test_id("scan")).to_be_visible()

    async def assert_fits() -> None:
        await page.evaluate(RESTS)
        assert await page.evaluate(SMALL) == []
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        wider = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className)"
        assert await page.locator(".feed, .sidebar, dialog, .calls").evaluate_all(wider) == []

    await assert_fits()
    await chat.get_by_test_id("open-drawer").tap()
    await assert_fits()
    await page.get_by_test_id("calls-toggle").tap()
    await page.get_by_test_id("call").filter(visible=True).first.locator("summary").tap()
    await assert_fits()
    await page.get_by_test_id("faults").tap()
    await assert_fits()
    await page.keyboard.press("Escape")
    await page.get_by_test_id("calls-close").tap()
    await page.get_by_test_id(f"chat-tab-{group}").tap()
    await chat.get_by_test_id("chat-more").tap()
    await page.get_by_test_id("open-members").tap()
    await assert_fits()


async def test_a_dialog_keeps_the_focus_and_gives_it_back(scene: Scene, page: Page) -> None:
    await scene.open(page)
    opener = page.get_by_test_id("add-group")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("group-title")).to_be_focused()
    inside = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
    for _ in range(9):
        await page.keyboard.press("Tab")
        assert await page.evaluate(inside)
    await page.keyboard.press("Escape")
    await expect(opener).to_be_focused()


async def test_what_comes_is_said_to_who_does_not_see_it(scene: Scene, page: Page) -> None:
    chat = await scene.open(page)
    await expect(said(chat, "Hello")).to_be_visible()
    await scene.bot.says(scene.timur, "Your seat is kept")
    await expect(page.locator("#announcer")).to_have_text("Etalon: Your seat is kept")
    assert await page.locator("#announcer").get_attribute("aria-live") == "polite"


async def test_every_control_has_a_name_and_every_press_does_something(scene: Scene, page: Page) -> None:
    await furnish(scene)
    await scene.open(page)
    await expect(page.get_by_test_id("scan")).to_be_visible()
    nameless = """() => [...document.querySelectorAll("button, a[href], input, textarea, select")]
      .filter((node) => node.checkVisibility())
      .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()))
      .filter((node) => !(node.labels?.length || node.querySelector("img[alt]")))
      .map((node) => node.outerHTML.slice(0, 120))"""
    assert await page.evaluate(nameless) == []
    await page.evaluate(
        """() => {
          globalThis.stirs = 0;
          const stir = () => { globalThis.stirs += 1; };
          const what = { subtree: true, childList: true, attributes: true };
          new MutationObserver(stir).observe(document.getElementById("stage"), what);
          new MutationObserver(stir).observe(document.body, { childList: true });
          new MutationObserver(stir).observe(document.documentElement, { attributes: true });
          document.addEventListener("focusin", stir);
        }"""
    )
    for testid in (
        *("be-another", "chat-more", "attach", "theme", "calls-toggle", "add-person", "add-column", "add-group"),
        *("quoted", "photo", "scan", "option-1", "pinned-close", "language-ru", "language-en"),
    ):
        before = await page.evaluate("globalThis.stirs")
        await page.get_by_test_id(testid).first.click()
        await page.wait_for_function("(before) => globalThis.stirs > before", arg=before, timeout=5000)
        await page.keyboard.press("Escape")


async def test_no_word_is_missing_and_none_is_left_over() -> None:
    code = "".join(path.read_text("utf-8") for path in PAGE.glob("*.js") if not path.name.startswith("words-"))
    known = set(re.findall(r"^  (\w+):", (PAGE / "words-en.js").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r'say\(\s*"(\w+)"', code)) <= known
    built = {f"fault_{kind}" for kind in ("error", "delay", "cut", "cut_half", "drop_after")}
    assert {word for word in known - built if f'"{word}"' not in code} == set()
    assert built <= known


async def test_every_style_sheet_and_module_has_a_place() -> None:
    index = (PAGE / "index.html").read_text("utf-8")
    assert {path.name for path in PAGE.glob("*.css")} == set(re.findall(r"/page/([\w-]+\.css)", index))
    code = "".join(path.read_text("utf-8") for path in (*PAGE.glob("*.js"), PAGE / "index.html"))
    for path in PAGE.glob("*.js"):
        assert f"/{path.name}" in code, path.name
        assert path.read_text("utf-8").startswith("// "), path.name
