"""Whose update it is: the key by which updates are kept in order. Reads raw JSON; leaves parsing to aiogram."""

from typing import Any

from domain.identities import AccountId

Json = dict[str, Any]


def key_of(update: Json) -> str:
    """The sender (`from.id`, or `sender_chat.id` where present), else the chat, else the kind of update."""
    for kind, event in update.items():
        if kind != "update_id":
            return _key_of_event(event) or f"kind:{kind}"
    return "kind:none"


def kind_of(update: Json) -> str:
    """What it is: `message`, `callback_query`…; `none` where it is nothing but a number."""
    return next((kind for kind in update if kind != "update_id"), "none")


def private_account(update: Json) -> AccountId | None:
    """The account whose private chat with us it came in; None where it came in a group, or in no chat."""
    event = update.get(kind_of(update))
    if not isinstance(event, dict):
        return None
    message = event.get("message")
    chat = message.get("chat") if isinstance(message, dict) else event.get("chat")
    number = _id(chat) if isinstance(chat, dict) and chat.get("type") == "private" else None
    return None if number is None else AccountId(number)


def _key_of_event(event: Any) -> str | None:
    if not isinstance(event, dict):
        return None
    # Polls and reactions name their sender `user`; a reaction of a channel has an `actor_chat`.
    for name in ("sender_chat", "actor_chat", "voter_chat", "from", "user"):
        number = _id(event.get(name))
        if number is not None:
            return f"{'chat' if name.endswith('chat') else 'from'}:{number}"
    message = event.get("message")
    chat = _id(event.get("chat"))
    if chat is None and isinstance(message, dict):
        chat = _id(message.get("chat"))
    return None if chat is None else f"chat:{chat}"


def _id(thing: Any) -> int | None:
    number = thing.get("id") if isinstance(thing, dict) else None
    return number if isinstance(number, int) else None
