"""The one edge between screens and Bot API requests: decides between edit and send, and builds the requests lean.

Requests are built without pydantic's validation: for a keyboard that alone is 1.5–3 ms an update.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.methods import (
    AnswerInlineQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVenue,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from domain.conversations import Conversation
from handlers.screens.screen import Button, ReplyKeyboard, Row, Screen, Where
from handlers.screens.sharing import Article

Request = TypeVar("Request", bound=TelegramMethod[Any])

KEPT_SECONDS: Final = 60
"""How long Telegram may give the same answer to the same inline query."""
_NO_PREVIEW = {"is_disabled": True}


class Post(Protocol):
    """How requests leave: gives Telegram's raw result, raises aiogram's typed errors."""

    async def __call__(self, bot: Bot, method: TelegramMethod[Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Tapped:
    """The message whose button was pressed; `has_picture`: its text is a caption."""

    message: int
    has_picture: bool

    @classmethod
    def by(cls, query: CallbackQuery) -> "Tapped | None":
        """The message behind a press; None where Telegram no longer gives it to us (older than 48 hours)."""
        message = query.message
        if not isinstance(message, Message):
            return None
        return cls(message.message_id, bool(message.photo or message.document))


def request(kind: type[Request], **fields: Any) -> Request:
    """A Bot API request of these fields and no other, unchecked.

    `model_construct` would look up and copy the default of every field that is not given, and none of them is sent: 80
    microseconds for a message, a third of what sending it takes.
    """
    made = kind.__new__(kind)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", set(fields))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", {"_bot": None})
    return made


def keyboard(rows: Sequence[Row]) -> dict[str, Any]:
    """An inline keyboard as Telegram's JSON."""
    return {
        "inline_keyboard": [
            [
                {"text": button.text, "callback_data": button.data}
                if button.data
                else {"text": button.text, "url": button.url}
                for button in row
            ]
            for row in rows
        ]
    }


def _reply_keyboard(shown: ReplyKeyboard) -> dict[str, Any]:
    rows: list[list[dict[str, Any]]] = [[{"text": words}] for words in shown.words]
    if shown.contact:
        rows.insert(0, [{"text": shown.contact, "request_contact": True}])
    if not rows:
        return {"remove_keyboard": True}
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def offering(query: str, articles: Sequence[Article]) -> TelegramMethod[Any]:
    """The request that answers an inline query. The same for whoever asks the same, so Telegram may keep it."""
    results = [
        {
            "type": "article",
            "id": one.id,
            "title": one.title,
            "description": one.description,
            "input_message_content": {
                "message_text": one.text,
                "parse_mode": "HTML",
                "link_preview_options": _NO_PREVIEW,
            },
            "reply_markup": keyboard(((Button(one.button, url=one.url),),)),
        }
        for one in articles
    ]
    return request(
        AnswerInlineQuery, inline_query_id=query, results=results, cache_time=KEPT_SECONDS, is_personal=False
    )


def sending(chat: int, screen: Screen) -> TelegramMethod[Any]:
    """The request that sends a screen as a new message."""
    given: dict[str, Any] = {"chat_id": chat}
    if screen.reply_keyboard:
        given["reply_markup"] = _reply_keyboard(screen.reply_keyboard)
    elif screen.rows:
        given["reply_markup"] = keyboard(screen.rows)
    if screen.pin:
        pin = screen.pin
        return request(
            SendVenue, **given, latitude=pin.latitude, longitude=pin.longitude, title=pin.title, address=pin.address
        )
    if screen.photo:
        return request(SendPhoto, **given, photo=screen.photo, caption=screen.text, parse_mode="HTML")
    if screen.picture:
        photo = BufferedInputFile(screen.picture.content, screen.picture.name)
        return request(SendPhoto, **given, photo=photo, caption=screen.text, parse_mode="HTML")
    if screen.document:
        document = BufferedInputFile(screen.document.content, screen.document.name)
        return request(SendDocument, **given, document=document, caption=screen.text, parse_mode="HTML")
    return request(SendMessage, **given, text=screen.text, parse_mode="HTML", link_preview_options=_NO_PREVIEW)


def bringing_up_to_date(chat: int, message: int, screen: Screen) -> TelegramMethod[Any]:
    """The request that makes a text message that was sent before say this."""
    return request(
        EditMessageText,
        chat_id=chat,
        message_id=message,
        text=screen.text,
        parse_mode="HTML",
        reply_markup=keyboard(screen.rows),
        link_preview_options=_NO_PREVIEW,
    )


def says_that_already(refused: Exception) -> bool:
    """Whether Telegram refuses an edit because there is nothing to change, or nothing left that could be."""
    return isinstance(refused, TelegramBadRequest) and ("not modified" in refused.message or _is_gone(refused))


@dataclass(slots=True)
class Showing:
    """Shows screens in one private chat, keeping the conversation's living screen up to date."""

    bot: Bot
    post: Post
    conversation: Conversation
    tapped: Tapped | None

    async def show(self, screen: Screen) -> None:
        """Bring a screen before the person: edit, or send, or delete and send.

        What Telegram refuses for good (the message is gone, or says that already) never keeps the screen from showing.
        """
        match screen.where:
            case Where.BESIDE:
                await self._send(screen)
            case Where.ON_THE_SPOT if self.tapped:
                await self._edit(self.tapped, screen)
            case Where.KEPT:
                await self._send(screen)
                await self._clear_living()
            case Where.INSTEAD if self.tapped:
                await self._new_living(screen)
                await self._remove(self.tapped.message)
            case _ if self.tapped and self.tapped.message == self.conversation.screen:
                if self.tapped.has_picture is bool(screen.photo):
                    await self._edit(self.tapped, screen)
                else:  # Telegram turns no text into a picture, nor back
                    await self._new_living(screen)
                    await self._remove(self.tapped.message)
            case _:
                await self._new_living(screen)

    async def _send(self, screen: Screen) -> int:
        try:
            sent = await self.post(self.bot, sending(self.conversation.account, screen))
        except TelegramBadRequest as refused:
            if not screen.photo or "file" not in refused.message:
                raise
            # References to pictures are one bot's own: under another token only the words are left.
            sent = await self.post(self.bot, sending(self.conversation.account, replace(screen, photo="")))
        return int(sent["message_id"])

    async def _new_living(self, screen: Screen) -> None:
        old = self.conversation.screen
        self.conversation.screen = await self._send(screen)
        if old is not None:
            await self._strip(old)

    async def _clear_living(self) -> None:
        old, self.conversation.screen = self.conversation.screen, None
        if old is None:
            return
        if self.tapped and self.tapped.message == old:
            await self._remove(old)
        else:
            await self._strip(old)

    async def _edit(self, tapped: Tapped, screen: Screen) -> None:
        given: dict[str, Any] = {
            "chat_id": self.conversation.account,
            "message_id": tapped.message,
            "parse_mode": "HTML",
            "reply_markup": keyboard(screen.rows),
        }
        method: TelegramMethod[Any]
        if screen.photo:
            parse_mode = given.pop("parse_mode")
            media = {"type": "photo", "media": screen.photo, "caption": screen.text, "parse_mode": parse_mode}
            method = request(EditMessageMedia, **given, media=media)
        elif tapped.has_picture:
            method = request(EditMessageCaption, **given, caption=screen.text)
        else:
            method = request(EditMessageText, **given, text=screen.text, link_preview_options=_NO_PREVIEW)
        try:
            await self.post(self.bot, method)
        except (TelegramBadRequest, TelegramNotFound) as refused:
            if "not modified" in refused.message:
                return
            if not _is_gone(refused):
                raise
            await self._new_living(screen)

    async def _strip(self, message: int) -> None:
        await self._anyway(request(EditMessageReplyMarkup, chat_id=self.conversation.account, message_id=message))

    async def _remove(self, message: int) -> None:
        if not await self._anyway(request(DeleteMessage, chat_id=self.conversation.account, message_id=message)):
            await self._strip(message)

    async def _anyway(self, method: TelegramMethod[Any]) -> bool:
        """Tidy up; a refusal (too old, gone, has no keyboard) is no reason to stop."""
        try:
            await self.post(self.bot, method)
        except (TelegramBadRequest, TelegramNotFound):
            return False
        return True


def _is_gone(refused: TelegramBadRequest | TelegramNotFound) -> bool:
    """Whether Telegram says that this message can no longer be edited, and not that the request was wrong."""
    return any(
        words in refused.message
        for words in (
            "message to edit not found",
            "message can't be edited",
            "MESSAGE_ID_INVALID",
            "no text in the message",
        )
    )
