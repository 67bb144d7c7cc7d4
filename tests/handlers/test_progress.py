"""A sign of life while something is made: only where it takes long, and never at the cost of what is made."""

import asyncio
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendChatAction

from domain.identities import AccountId
from handlers import progress

ANNA = AccountId(7)


class Watched:
    """Takes the place of a bot, and fails where it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.said: list[str] = []
        self.heard = asyncio.Event()
        self.fails = fails

    async def __call__(self, method: Any) -> bool:
        self.said.append(method.action)
        self.heard.set()
        if self.fails:
            raise TelegramNetworkError(SendChatAction(chat_id=1, action="typing"), "gone")
        return True


async def test_what_is_quick_needs_no_word() -> None:
    bot: Any = Watched()
    async with progress.underway(bot, ANNA, "upload_photo"):
        await asyncio.sleep(0)
    assert bot.said == []


@pytest.mark.parametrize("fails", [False, True])
async def test_what_is_slow_is_announced_and_made_all_the_same(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    monkeypatch.setattr(progress, "SOON", 0.0)
    bot: Any = Watched(fails=fails)
    async with progress.underway(bot, ANNA, "upload_document"):
        await bot.heard.wait()
    assert bot.said == ["upload_document"]


async def failing(bot: Any) -> None:
    async with progress.underway(bot, ANNA, "upload_photo"):
        await bot.heard.wait()
        raise ZeroDivisionError


async def test_what_fails_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SOON", 0.0)
    with pytest.raises(ZeroDivisionError):
        await failing(Watched())
