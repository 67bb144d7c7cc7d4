"""Polls: their questions, who voted for what, and where they are shown; what may be asked, the methods decide."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from emulator.answers import Json

MOST_KEPT: Final = 10_000
FIRST_ID: Final = 5_000_000_000_000_000_001

Place = tuple[tuple[int, int], int]
"""The key of a chat and the id of a message in it."""


@dataclass(slots=True, eq=False)
class Poll:
    """One poll. `shown` is replaced when it changes, never altered; forwards of the message share it."""

    shown: Json
    bot_id: int
    places: set[Place] = field(default_factory=set)
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def closed(self, now: float) -> bool:
        """Whether nobody can vote any more: it was stopped, or its time is over."""
        close_date = self.shown.get("close_date")
        return bool(self.shown["is_closed"]) or (close_date is not None and now >= close_date)

    def vote(self, account_id: int, options: Sequence[int]) -> None:
        """One account's vote in the place of its last; no options take it back."""
        self.votes.pop(account_id, None)
        if options:
            self.votes[account_id] = tuple(options)
        counts = [0] * len(self.shown["options"])
        for chosen in self.votes.values():
            for number in chosen:
                counts[number] += 1
        counted = [{**option, "voter_count": n} for option, n in zip(self.shown["options"], counts, strict=True)]
        self.shown = {**self.shown, "options": counted, "total_voter_count": len(self.votes)}

    def close(self) -> None:
        """Nobody can vote any more."""
        self.shown = {**self.shown, "is_closed": True}


class Polls:
    """The last MOST_KEPT polls."""

    def __init__(self) -> None:
        self._ids = count(FIRST_ID)
        self._by_id: OrderedDict[str, Poll] = OrderedDict()

    def make(self, bot_id: int, content: Json) -> Poll:
        """A new poll of a bot, to which an id is given."""
        number = str(next(self._ids))
        poll = Poll({"id": number, **content}, bot_id)
        self._by_id[number] = poll
        if len(self._by_id) > MOST_KEPT:
            self._by_id.popitem(last=False)
        return poll

    def by_id(self, number: str) -> Poll | None:
        """The poll with that id, unless it is forgotten."""
        return self._by_id.get(number)
