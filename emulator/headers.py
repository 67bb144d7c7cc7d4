"""What a person's client shows around a chat: commands, keyboards, what is pinned, what the bot does."""

from __future__ import annotations

from typing import Final

from emulator.answers import Json
from emulator.commands import commands_shown
from emulator.kept.chats import Chat
from emulator.kept.people import Bot, Person

# "The status is set for 5 seconds or less": sendChatAction.
ACTION_STANDS: Final = 5.0


def header(person: Person, chat: Chat, bot: Bot, now: float) -> Json:
    """Everything around the messages of a chat, for one person, at one instant."""
    commands = commands_shown(bot, chat, person)
    menu = bot.menu_buttons.get(chat.id) or bot.menu_buttons.get(0) or {"type": "default"}
    if menu["type"] == "default" and commands:
        menu = {"type": "commands"}
    action = chat.actions.get(bot.id)
    if action is not None and now - action["at"] > ACTION_STANDS:
        action = None
    return {
        "commands": commands,
        "menu_button": menu,
        "reply_keyboard": chat.keyboards.get(person.id),
        "force_reply": chat.prompts.get(person.id),
        "action": action,
        "pinned": list(chat.pinned),
        "blocked": chat.blocked,
        "bot": bot.user(),
    }
