"""The webhook: updates that Telegram delivers, answered only once they are kept. Leaves serving HTTP to bot.web."""

import asyncio
import hmac
import json
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetWebhookInfo, SetWebhook
from aiohttp import web

from bot.intake.reception import Reception, is_update
from bot.stops import UNKNOWN_BOT, MustStop
from bot.telegram import Telegram
from storage.engine import StoreUnavailable

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  its name (core.telegram.org/bots/api#setwebhook)
DELIVERIES_AT_ONCE: Final = 40
"""How many Telegram may have under way: its own default, and about what one commit serves (docs/benchmarks.md)."""
BODY_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 300.0
"""How often Telegram is asked whether it still delivers here, and what kept it from doing so."""

_log = structlog.get_logger(__name__)


class Webhook:
    """Takes deliveries between `open` and `stop`. `full`: whether so much waits that Telegram had better repeat it."""

    def __init__(
        self,
        bot: Bot,
        telegram: Telegram,
        reception: Reception,
        *,
        url: str,
        secret: str,
        allowed: Sequence[str],
        full: Callable[[], bool],
    ) -> None:
        self._bot = bot
        self._telegram = telegram
        self._reception = reception
        self._url = url
        self._secret = secret
        self._allowed = list(allowed)
        self._full = full
        self._taking = False
        self._under_way = 0
        self._none_under_way = asyncio.Event()
        self._none_under_way.set()
        self._last_error_at = 0
        self.path: Final = urlsplit(url).path
        self.last_heard: float | None = None
        """When a delivery was last kept, in monotonic seconds."""

    async def open(self) -> None:
        """Take deliveries from now on, and ask Telegram for them. Raises MustStop where it refuses."""
        self._taking = True
        method = SetWebhook.model_construct(
            url=self._url,
            secret_token=self._secret,
            allowed_updates=self._allowed,
            max_connections=DELIVERIES_AT_ONCE,
        )
        try:
            await self._telegram.post(self._bot, method)
        except TelegramBadRequest as refusal:
            raise MustStop(f"Telegram does not take WEBHOOK_URL ({refusal.message}): correct it.") from None

    async def for_ever(self) -> None:
        """See to it that Telegram goes on delivering here, until cancelled. Raises MustStop."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise MustStop(UNKNOWN_BOT) from None
            except TelegramAPIError as error:
                _log.warning("Telegram does not say whether it delivers", error=error.message)

    async def look(self) -> None:
        """Ask Telegram how delivering goes; have it deliver here again where somebody changed that."""
        info = await self._telegram.call(self._bot, GetWebhookInfo.model_construct())
        failed_at = info.get("last_error_date", 0)
        if failed_at > self._last_error_at:
            self._last_error_at = failed_at
            waiting = info.get("pending_update_count")
            _log.warning("Telegram could not deliver", error=info.get("last_error_message"), waiting=waiting)
        if info.get("url") != self._url:
            _log.error("another program has taken this bot's updates over; they are asked for again")
            await self.open()

    async def take(self, request: web.Request) -> web.Response:
        """Answer one delivery: 200 only once it is kept.

        403 without the secret and nothing else, 400 for what is no update, 503 where Telegram has to repeat it.
        """
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if not self._taking or self._full():
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        self._under_way += 1
        self._none_under_way.clear()
        try:
            return web.Response(status=await self._kept(request))
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none_under_way.set()

    async def stop(self, seconds: float) -> None:
        """Take no more; let what is under way be kept and answered, at most so long."""
        self._taking = False
        try:
            async with asyncio.timeout(seconds):
                await self._none_under_way.wait()
        except TimeoutError:
            _log.warning("deliveries were left unanswered; Telegram repeats them", count=self._under_way)

    async def _kept(self, request: web.Request) -> HTTPStatus:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                update = _read(await request.read())
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        if not is_update(update):
            _log.warning("what was delivered is no update")
            return HTTPStatus.BAD_REQUEST
        try:
            await self._reception.keep([update])
        except StoreUnavailable as error:
            _log.warning("an update could not be kept; Telegram repeats it", error=str(error))
            return HTTPStatus.SERVICE_UNAVAILABLE
        self.last_heard = time.monotonic()
        return HTTPStatus.OK


def _read(body: bytes) -> Any:
    """What the body says; None where that is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
