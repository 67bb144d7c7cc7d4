"""Faults on order: what the next calls of a method suffer, so that a bot can be tried against bad days."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, Literal, cast

from emulator.answers import Answer, Json, Refusal
from emulator.reading.parameters import integer_in

KINDS: Final = ("delay", "drop_after", "error", "cut")
ANY: Final = "*"
LONGEST_DELAY: Final = 600.0
MOST_TIMES: Final = 100_000
TOO_MANY: Final = 429
FAILURES: Final = range(400, 600)
PHRASES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class ConnectionCut(Exception):  # noqa: N818 - what the other side sees, on order
    """The connection closes without an answer."""


@dataclass(slots=True)
class Fault:
    """One order: `times` calls of a method suffer it."""

    method: str
    kind: Literal["delay", "drop_after", "error", "cut"]
    times: int = 1
    delay: float = 0.0
    answer: Answer | None = None


class Faults:
    """The orders that wait, taken first come, first served."""

    def __init__(self) -> None:
        self._orders: deque[Fault] = deque()

    def __len__(self) -> int:
        return sum(order.times for order in self._orders)

    def order(self, given: Json) -> int:
        """Take an order as `POST /sim/faults` describes it; answers how many faults wait. Raises ValueError."""
        self._orders.append(_read(given))
        return len(self)

    def clear(self) -> None:
        """No faults any more."""
        self._orders.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that a call of this method suffers now, used up once."""
        for order in self._orders:
            if order.method in (ANY, method.lower()):
                order.times -= 1
                if order.times == 0:
                    self._orders.remove(order)
                return order
        return None


def _read(given: Json) -> Fault:
    kind = given.get("kind", "error")
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    method = given.get("method", ANY)
    if not isinstance(method, str) or not method:
        raise ValueError('method is the name of a method, or "*"')
    times = integer_in(given.get("times", 1))
    if times is None or not 1 <= times <= MOST_TIMES:
        raise ValueError(f"times is a number from 1 to {MOST_TIMES}")
    delay = given.get("delay", 0)
    if not isinstance(delay, int | float) or isinstance(delay, bool) or not 0 <= delay <= LONGEST_DELAY:
        raise ValueError(f"delay is a number of seconds up to {LONGEST_DELAY:.0f}")
    answer = _answer(given) if kind == "error" else None
    known = cast('Literal["delay", "drop_after", "error", "cut"]', kind)
    return Fault(method.lower(), known, times, float(delay), answer)


def _answer(given: Json) -> Answer:
    retry = integer_in(given.get("retry_after", 0)) or 0
    code = integer_in(given.get("error_code", given.get("status", TOO_MANY if retry else 502)))
    status = integer_in(given.get("status", code))
    if status is None or code is None or status not in FAILURES:
        raise ValueError("status and error_code are numbers from 400 to 599")
    body = given.get("body")
    if isinstance(body, str):
        return Answer(status, body)
    phrase = PHRASES.get(code, "Error")
    words = f"{phrase}: retry after {retry}" if code == TOO_MANY and retry else phrase
    description = str(given.get("description", words))
    migrate = integer_in(given.get("migrate_to_chat_id", 0)) or 0
    return Answer(status, Refusal(code, description, retry_after=retry, migrate_to=migrate).answer().body)
