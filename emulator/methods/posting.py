"""What every message a bot sends has in common: the reply it is, its keyboard, its place in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile
from emulator.methods.call import Call
from emulator.reading.keyboards import Markup
from emulator.reading.parameters import integer_in

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
PREVIEW: Final = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")


def content_of(message: Json) -> Json:
    """What a message says, without who said it, when and where."""
    return {name: message[name] for name in CONTENT if name in message}


def link_preview(call: Call) -> Json:
    """The link_preview_options of a message, from today's parameter or from its predecessor."""
    given = call.params.json("link_preview_options", "link preview options")
    options: Json = {}
    if isinstance(given, dict):
        options = {name: given[name] for name in PREVIEW if given.get(name)}
    elif call.params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


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
    sender = call.bot.user()
    return [call.state.post(chat, sender, said | content, files=files) for content, files in messages]


def reply(call: Call, chat: Chat) -> Json:
    """The `reply_to_message` of a message, empty for one that replies to nothing."""
    given = call.params.json("reply_parameters", "reply parameters")
    if isinstance(given, dict):
        number = integer_in(given.get("message_id"))
        lenient = given.get("allow_sending_without_reply") is True
    else:
        number = call.params.integer("reply_to_message_id") or None
        lenient = call.params.flag("allow_sending_without_reply")
    if number is None:
        return {}
    message = chat.messages.get(number)
    if message is None:
        if lenient:
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {name: value for name, value in message.items() if name != "reply_to_message"}}


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
