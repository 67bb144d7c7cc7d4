"""A letter's last steps: worded in its reader's language, and posted. Leaves the words to handlers."""

from typing import Any

from aiogram import Bot
from aiogram.methods import CopyMessages, TelegramMethod

from bot.outbox.errand import PostLetter
from bot.outbox.outcomes import OriginalGone
from domain.announcements import Copied
from domain.messages import Letter, LetterKind
from handlers.announced import copying
from handlers.edge import sending
from handlers.house import House
from handlers.notices import worded
from handlers.pupil import tickets
from handlers.texts import Catalogues


class Delivery:
    """Words letters and posts them to their readers."""

    def __init__(self, bot: Bot, house: House, catalogues: Catalogues) -> None:
        self._bot = bot
        self._house = house
        self._catalogues = catalogues

    async def deliver(self, letter: Letter, post: PostLetter) -> None:
        """Word a letter and post it, as one message, or as an album. Raises what `post` raises, and OriginalGone."""
        with self._catalogues.reader(letter.to.language, self._house.zone):
            request = await self._request(letter)
        result = await post(self._bot, request)
        # Telegram leaves out of an album what its author has deleted, and says nothing.
        if isinstance(request, CopyMessages) and len(result) < len(request.message_ids):
            raise OriginalGone(sent=True)

    async def _request(self, letter: Letter) -> TelegramMethod[Any]:
        if letter.announcement is not None and isinstance(letter.announcement.content, Copied):
            if letter.announcement.account is None:
                raise OriginalGone(sent=False)
            original = letter.announcement.content.original
            return copying(original, of=letter.announcement.account, to=letter.to.account)
        picture = None
        if letter.kind is LetterKind.TICKET and letter.booking is not None:
            picture = await tickets.qr(letter.booking, self._house)
        return sending(letter.to.account, worded(letter, picture=picture))
