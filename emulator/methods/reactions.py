"""Reactions of a bot to messages: one at most, out of those that Telegram knows."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.reactions import react, reaction
from emulator.methods.call import Call

MOST: Final = 1


def set_message_reaction(call: Call) -> bool:
    """React to a message in the place of an earlier reaction; an empty list takes that back."""
    given: Any = call.params.json("reaction", "reaction types")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of ReactionType")
    wanted = [_reaction(one) for one in given or []]
    chat = call.chat()
    number = call.message(chat, "message to react")["message_id"]
    if len(wanted) > MOST:
        raise bad_request("REACTIONS_TOO_MANY")
    react(call.state, chat, number, call.bot.user(), wanted)
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
    known = reaction(emoji) if isinstance(emoji, str) else None
    if known is None:
        raise bad_request("REACTION_INVALID")
    return known
