"""An announcement as its reader gets it: its text as a screen, or the author's own messages copied. Leaves when, and to
whom, to the store.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, TelegramMethod

from domain.announcements import Original, Written
from domain.languages import Language
from domain.messages import Letter
from handlers.announce_buttons import MuteAnnouncements
from handlers.edge import keyboard, request
from handlers.originals import PASSED_ON
from handlers.screens.screen import Button, File, Row, Screen, Where
from handlers.screens.words import home_row
from handlers.texts import _, language


def announced(letter: Letter, _picture: File | None) -> Screen:
    """An announcement that was written."""
    content = None if letter.announcement is None else letter.announcement.content
    if not isinstance(content, Written):
        raise TypeError("this letter has no announcement that was written")
    return _worded(content.html, language())


def specimen(content: Written, reader: Language) -> Screen:
    """A written one as its readers of this language see it, beside the living screen."""
    return replace(_worded(content.html, reader), where=Where.BESIDE)


def copying(original: Original, *, of: int, to: int) -> TelegramMethod[Any]:
    """The request that copies the author's messages from the chat `of` to the chat `to`, or forwards a poll."""
    if original.startswith(PASSED_ON):
        message = int(original.removeprefix(PASSED_ON))
        return request(ForwardMessage, chat_id=to, from_chat_id=of, message_id=message)
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
    """What every announcement has beneath it: how to get no more of them, and the way home."""
    return ((Button(_("🔕 Don't send me announcements"), MuteAnnouncements(muted=1, here=1).pack()),), home_row())
