"""Questions a client asks a bot and waits on: pressed buttons and inline queries, each answerable once, for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from itertools import count
from typing import Final

from emulator.answers import Json, bad_request
from emulator.clock import SimClock

# Seconds of this world's time. Telegram names no figure; bots see refusals from about a quarter of a minute on.
WINDOW: Final = 15.0
MOST_KEPT: Final = 10_000
# Inline queries keep their results, to be chosen from.
MOST_LISTS: Final = 1_000
FIRST_ID: Final = 4_000_000_000_000_000_001


class Query:
    """One question; `answer` is what the bot said, or None as long as it said nothing."""

    def __init__(self, query_id: str, bot_id: int, person_id: int, text: str | None, asked_at: float) -> None:
        self.id = query_id
        self.bot_id = bot_id
        self.person_id = person_id
        self.text = text
        self.asked_at = asked_at
        self.answer: Json | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def kind(self) -> str:
        """`inline` for what somebody typed, `callback` for a button that was pressed."""
        return "callback" if self.text is None else "inline"

    def settle(self, answer: Json) -> None:
        """The bot's answer has come."""
        self.answer = answer
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, seconds: float) -> Json | None:
        """The answer, waiting so many seconds of real time for it; None if none came."""
        if self.answer is None:
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await asyncio.wait_for(future, seconds)
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(future)
        return self.answer


class Queries:
    """Every question not long past."""

    def __init__(self, clock: SimClock) -> None:
        self._clock = clock
        self._ids = count(FIRST_ID)
        self._presses: OrderedDict[str, Query] = OrderedDict()
        self._typed: OrderedDict[str, Query] = OrderedDict()

    def ask(self, bot_id: int, person_id: int, text: str | None = None) -> Query:
        """A new question of a person to a bot: an inline query with the text they typed, or a pressed button."""
        query = Query(str(next(self._ids)), bot_id, person_id, text, self._clock.now())
        kept, most = (self._presses, MOST_KEPT) if text is None else (self._typed, MOST_LISTS)
        kept[query.id] = query
        if len(kept) > most:
            kept.popitem(last=False)
        return query

    def typed_by(self, query_id: str, person_id: int) -> Query | None:
        """The inline query with that id, if that person typed it and it is not long past."""
        query = self._typed.get(query_id)
        return query if query is not None and query.person_id == person_id else None

    def answerable(self, query_id: str, bot_id: int, kind: str) -> Query:
        """The question, if this bot may still answer it. Raises "query is too old…"."""
        query = (self._presses if kind == "callback" else self._typed).get(query_id)
        fresh = query is not None and self._clock.now() - query.asked_at <= WINDOW
        if query is None or not fresh or query.bot_id != bot_id:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
