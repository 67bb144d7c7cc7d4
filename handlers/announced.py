"""An announcement as its reader gets it: its text as a screen, or the author's own messages copied. Leaves when, and to
whom, to the store.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, TelegramMethod

from domain.announcements import Original, Written
from domain.languages import Language
from domain.messages import Letter
from handlers.edge import keyboard, request
from handlers.screens.screen import File, Row, Screen
from handlers.screens.words import home_row
from handlers.texts import language


def original(messages: Sequence[int]) -> Original:
    """The reference to messages in their author's private chat: one, or an album of up to ten."""
    return Original(",".join(map(str, sorted(set(messages)))))


def announced(letter: Letter, _picture: File | None) -> Screen:
    """An announcement that was written."""
    content = None if letter.announcement is None else letter.announcement.content
    if not isinstance(content, Written):
        raise TypeError("this letter has no announcement that was written")
    return _worded(content.html, language())


def copying(original: Original, *, of: int, to: int) -> TelegramMethod[Any]:
    """The request that copies the author's messages from the chat `of` to the chat `to`."""
    messages = [int(number) for number in original.split(",")]
    if len(messages) > 1:  # a keyboard beneath several is not to be had
        return request(CopyMessages, chat_id=to, from_chat_id=of, message_ids=messages)
    beneath = keyboard(_beneath())
    return request(CopyMessage, chat_id=to, from_chat_id=of, message_id=messages[0], reply_markup=beneath)


@lru_cache(maxsize=64)
def _worded(html: str, reader: Language) -> Screen:
    """The same for everybody who reads this language: worded once, and not a hundred thousand times."""
    del reader  # it is in the words beneath
    return Screen(text=html, rows=_beneath())


def _beneath() -> tuple[Row, ...]:
    """What every announcement has beneath it: the way home, from where one comes to everything else."""
    return (home_row(),)
