"""Groups: nothing personal is ever shown there, so every command leads into a private chat."""

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.types import ChatMemberUpdated, Message

from handlers.house import House
from handlers.screens import home
from handlers.screens.screen import Screen


class InGroup(Filter):
    """Whether it was said where others read along."""

    async def __call__(self, message: Message) -> bool:
        """True for groups and supergroups."""
        return message.chat.type in {"group", "supergroup"}


class InPrivate(Filter):
    """Whether it happened in somebody's private chat with us."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        """True for private chats."""
        return event.chat.type == "private"


def router() -> Router:
    """Commands given in a group."""
    router = Router(name="groups")
    router.message.register(
        talk_in_private, InGroup(), Command("start", "help", "settings", "language", "privacy", "cancel")
    )
    return router


async def talk_in_private(message: Message, house: House) -> Screen:
    """Let us talk in private."""
    del message
    return home.only_in_private(house)
