"""What a bot can learn of the chats it is in, and who is in them."""

from __future__ import annotations

from typing import Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat, chat_member
from emulator.methods.call import MEMBERS, READ, Call

GIFTS: Final = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(call: Call) -> Json:
    """A chat with all that is known of it."""
    chat = call.chat()
    full: Json = {
        **chat.shown(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, chat.private),
    }
    if chat.person is not None and chat.person.username:
        full["active_usernames"] = [chat.person.username]
    if not chat.private:
        full["permissions"] = {"can_send_messages": True}
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


def get_chat_member(call: Call) -> Json:
    """What an account is to a chat. Raises "user not found" for an account that does not exist."""
    account = call.user_id()
    chat = call.chat(READ if account == call.bot.id else MEMBERS)
    member = member_of(call, chat, account)
    if member is None:
        raise bad_request("user not found")
    return member


def get_chat_administrators(call: Call) -> list[Json]:
    """Who leads a group."""
    chat = call.chat(MEMBERS)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    leaders = [account for account, status in chat.statuses.items() if status in ("creator", "administrator")]
    return [member for member in (member_of(call, chat, account) for account in leaders) if member is not None]


def get_chat_member_count(call: Call) -> int:
    """How many accounts are in a chat, bots included."""
    chat = call.chat(MEMBERS)
    return sum(chat.has(account) for account in chat.statuses)


def get_user_profile_photos(call: Call) -> Json:
    """The pictures of an account: nobody here has any."""
    if call.state.user(call.user_id()) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def member_of(call: Call, chat: Chat, account: int) -> Json | None:
    """A ChatMember, or None where no such account exists."""
    user = call.state.user(account)
    return None if user is None else chat_member(user, chat.statuses.get(account, "left"))
