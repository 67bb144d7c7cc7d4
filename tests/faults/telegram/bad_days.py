"""What these tests have in common: time that passes when somebody waits, a line that can be cut, a crowd with seats."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.transport import Answer, NotConnected, Upload
from domain.identities import AccountId, Intent, SlotId
from storage.engine import Transaction
from storage.messages import inbox
from storage.people import persons
from storage.publishing import slots
from storage.seats import bookings
from tests.bot.in_process import WorldTransport
from tests.bot.scripted import refused
from tests.conversations.stage import BOT, TOKEN, Actor, Stage

HTML = "<html><h1>502 Bad Gateway</h1></html>"
CALLED_OFF = "This does not take place"
PERHAPS_AGAIN = "Perhaps you have seen this already"
Json = dict[str, Any]


@dataclass
class Hours:
    """Monotonic time: it passes while somebody sleeps, and when a test says so."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


class Line(WorldTransport):
    """The way to Telegram, which can be cut, or lose the token it knows."""

    cut = False
    attempts = 0
    _last_granted = ""
    _refuses = False

    def taken_away_after(self, method: str) -> None:
        """The token is taken away once this method was answered."""
        self._last_granted = method

    async def call(self, token: str, method: str, fields: Json, files: dict[str, Upload], *, seconds: float) -> Answer:
        self.attempts += 1
        if self.cut:
            raise NotConnected("ClientConnectorError: Connection refused")
        if self._refuses:
            return refused(401, "Unauthorized")
        self._refuses = method == self._last_granted
        return await super().call(token, method, fields, files, seconds=seconds)


@dataclass
class BadDay(Stage):
    """A stage on a bad day."""

    hours: Hours
    line: Line

    def suffers(self, method: str, **fault: Any) -> None:
        """The next calls of a method fail so."""
        self.world.faults.order({"method": method, **fault})

    async def goes_on(self) -> None:
        """Time passes until nothing is left to send; every pause is over by then."""
        async with asyncio.timeout(120):
            while (await self.standing_rows())["waiting"]:
                self.hours.pass_by(60)
                await self.app.settle()

    async def standing_rows(self) -> Counter[str]:
        """How many rows of the outbox stand how."""
        return Counter(state for state, _repeat, _why in await self.app.store.read(outbox_rows))

    async def letters(self) -> list[tuple[str, int, str | None]]:
        """State, whether it may be a repeat, and why: of every row of the outbox."""
        return await self.app.store.read(outbox_rows)

    async def undone(self) -> int:
        """How many updates nobody has finished."""
        return len(await self.app.store.read(inbox.to_do))

    async def dead(self) -> list[str]:
        """Why updates were set aside."""
        return await self.app.store.read(dead_letters)

    async def all_is_done(self) -> bool:
        """Every update handled, none set aside."""
        return not await self.undone() and not await self.dead()

    async def registered(self, size: int) -> list[Actor]:
        """So many pupils with a seat in the first slot. What they said on their way there is not gone through again."""
        people = [self.world.add_person(f"Pupil {number}", "en")["id"] for number in range(size)]
        crowd = [Actor(self, person, "Pupil") for person in people]
        for actor in crowd:
            self.world.person_opens(actor.id, f"https://t.me/{BOT}?start=s_1")
        self.world.state.bots[TOKEN].updates.clear()
        await asyncio.gather(*(self._knows(actor) for actor in crowd))
        await asyncio.gather(*(self._books(actor) for actor in crowd))
        return crowd

    async def calls_off(self) -> None:
        """The first slot does not take place: everybody is to be told."""
        await self.app.store.write(slots.call_off, slot=SlotId(1))

    async def _books(self, actor: Actor) -> None:
        person = (await self.app.store.read(persons.visit, account=AccountId(actor.id))).person
        assert person is not None
        assert person.pupil is not None
        await self.app.store.write(
            bookings.book,
            actor=person.id,
            pupil=person.pupil.id,
            slot=SlotId(1),
            answer="",
            intent=Intent(f"seat-{actor.id}"),
        )

    async def reachable(self, actor: Actor) -> bool:
        """Whether the bot believes that it can write to somebody."""
        person = (await self.app.store.read(persons.visit, account=AccountId(actor.id))).person
        assert person is not None
        return person.reachable

    def arrives(self, kind: str, content: Json) -> None:
        """An update of any kind, as Telegram would queue it."""
        self.world.state.bots[TOKEN].updates.push(kind, content)


def outbox_rows(tx: Transaction) -> list[tuple[str, int, str | None]]:
    found = tx.all("SELECT state, possible_repeat, why FROM outbox ORDER BY id")
    return [(row["state"], row["possible_repeat"], row["why"]) for row in found]


def dead_letters(tx: Transaction) -> list[str]:
    return [row["dead_reason"] for row in tx.all("SELECT dead_reason FROM inbox WHERE dead_at IS NOT NULL")]


def texts(actor: Actor, words: str) -> list[str]:
    """The bot's messages in somebody's chat that say so."""
    shown = (str(message.get("text") or message.get("caption") or "") for message in actor.from_bot())
    return [text for text in shown if words in text]
