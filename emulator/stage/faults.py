"""Faults on order: what the next calls of a method suffer, so that a bot can be tried against bad days."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from typing import Final, Literal, cast

from emulator.answers import Answer, Json, Refusal
from emulator.reading.parameters import integer_in

KINDS: Final = ("delay", "drop_after", "error", "cut", "cut_half")
Kind = Literal["delay", "drop_after", "error", "cut", "cut_half"]
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
    """The connection closes, without an answer or in the middle of one; `half_of` is the answer that breaks off."""

    def __init__(self, half_of: Answer | None = None) -> None:
        super().__init__("the connection was cut on order")
        self.half_of = half_of


@dataclass(slots=True)
class Fault:
    """One order: `times` calls of a method suffer it; with a chance, each call does with that probability."""

    method: str
    kind: Kind
    times: int = 1
    delay: float = 0.0
    answer: Answer | None = None
    probability: float = 1.0
    chance: random.Random | None = None

    def strikes(self) -> bool:
        """Whether this call is one of those that suffer it. Asked once for each call, so that a seed repeats itself."""
        return self.chance is None or self.chance.random() < self.probability


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
            if order.method in (ANY, method.lower()) and order.strikes():
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
    probability = given.get("probability", 1)
    if not isinstance(probability, int | float) or isinstance(probability, bool) or not 0 < probability <= 1:
        raise ValueError("probability is a number above 0, up to 1")
    # A fault with a probability goes on until it is cleared, unless a number of times is given.
    times = integer_in(given.get("times", 1 if probability == 1 else MOST_TIMES))
    if times is None or not 1 <= times <= MOST_TIMES:
        raise ValueError(f"times is a number from 1 to {MOST_TIMES}")
    delay = given.get("delay", 0)
    if not isinstance(delay, int | float) or isinstance(delay, bool) or not 0 <= delay <= LONGEST_DELAY:
        raise ValueError(f"delay is a number of seconds up to {LONGEST_DELAY:.0f}")
    fault = Fault(method.lower(), cast("Kind", kind), times, float(delay), _answer(given) if kind == "error" else None)
    if probability < 1:
        seed = integer_in(given.get("seed", 0))
        if seed is None:
            raise ValueError("seed is a whole number")
        fault.probability, fault.chance = float(probability), random.Random(seed)  # noqa: S311 - repeatable on purpose
    return fault


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
