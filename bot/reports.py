"""Error reports to Sentry, for whoever wants them: what failed and where, nothing of anybody. Leaves words to the logs.

A client of its own and no integration of Sentry's: nothing is patched, nothing is collected, and what is reported is
made here, by the logs' rules, from lines that are errors.
"""

import os
import traceback
from pathlib import Path
from typing import Any, Final

from sentry_sdk import Client
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint
from structlog.typing import EventDict

from bot import VERSION
from bot.logs import chain, error_of, hiding, words_of

CLOSING_SECONDS: Final = 2.0
KEPT_OUT: Final = "(its words are kept out of reports)"

_ROOT: Final = f"{Path(__file__).parent.parent}{os.sep}"
_REPORTED: Final = frozenset({"error", "critical", "exception"})
_OWN: Final = ("sentry_sdk", "urllib3")
"""Whose errors are about reporting itself."""
_TAGS: Final = ("logger", "update", "letter", "job", "outcome", "reason")
_FIELDS: Final = frozenset(
    {"event_id", "timestamp", "platform", "level", "logger", "release", "environment", "logentry", "exception", "tags"}
)
_FRAME: Final = frozenset({"filename", "module", "function", "lineno", "in_app"})


class Reports:
    """Reports each error line. A processor of structlog's: it gives the line back as it is."""

    def __init__(
        self, dsn: str, *, secrets: tuple[str, ...] = (), transport: type[Transport] | Transport | None = None
    ) -> None:
        self._clean = hiding(secrets)
        self._client = Client(
            dsn=dsn,
            release=f"etalon@{VERSION}",
            server_name="",
            transport=transport,
            before_send=self.strip,
            before_breadcrumb=lambda _, __: None,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            enable_backpressure_handling=False,
            send_client_reports=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            spotlight=False,
            shutdown_timeout=CLOSING_SECONDS,
        )

    def __call__(self, _: Any, method: str, line: EventDict) -> EventDict:
        """Report a line if it is an error."""
        if line.get("level", method) in _REPORTED and not str(line.get("logger", "")).startswith(_OWN):
            self._client.capture_event(self._event(line))
        return line

    def tell(self, error: BaseException) -> None:
        """Report what ends the program."""
        self(None, "critical", {"event": "the program ends", "exc_info": error})

    def strip(self, event: Event, _: Hint) -> Event:
        """The last thing before anything leaves: of an event, only the fields known to be about the program alone."""
        kept: dict[str, Any] = {name: value for name, value in event.items() if name in _FIELDS}
        for told in kept.get("exception", {}).get("values", []):
            trace = told.get("stacktrace") or {}
            frames = [
                {name: value for name, value in frame.items() if name in _FRAME} for frame in trace.get("frames", [])
            ]
            told["stacktrace"] = {"frames": frames}
        stripped: Event = self._clean(kept)
        return stripped

    def close(self) -> None:
        """Send what still waits, for a moment."""
        self._client.close(timeout=CLOSING_SECONDS)

    def _event(self, line: EventDict) -> Event:
        # A line's text is written in the program; what was put into it at run time stays out.
        record = line.get("_record")
        said = record.msg if record is not None else line.get("event", "")
        event: Event = {
            "level": "error",
            "logger": str(line.get("logger", "")),
            "logentry": {"message": str(said).split("\n", 1)[0]},  # asyncio's further lines quote the error
            "tags": {name: str(line[name]) for name in _TAGS if name in line},
        }
        error = error_of(line)
        if error is not None:
            # Sentry shows the last as what was seen, and those before as its causes.
            event["exception"] = {"values": [_told(one) for one in reversed(chain(error))]}
        return event


def _short(path: str) -> str:
    """A file's path from the project or the package on: what comes before may be somebody's name."""
    return path.removeprefix(_ROOT).rpartition("/site-packages/")[2].rpartition("/lib/")[2]


def _told(error: BaseException) -> dict[str, Any]:
    words = words_of(error)
    frames = [
        {
            "filename": _short(frame.f_code.co_filename),
            "module": frame.f_globals.get("__name__", ""),
            "function": frame.f_code.co_name,
            "lineno": line,
            "in_app": "/site-packages/" not in frame.f_code.co_filename,
        }
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return {
        "type": type(error).__qualname__,
        "module": type(error).__module__,
        "value": KEPT_OUT if words is None else words,
        "stacktrace": {"frames": frames},
    }
