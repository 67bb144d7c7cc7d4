"""Error reports: what failed and where; nothing of anybody, nothing secret, and nothing at all unless it is wanted."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event

from bot import VERSION, logs
from bot.config import Config
from bot.reports import Reports
from storage.engine import StoreUnavailable
from tests.bot.programs import ROOT, environment

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105  nobody's
DSN = "https://KEY@sentry.example/1"
NAME = "Тимур"
PHONE = "+7 701 123 45 67"


class Post(Transport):
    """Keeps what would be sent, as the bytes that would leave."""

    def __init__(self) -> None:
        super().__init__({"dsn": DSN})
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize())

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(sent.splitlines()[2]) for sent in self.sent]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def reports(post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reports]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    made = Reports(DSN, secrets=(TOKEN,), transport=post)
    logs.set_up("console", secrets=(TOKEN,), report=made)
    yield made
    made.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fail(name: str, phone: str) -> None:
    """An error with something personal in its words, its locals and its cause."""
    said = f"{name} {phone}"
    try:
        int(said)
    except ValueError as error:
        raise StoreUnavailable(f"nothing was kept of /bot{TOKEN}/sendMessage for {phone}") from error


def failed() -> Exception:
    with pytest.raises(StoreUnavailable) as caught:
        fail(NAME, PHONE)
    return caught.value


@pytest.mark.usefixtures("reports")
def test_an_error_is_reported_with_its_place_its_causes_and_its_numbers(post: Post) -> None:
    structlog.contextvars.bind_contextvars(update=17, person=4)
    structlog.get_logger("bot.intake").error("an update failed", exc_info=failed(), letter=5)
    structlog.contextvars.clear_contextvars()
    (event,) = post.events
    assert event["logentry"] == {"message": "an update failed"}
    assert event["release"] == f"etalon@{VERSION}"
    assert event["tags"] == {"logger": "bot.intake", "update": "17", "letter": "5"}
    cause, error = event["exception"]["values"]
    assert (cause["type"], error["type"]) == ("ValueError", "StoreUnavailable")
    assert cause["value"] == "(its words are kept out of reports)"
    assert error["value"].startswith("nothing was kept")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert error["stacktrace"]["frames"][-1]["filename"] == "tests/bot/test_reports.py"


@pytest.mark.usefixtures("reports")
def test_nothing_of_anybody_leaves(post: Post) -> None:
    error = failed()
    log = structlog.get_logger("bot.somewhere")
    log.error("failed", name=NAME, phone=PHONE, text=f"I am {NAME}", user={"id": 1}, exc_info=error)
    careless, forgotten = f"at {TOKEN} for {PHONE}", f"Task exception was never retrieved\nfuture: KeyError({NAME!r})"
    log.critical(careless)
    logging.getLogger("apscheduler").error("Job %s of %s failed", NAME, PHONE, exc_info=error)
    logging.getLogger("asyncio").error(forgotten)
    group = ExceptionGroup(NAME, [KeyError(NAME), error])
    log.error("together", exc_info=group)
    assert len(post.sent) == 5
    for sent in post.sent:
        told = sent.decode() + json.dumps(json.loads(sent.splitlines()[2]), ensure_ascii=False)
        for secret in (NAME, json.dumps(NAME)[1:-1], PHONE, TOKEN, TOKEN.split(":")[1], str(ROOT), "KEY@"):
            assert secret not in told
    fields = {name for event in post.events for name in event}
    assert not fields & {"user", "request", "breadcrumbs", "extra", "contexts", "modules", "server_name", "threads"}
    frames = [
        frame
        for event in post.events
        for one in event.get("exception", {}).get("values", [])
        for frame in one["stacktrace"]["frames"]
    ]
    assert frames
    assert all(set(frame) <= {"filename", "module", "function", "lineno", "in_app"} for frame in frames)


def test_what_gets_past_that_is_stripped_at_the_door(post: Post, reports: Reports) -> None:
    event: dict[str, Any] = {
        "message": NAME,
        "user": {"id": 7, "username": NAME},
        "request": {"data": NAME, "url": f"/bot{TOKEN}/x"},
        "breadcrumbs": {"values": [{"message": NAME}]},
        "extra": {"update": NAME},
        "contexts": {"x": {"name": NAME}},
        "logentry": {"message": f"of {PHONE}"},
        "exception": {"values": [{"stacktrace": {"frames": [{"vars": {"name": NAME}, "context_line": NAME}]}}]},
    }
    reports._client.capture_event(cast("Event", event))  # as one of Sentry's integrations would
    (sent,) = post.events
    assert NAME not in json.dumps(sent, ensure_ascii=False)
    assert sent["logentry"] == {"message": f"of {logs.HIDDEN}"}
    assert sent["exception"]["values"] == [{"stacktrace": {"frames": [{}]}}]


@pytest.mark.usefixtures("reports")
def test_only_errors_are_reported_and_reporting_itself_never(post: Post) -> None:
    log = structlog.get_logger("bot")
    log.warning("a warning", exc_info=failed())
    log.info("all is well")
    logging.getLogger("urllib3.connectionpool").error("sentry.example does not answer")
    logging.getLogger("sentry_sdk.errors").error("could not send")
    assert post.sent == []


def test_what_ends_the_program_is_reported(post: Post, reports: Reports) -> None:
    reports.tell(failed())
    (event,) = post.events
    assert event["logentry"] == {"message": "the program ends"}


@pytest.mark.usefixtures("reports")
async def test_from_another_thread_too(post: Post) -> None:
    await asyncio.to_thread(structlog.get_logger("storage.engine.writer").error, "a batch was lost")
    assert len(post.sent) == 1


def test_without_a_dsn_none_of_it_is_even_imported(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom bot.__main__ import main\n"
        "code = main(['run'])\nsys.exit(code if 'sentry_sdk' not in sys.modules else 99)"
    )
    settings = environment(DATABASE=str(tmp_path / "x.db"))
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=settings, check=False, capture_output=True)
    assert ended.returncode == 2  # BOT_TOKEN is not set
    assert "sentry_dsn" in Config.model_fields
