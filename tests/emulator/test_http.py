"""The Bot API over HTTP: every way in which clients send parameters, and what goes wrong on the wire."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import aiohttp
import pytest

from emulator.server import Server
from tests.emulator.stand import TOKEN, Stand, png

API = "/bot42:T"


async def test_parameters_come_in_every_shape(stand: Stand, http: aiohttp.ClientSession) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]})
    fields = {"chat_id": str(stand.timur), "text": "Привет", "reply_markup": markup}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        multipart.add_field(name, value)
    requests: list[dict[str, Any]] = [
        {"json": {**fields, "chat_id": stand.timur, "reply_markup": json.loads(markup)}},
        {"data": fields},
        {"data": multipart},
        {"params": fields},
        {"params": {"chat_id": str(stand.timur)}, "json": {"text": "Привет", "reply_markup": markup}},
        {"data": json.dumps(fields), "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    ]
    for request in requests:
        async with http.post(f"{API}/sendMessage", **request) as response:
            body = await response.json()
        assert body["ok"], body
        assert body["result"]["text"] == "Привет"
        assert body["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a"
    async with http.get(f"{API}/SENDMESSAGE", params=fields) as response:
        assert (await response.json())["result"]["text"] == "Привет"


async def test_a_file_goes_up_and_comes_down(stand: Stand, http: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData({"chat_id": str(stand.timur), "caption": "билет"})
    form.add_field("photo", png(40, 30), filename="ticket.png", content_type="image/png")
    async with http.post(f"{API}/sendPhoto", data=form) as response:
        sent = (await response.json())["result"]
    file_id = sent["photo"][-1]["file_id"]
    async with http.get(f"{API}/getFile", params={"file_id": file_id}) as response:
        path = (await response.json())["result"]["file_path"]
    async with http.get(f"/file{API}/{path}") as response:
        assert (response.content_type, await response.read()) == ("image/png", png(40, 30))
    async with http.get(f"/file/bot42:other/{path}") as response:
        assert response.status == 401
    async with http.get(f"/file{API}/photos/none.png") as response:
        assert response.status == 404
    async with http.get(f"/sim/people/{stand.timur}/files/{file_id}") as response:
        assert (response.content_type, await response.read()) == ("image/png", png(40, 30))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/bot42:T/noSuchMethod", 404),
        ("/bot42:T/", 404),
        ("/bot42:T", 404),
        ("/bot42:other/getMe", 401),
        ("/botnonsense/getMe", 401),
        ("/nothing/here", 404),
    ],
)
async def test_addresses_that_are_none(http: aiohttp.ClientSession, path: str, status: int) -> None:
    async with http.post(path) as response:
        assert response.status == status
        if path.startswith("/bot"):
            body = await response.json()
            assert (body["ok"], body["error_code"]) == (False, status)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b'"x"'),
        ("application/json", b'{"a": NaN}'),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"text": "\\ud800", "chat_id": 700000001}'),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data", b"nonsense"),
        ("text/plain", b"nonsense"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(
    http: aiohttp.ClientSession,
    content_type: str,
    body: bytes,
) -> None:
    async with http.post(f"{API}/sendMessage", data=body, headers={"Content-Type": content_type}) as response:
        assert response.status == 400, await response.text()
        assert (await response.json())["description"].startswith("Bad Request: ")


async def test_a_body_too_large_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post(f"{API}/sendMessage", data=io.BytesIO(b"x" * (52 * 2**20))) as response:
        assert response.status == 413
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_faults_reach_the_wire(stand: Stand, http: aiohttp.ClientSession) -> None:
    async def sent() -> tuple[int, str]:
        fields = {"chat_id": stand.timur, "text": "x"}
        async with http.post(f"{API}/sendMessage", json=fields) as response:
            return response.status, await response.text()

    for kind, seen in (("cut", 1), ("drop_after", 2)):
        await http.post("/sim/faults", json={"method": "sendMessage", "kind": kind})
        with pytest.raises(aiohttp.ClientConnectionError):
            await sent()
        assert len(stand.world.person_sees(stand.timur)) == seen
    stand.world.faults.order({"kind": "cut_half"})
    with pytest.raises(aiohttp.ClientPayloadError):
        await sent()
    assert len(stand.world.person_sees(stand.timur)) == 3
    stand.world.faults.order({"kind": "error", "status": 502, "body": "<html>oops</html>"})
    assert await sent() == (502, "<html>oops</html>")
    stand.world.faults.order({"kind": "error", "error_code": 429, "retry_after": 3})
    status, body = await sent()
    assert (status, json.loads(body)["parameters"]) == (429, {"retry_after": 3})
    assert (await sent())[0] == 200


async def test_a_broken_answer_ends_in_its_middle(stand: Stand, server: Server) -> None:
    async def received() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(f"GET {API}/getMe HTTP/1.1\r\nHost: local\r\nConnection: close\r\n\r\n".encode())
        everything = await reader.read()
        writer.close()
        return everything

    stand.world.faults.order({"method": "getMe", "kind": "cut_half"})
    head, _, half = (await received()).partition(b"\r\n\r\n")
    _, _, whole = (await received()).partition(b"\r\n\r\n")
    assert half == whole[: len(whole) // 2]
    assert f"Content-Length: {len(whole)}".encode() in head


async def test_a_poll_whose_client_went_away_takes_nothing(stand: Stand, http: aiohttp.ClientSession) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(http.get(f"{API}/getUpdates", params={"timeout": "30"}), 0.1)

    async def hung_up() -> None:
        while stand.world.state.bots[TOKEN].updates.is_polled:  # noqa: ASYNC110 - the server notices when it notices
            await asyncio.sleep(0.01)

    await asyncio.wait_for(hung_up(), 5)
    stand.world.person_writes(stand.timur, "still there")
    async with http.get(f"{API}/getUpdates") as response:
        [update] = (await response.json())["result"]
    assert update["message"]["text"] == "still there"
