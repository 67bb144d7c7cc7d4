"""Reactions to messages: which there are, and what becomes of a message when an account reacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from emulator.answers import Json
from emulator.kept.chats import Chat
from emulator.kept.state import State

# ReactionTypeEmoji lists them.
KNOWN: Final = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
EMOJI: Final = frozenset(KNOWN.split())


def reaction(emoji: str) -> Json | None:
    """The ReactionType of an emoji, or None for one that Telegram does not offer."""
    return {"type": "emoji", "emoji": emoji} if emoji.replace("\ufe0f", "") in EMOJI else None


def react(state: State, chat: Chat, number: int, user: Json, wanted: Sequence[Json]) -> list[Json]:
    """Put an account's reactions to a message in the place of its earlier ones, which are answered."""
    standing = chat.reactions.get(number, [])
    before = [given["type"] for given in standing if given["from"]["id"] == user["id"]]
    others = [given for given in standing if given["from"]["id"] != user["id"]]
    after = [*others, *({"from": user, "type": kind} for kind in wanted)]
    if after:
        chat.reactions[number] = after
    else:
        chat.reactions.pop(number, None)
    state.show_again(chat, number)
    return before
