"""Announcements on their way out: written ones worded, the author's own messages copied, and what stops them."""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot

from bot.clockwork.jobs import every_job
from bot.delivery import Delivery
from bot.outbox import Sender
from bot.pace import Pace
from bot.telegram import Telegram
from bot.transport import Answer
from domain.announcements import AnnouncementState, Contents, Copied, PausedBecause, Progress
from domain.languages import Language
from domain.moments import QuietHours
from domain.segments import Role, Segment
from handlers.house import House
from handlers.originals import original
from handlers.texts import Catalogues
from storage.announcing import steering
from storage.people import persons
from storage.seats import privacy
from tests.bot.scripted import TOKEN, ScriptedTransport, granted, refused
from tests.storage.announcing.newsroom import HELLO, Newsroom
from tests.storage.desk import Desk

NEVER_QUIET = QuietHours(time(3, 0), time(3, 1))
PUPILS = Segment(roles=frozenset({Role.PUPIL}))
HOUSE = House(username="etalon_bot", zone="Asia/Almaty", consent_under=14, language=Language.RUSSIAN)


@dataclass
class PostRoom:
    """The newsroom's post: the real wording and sending, over a transport with a script."""

    newsroom: Newsroom
    transport: ScriptedTransport = field(default_factory=ScriptedTransport)
    quiet: QuietHours = NEVER_QUIET

    def __post_init__(self) -> None:
        telegram = Telegram(self.transport, Pace(100_000), base="https://api.example")
        delivery = Delivery(Bot(TOKEN, session=telegram), HOUSE, Catalogues())
        self.sender = Sender(
            self.newsroom.desk.store,
            telegram,
            delivery.deliver,
            self.newsroom.desk.clock,
            quiet=self.quiet,
            zone=HOUSE.zone,
        )

    def answers(self, *script: Answer | Exception) -> None:
        self.transport.script.extend(script)

    @property
    def asked(self) -> list[tuple[str, dict[str, Any]]]:
        """Methods and fields, without the keyboard."""
        bare = {"reply_markup", "parse_mode", "link_preview_options"}
        return [
            (asked.method, {name: value for name, value in asked.fields.items() if name not in bare})
            for asked in self.transport.asked
        ]

    async def announce(self, contents: Contents) -> Any:
        """To every pupil: queued, expanded, sent."""
        announcement = await self.newsroom.queued(PUPILS, contents)
        await self.newsroom.work()
        await self.sender.drain()
        return announcement

    async def progress(self, announcement: Any) -> Progress:
        return (await self.newsroom.look(announcement)).progress


@pytest.fixture
async def newsroom(desk: Desk) -> Newsroom:
    return await Newsroom.opened(desk)


@pytest.fixture
def room(newsroom: Newsroom) -> PostRoom:
    return PostRoom(newsroom)


async def author(room: PostRoom) -> int:
    newsroom = room.newsroom
    return (await newsroom.desk.store.read(persons.person, id=newsroom.organizer)).account


async def test_each_gets_it_in_their_language_with_a_way_home(room: PostRoom) -> None:
    timur, alina = await room.newsroom.desk.pupil(), await room.newsroom.desk.pupil()
    await room.newsroom.desk.run("UPDATE people SET language = 'en' WHERE id = :person", person=alina.id)
    announcement = await room.announce(HELLO)
    assert room.asked == [
        ("sendMessage", {"chat_id": timur.account, "text": "<b>Привет</b>"}),
        ("sendMessage", {"chat_id": alina.account, "text": "<b>Hello</b>"}),
    ]
    homes = [asked.fields["reply_markup"]["inline_keyboard"][-1][-1]["text"] for asked in room.transport.asked]
    assert homes == ["🏠 В начало", "🏠 Home"]
    assert all(asked.fields["parse_mode"] == "HTML" for asked in room.transport.asked)
    assert (await room.progress(announcement)).sent == 2


async def test_one_message_is_copied_from_the_author(room: PostRoom) -> None:
    timur = await room.newsroom.desk.pupil()
    await room.announce(Contents({Language.RUSSIAN: Copied(original([42]))}))
    copied = {"chat_id": timur.account, "from_chat_id": await author(room), "message_id": 42}
    assert room.asked == [("copyMessage", copied)]


async def test_an_album_is_copied_whole_and_in_order(room: PostRoom) -> None:
    timur = await room.newsroom.desk.pupil()
    room.answers(granted([{"message_id": 1}, {"message_id": 2}]))
    announcement = await room.announce(Contents({Language.RUSSIAN: Copied(original([43, 42, 43]))}))
    copied = {"chat_id": timur.account, "from_chat_id": await author(room), "message_ids": [42, 43]}
    assert room.asked == [("copyMessages", copied)]
    assert (await room.progress(announcement)).sent == 1


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: message to copy not found",
        "Bad Request: there are no messages to forward",
        "Bad Request: message can't be copied",
    ],
)
async def test_without_its_original_it_pauses_and_nobody_has_lost_it(room: PostRoom, words: str) -> None:
    await room.newsroom.desk.pupil()
    room.answers(refused(400, words))
    announcement = await room.announce(Contents({Language.RUSSIAN: Copied(original([42]))}))
    paused = await room.newsroom.look(announcement)
    assert (paused.state, paused.paused_because) == (AnnouncementState.PAUSED, PausedBecause.ORIGINAL_GONE)
    assert paused.progress.left == 1
    assert await room.sender.drain() == 0

    await room.newsroom.does(steering.resume, announcement)
    assert await room.sender.drain() == 1
    assert (await room.progress(announcement)).sent == 1


async def test_half_an_album_goes_to_one_reader_at_most(room: PostRoom) -> None:
    await room.newsroom.desk.pupil()
    room.answers(granted([{"message_id": 1}]))
    announcement = await room.announce(Contents({Language.RUSSIAN: Copied(original([42, 43]))}))
    paused = await room.newsroom.look(announcement)
    assert (paused.paused_because, paused.progress.sent) == (PausedBecause.ORIGINAL_GONE, 1)


async def test_the_messages_of_an_author_who_is_forgotten_are_not_asked_for(room: PostRoom) -> None:
    newsroom = room.newsroom
    await newsroom.desk.pupil()
    announcement = await newsroom.queued(PUPILS, Contents({Language.RUSSIAN: Copied(original([42]))}))
    await newsroom.work()
    await newsroom.desk.do(privacy.forget, actor=newsroom.organizer)
    await room.sender.drain()
    assert room.asked == []
    paused = await newsroom.desk.value("SELECT paused_because FROM announcements WHERE id = :id", id=announcement.id)
    assert paused == PausedBecause.ORIGINAL_GONE


async def test_text_that_telegram_refuses_stops_nothing(room: PostRoom) -> None:
    await room.newsroom.desk.pupil()
    await room.newsroom.desk.pupil()
    room.answers(refused(403, "Forbidden: bot was blocked by the user"))
    announcement = await room.announce(HELLO)
    found = await room.progress(announcement)
    assert (found.blocked, found.sent, found.left) == (1, 1, 0)


async def test_it_waits_for_the_morning(newsroom: Newsroom) -> None:
    room = PostRoom(newsroom, quiet=QuietHours.parse("13:00-15:00"))  # it is two in the afternoon
    await newsroom.desk.pupil()
    announcement = await room.announce(HELLO)
    assert room.asked == []
    newsroom.desk.clock.forward(3_600)
    await room.sender.drain()
    assert (await room.progress(announcement)).sent == 1


async def test_paused_between_claim_and_sending_it_waits(room: PostRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = room.newsroom
    await newsroom.desk.pupil()
    announcement = await newsroom.queued(PUPILS)
    await newsroom.work()
    (row,) = await newsroom.claim()
    await newsroom.does(steering.pause, announcement)
    await room.sender._errands.run(row)
    assert room.asked == []
    assert await newsroom.told() != []
    await newsroom.does(steering.resume, announcement)
    assert await room.sender.drain() == 1


async def test_the_clockwork_queues_and_ends_it(room: PostRoom, tmp_path: Path) -> None:
    newsroom, woken = room.newsroom, []
    await newsroom.desk.pupil()
    jobs = every_job(
        newsroom.desk.store,
        newsroom.desk.clock,
        wake_sender=lambda: woken.append(1),
        zone=HOUSE.zone,
        backups=tmp_path,
    )
    (announcing,) = (job for job in jobs if job.name == "put announcements into the outbox")
    announcement = await newsroom.queued(PUPILS)
    await announcing.run()
    assert woken
    await room.sender.drain()
    await announcing.run()
    assert (await newsroom.look(announcement)).state is AnnouncementState.DONE
