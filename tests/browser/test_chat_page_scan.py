"""QR codes on the chat page: which can be read, who scans them, and what becomes of what they say."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import segno
from playwright.async_api import Page, expect

from tests.browser.scene import BOT, Scene, qr, said, scene_with_bot
from tests.emulator.stand import png

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    """An emulator, a small bot, and Timur."""
    async with scene_with_bot() as made:
        yield made


TICKET = f"https://t.me/{BOT}?start=t_4f9a"
READ = """async (codes) => {
  const { readQr } = await import("/page/qr.js");
  return codes.map(({ rows, scale }) => {
    const side = rows.length * scale;
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    rows.forEach((row, y) => [...row].forEach((module, x) => {
      if (module === "0") return;
      for (let at = 0; at < scale * scale; at += 1) {
        const pixel = ((y * scale + Math.floor(at / scale)) * side + x * scale + (at % scale)) * 4;
        data.set([18, 53, 91], pixel);
      }
    }));
    return readQr({ width: side, height: side, data });
  });
}"""


def drawn(code: segno.QRCode, scale: int, border: int = 4) -> dict[str, object]:
    """A code for READ: its modules in rows of 0 and 1, and how many pixels each becomes."""
    return {"rows": ["".join(map(str, row)) for row in code.matrix_iter(border=border)], "scale": scale}


async def test_codes_of_every_size_and_level_are_read(scene: Scene, page: Page) -> None:
    await scene.open(page)
    texts, codes = [], []
    for version in range(1, 21):
        for level in "LMQH":
            text = f"{version}{level}·ж"
            mask = (version * 4 + "LMQH".index(level)) % 8
            made = segno.make(
                text, version=version, error=level, mask=mask, micro=False, boost_error=False, mode="byte"
            )
            texts.append(text)
            codes.append(drawn(made, scale=1 + version % 4, border=2 + version % 3))
    assert await page.evaluate(READ, codes) == texts


async def test_figures_capitals_and_links_are_read(scene: Scene, page: Page) -> None:
    await scene.open(page)
    texts = ["0123456789012", "HTTPS://EXAMPLE.ORG/A-1 $%*+", TICKET, "x" * 900]
    codes = [drawn(segno.make(text, error="m", micro=False), scale=3) for text in texts]
    assert await page.evaluate(READ, codes) == texts


async def test_a_damaged_code_and_no_code_are_not_read(scene: Scene, page: Page) -> None:
    await scene.open(page)
    damaged = drawn(segno.make(TICKET, error="l", version=3, micro=False), scale=2)
    rows = damaged["rows"]
    assert isinstance(rows, list)
    rows[20] = rows[20][:14] + "".join("10"[int(module)] for module in rows[20][14:30]) + rows[20][30:]
    plain = {"rows": ["01" * 20] * 40, "scale": 2}
    assert await page.evaluate(READ, [damaged, plain]) == [None, None]


async def test_a_ticket_is_scanned_by_whom_one_chooses(scene: Scene, page: Page) -> None:
    guide = scene.add("Guide")
    await scene.bot.upload("sendPhoto", "photo", "t.png", qr(TICKET), chat_id=scene.timur, caption="Your ticket")
    chat = await scene.open(page)
    await chat.get_by_test_id("scan").click()
    await page.get_by_test_id(f"open-as-{guide}").click()
    await expect(said(scene.chat(page, guide), "You said: /start t_4f9a")).to_be_visible()
    heard = await scene.bot.heard.get()
    assert heard["message"]["from"]["id"] == guide


async def test_a_code_that_leads_elsewhere_is_shown(scene: Scene, page: Page) -> None:
    await scene.bot.upload("sendPhoto", "photo", "t.png", qr("https://example.org/hall"), chat_id=scene.timur)
    chat = await scene.open(page)
    await chat.get_by_test_id("scan").click()
    told = page.get_by_test_id("code-text")
    await expect(told).to_contain_text("https://example.org/hall")
    await expect(told.get_by_role("link")).to_have_attribute("target", "_blank")


async def test_a_picture_without_a_code_says_so_when_it_is_scanned(scene: Scene, page: Page) -> None:
    await scene.bot.upload("sendPhoto", "photo", "t.png", png(200, 120), chat_id=scene.timur, caption="A hall")
    chat = await scene.open(page)
    message = said(chat, "A hall")
    await message.hover()
    await message.get_by_test_id("message-more").click()
    await page.get_by_test_id("scan-picture").click()
    await expect(chat.get_by_test_id("toast")).to_contain_text("No QR code")
    await expect(chat.get_by_test_id("scan")).to_have_count(0)
