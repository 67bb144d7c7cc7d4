"""The stage: an application over a world in process, its programme, and the people who act. No sleeps, no network."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.app import App, build_app
from bot.config import Config
from domain.identities import AccountId, Intent
from domain.languages import Language, Texts
from domain.moments import Instant, instant
from domain.people import AgeLine, Profile
from domain.programme import (
    Audience,
    EventDraft,
    EventKind,
    Format,
    MeetingTime,
    PartnerDraft,
    Place,
    Question,
    SlotDraft,
)
from domain.reminders import DEFAULT_RULES
from emulator.clock import SimClock
from emulator.world import World
from storage.people import persons, pupils
from storage.publishing import programmes, slots
from tests.bot.in_process import WorldClock, WorldTransport

TOKEN: Final = "4242:STAGE"  # noqa: S105  a token of a bot that lives in the test
ZONE: Final = "Europe/Moscow"
MONDAY: Final = instant(date(2026, 11, 23), time(12, 0), ZONE)
"""When every play begins: a Monday, at noon."""
BOT: Final = "etalon_test_bot"

PARTNER: Final = PartnerDraft(
    key="museum", name=Texts(ru="Музей", kk="Мұражай", en="Museum"), contact="Sample desk, demo only"
)
PLACE: Final = Place(
    name=Texts(ru="Музей метрологии", kk="Метрология мұражайы", en="Museum of Metrology"),
    address=Texts(ru="Московский пр., 19", kk="Мәскеу даңғ., 19", en="Moskovsky pr. 19"),
    city=Texts(ru="Санкт-Петербург", kk="Санкт-Петербург", en="St Petersburg"),
    latitude=59.9177,
    longitude=30.3170,
)
EXCURSION: Final = EventDraft(
    key="weights",
    partner="museum",
    kind=EventKind.EXCURSION,
    title=Texts(ru="Тайны гирь", kk="Гірлердің құпиясы", en="Secrets of weights"),
    description=Texts(ru="Покажем эталоны.", kk="Эталондарды көрсетеміз.", en="We show the standards."),
    audience=Audience(),
    format=Format.IN_PERSON,
    bring=Texts(ru="сменную обувь", kk="ауыстыратын аяқ киім", en="spare shoes"),
    forbidden=Texts(),
    question=None,
    reminder_rules=DEFAULT_RULES,
)
SURNAME: Final = Question(
    asks=Texts(ru="Фамилия", kk="Тегі", en="Surname"),
    why=Texts(ru="для пропуска", kk="рұқсатнама үшін", en="for the pass at the gate"),
)


def a_slot(key: str = "sat", on: date = date(2026, 11, 28), at: time = time(15, 30), **changes: Any) -> SlotDraft:
    """A slot of the excursion: Saturday at 15:30, two hours, ten seats, unless said otherwise."""
    slot = SlotDraft(
        key=key,
        event="weights",
        place=PLACE,
        online_link="",
        zone=ZONE,
        capacity=10,
        meetings=(MeetingTime(on=on, at=at, minutes=120),),
        opens_at=None,
        closes_at=None,
    )
    return replace(slot, **changes)


@dataclass
class Stage:
    """The application, the world around it, and the means to change both."""

    app: App
    world: World

    async def offers(self, *slot_drafts: SlotDraft, events: tuple[EventDraft, ...] = (EXCURSION,)) -> None:
        """Publish a programme of these slots."""
        await self.app.store.write(programmes.bring_partners, partners=(PARTNER,))
        await self.app.store.write(programmes.bring_events, events=events)
        await self.app.store.write(slots.bring_slots, slots=slot_drafts)
        await self.app.settle()

    async def comes(self, first_name: str, language: str = "en") -> Actor:
        """Somebody new, who has pressed Start."""
        person = self.world.add_person(first_name, language)
        actor = Actor(self, person["id"], first_name)
        await actor.opens(f"https://t.me/{BOT}?start=hello")
        return actor

    async def pupil(self, first_name: str, *, older: bool = True, language: str = "en") -> Actor:
        """A pupil whom the bot knows already: grade 8, school 239."""
        actor = await self.comes(first_name, language)
        await actor.introduces(first_name, older=older)
        return actor

    async def crowd(self, size: int) -> list[Actor]:
        """Many pupils whom the bot knows, without each telling who they are; each has the first slot's card open."""
        crowd = [Actor(self, self.world.add_person(f"Pupil {number}", "en")["id"], "Pupil") for number in range(size)]
        await asyncio.gather(*(self._knows(actor) for actor in crowd))
        for actor in crowd:
            self.world.person_opens(actor.id, f"https://t.me/{BOT}?start=s_1")
        await self.app.settle()
        return crowd

    async def _knows(self, actor: Actor) -> None:
        store = self.app.store
        person = await store.write(persons.meet, account=AccountId(actor.id), language=Language.ENGLISH)
        profile = Profile(first_name="Pupil", grade=8, age_line=AgeLine.OLDER, school=None, school_name="№ 239")
        await store.write(pupils.introduce, actor=person.id, profile=profile, intent=Intent(f"crowd-{actor.id}"))

    async def moves_to(self, moment: Instant) -> None:
        """Time passes, through every instant that something is due at, as the emulator's clock would have it."""
        while True:
            coming = (await self.app.standing()).next_due
            if coming is None or coming > moment:
                break
            self.world.clock.move_to(max(coming, self.world.clock.now()))
            await self.app.settle()
        self.world.clock.move_to(moment)
        await self.app.settle()

    async def is_day(self, on: date, at: time) -> None:
        """Time passes until clocks in Moscow show this."""
        await self.moves_to(instant(on, at, ZONE))

    def local_time(self) -> datetime:
        """What clocks in Moscow show."""
        return datetime.fromtimestamp(self.world.clock.now(), ZoneInfo(ZONE))


@dataclass
class Actor:
    """Somebody in front of their phone."""

    stage: Stage
    id: int
    first_name: str
    toast: str | None = field(default=None, init=False)

    async def says(self, text: str = "", **writing: Any) -> Actor:
        """Send a message."""
        self.stage.world.person_writes(self.id, text, **writing)
        await self.stage.app.settle()
        return self

    async def opens(self, link: str) -> Actor:
        """Follow a link."""
        self.stage.world.person_opens(self.id, link)
        await self.stage.app.settle()
        return self

    async def taps(self, label: str) -> Actor:
        """Press the newest button that says so, in the message that shows it."""
        message, button = self._button(label)
        query = self.stage.world.person_taps(self.id, message["message_id"], button["callback_data"])
        await self.stage.app.settle()
        assert query.answer is not None, f"the bot left the press of {label!r} unanswered"
        self.toast = query.answer.get("text")
        return self

    async def taps_data(self, data: str, message_id: int | None = None) -> Actor:
        """Press a button that the client does not show (any more), as an old or forged client could."""
        shown = message_id or max(message["message_id"] for message in self.chat())
        query = self.stage.world.person_taps(self.id, shown, data, force=True)
        await self.stage.app.settle()
        assert query.answer is not None, f"the bot left the press of {data!r} unanswered"
        self.toast = query.answer.get("text")
        return self

    async def starts_registering(self) -> Actor:
        """From the first screen through the list to the first question, for whoever is not known yet."""
        for label in ("Upcoming", "1", "Register"):
            await self.taps(label)
        return self

    async def introduces(self, name: str = "", *, grade: int = 8, older: bool = True, school: str = "№ 239") -> Actor:
        """Tell who one is, from the settings."""
        await self.opens(f"https://t.me/{BOT}?start=hello")
        await self.taps_data("me")
        await self.says(name or self.first_name)
        await self.says(str(grade))
        state = "older" if older else "younger"
        await self.taps_data(f"w:age_line:{state}")
        await self.says(school)
        await self.taps_data("w:which_school:0")
        return self

    def chat(self) -> list[dict[str, Any]]:
        """The messages of the chat as they stand, oldest change first."""
        return [message for message in self.stage.world.person_sees(self.id) if not message.get("deleted")]

    def from_bot(self) -> list[dict[str, Any]]:
        """What the bot wrote, as it stands, in the order it appeared in."""
        mine = [message for message in self.chat() if message["from"]["id"] != self.id]
        return sorted(mine, key=lambda message: int(message["message_id"]))

    def reads(self) -> str:
        """The text of what was shown last."""
        shown = self.shown()
        return _text(shown[-1]) if shown else ""

    def shown(self) -> list[dict[str, Any]]:
        """The bot's messages in the order they last changed in; old ones that only lost their keyboard left out."""
        theirs = [message for message in self.chat() if message["from"]["id"] != self.id]
        newest = max((message["message_id"] for message in theirs), default=0)
        return [message for message in theirs if _rows(message) or message["message_id"] == newest]

    def sees(self, text: str) -> bool:
        """Whether the last change says so."""
        return text in self.reads()

    def has(self, text: str) -> bool:
        """Whether any message of the bot in the chat says so."""
        return any(text in _text(message) for message in self.from_bot())

    def buttons(self) -> list[str]:
        """The labels under what changed last."""
        return [button["text"] for row in _rows(self.shown()[-1]) for button in row]

    def url(self, label: str) -> str:
        """Where the newest link button with this label leads."""
        for message in reversed(self.from_bot()):
            for row in _rows(message):
                for button in row:
                    if label in button["text"] and "url" in button:
                        return str(button["url"])
        raise AssertionError(f"no link says {label!r}")

    def link(self, prefix: str) -> str:
        """The newest deep link with this kind of payload in the texts of the chat."""
        found = [
            link
            for message in self.from_bot()
            for link in re.findall(rf"https://t\.me/\S+start={prefix}_[\w-]+", _text(message))
        ]
        assert found, f"no link with start={prefix}_… in the chat"
        return str(found[-1])

    def _button(self, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
        changed = self.shown()
        buttons = [
            (message, button)
            for message in reversed(changed)
            for row in _rows(message)
            for button in row
            if "callback_data" in button
        ]
        exact = [one for one in buttons if one[1]["text"] == label]
        for found in exact or [one for one in buttons if label in one[1]["text"]]:
            return found
        shown = "\n".join(f"{_text(one)}\n{[b['text'] for row in _rows(one) for b in row]}" for one in changed)
        raise AssertionError(f"no button says {label!r}; {self.first_name} sees:\n{shown}")


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _rows(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def config(database: Path, **changes: Any) -> Config:
    """The settings of an application on the stage."""
    given: dict[str, Any] = {
        "bot_token": TOKEN,
        "database": database,
        "backup_dir": database.parent / "backups",
        "timezone": ZONE,
        "default_language": "en",
        "messages_per_second": 100_000,
        "_env_file": None,
    }
    return Config(**{**given, **changes})


def new_world() -> World:
    """A world that stands still at Monday noon, with our bot in it."""
    world = World(clock=SimClock(start=float(MONDAY), running=False))
    world.add_bot(TOKEN, first_name="Etalon", username=BOT)
    return world


def app_in(world: World, database: Path, **changes: Any) -> Any:
    """The application over that world; an async context manager."""
    return build_app(config(database, **changes), clock=WorldClock(world), transport=WorldTransport(world))
