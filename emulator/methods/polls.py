"""Polls and quizzes: asked and stopped; voting is the people's part."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.methods.call import EDIT, Call
from emulator.methods.posting import post
from emulator.reading.parameters import integer_in
from emulator.text.formatted import FormattedText, formatted

LONGEST_QUESTION: Final = 300
LONGEST_OPTION: Final = 100
LONGEST_EXPLANATION: Final = 200
FEWEST_OPTIONS: Final = 1
MOST_OPTIONS: Final = 12
# "5-2628000 seconds": sendPoll.
LONGEST_PERIOD: Final = 2_628_000
SHORTEST_PERIOD: Final = 5


def send_poll(call: Call) -> Json:
    """A question of 1–300 characters with 1–12 answers of 1–100, or a quiz, which has right ones."""
    question = _plain(call.formatted("question", "question_entities", mode="question_parse_mode"))
    options = _options(call)
    kind = call.params.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    content = _asked(question, options, kind)
    content["is_anonymous"] = call.params.flag("is_anonymous", default=True)
    content["allows_multiple_answers"] = call.params.flag("allows_multiple_answers")
    content["allows_revoting"] = call.params.flag("allows_revoting", default=kind == "regular")
    content["members_only"] = call.params.flag("members_only")
    if kind == "quiz":
        content |= _quiz(call, len(options), several=content["allows_multiple_answers"])
    chat = call.writable_chat()
    content |= _period(call)
    content["is_closed"] = call.params.flag("is_closed")
    poll = call.state.polls.make(call.bot.id, content)
    return post(call, chat, {"poll": poll.shown})


def stop_poll(call: Call) -> Json:
    """End a poll of this bot. Raises "poll has already been closed"; answers the Poll."""
    chat = call.chat(EDIT)
    message = call.message(chat, "message with poll to stop")
    if "poll" not in message:
        raise bad_request("message is not a poll")
    if message["from"]["id"] != call.bot.id or "forward_origin" in message:
        raise bad_request("poll can't be stopped")
    markup = call.inline_markup(chat)
    poll = call.state.polls.by_id(message["poll"]["id"])
    if poll is None or poll.closed(call.state.clock.now()):
        raise bad_request("poll has already been closed")
    kept = {name: value for name, value in message.items() if name != "reply_markup"}
    if markup is not None:
        kept["reply_markup"] = markup
    chat.messages[message["message_id"]] = kept
    poll.close()
    call.state.show_poll(poll)
    call.bot.updates.push("poll", poll.shown)
    return poll.shown


def _asked(question: Json, options: list[Json], kind: str) -> Json:
    text = question["text"]
    if not text:
        raise bad_request("poll question must be non-empty")
    if len(text) > LONGEST_QUESTION:
        raise bad_request(f"poll question length must not exceed {LONGEST_QUESTION}")
    if len(options) < FEWEST_OPTIONS:
        raise bad_request(f"poll must have at least {FEWEST_OPTIONS} option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {MOST_OPTIONS} options")
    for option in options:
        if not option["text"]:
            raise bad_request("poll options must be non-empty")
        if len(option["text"]) > LONGEST_OPTION:
            raise bad_request(f"poll options length must not exceed {LONGEST_OPTION}")
    shown: Json = {"question": text}
    if question.get("text_entities"):
        shown["question_entities"] = question["text_entities"]
    numbered = [{"persistent_id": str(n), **option, "voter_count": 0} for n, option in enumerate(options)]
    return shown | {"options": numbered, "total_voter_count": 0, "is_closed": False, "type": kind}


def _options(call: Call) -> list[Json]:
    given: Any = call.params.json("options", "options")
    if not isinstance(given, list):
        raise bad_request("expected an Array of String as options")
    return [_option(call, option) for option in given]


def _option(call: Call, option: Any) -> Json:
    if isinstance(option, str):
        return {"text": formatted(option, "", None, call.state.user).text}
    if not isinstance(option, dict):
        raise bad_request("expected an option to be of type String")
    text, mode = option.get("text"), option.get("text_parse_mode")
    if text is None:
        raise bad_request('can\'t find field "text"')
    for name, value in (("text", text), ("text_parse_mode", mode or "")):
        if not isinstance(value, str):
            raise bad_request(f'field "{name}" must be of type String')
    return _plain(formatted(text, mode or "", option.get("text_entities"), call.state.user))


def _plain(body: FormattedText) -> Json:
    """A text in which nothing but custom emoji is marked, as in questions and answers."""
    emoji = [entity for entity in body.entities if entity["type"] == "custom_emoji"]
    return {"text": body.text, "text_entities": emoji} if emoji else {"text": body.text}


def _quiz(call: Call, options: int, *, several: bool) -> Json:
    given = call.params.json("correct_option_ids", "correct option identifiers")
    right = [integer_in(number) for number in given] if isinstance(given, list) else []
    if not right:
        right = [call.params.integer("correct_option_id", -1)]
    # "Monotonically increasing 0-based identifiers": sendPoll.
    numbers = sorted({number for number in right if number is not None and 0 <= number < options})
    if numbers != right or (len(numbers) > 1 and not several):
        raise bad_request("wrong correct option ID specified")
    quiz: Json = {"correct_option_ids": numbers}
    body = call.formatted("explanation", "explanation_entities", mode="explanation_parse_mode")
    if len(body.text) > LONGEST_EXPLANATION:
        raise bad_request("message is too long")
    if body.text:
        quiz["explanation"] = body.text
        if body.entities:
            quiz["explanation_entities"] = body.entities
    return quiz


def _period(call: Call) -> Json:
    """When the poll ends by itself; `close_date` wins over `open_period`."""
    now = call.state.clock.date()
    close_date = call.params.integer("close_date")
    if close_date:
        if not SHORTEST_PERIOD <= close_date - now <= LONGEST_PERIOD:
            raise bad_request("POLL_CLOSE_DATE_INVALID")
        return {"close_date": close_date}
    period = call.params.integer("open_period", 0, least=0, most=LONGEST_PERIOD)
    if not period:
        return {}
    return {"open_period": max(period, SHORTEST_PERIOD), "close_date": now + max(period, SHORTEST_PERIOD)}
