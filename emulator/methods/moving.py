"""Messages taken away, passed on and pinned."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import SERVICE, Chat
from emulator.kept.files import StoredFile
from emulator.methods.attachments import CAPTIONED, caption_content, files_in
from emulator.methods.call import WRITE, Call
from emulator.methods.posting import content_of, origin, post, send
from emulator.reading.parameters import integer_in

# "A message can only be deleted if it was sent less than 48 hours ago": deleteMessage.
DELETABLE: Final = 48 * 3600
MOST_AT_ONCE: Final = 100
# "A dice message in a private chat can only be deleted if it was sent more than 24 hours ago": deleteMessage.
DICE_STAY: Final = 24 * 3600


def delete_message(call: Call) -> bool:
    """Take one message away. Raises "message to delete not found" and "message can't be deleted…"."""
    if not call.params.has("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not call.params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = call.chat(WRITE)
    message = call.message(chat, "message to delete")
    _require_deletable(call, chat, message)
    call.state.remove(chat, message["message_id"])
    return True


def delete_messages(call: Call) -> bool:
    """Take up to 100 messages away; those not found are skipped."""
    numbers = _numbers(call)
    chat = call.chat(WRITE)
    found = [message for message in (chat.messages.get(number) for number in numbers) if message is not None]
    for message in found:
        _require_deletable(call, chat, message)
    for message in found:
        call.state.remove(chat, message["message_id"])
    return True


def forward_message(call: Call) -> Json:
    """Pass a message on, with its origin."""
    message = _one(call, "forward")
    chat = call.writable_chat()
    return send(call, chat, [_forwarded(call, message)])[0]


def forward_messages(call: Call) -> list[Json]:
    """Pass up to 100 messages on, in order; those not found or not forwardable are skipped. Answers their ids."""
    chat, found = _several(call)
    return _ids(send(call, chat, [_forwarded(call, message) for message in found]))


def copy_message(call: Call) -> Json:
    """Say again what a message says, without its origin."""
    _require_source(call)
    caption = call.formatted("caption", "caption_entities") if call.params.raw("caption") is not None else None
    message = _one(call, "copy")
    chat = call.writable_chat()
    content = _copied(call, message)
    if caption is not None and CAPTIONED & message.keys():
        content = _uncaptioned(content) | caption_content(caption)
    return {"message_id": post(call, chat, content, files_in(call, message))["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """Say again what up to 100 messages say, in order; those not found are skipped. Answers the ids of the new ones."""
    chat, found = _several(call)
    contents = [_copied(call, message) for message in found]
    if call.params.flag("remove_caption"):
        contents = [_uncaptioned(content) for content in contents]
    sent = send(call, chat, [(said, files_in(call, message)) for said, message in zip(contents, found, strict=True)])
    return _ids(sent)


def pin_chat_message(call: Call) -> bool:
    """Pin a message above the chat; a service message says so."""
    chat = call.writable_chat()
    message = call.message(chat, "message to pin")
    _require_pinner(call, chat)
    if SERVICE & message.keys():
        raise bad_request("a service message can't be pinned")
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
    _require_pinner(call, chat)
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin whatever is pinned."""
    chat = call.writable_chat()
    _require_pinner(call, chat)
    chat.pinned.clear()
    return True


def _numbers(call: Call) -> list[int]:
    given: Any = call.params.json("message_ids", "message identifiers")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    numbers = [integer_in(number) for number in given]
    if None in numbers or any(number is not None and number <= 0 for number in numbers):
        raise bad_request("invalid message identifier specified")
    return [number for number in numbers if number is not None]


def _require_deletable(call: Call, chat: Chat, message: Json) -> None:
    if call.state.clock.date() - message["date"] >= DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    if "dice" in message and chat.private and call.state.clock.date() - message["date"] < DICE_STAY:
        raise bad_request("message can't be deleted for everyone")
    ours = message.get("from", {}).get("id") == call.bot.id
    if not ours and not chat.private and not chat.led_by(call.bot.id):
        raise bad_request("message can't be deleted")
    if {"group_chat_created", "migrate_from_chat_id"} & message.keys():
        raise bad_request("message can't be deleted")


def _require_pinner(call: Call, chat: Chat) -> None:
    """In a group anybody may pin, in a supergroup who leads it."""
    if chat.type == "supergroup" and not chat.led_by(call.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")


def _require_source(call: Call) -> None:
    if not call.params.has("from_chat_id"):
        raise bad_request('parameter "from_chat_id" is required')


def _one(call: Call, verb: str) -> Json:
    _require_source(call)
    message = call.message(call.chat(name="from_chat_id"), f"message to {verb}")
    if SERVICE & message.keys():
        raise bad_request("the message can't be forwarded" if verb == "forward" else "the message can't be copied")
    if message.get("has_protected_content"):
        raise bad_request(
            f"message has protected content and can't be {'forwarded' if verb == 'forward' else 'copied'}"
        )
    return message


def _several(call: Call) -> tuple[Chat, list[Json]]:
    _require_source(call)
    numbers = _numbers(call)
    chat = call.writable_chat()
    source = call.chat(name="from_chat_id")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [message for message in (source.messages.get(number) for number in numbers) if message is not None]
    found = [message for message in found if not (SERVICE | {"has_protected_content"}) & message.keys()]
    if not found:
        raise bad_request("there are no messages to forward")
    return chat, found


def _forwarded(call: Call, message: Json) -> tuple[Json, tuple[StoredFile, ...]]:
    return {"forward_origin": origin(call, message), **content_of(message)}, files_in(call, message)


def _copied(call: Call, message: Json) -> Json:
    """What a copy says; of a poll it is a new one, for which nobody has voted."""
    content = content_of(message)
    if "poll" not in content:
        return content
    asked: Json = {name: value for name, value in content["poll"].items() if name not in ("id", "close_date")}
    if "open_period" in asked:
        asked["close_date"] = call.state.clock.date() + asked["open_period"]
    asked |= {"options": [{**option, "voter_count": 0} for option in asked["options"]]}
    asked |= {"total_voter_count": 0, "is_closed": False}
    return {"poll": call.state.polls.make(call.bot.id, asked).shown}


def _uncaptioned(content: Json) -> Json:
    return {name: value for name, value in content.items() if not name.startswith("caption")}


def _ids(sent: list[Json]) -> list[Json]:
    return [{"message_id": message["message_id"]} for message in sent]
