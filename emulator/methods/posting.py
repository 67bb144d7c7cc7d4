"""What every message a bot sends has in common: the reply it is, its keyboard, its place in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile
from emulator.methods.call import Call
from emulator.reading.keyboards import Markup
from emulator.reading.links import read_preview
from emulator.reading.parameters import Parameters, integer_in

CONTENT: Final = (
    "text",
    "entities",
    "link_preview_options",
    "photo",
    "document",
    "audio",
    "video",
    "animation",
    "voice",
    "video_note",
    "sticker",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
)


def content_of(message: Json) -> Json:
    """What a message says, without who said it, when and where."""
    return {name: message[name] for name in CONTENT if name in message}


def link_preview(call: Call) -> Json:
    """The link_preview_options of a message, from today's parameter or from its predecessor."""
    given = call.params.json("link_preview_options", "link preview options")
    return read_preview(given, disabled=call.params.flag("disable_web_page_preview"))


def post(call: Call, chat: Chat, content: Json, files: tuple[StoredFile, ...] = ()) -> Json:
    """Send a message as this bot. Raises what the reply or the keyboard is refused with; answers the Message."""
    markup = call.markup(chat)
    said = reply(call, chat) | content
    if markup is not None and markup.kind == "inline":
        said["reply_markup"] = markup.shown
    [message] = send(call, chat, [(said, files)])
    if markup is not None and markup.kind != "inline":
        chat.sealed.add(message["message_id"])
        _stand(chat, markup, message)
    return message


def send(call: Call, chat: Chat, messages: Sequence[tuple[Json, tuple[StoredFile, ...]]]) -> list[Json]:
    """Send messages together as this bot. Raises "too many requests" before any of them is sent."""
    said: Json = {}
    if call.params.flag("protect_content"):
        said["has_protected_content"] = True
    if call.params.has("message_effect_id") and chat.private:
        said["effect_id"] = call.params.text("message_effect_id")
    call.state.limits.take(call.bot.id, chat, len(messages))
    chat.actions.pop(call.bot.id, None)
    chat.last_bot = call.bot.id
    sender = call.bot.user()
    return [call.state.post(chat, sender, said | content, files=files) for content, files in messages]


def reply(call: Call, chat: Chat) -> Json:
    """The `reply_to_message` or `external_reply` of a message, empty for one that replies to nothing."""
    given = call.params.json("reply_parameters", "reply parameters")
    source = chat
    if given is None:
        number = call.params.integer("reply_to_message_id")
        lenient = call.params.flag("allow_sending_without_reply")
    else:
        number, lenient = _replied(given)
        if given.get("chat_id") not in (None, "", chat.id, str(chat.id)):
            source = Call(call.state, call.bot, Parameters(given), {}).chat()
    if number <= 0:
        return {}
    message = source.messages.get(number)
    if message is None:
        if lenient:
            return {}
        raise bad_request("message to be replied not found")
    if source is not chat:
        return {"external_reply": {"origin": origin(call, message), **content_of(message)}}
    return {"reply_to_message": {name: value for name, value in message.items() if name != "reply_to_message"}}


def origin(call: Call, message: Json) -> Json:
    """Where a message comes from that is shown elsewhere: its own origin, or who sent it."""
    sender = message.get("from", call.bot.user())
    return message.get("forward_origin") or {"type": "user", "sender_user": sender, "date": message["date"]}


def _replied(given: Any) -> tuple[int, bool]:
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    if not given:
        return 0, False
    if given.get("message_id") is None:
        raise bad_request('can\'t find field "message_id"')
    number = integer_in(given["message_id"])
    if number is None:
        raise bad_request('field "message_id" must be of type Number')
    lenient = given.get("allow_sending_without_reply", False)
    if not isinstance(lenient, bool):
        raise bad_request('field "allow_sending_without_reply" must be of type Boolean')
    return number, lenient


def _stand(chat: Chat, markup: Markup, message: Json) -> None:
    """Remember the keyboard that the people of a chat have before them now."""
    for account in [account for account in chat.statuses if chat.has(account)]:
        chat.prompts.pop(account, None)
        if markup.kind == "reply":
            chat.keyboards[account] = markup.shown
        elif markup.kind == "remove":
            chat.keyboards.pop(account, None)
        else:
            chat.prompts[account] = {"message_id": message["message_id"], **markup.shown}
