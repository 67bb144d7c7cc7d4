"""The messages that say how announcements get on: sent once, then edited. Leaves when to look to the clockwork."""

from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.methods import EditMessageReplyMarkup, EditMessageText

from bot.telegram import Telegram, nobody_there
from domain.announcements import Watch
from domain.moments import Clock
from handlers.edge import keyboard, request, sending
from handlers.house import House
from handlers.screens.announcing import under_way
from handlers.screens.screen import Screen
from handlers.texts import Catalogues
from storage.announcing import watching
from storage.engine import Store

_log = structlog.get_logger(__name__)


class Watches:
    """Shows whoever let an announcement go how it gets on, in one message each, behind all replies."""

    def __init__(
        self, bot: Bot, telegram: Telegram, store: Store, clock: Clock, house: House, catalogues: Catalogues
    ) -> None:
        self._bot = bot
        self._telegram = telegram
        self._store = store
        self._clock = clock
        self._house = house
        self._catalogues = catalogues

    async def show(self) -> None:
        """Bring up to date what says something else than is so. What cannot be reached now waits for the next time."""
        for watch in await self._store.read(watching.due):
            with self._catalogues.reader(watch.language, self._house.zone):
                screen = under_way(watch.announcement, self._house, self._clock.now(), here=True)
            try:
                message = await self._shown(watch, screen)
            except TelegramAPIError as error:
                # What Telegram refuses for good it refuses the next time, too; the list tells it still.
                for_good = nobody_there(error) or isinstance(error, TelegramBadRequest)
                then = watching.end if for_good else watching.put_off
                await self._store.write(then, announcement=watch.announcement.id)
                _log.info("an announcement's progress was not shown", announcement=watch.announcement.id)
                continue
            await self._store.write(watching.shown, watch=watch, message=message)

    async def _shown(self, watch: Watch, screen: Screen) -> int:
        """The number of the message that says it now."""
        if watch.message is None or watch.news:
            sent = await self._telegram.post_letter(self._bot, sending(watch.account, screen))
            if watch.message is not None:
                await self._strip(watch)
            return int(sent["message_id"])
        given: dict[str, Any] = {"chat_id": watch.account, "message_id": watch.message, "parse_mode": "HTML"}
        method = request(EditMessageText, **given, text=screen.text, reply_markup=keyboard(screen.rows))
        try:
            await self._telegram.post_letter(self._bot, method)
        except (TelegramBadRequest, TelegramNotFound) as refused:
            if "not modified" in refused.message:
                return watch.message
            if "message to edit not found" not in refused.message and "can't be edited" not in refused.message:
                raise
            sent = await self._telegram.post_letter(self._bot, sending(watch.account, screen))
            return int(sent["message_id"])
        return watch.message

    async def _strip(self, watch: Watch) -> None:
        """The old message loses its buttons; where that fails, they still do what they say."""
        try:
            method = request(EditMessageReplyMarkup, chat_id=watch.account, message_id=watch.message)
            await self._telegram.post_letter(self._bot, method)
        except (TelegramBadRequest, TelegramNotFound, TelegramForbiddenError):
            _log.info("an old progress message keeps its buttons", announcement=watch.announcement.id)
