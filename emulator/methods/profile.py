"""What a bot is and says about itself: its account, its commands, its names, its menu button."""

from __future__ import annotations

from typing import Final

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
    chat = _menu_chat(call)
    button = call.params.json("menu_button", "menu button")
    if button is None:
        button = {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if button["type"] != "web_app":
        call.bot.menu_buttons[chat] = {"type": button["type"]}
        return True
    text, app = button.get("text"), button.get("web_app")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("menu button text must be non-empty")
    url = app.get("url") if isinstance(app, dict) else None
    try:
        address = read_link(str(url or ""), https_only=True)
    except InvalidLink as error:
        raise bad_request(f"menu button Web App URL '{url or ''}' is invalid: {error}") from error
    call.bot.menu_buttons[chat] = {"type": "web_app", "text": text, "web_app": {"url": address}}
    return True


def get_chat_menu_button(call: Call) -> Json:
    """The button that was set for one private chat, or for all."""
    button = call.bot.menu_buttons.get(_menu_chat(call))
    return button or call.bot.menu_buttons.get(0) or {"type": "default"}


def _menu_chat(call: Call) -> int:
    if not call.params.has("chat_id"):
        return 0
    chat = call.chat()
    if not chat.private:
        raise bad_request("invalid chat_id specified")
    return chat.id


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
