"""What a call is answered with: an Answer, or a Refusal worded as Telegram words it; which refusal, each rule says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and a body: a Bot API object, or the raw text of a server that is out of order."""

    status: int
    body: Json | str

    @property
    def ok(self) -> bool:
        """Whether the call was granted."""
        return isinstance(self.body, dict) and self.body.get("ok") is True


def granted(result: Any) -> Answer:
    """The answer to a call that took effect."""
    return Answer(200, {"ok": True, "result": result})


class Refusal(Exception):  # noqa: N818 - it is what Telegram answers, not a failure of the emulator
    """A call that took no effect, with the status and words that Telegram gives."""

    def __init__(self, status: int, description: str, *, retry_after: int = 0, migrate_to: int = 0) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def answer(self) -> Answer:
        """The refusal as it goes over the wire."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrate_to:
            body["parameters"] = {"migrate_to_chat_id": self.migrate_to}
        return Answer(self.status, body)


def bad_request(words: str) -> Refusal:
    """400; a sentence loses its capital behind the prefix, an identifier such as BUTTON_DATA_INVALID keeps it."""
    return Refusal(400, f"Bad Request: {_lowered(words)}")


def forbidden(words: str) -> Refusal:
    """403, for a chat that will not hear this bot."""
    return Refusal(403, f"Forbidden: {_lowered(words)}")


def conflict(words: str) -> Refusal:
    """409, for two ways of fetching updates at once."""
    return Refusal(409, f"Conflict: {words}")


def too_many(seconds: int) -> Refusal:
    """429, with the seconds to wait both in words and in `parameters`."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _lowered(words: str) -> str:
    second = words[1:2]
    if second == "_" or ("A" <= second <= "Z"):
        return words
    return words[:1].lower() + words[1:]
