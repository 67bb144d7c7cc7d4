"""Groups: made, joined, left, led, and upgraded to supergroups; bots in them learn of each."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.answers import Json
from emulator.clients import Impossible, announce
from emulator.kept.chats import Chat
from emulator.kept.people import Bot, Person
from emulator.kept.state import State


class Groups:
    """What people do to groups."""

    def __init__(self, state: State) -> None:
        self._state = state

    def make(self, title: str, people: Sequence[Person], bot: Bot | None) -> Json:
        """A group of these people, the first of whom made it, with the bot in it. Answers the Chat."""
        if not people:
            raise Impossible("a group needs at least one person")
        if not title.strip():
            raise Impossible("a group needs a title")
        chat = self._state.add_group(title.strip())
        for person in people:
            self._state.set_status(chat, person.id, "member")
        chat.statuses[people[0].id] = "creator"
        created = self._state.post(chat, people[0].user(), {"group_chat_created": True})
        if bot is not None:
            self.set_bot(chat, people[0], bot, "member")
            bot.updates.push("message", created)
        return chat.shown()

    def set_bot(self, chat: Chat, by: Person, bot: Bot, status: str) -> None:
        """Make a bot a member, an administrator, or put it out (`left`, `kicked`)."""
        before = chat.statuses.get(bot.id, "left")
        if before == status:
            return
        self._state.set_status(chat, bot.id, status)
        announce(self._state, chat, by, bot, before)

    def upgrade(self, chat: Chat, by: Person) -> Json:
        """Turn a group into a supergroup, which has another id; the old one only points to it. Answers the new Chat."""
        if chat.type != "group" or chat.migrated_to:
            raise Impossible("only a group can be upgraded, and only once", 409)
        new = self._state.add_group(chat.title, kind="supergroup")
        for account, status in chat.statuses.items():
            self._state.set_status(new, account, status)
        chat.migrated_to = new.id
        self._state.notify_bots(chat, "message", self._state.post(chat, by.user(), {"migrate_to_chat_id": new.id}))
        self._state.notify_bots(new, "message", self._state.post(new, by.user(), {"migrate_from_chat_id": chat.id}))
        return new.shown()
