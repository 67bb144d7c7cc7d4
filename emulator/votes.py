"""Votes of people in polls, and the end of polls. Raises Impossible where no Telegram client would let them vote."""

from __future__ import annotations

from collections.abc import Sequence

from emulator.answers import Json
from emulator.clients import Impossible, message_in
from emulator.kept.chats import Chat
from emulator.kept.people import Person
from emulator.kept.polls import Poll
from emulator.kept.state import State


def vote(state: State, person: Person, chat: Chat, message_id: int, options: Sequence[int]) -> Json:
    """The person votes in a poll, or takes the vote back with no options. Answers the Poll.

    The bot that asked gets `poll`, and `poll_answer` where votes are not secret.
    """
    message = message_in(chat, message_id)
    poll = state.polls.by_id(message["poll"]["id"]) if "poll" in message else None
    if poll is None:
        raise Impossible("this message is no poll")
    if poll.closed(state.clock.now()):
        raise Impossible("this poll is closed", 409)
    _require_vote(poll, person, options)
    shown = poll.shown
    poll.vote(person.id, sorted(options))
    state.show_poll(poll)
    bot = state.bots_by_id.get(poll.bot_id)
    if bot is not None:
        bot.updates.push("poll", poll.shown)
        if not shown["is_anonymous"]:
            names = [shown["options"][number]["persistent_id"] for number in sorted(options)]
            answer = {"poll_id": shown["id"], "user": person.user(), "option_ids": sorted(options)}
            bot.updates.push("poll_answer", {**answer, "option_persistent_ids": names})
    return poll.shown


def end_polls(state: State) -> None:
    """Close the polls whose time is over: everybody sees it, and the bots that asked get `poll`."""
    for poll in state.polls.ended(state.clock.now()):
        poll.close()
        state.show_poll(poll)
        bot = state.bots_by_id.get(poll.bot_id)
        if bot is not None:
            bot.updates.push("poll", poll.shown)


def _require_vote(poll: Poll, person: Person, options: Sequence[int]) -> None:
    shown = poll.shown
    if not all(0 <= number < len(shown["options"]) for number in options) or len(set(options)) < len(options):
        raise Impossible("options are different numbers, counted from 0, of answers that the poll has")
    if len(options) > 1 and not shown["allows_multiple_answers"]:
        raise Impossible("this poll takes one answer")
    if person.id in poll.votes and not shown["allows_revoting"]:
        raise Impossible("this person has voted, and this poll lets nobody change that", 409)
