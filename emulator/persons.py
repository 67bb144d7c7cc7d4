"""The person's side of the world: who there is, what they do, and what they see. How, the modules by subject know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from emulator import clients, offers, reactions
from emulator.answers import Json
from emulator.clients import Impossible, Writing
from emulator.headers import header
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile
from emulator.kept.people import Bot, Person
from emulator.kept.queries import Query
from emulator.kept.state import State
from emulator.votes import vote


class PersonsSide:
    """What people do. Each raises Impossible where no Telegram client would let them.

    `chat` is a group they are in; without it, their own chat with `bot`, and without that with the first there is.
    """

    state: State

    def add_person(
        self,
        first_name: str,
        language_code: str = "ru",
        *,
        last_name: str | None = None,
        username: str | None = None,
    ) -> Json:
        """One more person; answers their User. They have not met any bot yet."""
        return self.state.add_person(first_name, language_code, last_name=last_name, username=username).user()

    def person_writes(
        self,
        person_id: int,
        text: str = "",
        *,
        chat: int | None = None,
        bot: str | None = None,
        **writing: Any,
    ) -> Json:
        """The person sends a message (see `clients.Writing` for what else than text). Answers the Message."""
        person = self.person(person_id)
        return clients.write(self.state, person, self.chat_of(person, chat, bot), Writing(text, **writing))

    def person_taps(
        self,
        person_id: int,
        message_id: int,
        data: str,
        *,
        chat: int | None = None,
        bot: str | None = None,
        force: bool = False,
    ) -> Query:
        """The person presses a button. `answer` of the result is the toast, once there; `wait` waits for it."""
        person = self.person(person_id)
        return clients.press(self.state, person, self.chat_of(person, chat, bot), message_id, data, force=force)

    def person_reacts(
        self,
        person_id: int,
        message_id: int,
        emoji: str | None,
        *,
        chat: int | None = None,
        bot: str | None = None,
    ) -> Json:
        """The person reacts to a message, or with no emoji takes that back. Answers the Message as they see it."""
        person = self.person(person_id)
        return reactions.person_reacts(self.state, person, self.chat_of(person, chat, bot), message_id, emoji)

    def person_votes(
        self,
        person_id: int,
        message_id: int,
        options: Sequence[int],
        *,
        chat: int | None = None,
        bot: str | None = None,
    ) -> Json:
        """The person votes for answers of a poll, by their numbers from 0, or with none takes the vote back."""
        person = self.person(person_id)
        return vote(self.state, person, self.chat_of(person, chat, bot), message_id, options)

    def person_opens(self, person_id: int, link: str) -> Json:
        """The person follows a deep link and presses Start. Answers the Message."""
        return clients.follow(self.state, self.person(person_id), link)

    def person_blocks(self, person_id: int, *, blocked: bool = True, bot: str | None = None) -> None:
        """The person blocks the bot, or unblocks it."""
        clients.block(self.state, self.person(person_id), self.bot(bot), blocked=blocked)

    def person_asks(
        self,
        person_id: int,
        query: str,
        *,
        offset: str = "",
        chat: int | None = None,
        bot: str | None = None,
    ) -> Query:
        """The person types an inline query. `answer` of the result is what the bot offers, once there."""
        person = self.person(person_id)
        place = None if chat is None else self.chat_of(person, chat, bot)
        return offers.ask(self.state, person, place, self.bot(bot), query, offset)

    def person_chooses(self, person_id: int, query_id: str, result_id: str, *, chat: int | None = None) -> Json:
        """The person sends one of the results of an inline query they typed. Answers the Message.

        Without a chat it goes to their own with the bot that was asked.
        """
        person = self.person(person_id)
        group = None if chat in (None, person.id) else self.chat_of(person, chat)
        return offers.choose(self.state, person, group, query_id, result_id)

    def person_sees(self, person_id: int, after: int = 0) -> list[Json]:
        """What the person sees of what changed after a change: Messages as they stand now, and deletions."""
        return self.state.seen_by(self.person(person_id), after)

    async def person_waits(self, person_id: int, after: int, seconds: float) -> list[Json]:
        """The same, waiting so many seconds of real time for the first change."""
        person = self.person(person_id)
        seen = self.state.seen_by(person, after)
        if not seen and seconds > 0:
            await person.feed.wait(seconds)
            seen = self.state.seen_by(person, after)
        return seen

    def person_header(self, person_id: int, *, chat: int | None = None, bot: str | None = None) -> Json:
        """What a client shows around the chat: commands, menu button, reply keyboard, the bot."""
        person = self.person(person_id)
        place = self.chat_of(person, chat, bot)
        return header(person, place, place.bot or self.bot(bot), self.state.clock.now())

    def person_file(self, person_id: int, file_id: str) -> StoredFile:
        """A file in a chat of the person. Raises Impossible for any other."""
        person = self.person(person_id)
        file = self.state.files.by_id(file_id)
        ours = {chat.key for chat in self.state.groups_of.get(person.id, {}).values()}
        ours |= {(bot.id, person.id) for bot in self.state.bots.values()}
        if file is None or not file.seen_in & ours:
            raise Impossible("this person sees no such file", 404)
        return file

    def person(self, person_id: int) -> Person:
        """The person with that id. Raises Impossible."""
        person = self.state.people.get(person_id)
        if person is None:
            raise Impossible("there is no such person", 404)
        return person

    def bot(self, name: str | None = None) -> Bot:
        """The bot with that username; the first there is, without one. Raises Impossible."""
        bots = self.state.bots.values()
        wanted = (name or "").lstrip("@").lower()
        for bot in bots:
            if not wanted or bot.username.lower() == wanted:
                return bot
        raise Impossible(f"there is no bot @{wanted}" if wanted else "there is no bot yet", 404)

    def chat_of(self, person: Person, chat: int | None = None, bot: str | None = None) -> Chat:
        """The person's chat with the bot, or a group they are in. Raises Impossible."""
        if chat is None or chat == person.id:
            return self.state.private_chat(self.bot(bot), person)
        group = self.state.groups_of.get(person.id, {}).get(chat)
        if group is None:
            raise Impossible("this person is in no such group", 404)
        return group
