"""A letter's last steps: worded in its reader's language, and posted. Leaves the words to handlers."""

from aiogram import Bot

from bot.outbox.sender import PostLetter
from domain.messages import Letter, LetterKind
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
        """Word a letter and post it, as one message. Raises what `post` raises."""
        with self._catalogues.reader(letter.to.language, self._house.zone):
            picture = None
            if letter.kind is LetterKind.TICKET and letter.booking is not None:
                picture = await tickets.qr(letter.booking, self._house)
            screen = worded(letter, picture=picture)
        await post(self._bot, sending(letter.to.account, screen))
