"""An aiogram session that sends the fields that were set and parses only what is wanted. Leaves HTTP to a Transport."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Final

import structlog
from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiogram.types.base import UNSET_TYPE
from pydantic import BaseModel, TypeAdapter

from bot.chats import Chat
from bot.pace import Pace
from bot.plain import plain
from bot.transport import Answer, Interrupted, NotConnected, Transport, Upload

ANSWER_SECONDS: Final = 30.0
"""How long a request may take."""
REPLY_SECONDS: Final = 20.0
"""How long a reply is tried again for, where it surely did not arrive."""
FIRST_PAUSE: Final = 0.5
SERVER_ERROR: Final = 500

_BY_STATUS: Final[dict[int, type[TelegramAPIError]]] = {
    400: TelegramBadRequest,
    401: TelegramUnauthorizedError,
    403: TelegramForbiddenError,
    404: TelegramNotFound,
    409: TelegramConflictError,
    413: TelegramEntityTooLarge,
}
_PLAIN: Final = frozenset({str, int, float, bool})
_PACED: Final = ("send", "edit", "copy", "forward")
_UNPACED: Final = frozenset({"sendChatAction"})
_NOBODY_THERE: Final = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_WRONG_ENTITIES: Final = "parse entities"
"""In whatever Telegram says about a text whose formatting it cannot read."""

_log = structlog.get_logger(__name__)


def nobody_there(error: Exception) -> bool:
    """Whether Telegram says that this chat cannot be written to: blocked, left, deleted, never begun."""
    if isinstance(error, TelegramForbiddenError):
        return True
    return isinstance(error, TelegramBadRequest) and any(words in error.message.lower() for words in _NOBODY_THERE)


class CannotConnect(TelegramNetworkError):  # noqa: N818  says what happened, as its siblings in aiogram do
    """The request surely did not reach Telegram; any other network error leaves that open."""


class Telegram(BaseSession):
    """Bot API requests: `post` for replies, `post_letter` for the outbox, and ordinary aiogram calls beside them.

    All raise aiogram's typed errors. What counts against Telegram's limits takes its turn at the pace.
    """

    def __init__(self, transport: Transport, pace: Pace, *, base: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(base), timeout=ANSWER_SECONDS)
        self._transport = transport
        self.pace = pace

    async def post(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        """Send a reply at once; Telegram's raw result.

        What surely did not arrive (too many requests, no connection) is tried again for up to 20 seconds. A group that
        has become a supergroup is written to at its new number, once.
        """
        until = time.monotonic() + REPLY_SECONDS
        pause = FIRST_PAUSE
        while True:
            await self._turn(method, reply=True)
            try:
                return await self.call(bot, method)
            except TelegramMigrateToChat as moved:
                if getattr(method, "chat_id", None) == moved.migrate_to_chat_id:
                    raise
                method = method.model_copy(update={"chat_id": moved.migrate_to_chat_id})
            except TelegramRetryAfter as busy:
                if time.monotonic() + busy.retry_after > until:
                    raise
                await asyncio.sleep(busy.retry_after)
            except CannotConnect:
                if time.monotonic() + pause > until:
                    raise
                await asyncio.sleep(pause)
                pause *= 2

    async def post_letter(
        self, bot: Bot, method: TelegramMethod[Any], *, leaving: Callable[[], None] = lambda: None
    ) -> Any:
        """Send what nobody waits for, behind all replies, once; Telegram's raw result.

        `leaving` is called when its turn has come: from then on it may have arrived.
        """
        await self._turn(method, reply=False)
        leaving()
        return await self.call(bot, method)

    async def call(self, bot: Bot, method: TelegramMethod[Any], *, seconds: float = ANSWER_SECONDS) -> Any:
        """One request, now, once; Telegram's raw result.

        A text whose formatting Telegram refuses goes once more as plain text: words without italics are better than
        none. It is a mistake of ours, and logged as one.
        """
        files: dict[str, InputFile] = {}
        fields = self._fields(bot, method, files)
        uploads = {key: await _read(bot, key, file) for key, file in files.items()}
        try:
            return await self._ask(bot, method, fields, uploads, seconds)
        except TelegramBadRequest as refused:
            bare = plain(fields) if _WRONG_ENTITIES in refused.message.lower() else None
            if bare is None:
                raise
            # Telegram's own words quote the text, and with it perhaps somebody's name.
            _log.error("a text was refused for its formatting and goes as plain text", method=method.__api_method__)
        return await self._ask(bot, method, bare, uploads, seconds)

    async def _ask(
        self, bot: Bot, method: TelegramMethod[Any], fields: dict[str, Any], uploads: dict[str, Upload], seconds: float
    ) -> Any:
        try:
            answer = await self._transport.call(bot.token, method.__api_method__, fields, uploads, seconds=seconds)
        except NotConnected as error:
            raise CannotConnect(method=method, message=str(error)) from error
        except Interrupted as error:
            raise TelegramNetworkError(method=method, message=str(error)) from error
        return _result(method, answer)

    async def _turn(self, method: TelegramMethod[Any], *, reply: bool) -> None:
        """Wait for the pace, where the method counts against Telegram's limits."""
        name = method.__api_method__
        if _counts(name):
            await self.pace.turn(reply=reply, chat=_chat(method), change=name.startswith("edit"))

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's name
    ) -> TelegramType:
        """What aiogram's own shortcuts call: the answer as a model."""
        result = await (self.post(bot, method) if timeout is None else self.call(bot, method, seconds=timeout))
        model: TelegramType = _adapter(method.__returning__).validate_python(result, context={"bot": bot})
        return model

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002  aiogram's signature; the Bot API needs none
        timeout: int = 30,  # noqa: ASYNC109  aiogram's name
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: ARG002, FBT001, FBT002  aiogram's signature; a refusal always raises
    ) -> AsyncGenerator[bytes, None]:
        """A file's bytes, for aiogram's `bot.download`."""
        async for piece in self._transport.download(url, seconds=timeout, chunk=chunk_size):
            yield piece

    async def close(self) -> None:
        """Let go of the connections."""
        await self._transport.close()

    def _fields(self, bot: Bot, method: TelegramMethod[Any], files: dict[str, InputFile]) -> dict[str, Any]:
        given = {**method.__dict__, **(method.__pydantic_extra__ or {})}
        return _members(bot, given, files)


@lru_cache(maxsize=256)
def _adapter(returning: Any) -> TypeAdapter[Any]:
    """Building one takes longer than using it a hundred times."""
    return TypeAdapter(returning)


def _counts(api_method: str) -> bool:
    return api_method.startswith(_PACED) and api_method not in _UNPACED


def _chat(method: TelegramMethod[Any]) -> Chat | None:
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int | str) else None


def _members(bot: Bot, given: dict[str, Any], files: dict[str, InputFile]) -> dict[str, Any]:
    """What of these fields is set, as JSON has it."""
    members = {}
    for name, value in given.items():
        plain_value = value if type(value) in _PLAIN else _json_value(bot, value, files)
        if plain_value is not None:
            members[name] = plain_value
    return members


def _json_value(bot: Bot, value: Any, files: dict[str, InputFile]) -> Any:
    """A value as JSON has it; files are put aside under the name by which it then refers to them."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, BaseModel):
        value = {**value.__dict__, **(value.__pydantic_extra__ or {})}
    if isinstance(value, dict):
        return _members(bot, value, files)
    if isinstance(value, list | tuple):
        return [_json_value(bot, item, files) for item in value]
    if isinstance(value, Default):
        return _json_value(bot, bot.default[value.name], files)
    if isinstance(value, InputFile):
        key = f"file{len(files)}"
        files[key] = value
        return f"attach://{key}"
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """What aiogram allows where the Bot API has a number or a word."""
    match value:
        case Enum():
            return value.value
        case str():
            return str(value)
        case UNSET_TYPE():
            return None
        case datetime():
            return round(value.timestamp())
        case timedelta():
            return round(time.time() + value.total_seconds())
    raise TypeError(f"{type(value).__name__} has no JSON form that the Bot API knows")


async def _read(bot: Bot, key: str, file: InputFile) -> Upload:
    return Upload(file.filename or key, b"".join([piece async for piece in file.read(bot)]))


def _result(method: TelegramMethod[Any], answer: Answer) -> Any:
    """Telegram's result. Raises the error it speaks of; what is not its JSON is a fault on the way."""
    try:
        said = json.loads(answer.body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise TelegramServerError(method=method, message=f"HTTP {answer.status} without a Bot API answer")
    if said.get("ok") and "result" in said:
        return said["result"]
    raise _refusal(method, answer.status, said)


def _refusal(method: TelegramMethod[Any], status: int, said: dict[str, Any]) -> TelegramAPIError:
    words = str(said.get("description", f"HTTP {status}"))
    about = said.get("parameters")
    about = about if isinstance(about, dict) else {}
    code = said.get("error_code", status)
    if retry_after := about.get("retry_after"):
        return TelegramRetryAfter(method=method, message=words, retry_after=retry_after)
    if code == 429:  # noqa: PLR2004  HTTP's "too many requests"; Telegram has been seen to leave the seconds out
        return TelegramRetryAfter(method=method, message=words, retry_after=1)
    if chat := about.get("migrate_to_chat_id"):
        return TelegramMigrateToChat(method=method, message=words, migrate_to_chat_id=chat)
    if code in _BY_STATUS:
        return _BY_STATUS[code](method=method, message=words)
    return (TelegramServerError if code >= SERVER_ERROR else TelegramAPIError)(method=method, message=words)
