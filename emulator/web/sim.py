"""What the person's side has in common: JSON in and out, faults of the caller as `{"error": sentence}`."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from emulator.answers import Json, Refusal
from emulator.clients import Impossible
from emulator.reading.parameters import integer_in
from emulator.web.bodies import read

LONGEST_WAIT: Final = 60.0
Handler = Callable[[web.Request], Awaitable[Any]]


def answering(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler whose result is sent as JSON and whose refusals become sentences."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            result = await handler(request)
        except Impossible as error:
            return shown({"error": str(error)}, error.status)
        except Refusal as refusal:
            return shown({"error": refusal.description}, 400)
        except web.HTTPRequestEntityTooLarge:
            return shown({"error": "this is more than Telegram takes: 50 MB"}, 413)
        except ValueError as error:
            return shown({"error": str(error)}, 400)
        return result if isinstance(result, web.StreamResponse) else shown(result)

    return answer


def shown(value: Any, status: int = 200) -> web.Response:
    """A value as JSON."""
    return web.json_response(value, status=status, dumps=lambda it: json.dumps(it, ensure_ascii=False))


async def body(request: web.Request) -> Json:
    """The parameters of a request. Raises ValueError."""
    params, _ = await read(request)
    return params


def number(value: Any, what: str) -> int:
    """A whole number. Raises ValueError with a sentence."""
    found = integer_in(value)
    if found is None:
        raise ValueError(f"{what} must be a whole number")
    return found


def number_or_none(params: Json, name: str) -> int | None:
    """A whole number that may be missing. Raises ValueError with a sentence."""
    return None if params.get(name) in (None, "") else number(params[name], name)


def text(value: Any, what: str) -> str:
    """A text. Raises ValueError with a sentence."""
    if not isinstance(value, str):
        raise ValueError(f"{what} must be text")  # noqa: TRY004 - told to an HTTP caller as bad input
    return value


def seconds(value: Any, what: str, most: float = LONGEST_WAIT) -> float:
    """A time to wait, pressed below `most`. Raises ValueError with a sentence."""
    try:
        found = float(value or 0)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{what} must be a number of seconds") from error
    if not math.isfinite(found):
        raise ValueError(f"{what} must be a number of seconds")
    return min(max(found, 0.0), most)


def flag(value: Any) -> bool:
    """A truth, as JSON or as text."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "1", "yes"))
