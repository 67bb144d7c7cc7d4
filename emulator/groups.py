"""Groups: made, joined, left, led, and upgraded to supergroups; bots in them learn of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from emulator.answers import Json
from emulator.clients import Impossible
from emulator.kept.chats import Chat, chat_member
from emulator.kept.people import Bot, Person
from emulator.kept.standing import become
from emulator.kept.state import State

STATUSES: Final = ("member", "administrator", "left", "kicked")


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
            become(self._state, chat, people[0].user(), bot.id, "member", said=False)
            bot.updates.push("message", created)
        return chat.shown()

    def group(self, number: int) -> Chat:
        """The group with that id. Raises Impossible for none, and for one that has become a supergroup."""
        chat = self._state.groups.get(number)
        if chat is None:
            raise Impossible("there is no such group", 404)
        if chat.migrated_to:
            raise Impossible(f"this group has become the supergroup {chat.migrated_to}", 409)
        return chat

    def listed(self, chat: Chat) -> Json:
        """A group and what everybody in it, or put out of it, is to it."""
        members = ((self._state.user(account), status) for account, status in chat.statuses.items())
        return {**chat.shown(), "members": [chat_member(user, status) for user, status in members if user is not None]}

    def everybody(self) -> list[Json]:
        """Every group there is now, with its members."""
        return [self.listed(chat) for chat in self._state.groups.values() if not chat.migrated_to]

    def set_bot(self, chat: Chat, by: Person, bot: Bot, status: str) -> None:
        """Make a bot a member, an administrator, or put it out (`left`, `kicked`)."""
        become(self._state, chat, by.user(), bot.id, status)

    def set_member(self, number: int, account_id: int, status: str, by: Person | None = None) -> Json:
        """Add somebody to a group, make them an administrator or a member again, let them leave, or put them out.

        `by` is who does it: without one they go by themselves, and anything else its creator does. Answers the group.
        """
        chat = self.group(number)
        if status not in STATUSES:
            raise Impossible(f"status is one of {', '.join(STATUSES)}")
        user = self._state.user(account_id)
        if user is None:
            raise Impossible("there is no such person or bot", 404)
        if chat.statuses.get(account_id) == "creator":
            raise Impossible("whoever made a group stays its creator", 409)
        doer = user if status == "left" else self._maker(chat).user()
        become(self._state, chat, doer if by is None else by.user(), account_id, status)
        return self.listed(chat)

    def upgrade(self, chat: Chat, by: Person | None = None) -> Json:
        """Turn a group into a supergroup, which has another id; the old one only points to it. Answers the new Chat."""
        if chat.type != "group" or chat.migrated_to:
            raise Impossible("only a group can be upgraded, and only once", 409)
        doer = (by or self._maker(chat)).user()
        new = self._state.add_group(chat.title, kind="supergroup")
        for account, status in chat.statuses.items():
            self._state.set_status(new, account, status)
        chat.migrated_to = new.id
        self._state.notify_bots(chat, "message", self._state.post(chat, doer, {"migrate_to_chat_id": new.id}))
        self._state.notify_bots(new, "message", self._state.post(new, doer, {"migrate_from_chat_id": chat.id}))
        return new.shown()

    def _maker(self, chat: Chat) -> Person:
        people = self._state.people
        return next(people[account] for account, status in chat.statuses.items() if status == "creator")
