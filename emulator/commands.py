"""Which of a bot's command lists a person is shown: scopes and languages, in Telegram's order of resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.people import Bot, Person
from emulator.reading.parameters import integer_in

LONGEST_COMMAND: Final = 32
LONGEST_DESCRIPTION: Final = 256
MOST_COMMANDS: Final = 100
LANGUAGE: Final = re.compile(r"^[a-z]{2}\Z")
COMMAND_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
PLAIN_SCOPES: Final = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES: Final = frozenset({"chat", "chat_administrators"})


def read_scope(value: Any) -> str:
    """A BotCommandScope as a key. Raises a 400 for a scope that does not exist."""
    if value is None:
        return "default"
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommandScope: BotCommandScope must be an Object")
    kind = _scope_field(value, "type")
    if kind in PLAIN_SCOPES:
        return kind
    if kind not in CHAT_SCOPES and kind != "chat_member":
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    given = _scope_field(value, "chat_id")
    if not given:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    chat = integer_in(given) or 0  # nobody's
    if kind != "chat_member":
        return f"{kind} {chat}"
    user = integer_in(_scope_field(value, "user_id")) or 0
    if user <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return f"chat_member {chat} {user}"


def _scope_field(value: Json, name: str) -> str:
    field = value.get(name)
    if field is None:
        raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    if isinstance(field, bool) or not isinstance(field, str | int):
        raise bad_request(f'can\'t parse BotCommandScope: Field "{name}" must be of type String')
    return str(field)


def read_language(code: str) -> str:
    """A two-letter language code, or none. Raises a 400."""
    if code and not LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code


def read_commands(value: Any) -> list[Json]:
    """A list of BotCommand. Raises a 400 in Telegram's words."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request("expected an Array of BotCommand")
    if len(value) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(entry) for entry in value]


def commands_shown(bot: Bot, chat: Chat, person: Person) -> list[Json]:
    """The commands in a person's menu: the first list that exists from the narrowest scope to the widest."""
    language = person.language_code[:2]
    for scope in _scopes(chat, person):
        for code in (language, ""):
            commands = bot.commands.get((scope, code))
            if commands:
                return commands
    return []


def _scopes(chat: Chat, person: Person) -> Iterator[str]:
    if chat.private:
        yield from (f"chat {chat.id}", "all_private_chats", "default")
        return
    yield f"chat_member {chat.id} {person.id}"
    if chat.statuses.get(person.id) in ("creator", "administrator"):
        yield f"chat_administrators {chat.id}"
        yield f"chat {chat.id}"
        yield "all_chat_administrators"
    else:
        yield f"chat {chat.id}"
    yield from ("all_group_chats", "default")


def _command(entry: Any) -> Json:
    if not isinstance(entry, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(entry.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = entry["command"].strip().removeprefix("/")
    description = entry["description"].strip()
    _require_length("command", command, LONGEST_COMMAND)
    _require_length("command description", description, LONGEST_DESCRIPTION)
    if not COMMAND_LETTERS.issuperset(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _require_length(what: str, text: str, longest: int) -> None:
    if not text:
        raise bad_request(f"{what} must be non-empty")
    if len(text) > longest:
        raise bad_request(f"{what} length must not exceed {longest}")
