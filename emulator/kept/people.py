"""Who there is: persons with their Telegram clients, and bots."""

from __future__ import annotations

from dataclasses import dataclass, field

from emulator.answers import Json
from emulator.kept.feed import Feed
from emulator.kept.updates import UpdateQueue
from emulator.kept.webhooks import Webhook


@dataclass(slots=True, eq=False)
class Person:
    """One Telegram account of a human being."""

    id: int
    first_name: str
    language_code: str
    last_name: str | None = None
    username: str | None = None
    phone: str = ""
    feed: Feed = field(default_factory=Feed)

    def user(self) -> Json:
        """The account as a Bot API User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        user["language_code"] = self.language_code
        return user

    def listed(self) -> Json:
        """The account as `GET /sim/people` lists it."""
        user = self.user()
        del user["is_bot"]
        return user


@dataclass(slots=True, eq=False)
class Profile:
    """What a bot tells about itself in one language; the empty language is everybody else's."""

    name: str = ""
    description: str = ""
    short_description: str = ""


@dataclass(slots=True, eq=False)
class Bot:
    """One bot: its account, its updates, its commands and what it tells about itself.

    `reads_all` means that its privacy mode is off: it hears everything said in its groups.
    """

    token: str
    id: int
    first_name: str
    username: str
    updates: UpdateQueue
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    webhook: Webhook | None = None
    last_message_id: int = 0
    started_at: float = 0.0
    logged_out_until: float = 0.0
    reads_all: bool = False

    def user(self) -> Json:
        """The account as a Bot API User."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """The account as getMe answers it."""
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
