"""Chats: who is in them, their messages, pins and reply keyboards. Who may write, the methods decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from emulator.answers import Json
from emulator.kept.people import Bot, Person

MOST_KEPT: Final = 10_000
RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
)
# What a message is that nobody wrote.
SERVICE: Final = frozenset(
    {
        "pinned_message",
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
    },
)


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of a person with a bot, a group, or a supergroup.

    `started` says that the person has written, so that the bot may. `sealed` are messages sent with anything but an
    inline keyboard, which Telegram lets nobody edit. `last_bot` is the bot that spoke last.
    A message is replaced when it changes, never altered, so that whoever was handed it keeps what was true then.
    """

    key: tuple[int, int]
    id: int
    type: str
    title: str = ""
    person: Person | None = None
    bot: Bot | None = None
    statuses: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    sealed: set[int] = field(default_factory=set)
    keyboards: dict[int, Json] = field(default_factory=dict)
    prompts: dict[int, Json] = field(default_factory=dict)
    actions: dict[int, Json] = field(default_factory=dict)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    started: bool = False
    last_message_id: int = 0
    last_bot: int = 0
    migrated_to: int = 0

    @property
    def private(self) -> bool:
        """Whether this is one person's own chat with a bot."""
        return self.type == "private"

    @property
    def blocked(self) -> bool:
        """Whether the person blocked the bot, in a private chat."""
        return self.bot is not None and self.statuses.get(self.bot.id) == "kicked"

    def shown(self) -> Json:
        """The chat as a Bot API Chat."""
        if self.person is None:
            shown: Json = {"id": self.id, "title": self.title, "type": self.type}
            if self.type == "group":
                shown["all_members_are_administrators"] = False
            return shown
        shown = {"id": self.id, "first_name": self.person.first_name}
        if self.person.last_name:
            shown["last_name"] = self.person.last_name
        if self.person.username:
            shown["username"] = self.person.username
        shown["type"] = "private"
        return shown

    def has(self, account_id: int) -> bool:
        """Whether an account is in the chat now."""
        return self.statuses.get(account_id, "left") not in ("left", "kicked")

    def led_by(self, account_id: int) -> bool:
        """Whether an account leads the group: its creator or an administrator."""
        return self.statuses.get(account_id) in ("creator", "administrator")

    def next_message_id(self) -> int:
        """A new message's id: counted per bot in private chats, as an account counts, per chat in groups."""
        counter: Bot | Chat = self.bot if self.private and self.bot is not None else self
        counter.last_message_id += 1
        return counter.last_message_id

    def keep(self, message: Json) -> None:
        """Store a message, new or changed; beyond MOST_KEPT the oldest is forgotten."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > MOST_KEPT:
            self.forget(next(iter(self.messages)))

    def forget(self, message_id: int) -> None:
        """Hold nothing of a message any more."""
        self.messages.pop(message_id, None)
        self.sealed.discard(message_id)
        self.reactions.pop(message_id, None)
        if message_id in self.pinned:
            self.pinned.remove(message_id)


def chat_member(user: Json, status: str) -> Json:
    """A ChatMember of a status, with the fields that Telegram always sends; whoever leads has every right."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(RIGHTS, True)}
    elif status == "kicked":
        member["until_date"] = 0
    return member
