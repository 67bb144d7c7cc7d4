"""What a bot is and says about itself: its account, its commands, its names, its menu button."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.commands import read_commands, read_language, read_scope
from emulator.kept.people import Profile
from emulator.methods.call import Call
from emulator.reading.links import InvalidLink, read_link

LONGEST_NAME: Final = 64
LONGEST_DESCRIPTION: Final = 512
LONGEST_SHORT_DESCRIPTION: Final = 120


def get_me(call: Call) -> Json:
    """The bot's own account."""
    return call.bot.me()


def set_my_commands(call: Call) -> bool:
    """The command list of one scope and language; an empty list is none."""
    key = _list_key(call)
    call.bot.commands[key] = read_commands(call.params.json("commands", "commands"))
    return True


def delete_my_commands(call: Call) -> bool:
    """No list for one scope and language any more."""
    call.bot.commands.pop(_list_key(call), None)
    return True


def get_my_commands(call: Call) -> list[Json]:
    """The list that was set for exactly this scope and language."""
    return call.bot.commands.get(_list_key(call), [])


def set_my_name(call: Call) -> bool:
    """The bot's name in one language."""
    profile = _profile(call)
    profile.name = _limited(call, "name", LONGEST_NAME)
    return True


def set_my_description(call: Call) -> bool:
    """What an empty chat with the bot says, in one language."""
    profile = _profile(call)
    profile.description = _limited(call, "description", LONGEST_DESCRIPTION)
    return True


def set_my_short_description(call: Call) -> bool:
    """What the bot's page says, in one language."""
    profile = _profile(call)
    profile.short_description = _limited(call, "short_description", LONGEST_SHORT_DESCRIPTION)
    return True


def get_my_name(call: Call) -> Json:
    """The bot's name in one language, or its account's."""
    return {"name": _profile(call).name or call.bot.first_name}


def get_my_description(call: Call) -> Json:
    """What an empty chat with the bot says, in one language."""
    return {"description": _profile(call).description}


def get_my_short_description(call: Call) -> Json:
    """What the bot's page says, in one language."""
    return {"short_description": _profile(call).short_description}


def set_chat_menu_button(call: Call) -> bool:
    """The button beside the text field, in one private chat or in all."""
    button = call.params.json("menu_button", "menu button")
    kind = "default" if button is None else _menu_field(button, "type", str, "String")
    if kind not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    shown: Json = {"type": kind}
    if kind == "web_app":
        text = _menu_field(button, "text", str, "String")
        url = _menu_field(_menu_field(button, "web_app", dict, "Object"), "url", str, "String")
        chat = _menu_chat(call)
        if not text.strip():
            raise bad_request("menu button text must be non-empty")
        try:
            shown |= {"text": text, "web_app": {"url": read_link(url, https_only=True)}}
        except InvalidLink as error:
            raise bad_request(f"menu button Web App URL '{url}' is invalid: {error}") from error
    else:
        chat = _menu_chat(call)
    call.bot.menu_buttons[chat] = shown
    return True


def get_chat_menu_button(call: Call) -> Json:
    """The button that was set for one private chat, or for all."""
    button = call.bot.menu_buttons.get(_menu_chat(call))
    return button or call.bot.menu_buttons.get(0) or {"type": "default"}


def _menu_chat(call: Call) -> int:
    """The private chat that is meant, or 0 for all of them."""
    if not call.params.has("chat_id"):
        return 0
    person = call.user_id("chat_id")
    if call.chat_numbered(person) is None:
        raise bad_request("user not found")
    return person


def _menu_field(given: Any, name: str, kind: type, written: str) -> Any:
    where = "can't parse menu button"
    if not isinstance(given, dict):
        raise bad_request(f"{where}: MenuButton must be an Object")
    value = given.get(name)
    if value is None:
        raise bad_request(f'{where}: Can\'t find field "{name}"')
    if not isinstance(value, kind):
        raise bad_request(f'{where}: Field "{name}" must be of type {written}')
    return value


def _list_key(call: Call) -> tuple[str, str]:
    scope = read_scope(call.params.json("scope", "BotCommandScope"))
    kind, _, rest = scope.partition(" ")
    if rest and call.chat_numbered(int(rest.partition(" ")[0])) is None:
        raise bad_request("chat not found")
    if rest.isdigit() and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    return scope, read_language(call.params.text("language_code"))


def _profile(call: Call) -> Profile:
    return call.bot.profiles.setdefault(read_language(call.params.text("language_code")), Profile())


def _limited(call: Call, name: str, longest: int) -> str:
    text = call.params.text(name).strip()
    if len(text) > longest:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    return text
