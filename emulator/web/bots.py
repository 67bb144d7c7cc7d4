"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import json

from aiohttp import web

from emulator.answers import Answer, Refusal
from emulator.stage.faults import ConnectionCut
from emulator.web.bodies import Unreadable, read
from emulator.world import World

NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")


class BotRoutes:
    """What a bot's client asks for."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Every address of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]+}/{method:[^/]*}", self.call),
            web.route("*", "/bot{token:[^/]*}", self.nothing),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        if request.method not in ("GET", "POST"):
            return response(NOT_FOUND.answer())
        try:
            params, files = await read(request)
        except Unreadable as error:
            return response(Refusal(400, f"Bad Request: {error}").answer())
        except Refusal as refusal:
            return response(refusal.answer())
        except web.HTTPRequestEntityTooLarge:
            return response(Refusal(413, "Request Entity Too Large").answer())
        try:
            answer = await self._world.call(request.match_info["token"], request.match_info["method"], params, files)
        except ConnectionCut as cut:
            return await _cut(request, cut.half_of)
        return response(answer)

    async def nothing(self, request: web.Request) -> web.StreamResponse:
        """An address without a method."""
        del request
        return response(NOT_FOUND.answer())

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file."""
        if request.match_info["token"] not in self._world.state.bots:
            return response(UNAUTHORIZED.answer())
        file = self._world.state.files.by_path(request.match_info["path"])
        if file is None:
            return response(NOT_FOUND.answer())
        return web.Response(body=file.content, content_type=file.mime_type)


async def _cut(request: web.Request, half_of: Answer | None) -> web.StreamResponse:
    """Close the connection, after half of an answer's body where there is one."""
    if half_of is None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    whole = response(half_of)
    body = whole.body if isinstance(whole.body, bytes) else b""
    half = web.StreamResponse(status=whole.status, headers=whole.headers)
    half.content_length = len(body)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half


def response(answer: Answer) -> web.Response:
    """An answer on the wire; 429 says when to come back in a header, too."""
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, text=answer.body, content_type="text/html")
    wait = answer.body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else None
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(status=answer.status, text=text, content_type="application/json", headers=headers)
