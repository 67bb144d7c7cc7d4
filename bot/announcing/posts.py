"""Posts in channels and groups: sent once, then kept true. Leaves what they say to handlers, when to the clockwork."""

import math
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import EditMessageCaption, EditMessageText, SendPhoto, TelegramMethod

from bot.telegram import CannotConnect, Telegram, nobody_there
from domain.posts import ChatId, PostCard, PostState
from handlers.edge import keyboard, request
from handlers.edge import sending as sending_screen
from handlers.house import House
from handlers.screens.posting import post
from handlers.screens.screen import Screen
from handlers.texts import Catalogues
from storage.engine import Store
from storage.posting import places, sending

REST: Final = 5.0
"""Seconds without another try after Telegram could not be reached."""

_log = structlog.get_logger(__name__)


class Posts:
    """Sends what is to be posted, and edits what has changed since, behind all replies and at the same pace."""

    def __init__(
        self,
        bot: Bot,
        telegram: Telegram,
        store: Store,
        house: House,
        catalogues: Catalogues,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._telegram = telegram
        self._store = store
        self._house = house
        self._catalogues = catalogues
        self._monotonic = monotonic
        self._rest_until = float("-inf")

    async def recover(self) -> None:
        """At start: what was being posted when the program ended may be there, and is not posted again."""
        if count := await self._store.write(sending.recover):
            _log.warning("posts may have been sent before the program ended", count=count)

    async def work(self) -> None:
        """Post what waits, and bring up to date what has changed."""
        while not self._resting and await self._store.read(sending.next_due) is not None:
            card = await self._store.write(sending.claim)
            if card is None:
                break
            await self._send(card)
        if self._resting:
            return
        for card in await self._store.read(sending.outdated):
            if self._resting:
                return
            await self._edit(card)

    @property
    def _resting(self) -> bool:
        return self._monotonic() < self._rest_until

    def _worded(self, card: PostCard) -> Screen:
        with self._catalogues.reader(card.post.language, self._house.zone):
            return post(card, self._house)

    async def _send(self, card: PostCard) -> None:
        chat, screen = card.post.place.chat, self._worded(card)
        method: TelegramMethod[Any] = sending_screen(chat, screen)
        if card.post.with_picture:
            given = {"chat_id": chat, "photo": card.post.event.poster, "caption": screen.text, "parse_mode": "HTML"}
            method = request(SendPhoto, **given, reply_markup=keyboard(screen.rows))
        try:
            sent = await self._telegram.post_letter(self._bot, method)
        except TelegramAPIError as error:
            await self._not_sent(card, error)
        else:
            await self._store.write(sending.stands, card=card, message=int(sent["message_id"]))

    async def _not_sent(self, card: PostCard, error: TelegramAPIError) -> None:
        if await self._later(card, error):
            seconds = math.ceil(self._rest_until - self._monotonic()) if self._resting else 0
            await self._store.write(sending.put_off, post=card.post.id, seconds=seconds)
            return
        unknown = isinstance(error, TelegramServerError | TelegramNetworkError)
        await self._failed(card, PostState.UNCERTAIN if unknown else PostState.REFUSED, error)

    async def _edit(self, card: PostCard) -> None:
        screen, found = self._worded(card), card.post
        given: dict[str, Any] = {
            "chat_id": found.place.chat,
            "message_id": found.message,
            "parse_mode": "HTML",
            "reply_markup": keyboard(screen.rows),
        }
        method: TelegramMethod[Any] = (
            request(EditMessageCaption, **given, caption=screen.text)
            if found.with_picture
            else request(EditMessageText, **given, text=screen.text)
        )
        try:
            await self._telegram.post_letter(self._bot, method)
        except TelegramAPIError as error:
            if "not modified" not in error.message:
                await self._not_edited(card, error)
                return
        await self._store.write(sending.changed, card=card)

    async def _not_edited(self, card: PostCard, error: TelegramAPIError) -> None:
        # Twice the same edit is one: whatever may go away by itself is tried again.
        if await self._later(card, error) or isinstance(error, TelegramServerError | TelegramNetworkError):
            self._rest_until = max(self._rest_until, self._monotonic() + REST)
            return
        await self._failed(card, PostState.GONE, error)

    async def _later(self, card: PostCard, error: TelegramAPIError) -> bool:
        """Whether it surely did not happen, and is worth another try later."""
        match error:
            case TelegramRetryAfter():
                self._rest_until = self._monotonic() + error.retry_after
            case CannotConnect() | TelegramUnauthorizedError():
                self._rest_until = self._monotonic() + REST
            case TelegramNotFound() if not nobody_there(error):
                self._rest_until = self._monotonic() + REST
            case TelegramMigrateToChat():
                new = ChatId(error.migrate_to_chat_id)
                await self._store.write(places.moved, chat=card.post.place.chat, to=new)
            case _:
                return False
        return True

    async def _failed(self, card: PostCard, state: PostState, error: TelegramAPIError) -> None:
        _log.info("a post went wrong", post=card.post.id, state=state.value, why=error.message)
        if isinstance(error, TelegramForbiddenError) or nobody_there(error):
            await self._store.write(places.lost, chat=card.post.place.chat)
        await self._store.write(sending.failed, post=card.post.id, state=state, why=error.message)
