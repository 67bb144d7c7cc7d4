"""Reactions of a bot to messages: one at most, out of those that Telegram knows."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.methods.call import Call

# ReactionTypeEmoji lists them.
KNOWN: Final = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
EMOJI: Final = frozenset(KNOWN.split())
MOST: Final = 1


def set_message_reaction(call: Call) -> bool:
    """React to a message in the place of an earlier reaction; an empty list takes that back."""
    given: Any = call.params.json("reaction", "reaction types")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    wanted = [_reaction(reaction) for reaction in given or []]
    chat = call.writable_chat()
    number = call.message_id()
    if number not in chat.messages:
        raise bad_request("message to react not found")
    if len(wanted) > MOST:
        raise bad_request("REACTIONS_TOO_MANY")
    others = [left for left in chat.reactions.get(number, []) if left["from"]["id"] != call.bot.id]
    chat.reactions[number] = [*others, *({"from": call.bot.user(), "type": kind} for kind in wanted)]
    call.state.show_again(chat, number)
    return True


def _reaction(given: Any) -> Json:
    where = "can't parse reaction type"
    if not isinstance(given, dict):
        raise bad_request(f"{where}: ReactionType must be an Object")
    kind = given.get("type")
    if not isinstance(kind, str):
        missing = kind is None
        raise bad_request(
            f'{where}: Can\'t find field "type"' if missing else f'{where}: Field "type" must be of type String'
        )
    if kind in ("custom_emoji", "paid"):
        raise bad_request("REACTION_INVALID")  # bots can't use them here
    if kind != "emoji":
        raise bad_request(f"{where}: invalid reaction type specified")
    emoji = given.get("emoji")
    if not isinstance(emoji, str) or emoji.replace("\ufe0f", "") not in EMOJI:
        raise bad_request("REACTION_INVALID")
    return {"type": "emoji", "emoji": emoji}
