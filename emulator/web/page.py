"""The chat page: the static files of `emulator/page`, which somebody else writes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiohttp import web

FOLDER: Final = Path(__file__).resolve().parent.parent / "page"
MISSING: Final = "The chat page is not here. The Bot API answers at /bot<token>/<method>, people act at /sim/people."
FRESH: Final = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


class PageRoutes:
    """What a browser asks for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def routes(self) -> list[web.RouteDef]:
        """The page at `/`, its files at `/page/…`."""
        return [web.get("/", self.index), web.get("/page/{path:.+}", self.file)]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page."""
        del request
        return self._sent(self._folder / "index.html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file of the page."""
        return self._sent((self._folder / request.match_info["path"]).resolve())

    def _sent(self, path: Path) -> web.StreamResponse:
        if not path.is_relative_to(self._folder) or not path.is_file():
            return web.Response(status=404, text=MISSING)
        return web.FileResponse(path, headers=FRESH)
