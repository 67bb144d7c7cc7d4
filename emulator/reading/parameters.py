"""The parameters of one call, read as leniently as Telegram reads them: JSON types or their text, whichever came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from emulator.answers import Refusal, bad_request

TRUE: Final = frozenset({"true", "yes", "1"})
FARTHEST_INTEGER: Final = 2**63
MOST_DIGITS: Final = 19


def integer_in(value: Any) -> int | None:
    """An integer written as a number or as text, within 64 bits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        if not value.is_integer():
            return None
        value = int(value)
    if isinstance(value, str):
        text = value.strip()
        digits = text[1:] if text[:1] == "-" else text
        if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
            return None
        value = int(text)
    if isinstance(value, int) and -FARTHEST_INTEGER <= value < FARTHEST_INTEGER:
        return value
    return None


def parsed(text: str) -> Any:
    """JSON without surprises: no duplicate of Python's NaN, no text that UTF-8 cannot carry. Raises ValueError."""
    try:
        value = DECODED(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    require_utf8(value)
    return value


def require_utf8(value: Any) -> None:
    """Refuse text with half a surrogate pair, wherever in a value it hides."""
    if isinstance(value, str):
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise bad_request("strings must be encoded in UTF-8") from error
    elif isinstance(value, Mapping):
        for key, item in value.items():
            require_utf8(key)
            require_utf8(item)
    elif isinstance(value, list | tuple):
        for item in value:
            require_utf8(item)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


# Made once: `json.loads` with settings of one's own makes a decoder for each call.
DECODED: Final = json.JSONDecoder(parse_constant=_no_constant).decode


class Parameters:
    """What a call carries. An unknown parameter is ignored, a missing one reads as empty, as in Telegram."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        require_utf8(given)
        self._given = given

    def has(self, name: str) -> bool:
        """Whether the parameter came with a value."""
        return self._given.get(name) not in (None, "")

    def raw(self, name: str) -> Any:
        """The value as it came."""
        return self._given.get(name)

    def text(self, name: str) -> str:
        """The value as text; a number or a truth is written out, an object too, as JSON."""
        value = self._given.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0, *, least: int | None = None, most: int | None = None) -> int:
        """The value as an integer pressed between its bounds; what is no integer reads as the default."""
        number = integer_in(self._given.get(name))
        if number is None:
            number = default
        if least is not None:
            number = max(number, least)
        return number if most is None else min(number, most)

    def number(self, name: str) -> float | None:
        """The value as a finite number, or None."""
        value = self._given.get(name)
        try:
            number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        except (ValueError, OverflowError):
            return None
        return number if number is not None and abs(number) < FARTHEST_INTEGER else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """The value as a truth: `true`, `yes`, `1`, in any case."""
        value = self._given.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).strip().lower() in TRUE

    def json_or_none(self, name: str) -> Any:
        """The value as a JSON object or list, or None where it is none: entities are taken so."""
        try:
            return self.json(name, name)
        except Refusal:
            return None

    def json(self, name: str, what: str) -> Any:
        """The value as a JSON object or list, from either shape. Raises "can't parse WHAT JSON object"."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return parsed(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error
