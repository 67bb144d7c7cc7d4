"""What a bot does to a group and the people in it: goes, puts out, lets in again, renames."""

from __future__ import annotations

from typing import Final

from emulator.answers import Json, bad_request
from emulator.kept.chats import Chat
from emulator.kept.standing import become
from emulator.methods.call import Call

LONGEST_TITLE: Final = 128


def leave_chat(call: Call) -> bool:
    """The bot goes out of a group."""
    chat = call.writable_chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    become(call.state, chat, call.bot.user(), call.bot.id, "left")
    return True


def ban_chat_member(call: Call) -> bool:
    """Put somebody out for good. Only who leads a group may, and nobody can put out who leads it."""
    user = _user(call)
    chat = _led(call, "not enough rights to restrict/unrestrict chat member")
    if user["id"] == call.bot.id:
        raise bad_request("can't restrict self")
    status = chat.statuses.get(user["id"], "left")
    if status == "creator":
        raise bad_request("can't remove chat owner")
    if status == "administrator":
        raise bad_request("user is an administrator of the chat")
    become(call.state, chat, call.bot.user(), user["id"], "kicked")
    return True


def unban_chat_member(call: Call) -> bool:
    """Let somebody come again. A member is put out by it, unless `only_if_banned` is given."""
    user = _user(call)
    chat = call.writable_chat()
    if chat.type != "supergroup":
        raise bad_request("method is available for supergroup and channel chats only")
    _led(call, "not enough rights to restrict/unrestrict chat member")
    status = chat.statuses.get(user["id"], "left")
    if status == "kicked" or (status == "member" and not call.params.flag("only_if_banned")):
        become(call.state, chat, call.bot.user(), user["id"], "left")
    return True


def set_chat_title(call: Call) -> bool:
    """Another title of 1–128 characters; a service message says so."""
    title = call.params.text("title").strip()
    chat = call.writable_chat()
    if chat.private:
        raise bad_request("can't change private chat title")
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise bad_request("title must be non-empty" if not title else "title is too long")
    _led(call, "not enough rights to change chat title")
    if title == chat.title:
        raise bad_request("chat title is not modified")
    chat.title = title
    call.state.post(chat, call.bot.user(), {"new_chat_title": title})
    return True


def _led(call: Call, refusal: str) -> Chat:
    chat = call.writable_chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.led_by(call.bot.id):
        raise bad_request(refusal)
    return chat


def _user(call: Call) -> Json:
    user = call.state.user(call.user_id())
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return user
