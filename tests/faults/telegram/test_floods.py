"""One person floods the bot: the others do not notice, and the flooder is told, kindly and once."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from bot.app import App, build_app
from bot.intake.bounds import Bounds
from bot.pace import Pace
from bot.transport import Answer, Upload
from emulator.world import World
from storage.engine import Transaction
from tests.bot.in_process import WorldClock, WorldTransport
from tests.bot.test_pace import Time
from tests.conversations.stage import BOT, TOKEN, Actor, Stage, a_slot, config, new_world
from tests.faults.telegram.bad_days import BadDay, texts

ENOUGH = "more than I can read at once"
SKIPPED = "this press was skipped"
WORDS = Bounds().words

PACE = 25
STEP = 0.01
SECONDS = 6
OTHERS = 10
ROOM = 120
"""Updates that may wait before fetching pauses: few, so that a short flood reaches it."""
NO_BOUNDS = Bounds(words=10**9, deeds=10**9, most_deeds=10**9)


class Watched(WorldTransport):
    """Notes when each chat's screen changed, in virtual time."""

    def __init__(self, world: World, time: Time) -> None:
        super().__init__(world)
        self.time = time
        self.changed: dict[int, deque[float]] = defaultdict(deque)
        self.sent: Counter[int] = Counter()

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        answer = await super().call(token, method, fields, files, seconds=seconds)
        if method == "editMessageText":
            self.changed[fields["chat_id"]].append(self.time.now)
        if method.startswith("send"):
            self.sent[fields["chat_id"]] += 1
        return answer


class Crossing:
    """An application whose pace runs on virtual time: what is measured depends on no machine."""

    def __init__(self, app: App, world: World, time: Time, transport: Watched) -> None:
        self.app = app
        self.world = world
        self.time = time
        self.transport = transport
        self.stage = Stage(app, world)
        self._in_flight = 0
        for way in ("read", "write"):
            setattr(app.store, way, self._counted(getattr(app.store, way)))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        async def counted(*args: Any, **kwargs: Any) -> Any:
            self._in_flight += 1
            try:
                return await call(*args, **kwargs)
            finally:
                self._in_flight -= 1

        return counted

    async def settles(self) -> None:
        """Wait until everybody waits for time to pass."""
        calm = 0
        while calm < 3:
            for _turn in range(8):
                await asyncio.sleep(0)
            calm = 0 if self._in_flight else calm + 1

    async def passes(self, seconds: float) -> None:
        await self.settles()
        await self.time.passes(seconds)
        await self.settles()

    async def flooded(self, flooder: int | None, others: list[Actor]) -> list[float]:
        """Everybody taps every two seconds, one of them also writes 100 messages a second: how long the taps take."""
        tapped: dict[int, deque[float]] = defaultdict(deque)
        self.transport.changed.clear()
        steps, every = round(SECONDS / STEP), round(2 / STEP)
        for step in range(steps):
            if flooder is not None:
                self.world.person_writes(flooder, f"hello {step}")
            for number, actor in enumerate(others):
                if step % every == number * every // len(others):
                    data = ("help", "home")[step // every % 2]
                    self.world.person_taps(actor.id, actor.from_bot()[0]["message_id"], data, force=True)
                    tapped[actor.id].append(self.time.now)
            await self.passes(STEP)
        waits: list[float] = []
        for person, moments in tapped.items():
            shown = self.transport.changed[person]
            # Whoever has not been answered yet has waited until now at least.
            waits.extend((shown.popleft() if shown else self.time.now) - moment for moment in moments)
        return waits


@asynccontextmanager
async def crossing(database: Path, *, guarded: bool) -> AsyncIterator[Crossing]:
    world, time = new_world(), Time()
    transport = Watched(world, time)
    async with build_app(config(database), clock=WorldClock(world), transport=transport) as app:
        app.telegram.pace = Pace(PACE, monotonic=time.monotonic, call_later=time.call_later, limit_chats=guarded)
        if not guarded:
            app.intake._admission._bounds = NO_BOUNDS
            app.intake._lanes._share = 10**9
        fetching = asyncio.create_task(app.intake.for_ever())
        try:
            yield Crossing(app, world, time, transport)
        finally:
            fetching.cancel()
            await app.intake.stop(0)
            await asyncio.gather(fetching, return_exceptions=True)


async def p95(database: Path, *, flood: bool, guarded: bool = True) -> float:
    async with crossing(database, guarded=guarded) as crossed:
        people = [crossed.world.add_person(f"Pupil {number}", "en")["id"] for number in range(OTHERS + 1)]
        for person in people:
            crossed.world.person_opens(person, f"https://t.me/{BOT}?start=hello")
        await crossed.passes(10)
        flooder, *others = people
        waits = await crossed.flooded(
            flooder if flood else None, [Actor(crossed.stage, person, "Pupil") for person in others]
        )
    assert len(waits) == OTHERS * SECONDS // 2
    return quantiles(waits, n=20)[-1]


async def test_the_others_do_not_notice_and_without_the_guard_they_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.intake.MOST_WAITING", ROOM)
    calm = await p95(tmp_path / "calm.db", flood=False)
    guarded = await p95(tmp_path / "guarded.db", flood=True)
    unguarded = await p95(tmp_path / "unguarded.db", flood=True, guarded=False)
    assert guarded <= calm + 2 / PACE  # one message of the flooder's own may go first
    assert unguarded > 1.0
    assert unguarded > 10 * guarded


async def test_whoever_floods_is_told_once_gets_a_message_a_second_and_has_nothing_undone(tmp_path: Path) -> None:
    async with crossing(tmp_path / "etalon.db", guarded=True) as crossed:
        flooder = Actor(crossed.stage, crossed.world.add_person("Pupil", "en")["id"], "Pupil")
        crossed.world.person_opens(flooder.id, f"https://t.me/{BOT}?start=hello")
        await crossed.passes(10)
        crossed.transport.sent.clear()
        await crossed.flooded(flooder.id, [])
        assert crossed.transport.sent[flooder.id] <= 4 + SECONDS + 1
        assert len(texts(flooder, ENOUGH)) == 1
        for _second in range(60):
            await crossed.passes(1)
        assert crossed.app.intake.idle
        assert crossed.transport.sent[flooder.id] <= 4 + SECONDS + WORDS + 1
        assert len(texts(flooder, ENOUGH)) == 1


def outcomes(tx: Transaction) -> dict[str, int]:
    row = tx.one("SELECT count(*) AS all_, count(done_at) AS done, count(dead_at) AS dead FROM inbox")
    assert row is not None
    return {"all": row["all_"], "done": row["done"], "dead": row["dead"]}


async def test_a_press_in_the_middle_of_a_flood_of_words_acts(day: BadDay) -> None:
    alina = await (await day.pupil("Alina")).opens(f"https://t.me/{BOT}?start=s_1")
    before = await day.app.store.read(outcomes)
    message, button = alina._button("Register")
    for number in range(40):
        day.world.person_writes(alina.id, f"hello {number}")
    day.world.person_taps(alina.id, message["message_id"], button["callback_data"])
    for number in range(40):
        day.world.person_writes(alina.id, f"hello {number}")
    await day.app.settle()
    assert alina.has("your ticket")
    assert len(texts(alina, ENOUGH)) == 1
    assert len(texts(alina, "better with buttons")) == WORDS
    after = await day.app.store.read(outcomes)
    assert after == {"all": before["all"] + 81, "done": before["all"] + 81, "dead": 0}


async def test_what_was_passed_over_keeps_no_words_and_is_not_handled_when_it_comes_again(day: BadDay) -> None:
    alina = await day.comes("Alina")
    for number in range(WORDS + 5):
        day.world.person_writes(alina.id, f"hello {number}")
    await day.app.intake.fetch_now()
    shown = len(alina.from_bot())
    day.app.intake._fetching._offset = None  # the acknowledgement never got there
    await day.app.settle()
    assert len(alina.from_bot()) == shown
    assert len(texts(alina, ENOUGH)) == 1


async def test_as_many_words_as_may_wait_are_all_read(day: BadDay) -> None:
    alina = await day.comes("Alina")
    for number in range(WORDS):
        day.world.person_writes(alina.id, f"hello {number}")
    await day.app.settle()
    assert len(texts(alina, "better with buttons")) == WORDS
    assert not alina.has(ENOUGH)


async def test_a_finger_that_stays_on_a_button_is_answered_and_acts_once(day: BadDay) -> None:
    alina = await (await day.pupil("Alina")).opens(f"https://t.me/{BOT}?start=s_1")
    message, button = alina._button("Register")
    presses = [day.world.person_taps(alina.id, message["message_id"], button["callback_data"]) for _press in range(100)]
    await day.app.settle()
    assert await day.app.store.read(lambda tx: tx.value("SELECT count(*) FROM bookings")) == 1
    assert alina.has("your ticket")
    toasts = [press.answer.get("text") or "" for press in presses if press.answer is not None]
    assert sum(SKIPPED in toast for toast in toasts) >= 1
    assert presses[-1].answer is not None
    assert len(toasts) > Bounds().deeds
    assert await day.all_is_done()


async def test_it_is_said_in_the_language_of_whoever_floods(day: BadDay) -> None:
    dana = await day.comes("Dana", "kk")
    for number in range(WORDS + 1):
        day.world.person_writes(dana.id, f"сәлем {number}")
    await day.app.settle()
    assert len(texts(dana, "Мұншаны бірден оқып үлгермеймін")) == 1


async def test_after_a_flood_everything_is_as_before_and_the_next_one_is_told_again(day: BadDay) -> None:
    alina = await day.comes("Alina")
    for flood in range(1, 3):
        for number in range(WORDS + 3):
            day.world.person_writes(alina.id, f"hello {number}")
        await day.app.settle()
        assert len(texts(alina, ENOUGH)) == flood
        await alina.says("/help")
        assert alina.sees("How it works")


async def test_in_a_group_nobody_is_told_anything(day: BadDay) -> None:
    alina = await day.comes("Alina")
    day.world.bot(BOT).reads_all = True
    group = day.world.groups.make("8Б", [day.world.person(alina.id)], day.world.bot())
    for number in range(WORDS + 10):
        day.world.person_writes(alina.id, f"hello {number}", chat=group["id"])
    await day.app.settle()
    assert not alina.has(ENOUGH)
    assert not len(day.world.state.bots[TOKEN].updates)
    assert await day.all_is_done()


async def test_a_flood_that_cannot_be_told_of_harms_nobody(day: BadDay) -> None:
    alina, timur = await day.comes("Alina"), await day.comes("Timur")
    for number in range(WORDS + 1):
        day.world.person_writes(alina.id, f"hello {number}")
    day.suffers("sendMessage", error_code=400, description="Bad Request: message text is empty")
    day.world.person_writes(timur.id, "/help")
    await day.app.settle()
    assert timur.sees("How it works") or timur.sees("Something went wrong")
    assert await day.undone() == 0


async def test_a_slot_of_its_own_for_everybody_else(day: BadDay) -> None:
    """Nothing of a flood is in the way of what others did before: their seats, their letters."""
    crowd = await day.registered(8)
    await day.offers(a_slot(capacity=400))
    for number in range(WORDS * 3):
        day.world.person_writes(crowd[0].id, f"hello {number}")
    await day.calls_off()
    await day.goes_on()
    assert [len(texts(actor, "does not take place")) for actor in crowd] == [1] * 8
