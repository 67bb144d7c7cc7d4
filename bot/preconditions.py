"""What a start needs, looked at before the seconds that importing aiogram takes: one that must fail fails soon.

Leaves opening the store for good and meeting Telegram to bot.app, which finds whatever has changed since.
"""

import asyncio
import http.client
import ssl
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import certifi

from bot.config import Config
from bot.stops import UNKNOWN_BOT, MustStop
from domain.moments import Clock
from storage.engine import open_store

ASK_SECONDS: Final = 3.0
"""How long Telegram may keep one waiting at each step of the way."""


def check(config: Config, clock: Clock) -> None:
    """Return where the database opens (made or migrated where needed) and Telegram knows the token.

    Raises BadSettings, UnusableDatabase, OSError, and MustStop where Telegram refuses the token or cannot be reached.
    """
    token = config.token
    config.database.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(_open_and_close(config, clock))
    if _asked(config.bot_api_url, token) in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        raise MustStop(UNKNOWN_BOT)


async def _open_and_close(config: Config, clock: Clock) -> None:
    async with open_store(config.database, clock=clock, backups=config.backup_dir):
        return


def _asked(base: str, token: str) -> int:
    """The status that Telegram answers getMe with. Raises MustStop where it does not answer."""
    address = urlsplit(base)
    host, port = address.hostname or "", address.port
    connection: http.client.HTTPConnection
    if address.scheme == "https":
        secure = ssl.create_default_context(cafile=certifi.where())
        connection = http.client.HTTPSConnection(host, port, timeout=ASK_SECONDS, context=secure)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=ASK_SECONDS)
    try:
        connection.request("GET", f"{address.path}/bot{token}/getMe")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        # Not the error's own words: some quote the address, which has the token in it.
        raise MustStop(
            f"Telegram cannot be reached ({type(error).__name__}): check the network and BOT_API_URL."
        ) from None
    finally:
        connection.close()
