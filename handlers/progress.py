"""A sign of life while something takes long: Telegram's "is sending a picture" over the chat, until it is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final, Literal

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendChatAction

from domain.identities import AccountId

SOON: Final = 1.0
"""Seconds after which it is said; what is quicker needs no word."""
SHOWN: Final = 4.5
"""Telegram shows it for five seconds: core.telegram.org/bots/api#sendchataction."""

Sending = Literal["upload_photo", "upload_document"]


@asynccontextmanager
async def underway(bot: Bot, account: AccountId, sending: Sending) -> AsyncIterator[None]:
    """Say in the person's chat that something is on its way, as long as the block takes; never at its cost."""
    saying = asyncio.create_task(_say(bot, account, sending))
    try:
        yield
    finally:
        saying.cancel()
        with suppress(asyncio.CancelledError):
            await saying


async def _say(bot: Bot, account: AccountId, sending: Sending) -> None:
    await asyncio.sleep(SOON)
    with suppress(TelegramAPIError):
        while True:
            await bot(SendChatAction(chat_id=account, action=sending))
            await asyncio.sleep(SHOWN)
