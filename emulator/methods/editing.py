"""Editing what a bot has sent: texts, captions, media, keyboards; an edit that changes nothing is refused."""

from __future__ import annotations

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.files import StoredFile
from emulator.kept.inline_ids import inline_message
from emulator.methods.attachments import ATTACHED, CAPTIONED, MEDIA, caption_content, input_media
from emulator.methods.call import EDIT, Call
from emulator.methods.posting import content_of, link_preview
from emulator.text.formatted import message_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_message_text(call: Call) -> Json | bool:
    """Another text under the same message. A message of another kind has no text to edit."""
    if not call.params.text("text"):
        raise bad_request("message text is empty")
    body = call.formatted("text", "entities")
    chat, message = _editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    message_text(body)
    content: Json = {"text": body.text}
    if body.entities:
        content["entities"] = body.entities
    return _replace(call, chat, message, content | link_preview(call))


def edit_message_caption(call: Call) -> Json | bool:
    """Another caption under the same file, or none."""
    body = call.formatted("caption", "caption_entities")
    chat, message = _editable(call)
    if not CAPTIONED & message.keys():
        raise bad_request("there is no caption in the message to edit")
    content = {name: value for name, value in content_of(message).items() if not name.startswith("caption")}
    return _replace(call, chat, message, content | caption_content(body))


def edit_message_media(call: Call) -> Json | bool:
    """Another file in the place of a file or of a text; in a message sent through the bot, one that is known."""
    if not call.params.has("media"):
        raise bad_request('parameter "media" is required')
    media = call.params.json("media", "input media")
    if _inline(call) and isinstance(media, dict) and str(media.get("media")).startswith(ATTACHED):
        raise bad_request("invalid message content specified")
    content, file = input_media(call, media)
    chat, message = _editable(call)
    if not (MEDIA | {"text"}) & message.keys():
        raise bad_request("message can't be edited")
    return _replace(call, chat, message, content, (file,))


def edit_message_reply_markup(call: Call) -> Json | bool:
    """Another keyboard under the same message, or none."""
    chat, message = _editable(call)
    return _replace(call, chat, message, content_of(message))


def _inline(call: Call) -> bool:
    """Whether a call means a message that somebody sent through the bot. Telegram looks at the chat first."""
    return not call.params.has("chat_id") and not call.params.integer("message_id")


def _editable(call: Call) -> tuple[Chat, Json]:
    if _inline(call):
        if not call.params.has("inline_message_id"):
            raise bad_request("message identifier is not specified")
        return inline_message(call.state, call.bot.id, call.params.text("inline_message_id"))
    chat = call.chat(EDIT)
    message = call.message(chat, "message to edit")
    sender = message.get("via_bot") or message.get("from") or {}
    if sender.get("id") != call.bot.id or message["message_id"] in chat.sealed or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(call: Call, chat: Chat, message: Json, content: Json, files: tuple[StoredFile, ...] = ()) -> Json | bool:
    markup = call.inline_markup(chat)
    if content == content_of(message) and markup == message.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    dropped = {*content_of(message), "reply_markup", "edit_date"}
    changed = {name: value for name, value in message.items() if name not in dropped}
    changed |= {"edit_date": call.state.clock.date(), **content}
    if markup is not None:
        changed["reply_markup"] = markup
    call.state.change(chat, changed, files=files)
    return True if _inline(call) else changed
