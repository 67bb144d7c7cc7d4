"""A letter's last steps: worded in its reader's language, and posted. Leaves the words to handlers."""

from dataclasses import replace
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import CopyMessages, TelegramMethod

from bot.outbox.errand import PostLetter
from bot.outbox.outcomes import OriginalGone
from domain.announcements import Copied
from domain.messages import Letter, LetterKind
from handlers.announced import copying
from handlers.edge import bringing_up_to_date, says_that_already, sending
from handlers.house import House
from handlers.notices import worded
from handlers.organizer import door_lists
from handlers.pupil import tickets
from handlers.texts import Catalogues
from papers.pool import PaperPool
from storage.engine import Store, StoreUnavailable
from storage.messages import cards

_log: Final = structlog.get_logger(__name__)


class Delivery:
    """Words letters and posts them to their readers."""

    def __init__(
        self,
        bot: Bot,
        house: House,
        catalogues: Catalogues,
        store: Store | None = None,
        papers: PaperPool | None = None,
    ) -> None:
        self._store = store
        self._papers = papers
        self._bot = bot
        self._house = house
        self._catalogues = catalogues

    async def deliver(self, letter: Letter, post: PostLetter) -> None:
        """Word a letter and post it, as one message, or as an album. Raises what `post` raises, and OriginalGone."""
        with self._catalogues.reader(letter.to.language, self._house.zone):
            request = await self._request(letter)
        try:
            result = await post(self._bot, request)
        except TelegramBadRequest as refused:
            if letter.enclosed.message is not None and says_that_already(refused):
                return
            raise
        await self._remember(letter, result)
        # Telegram leaves out of an album what its author has deleted, and says nothing.
        if isinstance(request, CopyMessages) and len(result) < len(request.message_ids):
            raise OriginalGone(sent=True)

    async def _request(self, letter: Letter) -> TelegramMethod[Any]:
        if letter.announcement is not None and isinstance(letter.announcement.content, Copied):
            if letter.announcement.account is None:
                raise OriginalGone(sent=False)
            original = letter.announcement.content.original
            return copying(original, of=letter.announcement.account, to=letter.to.account)
        if letter.enclosed.message is not None:
            return bringing_up_to_date(letter.to.account, letter.enclosed.message, worded(letter))
        picture = None
        if letter.kind is LetterKind.TICKET and letter.booking is not None:
            picture = await tickets.qr(letter.booking, self._house)
        screen = worded(letter, picture=picture)
        if letter.kind is LetterKind.DOOR_LIST and self._store is not None and self._papers is not None:
            screen = replace(screen, document=await door_lists.of_letter(letter, self._store, self._papers))
        return sending(letter.to.account, screen)

    async def _remember(self, letter: Letter, sent: Any) -> None:
        """Keep where a card is, so that it can be brought up to date and replied to.

        It has left, and is not sent again because of that: without it the card stays as it was sent.
        """
        card = letter.enclosed.card
        if self._store is None or card is None or letter.enclosed.message is not None:
            return
        try:
            number = int(sent["message_id"])
            await self._store.write(cards.keep, person=letter.to.id, matter=card.matter, message=number)
        except StoreUnavailable:
            _log.warning("where a card was sent could not be kept", letter=letter.id)
