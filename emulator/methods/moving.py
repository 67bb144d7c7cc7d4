"""Messages taken away, passed on and pinned."""

from __future__ import annotations

from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.methods.call import Call
from emulator.methods.posting import content_of, post
from emulator.text.formatted import caption

# "A message can only be deleted if it was sent less than 48 hours ago": deleteMessage.
DELETABLE: Final = 48 * 3600
MOST_AT_ONCE: Final = 100
SERVICE: Final = frozenset(
    {"pinned_message", "new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"}
)


def delete_message(call: Call) -> bool:
    """Take one message away. Raises "message to delete not found" and "message can't be deleted…"."""
    chat = call.chat()
    message = chat.messages.get(call.message_id())
    if message is None:
        raise bad_request("message to delete not found")
    _require_deletable(call, chat, message)
    call.state.remove(chat, message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """Take up to 100 messages away; those not found are skipped."""
    chat = call.chat()
    found = [message for message in (chat.messages.get(number) for number in _numbers(call)) if message is not None]
    for message in found:
        _require_deletable(call, chat, message)
    for message in found:
        call.state.remove(chat, message["message_id"])
    return True


def forward_message(call: Call) -> Json:
    """Pass a message on, with its origin."""
    chat, message = _source(call, "forward")
    if message.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    origin = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message.get("from", call.bot.user()),
        "date": message["date"],
    }
    return call.state.post(
        chat,
        call.bot.user(),
        {"forward_origin": origin, **content_of(message)},
        files=_files_in(call, message),
    )


def copy_message(call: Call) -> Json:
    """Say again what a message says, without its origin."""
    chat, message = _source(call, "copy")
    content = content_of(message)
    if call.params.raw("caption") is not None and ("photo" in message or "document" in message):
        body = caption(call.formatted("caption", "caption_entities"))
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        if body.text:
            content["caption"] = body.text
            if body.entities:
                content["caption_entities"] = body.entities
    sent = post(call, chat, content, _files_in(call, message))
    return {"message_id": sent["message_id"]}


def pin_chat_message(call: Call) -> bool:
    """Pin a message above the chat; a service message says so."""
    chat = call.writable_chat()
    message = chat.messages.get(call.message_id())
    if message is None or SERVICE & message.keys():
        raise bad_request("message to pin not found")
    number = message["message_id"]
    if number in chat.pinned:
        chat.pinned.remove(number)
    chat.pinned.append(number)
    pinned = {name: value for name, value in message.items() if name != "reply_to_message"}
    call.state.post(chat, call.bot.user(), {"pinned_message": pinned})
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin one message, or the one pinned last."""
    chat = call.writable_chat()
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin whatever is pinned."""
    call.writable_chat().pinned.clear()
    return True


def _numbers(call: Call) -> list[int]:
    given: Any = call.params.json("message_ids", "message identifiers")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    return [number for number in given if isinstance(number, int)]


def _require_deletable(call: Call, chat: Chat, message: Json) -> None:
    if call.state.clock.date() - message["date"] >= DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    ours = message.get("from", {}).get("id") == call.bot.id
    if not ours and not chat.private and chat.statuses.get(call.bot.id) != "administrator":
        raise bad_request("message can't be deleted")


def _source(call: Call, verb: str) -> tuple[Chat, Json]:
    chat = call.writable_chat()
    message = call.chat("from_chat_id").messages.get(call.message_id())
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if SERVICE & message.keys():
        words = "the message can't be forwarded" if verb == "forward" else "the message can't be copied"
        raise bad_request(words)
    return chat, message


def _files_in(call: Call, message: Json) -> tuple[Any, ...]:
    ids = [size["file_id"] for size in message.get("photo", [])]
    if "document" in message:
        ids.append(message["document"]["file_id"])
    return tuple(file for file in (call.state.files.by_id(number) for number in ids) if file is not None)
