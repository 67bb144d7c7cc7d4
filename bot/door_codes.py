"""The codes that hang at doors, in organizers' chats: sent once, changed every minute, taken down when it is over."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound
from aiogram.methods import DeleteMessage, EditMessageCaption, EditMessageMedia
from aiogram.types import BufferedInputFile

from bot.telegram import Telegram, nobody_there
from domain.check_in import ShownCode
from domain.people import Person
from domain.refusals import NotYours
from handlers.edge import keyboard, request, sending
from handlers.house import House
from handlers.links import LinkTo, deep_link
from handlers.screens.door import code_at_the_door, code_taken_down
from handlers.screens.screen import File
from handlers.texts import Catalogues
from papers.tickets import qr_png
from storage.attending import shown_codes, visitors
from storage.engine import Store
from storage.people import persons

_log = structlog.get_logger(__name__)


class DoorCodes:
    """Keeps one message for each open door at this minute's code. Leaves when to look to the clockwork."""

    def __init__(self, bot: Bot, telegram: Telegram, store: Store, house: House, catalogues: Catalogues) -> None:
        self._bot = bot
        self._telegram = telegram
        self._store = store
        self._house = house
        self._catalogues = catalogues

    async def keep(self) -> None:
        """Bring up to date what hangs of another minute, or is over. What cannot be reached waits for the next time."""
        for code in await self._store.read(shown_codes.to_change):
            try:
                await self._kept(code)
            except TelegramAPIError as error:
                _log.info("a door's code was not shown", meeting=code.meeting.id)
                if nobody_there(error):
                    await self._store.write(shown_codes.tidied, number=code.number)
            except NotYours:  # whoever it was shown to has had their data deleted
                await self._store.write(shown_codes.tidied, number=code.number)

    async def _kept(self, code: ShownCode) -> None:
        reader = await self._store.read(persons.person, id=code.shown_to)
        with self._catalogues.reader(reader.language, self._house.zone):
            if code.over:
                await self._take_down(code, reader)
                await self._store.write(shown_codes.tidied, number=code.number)
                return
            message = await self._shown(code, reader)
        if not await self._store.write(shown_codes.changed, number=code.number, message=message):
            await self._remove(reader, message)  # it was taken down meanwhile, by somebody who did not see this one

    async def _shown(self, code: ShownCode, reader: Person) -> int:
        says = await self._store.write(visitors.code, meeting=code.meeting.id)
        link = deep_link(self._house.username, LinkTo.DOOR, says.carried)
        picture = File(await asyncio.to_thread(qr_png, link), f"door-{says.minute}.png")
        screen = code_at_the_door(code, picture)
        if code.message is not None:
            media = {
                "type": "photo",
                "media": BufferedInputFile(picture.content, picture.name),
                "caption": screen.text,
                "parse_mode": "HTML",
            }
            given = {"chat_id": reader.account, "message_id": code.message, "reply_markup": keyboard(screen.rows)}
            try:
                await self._telegram.post(self._bot, request(EditMessageMedia, **given, media=media))
            except (TelegramBadRequest, TelegramNotFound) as refused:
                if "not modified" not in refused.message and "to edit" not in refused.message:
                    raise
                if "not modified" in refused.message:
                    return code.message
            else:
                return code.message
        sent = await self._telegram.post(self._bot, sending(reader.account, screen))
        return int(sent["message_id"])

    async def _take_down(self, code: ShownCode, reader: Person) -> None:
        if code.message is None or await self._remove(reader, code.message):
            return
        # Telegram deletes nothing that is older than two days: an old code says nothing to anybody, and is no button.
        given = {"chat_id": reader.account, "message_id": code.message, "caption": code_taken_down()}
        try:
            await self._telegram.post(self._bot, request(EditMessageCaption, **given))
        except (TelegramBadRequest, TelegramNotFound):
            _log.info("an old code stays where it hangs", meeting=code.meeting.id)

    async def _remove(self, reader: Person, message: int) -> bool:
        try:
            await self._telegram.post(self._bot, request(DeleteMessage, chat_id=reader.account, message_id=message))
        except (TelegramBadRequest, TelegramNotFound):
            return False
        return True
