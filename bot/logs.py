"""Logs: structlog over logging, on standard error. No name, phone or token gets into a line, whoever wrote it."""

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

_QUIET: Final = ("aiogram", "aiohttp", "apscheduler", "asyncio", "tzlocal")


def set_up(log_format: str, *, secrets: tuple[str, ...] = (), level: int = logging.INFO) -> None:
    """Send all logs of this process to standard error, as lines for people ("console") or JSON ("json").

    `secrets` are hidden wherever they turn up, besides everything that looks like a token or a phone number.
    """
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        quote_no_repr,
        structlog.stdlib.PositionalArgumentsFormatter(),
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


def quote_no_repr(_: Any, __: str, event: EventDict) -> EventDict:
    """asyncio describes a forgotten task by its error's repr, on further lines: keep the first line alone."""
    if event.get("logger") == "asyncio" and isinstance(event.get("event"), str):
        event["event"] = event["event"].split("\n", 1)[0]
    return event


def tell_errors(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace an error by where it happened and what it is called; by its words only where they cannot be personal."""
    error = event.pop("exc_info", None)
    record = event.get("_record")
    if error is None and record is not None:
        error = record.exc_info
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = told(error)
    return event


def told(error: BaseException) -> str:
    """An error with its frames and causes, without words that may quote a person."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = "".join(traceback.format_list(traceback.extract_tb(current.__traceback__)))
        parts.append(f"{frames}{_headline(current)}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\ncaused by:\n".join(parts)


def _headline(error: BaseException) -> str:
    kind = type(error)
    if f"{kind.__module__}.".startswith(_SPEAKING_MODULES) or isinstance(error, OSError):
        return f"{kind.__qualname__}: {error}"
    return f"{kind.__qualname__} (its words are kept out of the log)"


def hide(secrets: tuple[str, ...] = ()) -> Callable[[Any, str, EventDict], EventDict]:
    """A processor that hides tokens, phone numbers and the given secrets in every text of a line."""
    known = tuple(secret for secret in secrets if secret)

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

    def process(_: Any, __: str, event: EventDict) -> EventDict:
        return {key: value if key.startswith("_") else clean(value) for key, value in event.items()}

    return process
