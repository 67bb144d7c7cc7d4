"""What Telegram says: whose the token is, where it delivers, what time it is. Leaves other looks to its siblings."""

import time
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import GetMe, GetWebhookInfo

from bot.config import Config
from bot.doctor.finding import HOUR, Finding, lasting
from bot.pace import Pace
from bot.telegram import Telegram
from bot.transport import HttpTransport
from domain.moments import Clock

LOOKING_SECONDS: Final = 10.0
MOST_DRIFT: Final = 5.0
"""Seconds that this machine's clock may be wrong."""
MANY_WAITING: Final = 100
"""Updates that one fetch takes. More of them wait at Telegram only where nobody takes them."""


async def findings(config: Config, clock: Clock) -> AsyncIterator[Finding]:
    """Token, webhook and clock."""
    if config.bot_token is None:
        yield Finding("token", "BOT_TOKEN is not set; @BotFather gives one. The demo needs none.")
    else:
        async for finding in _of_the_token(config, clock):
            yield finding
    yield await _clock(config.bot_api_url)


async def _of_the_token(config: Config, clock: Clock) -> AsyncIterator[Finding]:
    where = config.bot_api_url
    telegram = Telegram(HttpTransport(where), Pace(1), base=where)
    bot = Bot(config.token, session=telegram)
    try:
        me = await telegram.call(bot, GetMe.model_construct(), seconds=LOOKING_SECONDS)
        yield Finding(f"token: it is @{me['username']}'s")
        yield _webhook(
            config, await telegram.call(bot, GetWebhookInfo.model_construct(), seconds=LOOKING_SECONDS), clock
        )
    except (TelegramUnauthorizedError, TelegramNotFound):
        yield Finding("token", f"{where} does not know it: correct BOT_TOKEN or BOT_API_URL.")
    except TelegramAPIError as error:
        yield Finding("token", f"{where} could not be asked ({error.message}): check the network and BOT_API_URL.")
    finally:
        await telegram.close()


def _webhook(config: Config, info: dict[str, Any], clock: Clock) -> Finding:
    waiting = info.get("pending_update_count", 0)
    what = f"webhook: {'none, updates are fetched' if config.webhook_url is None else 'where WEBHOOK_URL says'}"
    wrong = _set_wrongly(config.webhook_url, info.get("url", "")) or _undelivered(info, clock)
    if wrong is None and waiting >= MANY_WAITING:
        wrong = f"{waiting} updates wait at Telegram: start the bot; where it runs, look into its log."
    return Finding("webhook", wrong) if wrong else Finding(f"{what}; {waiting} updates wait at Telegram")


def _set_wrongly(wanted: str | None, found: str) -> str | None:
    if (wanted or "") == found:
        return None
    if not found:
        return "Telegram delivers nowhere, and WEBHOOK_URL is set: start the bot, which asks for it."
    # Only the host: many a program has its secret in the path.
    there = urlsplit(found).hostname
    if wanted is None:
        return (
            f"Telegram delivers to {there}, and WEBHOOK_URL is not set: the next start takes that away. "
            "Where another program uses this token, give it one of its own."
        )
    return (
        f"Telegram delivers to another address (on {there}) than WEBHOOK_URL: start the bot, which corrects it. "
        "Where another program uses this token, give it one of its own."
    )


def _undelivered(info: dict[str, Any], clock: Clock) -> str | None:
    ago = clock.now() - info.get("last_error_date", 0)
    if not info.get("url") or ago > HOUR:
        return None
    return (
        f"Telegram could not deliver {lasting(ago)} ago ({info.get('last_error_message', 'it does not say why')}): "
        "look whether the proxy lets the path of WEBHOOK_URL through to LISTEN, and whether the bot runs."
    )


async def _clock(where: str) -> Finding:
    """This machine's time beside the `Date` of whoever answers where the Bot API is."""
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LOOKING_SECONDS)) as http:
            asked = time.time()
            async with http.get(where, allow_redirects=False) as answer:
                date, answered = answer.headers.get("Date", ""), time.time()
    except (aiohttp.ClientError, TimeoutError, OSError):
        return Finding("clock: there was nobody to compare it with")
    try:
        # It says whole seconds: what it means lies half a second later.
        there = parsedate_to_datetime(date).timestamp() + 0.5
    except ValueError:
        return Finding("clock: nothing to compare it with was said")
    drift = (asked + answered) / 2 - there
    if abs(drift) <= MOST_DRIFT + (answered - asked) / 2:
        return Finding("clock: within seconds of Telegram's")
    return Finding(
        "clock",
        f"this machine's is {lasting(abs(drift))} {'ahead of' if drift > 0 else 'behind'} Telegram's: "
        "let the system keep it (such as: timedatectl set-ntp true).",
    )
