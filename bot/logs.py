"""Logs: structlog over logging, on standard error. No name, phone or token gets into a line, whoever wrote it."""

import hashlib
import logging
import re
import sys
import traceback
from collections.abc import Callable
from typing import Any, Final

import structlog
from structlog.typing import EventDict, Processor

HIDDEN: Final = "[hidden]"

_TOKEN: Final = re.compile(r"\b\d{3,}:[A-Za-z0-9_-]{20,}")
_BOT_IN_ADDRESS: Final = re.compile(r"(/bot)\d+(?::|%3A)[^/\s'\"]+", re.IGNORECASE)
_PHONE: Final = re.compile(r"\+\d(?:[\s().-]{0,3}\d){8,14}\b")

_SPEAKING_MODULES: Final = ("aiogram.exceptions", "aiohttp.", "sqlite3", "storage.engine.", "bot.")
"""Where errors come from whose words are about machines. Any other error's words may quote what a person wrote."""
_QUOTING_MODULES: Final = ("aiohttp.http_exceptions.",)
"""Of those, the ones that quote what a stranger sent."""
_SHORTEST_SECRET: Final = 16

_QUIET: Final = ("aiogram", "aiohttp", "apscheduler", "asyncio", "tzlocal")


class Pseudonyms:
    """Short names for accounts that nobody can turn back without the key: the same one for the same account."""

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(key.encode()).digest()

    def of(self, account: str) -> str:
        """The pseudonym."""
        return hashlib.blake2b(account.encode(), key=self._key, digest_size=6).hexdigest()


def set_up(
    log_format: str,
    *,
    secrets: tuple[str, ...] = (),
    level: int = logging.INFO,
    report: Processor | None = None,
) -> None:
    """Send all logs of this process to standard error, as lines for people ("console") or JSON ("json").

    `secrets` are hidden wherever they turn up, besides everything that looks like a token or a phone number. Each line
    that is written during an update says which, and who: the person's number here, or a pseudonym as long as nobody
    knows it. `report` is given each line before its error becomes text.
    """
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        name_once,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        quote_no_repr,
        structlog.stdlib.PositionalArgumentsFormatter(),
        *((report,) if report else ()),
        tell_errors,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                hide(secrets),
                structlog.processors.JSONRenderer(ensure_ascii=False) if log_format == "json" else _for_people(),
            ],
            foreign_pre_chain=before,
        )
    )
    root = logging.getLogger()
    for old in tuple(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _for_people() -> Processor:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


def name_once(_: Any, __: str, event: EventDict) -> EventDict:
    """Drop the sender's pseudonym where the person is known by their number."""
    if "person" in event:
        event.pop("sender", None)
    return event


def quote_no_repr(_: Any, __: str, event: EventDict) -> EventDict:
    """asyncio describes a forgotten task by its error's repr, on further lines: keep the first line alone."""
    if event.get("logger") == "asyncio" and isinstance(event.get("event"), str):
        event["event"] = event["event"].split("\n", 1)[0]
    return event


def tell_errors(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace an error by where it happened and what it is called; by its words only where they cannot be personal."""
    error = error_of(event)
    event.pop("exc_info", None)
    if error is not None:
        event["exception"] = told(error)
    return event


def error_of(event: EventDict) -> BaseException | None:
    """The error that a line is about, as long as it has not become text."""
    error = event.get("exc_info")
    record = event.get("_record")
    if error is None and record is not None:
        error = record.exc_info
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    return error if isinstance(error, BaseException) else None


def told(error: BaseException) -> str:
    """An error with its frames and causes, without words that may quote a person."""
    parts = []
    for one in chain(error):
        frames = "".join(traceback.format_list(traceback.extract_tb(one.__traceback__)))
        words = words_of(one)
        kind = type(one).__qualname__
        parts.append(
            f"{frames}{kind} (its words are kept out of the log)" if words is None else f"{frames}{kind}: {words}"
        )
    return "\ncaused by:\n".join(parts)


def chain(error: BaseException) -> list[BaseException]:
    """An error, what caused it, and so on; of a group, each of its errors too."""
    found: list[BaseException] = []
    ahead: list[BaseException | None] = [error]
    while ahead:
        one = ahead.pop(0)
        if one is None or any(one is known for known in found):
            continue
        found.append(one)
        if isinstance(one, BaseExceptionGroup):
            ahead.extend(one.exceptions)
        ahead.append(one.__cause__ or (None if one.__suppress_context__ else one.__context__))
    return found


def words_of(error: BaseException) -> str | None:
    """What an error says, where that cannot be personal."""
    module = f"{type(error).__module__}."
    speaks = module.startswith(_SPEAKING_MODULES) and not module.startswith(_QUOTING_MODULES)
    return str(error) if speaks or isinstance(error, OSError) else None


def hide(secrets: tuple[str, ...] = ()) -> Callable[[Any, str, EventDict], EventDict]:
    """A processor that hides tokens, phone numbers and the given secrets in every text of a line."""
    clean = hiding(secrets)

    def process(_: Any, __: str, event: EventDict) -> EventDict:
        return {key: value if key.startswith("_") else clean(value) for key, value in event.items()}

    return process


def hiding(secrets: tuple[str, ...] = ()) -> Callable[[Any], Any]:
    """What makes of a value the same without tokens, phone numbers and the given secrets, however deep they lie."""
    halves = (secret.partition(":")[2] for secret in secrets)
    known = (*filter(None, secrets), *(half for half in halves if len(half) >= _SHORTEST_SECRET))

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            for secret in known:
                value = value.replace(secret, HIDDEN)
            value = _BOT_IN_ADDRESS.sub(rf"\1{HIDDEN}", value)
            return _PHONE.sub(HIDDEN, _TOKEN.sub(HIDDEN, value))
        if isinstance(value, dict):
            return {clean(key): clean(item) for key, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(item) for item in value]
        if value is None or isinstance(value, int | float):
            return value
        return clean(str(value))

    return clean
