"""Reactions of people to messages. Raises Impossible where no Telegram client would let them."""

from __future__ import annotations

from emulator.answers import Json
from emulator.clients import Impossible, message_in
from emulator.kept.chats import Chat
from emulator.kept.people import Person
from emulator.kept.reactions import react, reaction
from emulator.kept.state import State


def person_reacts(state: State, person: Person, chat: Chat, message_id: int, emoji: str | None) -> Json:
    """The person reacts to a message, or takes the reaction back. Answers the Message as people see it.

    A bot that asked for `message_reaction` gets it, in a group only when it leads that.
    """
    message = message_in(chat, message_id)
    if chat.blocked:
        raise Impossible("this person has blocked the bot", 409)
    given = reaction(emoji) if emoji else None
    if emoji and given is None:
        raise Impossible("Telegram offers no such reaction")
    wanted = [] if given is None else [given]
    before = react(state, chat, message_id, person.user(), wanted)
    if before != wanted:
        change: Json = {"chat": chat.shown(), "message_id": message_id, "user": person.user()}
        change |= {"date": state.clock.date(), "old_reaction": before, "new_reaction": wanted}
        for bot in state.bots_in(chat):
            if chat.private or chat.led_by(bot.id):
                bot.updates.push("message_reaction", change)
    standing = chat.reactions.get(message_id)
    return {**message, "reactions": standing} if standing else message
