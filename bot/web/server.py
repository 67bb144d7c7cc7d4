"""The HTTP server: where it listens, and what no request may do to it. Leaves what is served to its routes."""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import hdrs, web

from bot.config import Listen
from bot.stops import MustStop

LARGEST_BODY: Final = 1024 * 1024
"""Bytes. Telegram's own largest updates are some tens of thousands."""
KEEP_ALIVE_SECONDS: Final = 75.0
CLOSE_SECONDS: Final = 5.0

_log = structlog.get_logger(__name__)

_nobody = logging.getLogger("bot.web.strangers")
"""What aiohttp says of requests that are none: whoever sends them is not our concern, and they are quoted."""
_nobody.setLevel(logging.CRITICAL)


@contextlib.asynccontextmanager
async def listening(at: Listen, routes: Sequence[web.RouteDef]) -> AsyncIterator[Listen]:
    """Serve as long as the context lasts; where, with the port that was taken. Raises MustStop."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[_without_words])
    app.add_routes(routes)
    app.on_response_prepare.append(_say_nothing_of_us)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_nobody,
        auto_decompress=False,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        shutdown_timeout=CLOSE_SECONDS,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, at.host, at.port).start()
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise MustStop(f"LISTEN={at} cannot be had ({why}): end what has it, or choose another.") from None
        host, port = runner.addresses[0][:2]
        taken = Listen(host, port)
        _log.info("listening", at=str(taken))
        yield taken
    finally:
        await runner.cleanup()


@web.middleware
async def _without_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A refusal is its number; a mistake of ours is logged here and is a 500."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return web.Response(status=refusal.status)
    except ConnectionError:
        raise  # whoever asked has gone
    except Exception:  # noqa: BLE001  whatever it is, it is told without the request's words
        _log.exception("a request failed")
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)


async def _say_nothing_of_us(_: web.Request, response: web.StreamResponse) -> None:
    """What serves this, and in which version, helps nobody but who looks for a hole in it."""
    response.headers.popall(hdrs.SERVER, None)
