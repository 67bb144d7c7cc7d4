"""An intake that Telegram delivers to: the real one, behind a real port, with a handler that does as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.types import InlineQuery, Message
from aiohttp import web

from bot.config import Listen
from bot.intake import Intake
from bot.intake.intake import DeliverTo
from bot.metrics import Metrics
from bot.pace import Pace
from bot.telegram import Telegram
from bot.web import listening
from storage.engine import Store
from tests.bot.scripted import TOKEN, ScriptedTransport

SECRET = "a-secret-of-the-tests"  # noqa: S105  nobody's
URL = "https://bot.example/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def says(number: int, text: str, *, who: int = 7) -> dict[str, Any]:
    """An update: somebody writes to the bot."""
    sender = {"id": who, "is_bot": False, "first_name": "Somebody"}
    chat = {"id": who, "type": "private", "first_name": "Somebody"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}
    return {"update_id": number, "message": message}


def types(number: int, text: str, *, who: int = 7) -> dict[str, Any]:
    """An update: somebody types behind the bot's name, in whatever chat."""
    sender = {"id": who, "is_bot": False, "first_name": "Somebody"}
    return {"update_id": number, "inline_query": {"id": str(number), "from": sender, "query": text, "offset": ""}}


@dataclass
class Deliveries:
    """The intake, what its handlers heard, and a client that is Telegram or pretends to be."""

    store: Store
    heard: list[str] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    transport: ScriptedTransport = field(default_factory=ScriptedTransport)
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        telegram = Telegram(self.transport, Pace(1000), base="https://api.example")
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.message.register(self._message)
        dispatcher.inline_query.register(self._inline_query)
        self.intake = Intake(
            Bot(TOKEN, session=telegram),
            telegram,
            dispatcher,
            self.store,
            allowed=["message", "inline_query"],
            deliver_to=DeliverTo(URL, SECRET),
            metrics=self.metrics,
        )
        assert self.intake.webhook is not None
        self.webhook = self.intake.webhook

    async def _message(self, message: Message) -> None:
        await self._hear(message.text or "")

    async def _inline_query(self, query: InlineQuery) -> None:
        await self._hear(query.query)

    async def _hear(self, text: str) -> None:
        self.heard.append(text)
        if text in self.gates:
            await self.gates[text].wait()
            self.heard.append(f"{text} is done")
        if text in self.failures:
            raise self.failures[text]

    @asynccontextmanager
    async def knocking(self) -> AsyncIterator["Knocker"]:
        """Serve on a free port, with somebody who knocks there."""
        routes = [web.post(self.webhook.path, self.webhook.take)]
        async with listening(Listen("127.0.0.1", 0), routes) as at, aiohttp.ClientSession() as http:
            yield Knocker(http, f"http://{at}/telegram")


@dataclass
class Knocker:
    """Whoever posts to the webhook."""

    http: aiohttp.ClientSession
    url: str

    async def delivers(self, update: Any, *, secret: str | None = SECRET) -> int:
        """Post it; the status. There is never a word in the answer."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {} if secret is None else {HEADER: secret}
        async with self.http.post(self.url, data=BytesIO(body), headers=headers) as answer:
            assert await answer.read() == b""
            assert "Server" not in answer.headers
            return answer.status
