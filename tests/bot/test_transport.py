"""HTTP to the Bot API: JSON and multipart as they arrive, and which failure means what. Over real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.transport import HttpTransport, Interrupted, NotConnected, Upload

TOKEN = "42:TEST"  # noqa: S105  nobody's
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[tuple[HttpTransport, str]]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    transport = HttpTransport(f"{base}/")
    try:
        yield transport, base
    finally:
        await transport.close()
        await runner.cleanup()


async def test_json_goes_to_the_method_and_the_answer_comes_back_whatever_its_status() -> None:
    seen: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        seen.update(path=request.path, type=request.content_type, body=await request.json())
        return web.Response(status=418, body=b"short and stout")

    async with serving(answer) as (transport, _):
        answered = await transport.call(TOKEN, "sendMessage", {"text": "Сәлем", "x": [1]}, {}, seconds=5)
    assert (answered.status, answered.body) == (418, b"short and stout")
    assert seen == {
        "path": f"/bot{TOKEN}/sendMessage",
        "type": "application/json",
        "body": {"text": "Сәлем", "x": [1]},
    }


async def test_files_travel_with_their_names_and_fields_beside_them() -> None:
    seen: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        form = await request.post()
        part: Any = form["file0"]
        seen.update(
            name=part.filename, content=part.file.read(), caption=form["caption"], keyboard=form["reply_markup"]
        )
        return web.json_response({"ok": True})

    fields = {"photo": "attach://file0", "caption": "Билет", "reply_markup": {"inline_keyboard": []}}
    async with serving(answer) as (transport, _):
        await transport.call(TOKEN, "sendPhoto", fields, {"file0": Upload("билет.png", b"\x89PNG")}, seconds=5)
    assert seen == {
        "name": "билет.png",
        "content": b"\x89PNG",
        "caption": "Билет",
        "keyboard": '{"inline_keyboard": []}',
    }


async def test_connections_are_kept_alive() -> None:
    peers = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.json_response({})

    async with serving(answer) as (transport, _):
        for _number in range(3):
            await transport.call(TOKEN, "getMe", {}, {}, seconds=5)
    assert len(peers) == 1


async def test_nobody_there_means_surely_not_arrived() -> None:
    async def never(_: web.Request) -> web.Response:
        raise AssertionError

    async with serving(never) as (_, base):
        pass
    transport = HttpTransport(base)
    with pytest.raises(NotConnected) as failed:
        await transport.call(TOKEN, "getMe", {}, {}, seconds=5)
    await transport.close()
    assert TOKEN not in str(failed.value)
    assert failed.value.__cause__ is None


async def test_a_cut_connection_and_a_time_out_leave_it_open() -> None:
    async def cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def wait(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    for handler, seconds in ((cut, 5.0), (wait, 0.05)):
        async with serving(handler) as (transport, _):
            with pytest.raises(Interrupted) as failed:
                await transport.call(TOKEN, "sendMessage", {}, {}, seconds=seconds)
        assert TOKEN not in str(failed.value)


async def test_files_come_in_pieces_and_a_refusal_is_no_file() -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 5000) if request.path.endswith("/there") else web.Response(status=404)

    async with serving(answer) as (transport, base):
        pieces = [piece async for piece in transport.download(f"{base}/there", seconds=5, chunk=1024)]
        assert b"".join(pieces) == b"x" * 5000
        with pytest.raises(Interrupted, match="HTTP 404"):
            async for _piece in transport.download(f"{base}/gone", seconds=5, chunk=1024):
                pass
