"""The record of every call a bot made and what it was answered: numbered, bounded, without tokens."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Final

from emulator.answers import Answer, Json
from emulator.kept.files import Upload

MOST_KEPT: Final = 10_000


class Records:
    """The last MOST_KEPT calls."""

    def __init__(self) -> None:
        self._kept: deque[Json] = deque(maxlen=MOST_KEPT)
        self._number = 0

    def add(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload],
        answer: Answer | None,
        at: float,
    ) -> None:
        """Note one call; `answer` is None where the connection was cut."""
        self._number += 1
        sizes = {name: {"file_name": file.file_name, "size": len(file.content)} for name, file in files.items()}
        record: Json = {
            "number": self._number,
            "method": method,
            "params": {**params, **sizes},
            "ok": answer is not None and answer.ok,
            "status": answer.status if answer is not None else None,
            "answer": answer.body if answer is not None else None,
            "at": at,
        }
        self._kept.append(record)

    def after(self, number: int, tokens: Iterable[str]) -> list[Json]:
        """The calls behind a number, oldest first, with every token blotted out."""
        newer: list[Json] = []
        for record in reversed(self._kept):
            if record["number"] <= number:
                break
            newer.append(record)
        text = json.dumps(newer[::-1], ensure_ascii=False, default=str)
        for token in tokens:
            text = text.replace(token, "<token>")
        read: list[Json] = json.loads(text.encode("utf-8", "replace"))
        return read
