"""One call of a bot: its parameters, and the chat, message, text and keyboard they name, with Telegram's refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from emulator.answers import Json, Refusal, bad_request, forbidden
from emulator.kept.chats import Chat
from emulator.kept.files import Upload
from emulator.kept.people import Bot
from emulator.kept.state import State
from emulator.reading.keyboards import Markup, read_markup
from emulator.reading.parameters import Parameters, integer_in
from emulator.text.formatted import FormattedText, formatted

Access = Literal["read", "members", "edit", "write"]
READ: Final = "read"
MEMBERS: Final = "members"
EDIT: Final = "edit"
WRITE: Final = "write"


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, with what."""

    state: State
    bot: Bot
    params: Parameters
    files: Mapping[str, Upload]

    def chat(self, access: Access = READ, *, name: str = "chat_id") -> Chat:
        """The chat a parameter names, if the bot may do that there.

        Raises "chat_id is empty", "chat not found", a 403 where it is no member (a group of the old kind may still be
        read), and a migration for who would write or ask for the members.
        """
        if not self.params.has(name):
            raise bad_request(f"{name} is empty")
        number = integer_in(self.params.raw(name))
        chat = None if number is None else self.chat_numbered(number)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to and access in (MEMBERS, WRITE):
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to=chat.migrated_to)
        open_to_read = chat.private or (chat.type == "group" and access == READ)
        if not open_to_read and not chat.has(self.bot.id):
            kicked = chat.statuses.get(self.bot.id) == "kicked"
            raise forbidden(f"bot {'was kicked from' if kicked else 'is not a member of'} the {chat.type} chat")
        return chat

    def chat_numbered(self, number: int) -> Chat | None:
        """The chat with that id, or None where this bot knows none."""
        if number > 0:
            chat = self.state.private.get((self.bot.id, number))
            return chat if chat is not None and chat.started else None
        chat = self.state.groups.get(number)
        return chat if chat is not None and self.bot.id in chat.statuses else None

    def writable_chat(self, name: str = "chat_id") -> Chat:
        """The chat a parameter names, if this bot may send there. Raises a 403 where it may not."""
        number = integer_in(self.params.raw(name)) or 0
        if number in self.state.bots_by_id:
            raise forbidden("bot can't send messages to bots")
        if number in self.state.people and self.chat_numbered(number) is None:
            raise forbidden("bot can't initiate conversation with a user")
        chat = self.chat(WRITE, name=name)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def message(self, chat: Chat, what: str) -> Json:
        """The message of a chat that `message_id` names. Raises "WHAT not found"."""
        message = chat.messages.get(self.params.integer("message_id"))
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def user_id(self, name: str = "user_id") -> int:
        """The number of an account. Raises "invalid user_id specified"."""
        number = integer_in(self.params.raw(name))
        if number is None or number <= 0:
            raise bad_request(f"invalid {name} specified")
        return number

    def formatted(self, text: str, entities: str, *, mode: str = "parse_mode") -> FormattedText:
        """The text of a parameter with its formatting. Raises "can't parse entities…" and "…MessageEntity…"."""
        found = self.params.json_or_none(entities)
        return formatted(self.params.text(text), self.params.text(mode), found, self.state.user)

    def markup(self, chat: Chat) -> Markup | None:
        """The keyboard that comes with a message."""
        return read_markup(self.params.json("reply_markup", "reply keyboard markup"), private=chat.private)

    def inline_markup(self, chat: Chat) -> Json | None:
        """The keyboard that comes with an edit, which can only be an inline one."""
        markup = self.markup(chat)
        if markup is None:
            return None
        if markup.kind != "inline":
            raise bad_request("inline keyboard expected")
        return markup.shown
