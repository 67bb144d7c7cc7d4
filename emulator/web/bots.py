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
# Made once: `json.dumps` with settings of one's own makes an encoder for each call.
ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            params, files = await read(request)
        except web.HTTPRequestEntityTooLarge:
            return response(Refusal(413, "Request Entity Too Large").answer())
        except (Unreadable, Refusal) as error:
            return response(refused(error))
        try:
            answer = await self._world.call(token, method, params, files)
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


def refused(error: Unreadable | Refusal) -> Answer:
    """The answer to a body that cannot be read."""
    return error.answer() if isinstance(error, Refusal) else Refusal(400, f"Bad Request: {error}").answer()


def response(answer: Answer) -> web.Response:
    """An answer on the wire."""
    body, headers = written(answer)
    return web.Response(status=answer.status, body=body, headers=headers)


def written(answer: Answer) -> tuple[bytes, dict[str, str]]:
    """An answer's body and headers; 429 says when to come back in a header, too."""
    if isinstance(answer.body, str):
        return answer.body.encode(), {"Content-Type": "text/html; charset=utf-8"}
    headers = {"Content-Type": "application/json; charset=utf-8"}
    wait = answer.body.get("parameters", {}).get("retry_after")
    if wait:
        headers["Retry-After"] = str(wait)
    return ENCODED(answer.body).encode(), headers
