"""One server for everything: the Bot API, the person's side and the page, bound to this machine alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from emulator.kept.files import LARGEST_UPLOAD
from emulator.web.bots import BotRoutes
from emulator.web.express import Express
from emulator.web.page import FOLDER, PageRoutes
from emulator.web.people import PeopleRoutes
from emulator.web.stage import StageRoutes
from emulator.world import World

LOCAL: Final = "127.0.0.1"
# A file of the largest size and the form around it.
LARGEST_BODY: Final = LARGEST_UPLOAD + 1024 * 1024
# Seconds given to long polls when the server closes; they lose nothing by being cut.
FAREWELL: Final = 0.1


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up; `url` has no slash at its end."""

    url: str
    port: int
    world: World


def build_app(world: World, *, page: Path = FOLDER) -> web.Application:
    """The application of a world, not yet listening; `page` is the folder of the chat page."""
    app = web.Application(client_max_size=LARGEST_BODY)
    for routes in (BotRoutes(world), PeopleRoutes(world), StageRoutes(world), PageRoutes(page)):
        app.router.add_routes(routes.routes())
    return app


@asynccontextmanager
async def serve(world: World, host: str = LOCAL, port: int = 0) -> AsyncIterator[Server]:
    """Listen as long as the context lasts; port 0 takes a free one. Raises OSError where the port is taken."""
    runner = web.AppRunner(
        build_app(world),
        access_log=None,
        handle_signals=False,
        handler_cancellation=True,
        shutdown_timeout=FAREWELL,
    )
    await runner.setup()
    lanes: set[Express] = set()
    loop = asyncio.get_running_loop()
    try:
        listener = await loop.create_server(lambda: Express(world, runner.server, lanes), host, port)
        bound = listener.sockets[0].getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        try:
            yield Server(f"http://{shown}:{bound}", bound, world)
        finally:
            listener.close()
            for lane in list(lanes):
                lane.close()
    finally:
        await runner.cleanup()
        await world.close()
