"""No name, phone or token gets into a log line, whoever wrote it and whatever went wrong."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from aiogram.types import Update
from pydantic import ValidationError

from bot import logs

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
