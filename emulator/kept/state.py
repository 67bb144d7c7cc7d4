"""Everything in the emulated world, found by id; posting, changing and removing messages for all who see them."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final

from emulator.answers import Json
from emulator.clock import SimClock
from emulator.kept.chats import Chat
from emulator.kept.feed import MessageKey
from emulator.kept.files import Files, StoredFile
from emulator.kept.limits import Limits
from emulator.kept.people import Bot, Person
from emulator.kept.polls import Poll, Polls
from emulator.kept.queries import Queries
from emulator.kept.updates import UpdateQueue

FIRST_PERSON: Final = 700_000_001
FIRST_GROUP: Final = -4_000_000_001
FIRST_SUPERGROUP: Final = -1_002_000_000_001
FIRST_UPDATE: Final = 100_000_001
FIRST_ALBUM: Final = 13_000_000_000_000_001
MOST_MESSAGES: Final = 200_000


class State:
    """People, bots, chats and files, each looked up by id, never searched for.

    Beyond MOST_MESSAGES in all chats together the oldest message is forgotten, so that no number of chats fills memory.
    """

    def __init__(self, clock: SimClock, limits: Limits | None = None) -> None:
        self.clock = clock
        self.limits = limits or Limits()
        self.chance = random.Random(0)  # noqa: S311 - dice in a game, the same in every new world
        self.people: dict[int, Person] = {}
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.groups: dict[int, Chat] = {}
        self.groups_of: dict[int, dict[int, Chat]] = {}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.files = Files()
        self.queries = Queries(clock)
        self.polls = Polls()
        self.changes = 0
        self.on_webhook_reply: Callable[[str, str], Awaitable[None]] | None = None
        self._group_ids = count(FIRST_GROUP, -1)
        self._supergroup_ids = count(FIRST_SUPERGROUP, -1)
        self._album_ids = count(FIRST_ALBUM)
        self._posted: deque[tuple[Chat, int]] = deque()

    def add_person(self, first_name: str, language_code: str, *, last_name: str | None, username: str | None) -> Person:
        """One more person."""
        number = len(self.people)
        phone = f"7700{number:07d}"
        person = Person(FIRST_PERSON + number, first_name, language_code, last_name, username, phone)
        self.people[person.id] = person
        return person

    def add_bot(self, token: str, *, first_name: str, username: str) -> Bot:
        """One more bot, or the one that has the token already, renamed. The number before the colon is its id."""
        known = self.bots.get(token)
        if known is not None:
            known.first_name, known.username = first_name, username
            return known
        number = int(token.partition(":")[0])
        bot = Bot(token, number, first_name, username, UpdateQueue(FIRST_UPDATE), started_at=self.clock.now())
        self.bots[token] = bot
        self.bots_by_id[bot.id] = bot
        return bot

    def answer_in_webhook(self, bot: Bot) -> Callable[[str], Awaitable[None]]:
        """What becomes of a call that a bot makes by answering a delivery; the world sets `on_webhook_reply`."""

        async def answered(body: str) -> None:
            if self.on_webhook_reply is not None:
                await self.on_webhook_reply(bot.token, body)

        return answered

    def user(self, account_id: int) -> Json | None:
        """The User with that id, person or bot."""
        account = self.people.get(account_id) or self.bots_by_id.get(account_id)
        return None if account is None else account.user()

    def private_chat(self, bot: Bot, person: Person) -> Chat:
        """The chat of a person with a bot, made when they first meet."""
        key = (bot.id, person.id)
        chat = self.private.get(key)
        if chat is None:
            chat = Chat(key, person.id, "private", person=person, bot=bot)
            chat.statuses = {person.id: "member", bot.id: "member"}
            self.private[key] = self.chats[key] = chat
        return chat

    def add_group(self, title: str, *, kind: str = "group") -> Chat:
        """A group or supergroup with nobody in it yet."""
        number = next(self._group_ids if kind == "group" else self._supergroup_ids)
        chat = Chat((0, number), number, kind, title=title)
        self.groups[number] = self.chats[chat.key] = chat
        return chat

    def set_status(self, chat: Chat, account_id: int, status: str) -> None:
        """What an account is to a chat; groups know their people both ways."""
        chat.statuses[account_id] = status
        if not chat.private:
            groups = self.groups_of.setdefault(account_id, {})
            if chat.has(account_id):
                groups[chat.id] = chat
            else:
                groups.pop(chat.id, None)

    def post(self, chat: Chat, sender: Json | None, content: Json, *, files: tuple[StoredFile, ...] = ()) -> Json:
        """Put a new message into a chat; everybody in it sees it. Answers the Message."""
        message: Json = {"message_id": chat.next_message_id()}
        if sender is not None:
            message["from"] = sender
        message |= {"chat": chat.shown(), "date": self.clock.date(), **content}
        for file in files:
            file.seen_in.add(chat.key)
        chat.keep(message)
        poll = self.polls.by_id(content["poll"]["id"]) if "poll" in content else None
        if poll is not None:
            poll.places.add((chat.key, message["message_id"]))
        self._seen(chat, message["message_id"])
        self._posted.append((chat, message["message_id"]))
        if len(self._posted) > MOST_MESSAGES:
            oldest, number = self._posted.popleft()
            oldest.forget(number)
            for person in self._people_in(oldest):
                person.feed.forget((oldest.key, number))
        return message

    def next_group_id(self) -> str:
        """A new album's `media_group_id`."""
        return str(next(self._album_ids))

    def show_poll(self, poll: Poll) -> None:
        """Put a changed poll into every message that shows it; those that are gone are not asked again."""
        for place in list(poll.places):
            chat_key, number = place
            chat = self.chats[chat_key]
            message = chat.messages.get(number)
            if message is None:
                poll.places.discard(place)
            else:
                self.change(chat, {**message, "poll": poll.shown})

    def change(self, chat: Chat, message: Json, *, files: tuple[StoredFile, ...] = ()) -> Json:
        """Put a changed message in the place of the one with its id."""
        for file in files:
            file.seen_in.add(chat.key)
        chat.messages[message["message_id"]] = message
        self._seen(chat, message["message_id"])
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Take a message away from everybody."""
        chat.forget(message_id)
        self._seen(chat, message_id)

    def seen_by(self, person: Person, after: int) -> list[Json]:
        """What a person sees, changed after `after`: Messages with `change`, and deletions, in order of change."""
        return [self._as_seen(key, change) for key, change in person.feed.since(after)]

    def notify_bots(self, chat: Chat, kind: str, payload: Any, *, only: Bot | None = None) -> None:
        """Queue an update for the bots of a chat, or for one of them."""
        for bot in [only] if only is not None else self.bots_in(chat):
            bot.updates.push(kind, payload)

    def bots_in(self, chat: Chat) -> list[Bot]:
        """The bots that are in a chat."""
        if chat.bot is not None:
            return [chat.bot]
        return [
            self.bots_by_id[account] for account in chat.statuses if account in self.bots_by_id and chat.has(account)
        ]

    def show_again(self, chat: Chat, message_id: int) -> None:
        """Let everybody look at a message again, though it says the same: a reaction has changed."""
        self._seen(chat, message_id)

    def _people_in(self, chat: Chat) -> list[Person]:
        if chat.person is not None:
            return [chat.person]
        return [self.people[account] for account in chat.statuses if account in self.people and chat.has(account)]

    def _seen(self, chat: Chat, message_id: int) -> None:
        self.changes += 1
        for person in self._people_in(chat):
            person.feed.touch((chat.key, message_id), self.changes)

    def _as_seen(self, key: MessageKey, change: int) -> Json:
        chat_key, message_id = key
        chat = self.chats[chat_key]
        message = chat.messages.get(message_id)
        if message is None:
            return {"message_id": message_id, "deleted": True, "change": change, "chat": chat.shown()}
        seen = {**message, "change": change}
        reactions = chat.reactions.get(message_id)
        return {**seen, "reactions": reactions} if reactions else seen
