"""A scene for the chat page's tests: an emulator on a free port, somebody to be, and a small bot over plain HTTP."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import segno
from playwright.async_api import Locator, Page

from emulator.clock import SimClock
from emulator.server import serve
from emulator.world import World

Json = dict[str, Any]

TOKEN: Final = "4200000042:scene"  # noqa: S105 - it opens nothing but the test's own emulator
BOT: Final = "etalon_demo_bot"
START: Final = 1_795_000_000.0  # Wed 18 November 2026, 11:06:40 UTC, which is 14:06 in Moscow
DAY: Final = 86_400


class SmallBot:
    """Answers what it hears as the test says; its calls are plain requests, and a refused one fails the test."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.heard: asyncio.Queue[Json] = asyncio.Queue()  # updates it has dealt with
        self.on_message: Callable[[Json], Awaitable[Any]] = self.echo
        self.on_tap: Callable[[Json], Awaitable[Any]] = self.nod
        self.on_inline: Callable[[Json], Awaitable[Any]] = self.offer_nothing

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a Bot API call."""
        async with self._session.post(f"/bot{TOKEN}/{method}", json=params) as response:
            return _granted(await response.json())

    async def upload(self, method: str, kind: str, name: str, content: bytes, **params: Any) -> Any:
        """The result of a call that sends a file."""
        form = aiohttp.FormData()
        form.add_field(kind, content, filename=name)
        for key, value in params.items():
            form.add_field(key, value if isinstance(value, str) else json.dumps(value))
        async with self._session.post(f"/bot{TOKEN}/{method}", data=form) as response:
            return _granted(await response.json())

    async def says(self, person: int, text: str, **params: Any) -> Json:
        """Sends a text to somebody."""
        message: Json = await self.call("sendMessage", chat_id=person, text=text, **params)
        return message

    async def echo(self, message: Json) -> None:
        """What it does with messages until told otherwise."""
        await self.says(message["chat"]["id"], f"You said: {message.get('text', 'something')}")

    async def ignore(self, message: Json) -> None:
        """What it may do with messages: nothing."""

    async def nod(self, tap: Json) -> None:
        """What it does with presses until told otherwise."""
        await self.call("answerCallbackQuery", callback_query_id=tap["id"], text=f"Pressed {tap['data']}")

    async def offer_nothing(self, query: Json) -> None:
        """What it does with inline queries until told otherwise."""
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=[])

    async def album(self, chat: int, pictures: list[bytes], caption: str) -> list[Json]:
        """Sends pictures together."""
        media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(len(pictures))]
        form = aiohttp.FormData()
        form.add_field("chat_id", str(chat))
        form.add_field("media", json.dumps([{**media[0], "caption": caption}, *media[1:]]))
        for number, picture in enumerate(pictures):
            form.add_field(f"p{number}", picture, filename=f"p{number}.png")
        async with self._session.post(f"/bot{TOKEN}/sendMediaGroup", data=form) as response:
            sent: list[Json] = _granted(await response.json())
            return sent

    async def listen(self) -> None:
        """Long-polls for ever."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                if "message" in update:
                    await self.on_message(update["message"])
                elif "callback_query" in update:
                    await self.on_tap(update["callback_query"])
                elif "inline_query" in update:
                    await self.on_inline(update["inline_query"])
                self.heard.put_nowait(update)


def _granted(answer: Json) -> Any:
    assert answer["ok"], answer
    return answer["result"]


@dataclass
class Scene:
    """An emulator with a bot, and Timur, who has said "Hello"; the clock stands at START."""

    url: str
    world: World
    bot: SmallBot
    timur: int
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def add(self, name: str, language: str = "ru") -> int:
        """One more person."""
        return int(self.world.add_person(name, language)["id"])

    def group(self, title: str, *people: int) -> int:
        """A group of these people and the bot; the first of them made it."""
        members = [self.world.person(person) for person in people]
        return int(self.world.groups.make(title, members, self.world.bot())["id"])

    async def open(self, page: Page) -> Locator:
        """Opens the chat page; answers Timur's chat on it."""
        await page.goto(self.url)
        return self.chat(page, self.timur)

    def chat(self, page: Page, person: int) -> Locator:
        """Somebody's chat on a page."""
        return page.get_by_test_id(f"chat-{person}")


@asynccontextmanager
async def scene_with_bot() -> AsyncIterator[Scene]:
    """A scene, for as long as the context lasts."""
    world = World(SimClock(START, running=False))
    world.add_bot(TOKEN, first_name="Etalon", username=BOT)
    timur = int(world.add_person("Timur", "ru")["id"])
    world.person_writes(timur, "Hello")  # a bot may not be the first to write
    await world.take_updates(TOKEN)
    async with serve(world) as server, aiohttp.ClientSession(server.url) as session:
        scene = Scene(server.url, world, SmallBot(session), timur)
        scene.tasks.append(asyncio.create_task(scene.bot.listen()))
        try:
            yield scene
        finally:
            for task in scene.tasks:
                task.cancel()
                with suppress(asyncio.CancelledError, aiohttp.ClientError):
                    await task


def keys(*rows: list[Json]) -> Json:
    """An inline keyboard."""
    return {"inline_keyboard": list(rows)}


def key(text: str, data: str | None = None, **more: Any) -> Json:
    """A button: a callback one, unless `more` says what else it does."""
    return {"text": text, **({} if more else {"callback_data": data or text}), **more}


def qr(text: str, scale: int = 4) -> bytes:
    """A picture of a QR code."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=scale, border=4, dark="#12355b")
    return picture.getvalue()


def said(chat: Locator, text: str) -> Locator:
    """The messages of a chat that contain a text."""
    return chat.get_by_test_id("message").filter(has_text=text)
