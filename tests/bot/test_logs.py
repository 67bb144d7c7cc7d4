"""No name, phone or token gets into a log line, whoever wrote it and whatever went wrong."""

import io
import json
import logging
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from aiogram.types import Update
from aiohttp import http_exceptions, web
from pydantic import ValidationError

from bot import logs
from bot.app import App, build_app
from bot.complaints import complaint
from bot.config import Listen, read_config
from bot.intake.turns import Item
from bot.transport import HttpTransport, NotConnected
from bot.web import listening
from emulator.clock import SimClock
from emulator.world import World
from tests.bot.in_process import WorldClock, WorldTransport
from tests.bot.post_room import PostRoom, a_reminder
from tests.bot.scripted import refused
from tests.storage.desk import Desk
from tests.storage.rows import MONDAY

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105  nobody's
LOCAL = "42:TEST"
NAME = "Тимур"


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.set_up(request.param, secrets=(LOCAL,), level=logging.DEBUG)
    yield stream.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_tokens_are_hidden_in_texts_values_and_addresses(written: Callable[[], str]) -> None:
    log = structlog.get_logger("bot.somewhere")
    log.info(
        "posting to %s", f"https://api.telegram.org/bot{TOKEN}/getMe", also={"url": [f"/bot{TOKEN}/x"]}, local=LOCAL
    )
    logging.getLogger("aiohttp.client").warning("cannot connect to %s", f"https://host/file/bot{TOKEN}/photos/1.jpg")
    logging.getLogger("handlers").error("settings: %s", {"token": TOKEN})
    logging.getLogger("yarl").warning("http://host/bot42%3Ashort/getMe and /bot7:x/y")

    lines = written()
    for secret in (TOKEN, TOKEN.split(":")[1], LOCAL, "42%3A", "7:x"):
        assert secret not in lines
    assert lines.count(logs.HIDDEN) >= 5


def test_phone_numbers_are_hidden_and_other_numbers_are_not(written: Callable[[], str]) -> None:
    structlog.get_logger("bot").info("call", phone="+7 (701) 123-45-67", other="+77011234567", update=1234567890)
    lines = written()
    assert "123-45" not in lines
    assert "77011234567" not in lines
    assert "1234567890" in lines


def fail_over(name: str) -> None:
    try:
        int(name)
    except ValueError as error:
        raise OSError(28, "No space left on device") from error


@pytest.mark.parametrize("logger", ["bot", "handlers.turn", "apscheduler.executors.default"])
def test_an_error_is_told_by_its_place_and_its_words_only_where_they_are_about_machines(
    written: Callable[[], str], logger: str
) -> None:
    try:
        fail_over(NAME)
    except OSError:
        logging.getLogger(logger).exception("failed")
        structlog.get_logger(logger).exception("failed too")
    lines = written()
    assert "Тимур" not in lines
    assert lines.count("ValueError (its words are kept out of the log)") == 2
    assert lines.count("OSError: [Errno 28] No space left on device") == 2
    assert "test_logs.py" in lines


def test_an_update_that_cannot_be_parsed_is_not_quoted(written: Callable[[], str]) -> None:
    update = {"update_id": 1, "message": {"text": "my phone is 8 701 123 45 67", "from": "Тимур"}}
    with pytest.raises(ValidationError) as refused:
        Update.model_validate(update)
    structlog.get_logger("bot").error("cannot be parsed", exc_info=refused.value)
    lines = written()
    assert "Тимур" not in lines
    assert "my phone" not in lines
    assert "ValidationError" in lines


def test_a_network_error_keeps_its_words_without_the_token(written: Callable[[], str]) -> None:
    error = TelegramNetworkError(GetMe(), f"ClientConnectorError: /bot{TOKEN}/getMe")
    structlog.get_logger("bot").warning("failed", error=str(error), exc_info=error)
    lines = written()
    assert TOKEN not in lines
    assert "ClientConnectorError" in lines


def test_asyncio_does_not_quote_a_forgotten_tasks_error(written: Callable[[], str]) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task exception=KeyError('Тимур')>")
    assert "Task exception was never retrieved" in written()
    assert "Тимур" not in written()


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    assert json.loads(str(renderer(None, "info", {"event": "сохранено"}))) == {"event": "сохранено"}


def test_half_a_token_is_hidden_too(capsys: pytest.CaptureFixture[str]) -> None:
    hide = logs.hiding((TOKEN,))
    assert hide(f"the secret is {TOKEN.split(':')[1]}.") == f"the secret is {logs.HIDDEN}."


@asynccontextmanager
async def failing_connections(method: str) -> AsyncIterator[list[Exception]]:
    """What aiohttp really raises for an address with the token in it."""
    errors: list[Exception] = []

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=404)

    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    routes = [web.get(f"/{name}/{{any:.*}}", answer) for name, answer in (("no", refuse), ("bye", hang_up))]
    async with listening(Listen("127.0.0.1", 0), routes) as at, aiohttp.ClientSession() as http:
        for url in (
            f"http://127.0.0.1:{free}/bot{TOKEN}/{method}",
            f"http://{at}/no/bot{TOKEN}/{method}",
            f"http://{at}/bye/bot{TOKEN}/{method}",
            f"http:///bot{TOKEN}/{method}",
            f"telegram://host/bot{TOKEN}/{method}",
            f"http://no-such-host.invalid/bot{TOKEN}/{method}",
        ):
            try:
                async with http.get(url, raise_for_status=True):
                    raise AssertionError("it did not fail")
            except (aiohttp.ClientError, OSError) as error:
                errors.append(error)
        yield errors


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """The same error, with a place where it was raised."""
    with pytest.raises(type(error)) as caught:
        raise error from cause
    return caught.value


async def test_no_failed_connection_tells_the_token_however_it_is_wrapped(written: Callable[[], str]) -> None:
    async with failing_connections("getMe") as errors:
        assert any(TOKEN in str(error) for error in errors)  # aiohttp does put the address into its words
        for error in errors:
            wrapped = raised(RuntimeError(f"while asking /bot{TOKEN}/getMe"), cause=error)
            structlog.get_logger("bot.somewhere").error("failed", error=str(error), exc_info=wrapped)
            logging.getLogger("aiohttp.client").error("cannot reach %s", error, exc_info=wrapped)
            structlog.get_logger("bot").error("together", exc_info=ExceptionGroup("several", [wrapped]))
            said, _ = complaint(wrapped)
            assert TOKEN not in said
            assert type(error).__name__ in said
    lines = written()
    for secret in (TOKEN, TOKEN.split(":")[1]):
        assert secret not in lines
    for kind in ("ClientConnectorError", "ClientResponseError", "ServerDisconnectedError", "ExceptionGroup"):
        assert kind in lines
    assert "/bot[hidden]/getMe" in lines


async def test_the_transports_own_errors_do_not_have_it(written: Callable[[], str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{free}")
    with pytest.raises(NotConnected) as caught:
        await transport.call(TOKEN, "getMe", {}, {}, seconds=5)
    await transport.close()
    assert TOKEN not in repr(caught.value)
    assert caught.value.__suppress_context__
    structlog.get_logger("bot").error("failed", exc_info=caught.value)
    assert "NotConnected: ClientConnectorError" in written()
    assert TOKEN not in written()


def test_what_a_stranger_sent_is_not_quoted(written: Callable[[], str]) -> None:
    refusal = raised(http_exceptions.InvalidHeader(f"X-Name: {NAME}"))
    logging.getLogger("aiohttp.server").error("Error handling request", exc_info=refusal)
    assert "InvalidHeader" in written()
    assert NAME not in written()


def test_a_group_of_errors_is_told_with_each_of_them() -> None:
    told = logs.told(ExceptionGroup("several", [OSError(28, "No space left on device"), KeyError(NAME)]))
    assert "No space left on device" in told
    assert "KeyError (its words are kept out of the log)" in told
    assert NAME not in told


def test_an_error_that_causes_itself_ends() -> None:
    error = OSError(5, "circle")
    error.__context__ = error
    assert logs.told(error).count("circle") == 1


def test_a_pseudonym_is_the_same_for_the_same_account_and_key_alone() -> None:
    names = logs.Pseudonyms(TOKEN)
    assert names.of("from:700000001") == logs.Pseudonyms(TOKEN).of("from:700000001")
    assert names.of("from:700000001") != names.of("from:700000002")
    assert names.of("from:700000001") != logs.Pseudonyms(LOCAL).of("from:700000001")
    assert "700000001" not in names.of("from:700000001")


@asynccontextmanager
async def a_bot(tmp_path: Path) -> AsyncIterator[tuple[App, World]]:
    world = World(SimClock(float(MONDAY), running=False))
    world.add_bot(LOCAL, first_name="Etalon", username="etalon_test_bot")
    config = read_config(
        _env_file=None,
        bot_token=LOCAL,
        database=tmp_path / "e.db",
        backup_dir=tmp_path / "b",
        messages_per_second=100_000,
    )
    async with build_app(config, clock=WorldClock(world), transport=WorldTransport(world)) as app:
        yield app, world


async def test_each_line_of_an_update_has_its_number_and_the_persons(
    written: Callable[[], str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with a_bot(tmp_path) as (app, world):
        person = world.add_person(NAME, "en")["id"]
        world.faults.order({"method": "sendMessage", "kind": "error", "error_code": 400, "description": "Bad Request"})
        world.person_writes(person, "/start")
        await app.settle()
        line = next(line for line in written().splitlines() if "an update was set aside" in line)
        assert structlog.contextvars.get_contextvars() == {}
        await app.intake._take(Item(99, {"update_id": 99, "poll": {}}))  # in a task that goes on to other things
        structlog.get_logger("bot").info("afterwards")
    for forbidden in (str(person), NAME, LOCAL):
        assert forbidden not in written()
    if "json" in request.node.name:
        fields = json.loads(line)
        number = fields["update"]
        assert isinstance(number, int)
        assert fields["person"] == 1
        assert "sender" not in fields
    afterwards = next(line for line in written().splitlines() if "afterwards" in line)
    assert "sender" not in afterwards
    assert "update" not in afterwards


async def test_whoever_is_not_known_yet_has_a_pseudonym(written: Callable[[], str], tmp_path: Path) -> None:
    async with a_bot(tmp_path) as (app, world):
        legacy: dict[str, Any] = {"message_id": 2, "from": {"id": 700000001, "first_name": NAME}, "text": NAME}
        world.state.bots[LOCAL].updates.push("message", legacy)
        await app.settle()
    line = next(line for line in written().splitlines() if "an update was set aside" in line)
    assert logs.Pseudonyms(LOCAL).of("from:700000001") in line
    assert "700000001" not in written()
    assert NAME not in written()


async def test_each_line_of_a_letter_has_its_number(written: Callable[[], str], desk: Desk) -> None:
    room = PostRoom(desk)
    await a_reminder(desk)
    room.answers(refused(400, "Bad Request: something"))
    await room.sender.drain()
    line = next(line for line in written().splitlines() if "a message did not leave" in line)
    assert "letter=1" in line or '"letter": 1' in line
