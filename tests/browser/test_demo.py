"""`make demo` as a stranger meets it: the real program, its chat page in a real browser, from Start to the reminder.

With PICTURES=<folder> the screens on the way are kept there (`make pictures` keeps them in docs/pictures).
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, ViewportSize

from bot.demo import USERNAME
from tests.browser.conftest import Pages

pytestmark = [pytest.mark.browser, pytest.mark.process]

ROOT: Final = Path(__file__).parents[2]
STARTS_WITHIN: Final = 90
"""Seconds: importing aiogram alone takes five on a slow machine, and two cores are busy with other tests."""
STOPS_WITHIN: Final = 30
PHONE: Final[ViewportSize] = {"width": 414, "height": 896}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[str]:
    """The address of a running demo's chat page."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield await asyncio.wait_for(_address(program), STARTS_WITHIN)
    finally:
        with suppress(ProcessLookupError):
            program.send_signal(signal.SIGINT)
        await asyncio.wait_for(program.wait(), STOPS_WITHIN)


async def _address(program: asyncio.subprocess.Process) -> str:
    assert program.stdout is not None
    async for line in program.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line.decode()):
            return found[0]
    raise AssertionError("the demo ended before it said where it is")


async def one_more(demo: str, name: str, language: str) -> int:
    """Somebody new at the emulator; their number."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{demo}sim/people", json={"first_name": name, "language_code": language}) as answer,
    ):
        return int((await answer.json())["id"])


async def be(page: Page, demo: str, person: int) -> Locator:
    """Open the page as that person; their chat."""
    await page.goto(demo)
    await page.get_by_test_id(f"person-{person}").click()
    return page.get_by_test_id(f"chat-{person}")


async def press(chat: Locator, label: str) -> None:
    """Press the newest button that says so."""
    await chat.get_by_role("button", name=label, exact=len(label) <= 2).last.click()


async def says(chat: Locator, text: str) -> None:
    """Type a text and send it."""
    await chat.get_by_test_id("composer").fill(text)
    await chat.get_by_test_id("composer").press("Enter")


async def sees(chat: Locator, text: str) -> Locator:
    """Wait until a message says so."""
    message = chat.get_by_test_id("message").filter(has_text=text).last
    await message.wait_for()
    return message


async def keep(page: Page, name: str, *, wide: bool = False) -> None:
    """Keep a picture of the page as a phone shows it, or a wide screen, if pictures are wanted."""
    if folder := os.environ.get("PICTURES"):
        before = page.viewport_size
        assert before is not None
        await page.set_viewport_size(before if wide else PHONE)
        await page.wait_for_timeout(700)  # only where a person will look: what moves has come to rest
        await asyncio.to_thread(Path(folder).mkdir, parents=True, exist_ok=True)
        await page.screenshot(path=Path(folder) / f"{name}.png")
        await page.set_viewport_size(before)


async def test_a_stranger_registers_and_gets_the_reminder(demo: str, page: Page) -> None:
    guide = await one_more(demo, "Sample guide", "en")
    chat = await be(page, demo, await one_more(demo, "Sample stranger", "en"))
    await chat.get_by_test_id("start").click()
    await sees(chat, "This is Etalon")

    await press(chat, "Upcoming")
    await sees(chat, "seats left")
    await keep(page, "upcoming")
    await press(chat, "1")
    await sees(chat, "Your host")
    await press(chat, "Register")
    await sees(chat, "What is your first name?")
    await says(chat, "Alex")
    await sees(chat, "Nice to meet you, Alex!")
    await press(chat, "9")
    await press(chat, "14 or older")
    await says(chat, "shcool 239")
    await sees(chat, "Is it one of these?")
    await press(chat, "239")
    ticket = await sees(chat, "Alex, your ticket")
    await ticket.get_by_test_id("photo").wait_for()
    await keep(page, "ticket")
    await ticket.get_by_test_id("scan").click()
    await page.get_by_test_id(f"open-as-{guide}").click()
    beside = page.get_by_test_id(f"chat-{guide}")
    await beside.locator(".message.theirs").first.wait_for()
    await keep(page, "columns", wide=True)
    await beside.get_by_test_id("close-column").click()

    await page.get_by_test_id("clock-next-reminder").click()
    await sees(chat, "Alex, soon:")
    await keep(page, "reminder")
    await keep(page, "demo", wide=True)


async def test_a_younger_pupil_and_a_parent_each_on_a_phone(demo: str, pages: Pages) -> None:
    pupil, parent = await one_more(demo, "Sample pupil", "en"), await one_more(demo, "Sample parent", "en")
    young, grown = await pages.open(), await pages.open()
    child = await be(young, demo, pupil)
    await child.get_by_test_id("start").click()
    await press(child, "Upcoming")
    await press(child, "1")
    await press(child, "Register")
    await sees(child, "What is your first name?")
    await says(child, "Timur")
    await sees(child, "Nice to meet you, Timur!")
    await press(child, "5")
    await press(child, "Younger than 14")
    await sees(child, "Which school")
    await says(child, "239")
    await press(child, "239")
    held = await sees(child, "Your seat is kept until")
    link = re.search(r"https://t\.me/\S+start=g_[\w-]+", await held.inner_text())
    assert link

    await _opens(demo, parent, link[0])
    adult = await be(grown, demo, parent)
    await sees(adult, "May Timur come?")
    await keep(grown, "consent")
    await press(adult, "Yes, for this date")
    await sees(adult, "Thank you!")

    ticket = await sees(child, "Timur, your ticket")
    await ticket.get_by_test_id("photo").wait_for()


async def test_the_sample_teacher_brings_the_sample_class(demo: str, page: Page) -> None:
    teacher, pupil = await _person(demo, "Учитель"), await one_more(demo, "Sample member", "en")
    chat = await be(page, demo, teacher)
    await chat.get_by_test_id("start").click()
    await press(chat, "Мои классы")
    await press(chat, "8Б (пример)")
    await press(chat, "Ссылка для класса")
    shared = await sees(chat, "Для чата класса")
    link = re.search(r"https://t\.me/\S+start=k_[\w-]+", await shared.inner_text())
    assert link

    await _opens(demo, teacher, f"https://t.me/{USERNAME}?start=s_1")
    await press(chat, "Привести класс")
    await sees(chat, "12 учеников + 1 взрослый")
    await press(chat, "Записать")
    await sees(chat, "Класс ждут")
    await keep(page, "class")
    await press(chat, "Документы")
    paper = await sees(chat, "проект приказа")
    await paper.get_by_test_id("document").wait_for(timeout=60_000)

    await _opens(demo, pupil, link[0])
    member = await be(page, demo, pupil)
    await sees(member, "8Б (пример)")


async def test_the_sample_organizer_looks_back_and_makes_a_date(demo: str, page: Page) -> None:
    organizer = await _person(demo, "Организатор")
    chat = await be(page, demo, organizer)
    await chat.get_by_test_id("start").click()
    await press(chat, "Организация")
    await press(chat, "Отчёты")
    await press(chat, "Кто пришёл")
    chart = chat.get_by_test_id("photo").last
    await chart.wait_for(timeout=60_000)  # the first chart waits for the library that draws it
    await keep(page, "reports")

    await says(chat, "/organize")
    await press(chat, "🗂 Программа")
    await press(chat, "Новое событие")
    await press(chat, "Центр")
    await press(chat, "Мастер-класс")
    await says(chat, "Как проверяют весы\nПокажем, как поверяют торговые весы, и дадим попробовать самим.")
    await press(chat, "7–9")
    await chat.get_by_role("button", name="📍").first.click()
    await says(chat, "28.11 15:30 x25")
    await keep(page, "event")


async def _person(demo: str, named: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"{demo}sim/people") as answer:
        return next(int(one["id"]) for one in await answer.json() if named in one["first_name"])


async def _opens(demo: str, person: int, link: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{demo}sim/people/{person}/opens", json={"link": link}) as answer,
    ):
        assert answer.status == 200
