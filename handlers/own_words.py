"""What somebody typed in their own words, where words are asked for."""

from aiogram.types import Message

from domain.refusals import NotText


def own_words(message: Message) -> str:
    """What somebody typed themselves. Raises NotText for stickers, pictures, and what others wrote."""
    if not message.text or message.forward_origin or message.via_bot:
        raise NotText
    return message.text


def is_command(message: Message) -> bool:
    """Whether it is a command to the bot: never somebody's words to somebody else."""
    return bool(message.text and message.text.startswith("/"))
