"""How requests travel to the Bot API: over HTTP, or however a test likes. Leaves their meaning to bot.telegram."""

import json
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import aiohttp
import certifi
from yarl import URL

CONNECT_SECONDS: Final = 10.0
KEEP_ALIVE_SECONDS: Final = 15.0
"""Shorter than servers keep an idle connection: a request on one that just closed may or may not have arrived."""
CONNECTIONS: Final = 100

_JSON: Final = {"Content-Type": "application/json"}


class NotConnected(Exception):  # noqa: N818  says what happened
    """The request surely did not reach the other side."""


class Interrupted(Exception):  # noqa: N818  says what happened
    """The request may have reached the other side; its answer did not come."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: HTTP status and body."""

    status: int
    body: bytes


class Transport(Protocol):
    """A way to the Bot API. Its errors never carry the token."""

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        """Call a method with JSON fields and files. Raises NotConnected, Interrupted."""
        ...

    def download(self, url: str, *, seconds: float, chunk: int) -> AsyncIterator[bytes]:
        """A file's bytes. Raises NotConnected, Interrupted."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class HttpTransport:
    """HTTP with kept-alive connections. `base`: such as https://api.telegram.org, without a slash at its end."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, token: str, method: str, fields: dict[str, Any], files: dict[str, Upload], *, seconds: float
    ) -> Answer:
        """Call a method: JSON, or multipart where there are files. Raises NotConnected, Interrupted."""
        url = _address(f"{self._base}/bot{token}/{method}")
        body: bytes | aiohttp.FormData
        body = _form(fields, files) if files else json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        headers = None if files else _JSON
        try:
            async with self._http().post(url, data=body, headers=headers, timeout=_limits(seconds)) as response:
                return Answer(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotConnected(_cause(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Interrupted(_cause(error)) from None

    async def download(self, url: str, *, seconds: float, chunk: int) -> AsyncIterator[bytes]:
        """A file's bytes, in pieces. Raises NotConnected, Interrupted (also for a refusal)."""
        try:
            async with self._http().get(URL(url, encoded=True), timeout=_limits(seconds)) as response:
                if response.status != 200:  # noqa: PLR2004  HTTP's OK
                    raise Interrupted(f"HTTP {response.status}")
                async for piece in response.content.iter_chunked(chunk):
                    yield piece
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotConnected(_cause(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Interrupted(_cause(error)) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            # Certificates from where aiogram takes them: some systems have none of their own.
            secure: ssl.SSLContext | bool = True
            if self._base.startswith("https:"):
                secure = ssl.create_default_context(cafile=certifi.where())
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS, ssl=secure)
            # What no Bot API server uses (cookies, compressing a few hundred bytes) is a tenth of each request.
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding"),
            )
        return self._session


@lru_cache(maxsize=256)
def _address(url: str) -> URL:
    return URL(url, encoded=True)


@lru_cache(maxsize=16)
def _limits(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)


def _form(fields: dict[str, Any], files: dict[str, Upload]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    for name, file in files.items():
        form.add_field(name, file.content, filename=file.name)
    return form


def _cause(error: BaseException) -> str:
    """What happened, without the address: that has the token in it."""
    number = getattr(error, "os_error", error)
    strerror = getattr(number, "strerror", None)
    return f"{type(error).__name__}: {strerror}" if strerror else type(error).__name__
