"""Chromium for this folder's tests: launched once, a fresh page for each, nothing said or asked behind our back.

Playwright's objects live in one event loop, so every test here runs in the session's, and an async fixture that a test
of this folder uses must be made with `@pytest_asyncio.fixture(loop_scope="session")`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright, expect

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
HOME: Final = "127.0.0.1"
PATIENCE: Final = 15_000  # milliseconds for one expectation; two busy cores are slow
WIDE: Final[dict[str, Any]] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "en-GB",
    "timezone_id": "Europe/Moscow",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run this folder's tests in the event loop in which the browser lives."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def find_chromium() -> str | None:
    """The path of an installed Chromium: what CHROMIUM says, or the first of the usual names in PATH."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium, one for all tests. Skips where there is none; REQUIRE_BROWSER=1 makes that a failure."""
    path = find_chromium()
    if path is None:
        missing = "no Chromium found: install it, or name it in CHROMIUM"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        await launched.close()


class Pages:
    """Opens pages and keeps what went wrong in them: errors in the console, errors of scripts, strange hosts asked."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._forgiven: list[str] = []
        self.troubles: list[str] = []

    async def open(self, **options: Any) -> Page:
        """A page in a context of its own; options are Browser.new_context's, by default a wide English screen."""
        context = await self._browser.new_context(**{**WIDE, **options})
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self._asked)
        return await context.new_page()

    def forgive(self, words: str) -> None:
        """Expect troubles with these words in them: the test itself makes them."""
        self._forgiven.append(words)

    async def close(self) -> None:
        """Close every page. Raises AssertionError with what went wrong in them."""
        for context in self._contexts:
            await context.close()
        unforgiven = [trouble for trouble in self.troubles if not any(words in trouble for words in self._forgiven)]
        assert unforgiven == []

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != HOME:
            self.troubles.append(f"another host: {request.url}")


@pytest_asyncio.fixture(loop_scope="session")
async def pages(browser: Browser) -> AsyncIterator[Pages]:
    """Opens pages of any shape; the test fails at its end if anything went wrong in one."""
    opened = Pages(browser)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(pages: Pages) -> Page:
    """A fresh page on a wide screen, in English, in Moscow's time zone."""
    return await pages.open()
