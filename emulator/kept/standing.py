"""What accounts are to chats, and who is told when that changes. Who may change it, the methods and groups decide."""

from __future__ import annotations

from emulator.answers import Json
from emulator.kept.chats import Chat, chat_member
from emulator.kept.state import State


def become(state: State, chat: Chat, by: Json, account_id: int, after: str, *, said: bool = True) -> None:
    """Make an account something else to a chat: `member`, `administrator`, `creator`, `left` or `kicked`.

    A bot learns of its own change by `my_chat_member`, bots that lead the group of others' by `chat_member`. Coming
    and going is said in the group, too, unless `said` is false; whoever did it is not told again.
    """
    before = chat.statuses.get(account_id, "left")
    user = state.user(account_id)
    if before == after or user is None:
        return
    was_in = chat.has(account_id)
    change: Json = {"chat": chat.shown(), "from": by, "date": state.clock.date()}
    change |= {"old_chat_member": chat_member(user, before), "new_chat_member": chat_member(user, after)}
    state.set_status(chat, account_id, after)
    own = state.bots_by_id.get(account_id)
    if own is not None:
        own.updates.push("my_chat_member", change)
    for bot in state.bots_in(chat):
        if bot is not own and chat.led_by(bot.id):
            bot.updates.push("chat_member", change)
    if not said or was_in == chat.has(account_id):
        return
    content = {"left_chat_member": user} if was_in else {"new_chat_members": [user]}
    message = state.post(chat, by, content)
    for bot in state.bots_in(chat):
        if bot.id != by["id"]:
            bot.updates.push("message", message)
