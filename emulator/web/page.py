"""The chat page: the files of `emulator/page`, sent as they are; what they show and do is theirs."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from aiohttp import web

FOLDER: Final = Path(__file__).resolve().parent.parent / "page"
MISSING: Final = "The chat page is not here. The Bot API answers at /bot<token>/<method>, people act at /sim/people."
FRESH: Final = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
HEAD_ENDS: Final = b"</head>"


class PageRoutes:
    """What a browser asks for. Files are kept in memory, read again when they change on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[Path, tuple[str, bytes]] = {}

    def routes(self) -> list[web.RouteDef]:
        """The page at `/`, its files at `/page/…`."""
        return [web.get("/", self.index), web.get("/page/{path:.+}", self.file)]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page, which tells of all its modules at once: found one through another, they would come one by one."""
        del request
        path = self._folder / "index.html"
        if not path.is_file():
            return web.Response(status=404, text=MISSING)
        names = sorted(module.name for module in self._folder.glob("*.js"))
        ahead = "".join(f'<link rel="modulepreload" href="/page/{name}">\n' for name in names).encode()
        body = self._read(path)[1].replace(HEAD_ENDS, ahead + HEAD_ENDS, 1)
        return web.Response(body=body, content_type="text/html", charset="utf-8", headers=FRESH)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file of the page, or word that the browser has it already."""
        path = (self._folder / request.match_info["path"]).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return web.Response(status=404, text=MISSING)
        tag, body = self._read(path)
        headers = {**FRESH, "ETag": tag}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        kind = guess_type(path.name)[0] or "application/octet-stream"
        charset = "utf-8" if kind.startswith("text/") or kind == "application/javascript" else None
        return web.Response(body=body, content_type=kind, charset=charset, headers=headers)

    def _read(self, path: Path) -> tuple[str, bytes]:
        """A file's tag, which says when it was changed, and what is in it."""
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        kept = self._kept.get(path)
        if kept is None or kept[0] != tag:
            kept = (tag, path.read_bytes())
            self._kept[path] = kept
        return kept
