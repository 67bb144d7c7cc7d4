"""Polls: their questions, who voted for what, and where they are shown; what may be asked, the methods decide."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
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
    """The last MOST_KEPT polls, and which of them ends next. `on_end` is called when a poll comes that will end."""

    def __init__(self) -> None:
        self._ids = count(FIRST_ID)
        self._by_id: OrderedDict[str, Poll] = OrderedDict()
        self._ends: list[tuple[int, str]] = []
        self.on_end: Callable[[], None] | None = None

    def make(self, bot_id: int, content: Json) -> Poll:
        """A new poll of a bot, to which an id is given."""
        number = str(next(self._ids))
        poll = Poll({"id": number, **content}, bot_id)
        self._by_id[number] = poll
        if len(self._by_id) > MOST_KEPT:
            self._by_id.popitem(last=False)
        if "close_date" in content and not content["is_closed"]:
            self._will_end(content["close_date"], number)
        return poll

    def by_id(self, number: str) -> Poll | None:
        """The poll with that id, unless it is forgotten."""
        return self._by_id.get(number)

    def next_end(self) -> int | None:
        """When the next of them ends by itself."""
        while self._ends and not self._open(self._ends[0][1]):
            heappop(self._ends)
        return self._ends[0][0] if self._ends else None

    def ended(self, now: float) -> list[Poll]:
        """Those whose time is over and which nobody has closed yet, in the order in which they end. Asked for once."""
        found: list[Poll] = []
        while self._ends and self._ends[0][0] <= now:
            _, number = heappop(self._ends)
            if self._open(number):
                found.append(self._by_id[number])
        return found

    def _will_end(self, close_date: int, number: str) -> None:
        heappush(self._ends, (close_date, number))
        if len(self._ends) > 2 * MOST_KEPT:
            # Those that were stopped or forgotten before their time leave nothing behind for long.
            self._ends = [end for end in self._ends if self._open(end[1])]
            heapify(self._ends)
        if self.on_end is not None:
            self.on_end()

    def _open(self, number: str) -> bool:
        poll = self._by_id.get(number)
        return poll is not None and not poll.shown["is_closed"]
