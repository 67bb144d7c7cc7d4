"""An aiogram session that sends the fields that were set and parses only what is wanted. Leaves HTTP to a Transport."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Final

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

from bot.pace import Pace
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

        What surely did not arrive (too many requests, no connection) is tried again for up to 20 seconds.
        """
        until = time.monotonic() + REPLY_SECONDS
        pause = FIRST_PAUSE
        while True:
            if _counts(method.__api_method__):
                await self.pace.turn(reply=True)
            try:
                return await self.call(bot, method)
            except TelegramRetryAfter as busy:
                if time.monotonic() + busy.retry_after > until:
                    raise
                await asyncio.sleep(busy.retry_after)
            except CannotConnect:
                if time.monotonic() + pause > until:
                    raise
                await asyncio.sleep(pause)
                pause *= 2

    async def post_letter(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        """Send what nobody waits for, behind all replies, once; Telegram's raw result."""
        if _counts(method.__api_method__):
            await self.pace.turn(reply=False)
        return await self.call(bot, method)

    async def call(self, bot: Bot, method: TelegramMethod[Any], *, seconds: float = ANSWER_SECONDS) -> Any:
        """One request, now, once; Telegram's raw result."""
        files: dict[str, InputFile] = {}
        fields = self._fields(bot, method, files)
        uploads = {key: await _read(bot, key, file) for key, file in files.items()}
        try:
            answer = await self._transport.call(bot.token, method.__api_method__, fields, uploads, seconds=seconds)
        except NotConnected as error:
            raise CannotConnect(method=method, message=str(error)) from error
        except Interrupted as error:
            raise TelegramNetworkError(method=method, message=str(error)) from error
        return _result(method, answer)

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
        pairs = ((name, _plain(bot, value, files)) for name, value in given.items())
        return {name: value for name, value in pairs if value is not None}


@lru_cache(maxsize=256)
def _adapter(returning: Any) -> TypeAdapter[Any]:
    """Building one takes longer than using it a hundred times."""
    return TypeAdapter(returning)


def _counts(api_method: str) -> bool:
    return api_method.startswith(_PACED) and api_method not in _UNPACED


def _plain(bot: Bot, value: Any, files: dict[str, InputFile]) -> Any:
    """A value as JSON has it; files are put aside under the name by which it then refers to them."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, BaseModel):
        value = {**value.__dict__, **(value.__pydantic_extra__ or {})}
    if isinstance(value, dict):
        pairs = ((name, _plain(bot, item, files)) for name, item in value.items())
        return {name: item for name, item in pairs if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(bot, item, files) for item in value]
    if isinstance(value, Default):
        return _plain(bot, bot.default[value.name], files)
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
