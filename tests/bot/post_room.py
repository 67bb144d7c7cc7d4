"""The post room: a sender over a transport with a script, and letters for it to send."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod

from bot.outbox import Sender
from bot.outbox.errand import PostLetter
from bot.pace import Pace
from bot.telegram import Telegram
from bot.transport import Answer
from domain.identities import SlotId
from domain.messages import Letter, LetterKind
from domain.moments import QuietHours
from domain.people import Person
from storage.messages import letters
from tests.bot.scripted import TOKEN, ScriptedTransport
from tests.storage.desk import Desk

NEVER_QUIET = QuietHours(time(3, 0), time(3, 1))


@dataclass
class PostRoom:
    """A sender over a transport with a script; its letters say their kind and whether they may be repeats."""

    desk: Desk
    transport: ScriptedTransport = field(default_factory=ScriptedTransport)
    monotonic: float = 0.0
    quiet: QuietHours = NEVER_QUIET
    per_second: float = 100_000
    posts: int = 1
    wording: Callable[[Letter], Any] | None = None

    def __post_init__(self) -> None:
        self.telegram = Telegram(self.transport, Pace(self.per_second), base="https://api.example")
        self.bot = Bot(TOKEN, session=self.telegram)
        self.sender = Sender(
            self.desk.store,
            self.telegram,
            self.deliver,
            self.desk.clock,
            quiet=self.quiet,
            zone="Europe/Moscow",
            monotonic=lambda: self.monotonic,
        )

    async def deliver(self, letter: Letter, post: PostLetter) -> None:
        if self.wording:
            self.wording(letter)
        text = f"{letter.kind}{' again?' if letter.possible_repeat else ''}"
        method: TelegramMethod[Any] = SendMessage.model_construct(chat_id=letter.to.account, text=text)
        for _part in range(self.posts):
            await post(self.bot, method)

    def answers(self, *script: Answer | Exception) -> None:
        self.transport.script.extend(script)

    @property
    def sent(self) -> list[tuple[int, str]]:
        return [(asked.fields["chat_id"], asked.fields["text"]) for asked in self.transport.asked]

    async def states(self) -> list[tuple[str, str | None]]:
        found = await self.desk.all("SELECT state, why FROM outbox ORDER BY id")
        return [(row["state"], row["why"]) for row in found]


async def booked(desk: Desk, **wishes: Any) -> tuple[Person, SlotId]:
    slot = await desk.slot(capacity=50, **wishes)
    who = await desk.pupil()
    await desk.book(who, slot)
    return who, slot


async def a_reminder(desk: Desk, *, kind: LetterKind = LetterKind.REMINDER, **wishes: Any) -> Person:
    """A letter about a booking that is there; a reminder of its meeting, unless it is to be another kind."""
    who, slot = await booked(desk, **wishes)
    booking = await desk.value("SELECT max(id) FROM bookings")
    meeting = await desk.value("SELECT id FROM meetings WHERE slot = :slot", slot=slot)
    about = {"meeting": meeting, "version": 1} if kind is LetterKind.REMINDER else {}
    await desk.do(letters.write, kind=kind, key=f"{kind}:{booking}", person=who.id, booking=booking, **about)
    return who


class SlowTransport(ScriptedTransport):
    """Answers once it is let; counts how many wait."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.asked_once = asyncio.Event()
        self.waiting = 0

    async def call(self, *args: Any, **kwargs: Any) -> Answer:
        self.waiting += 1
        self.asked_once.set()
        await self.let.wait()
        return await super().call(*args, **kwargs)
