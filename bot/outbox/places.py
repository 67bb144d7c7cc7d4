"""Places in the line to one chat: its letters go at the pace Telegram allows a chat. Leaves the pace itself to Pace."""

import math
from collections import Counter
from collections.abc import Callable

from bot.pace import Pace
from domain.identities import AccountId


class Places:
    """Says how long a letter waits for its chat, so that a row which would only wait is not kept claimed meanwhile."""

    def __init__(self, pace: Pace, monotonic: Callable[[], float]) -> None:
        self._pace = pace
        self._monotonic = monotonic
        self._on_the_way: Counter[AccountId] = Counter()
        self._promised: dict[AccountId, float] = {}

    def busy_for(self, chat: AccountId) -> int:
        """0 where a letter may go now; else after how many seconds it is worth trying again.

        Each letter of one chat is promised a second of its own, so that a hundred do not come back all at once.
        """
        now = self._monotonic()
        wait = self._pace.opens_in(chat, messages=self._on_the_way[chat] + 1)
        if not wait:
            self._promised.pop(chat, None)
            return 0
        at = now + wait
        if chat in self._promised:
            at = max(at, self._promised[chat] + self._pace.gap(chat))
        self._promised[chat] = at
        return math.ceil(round(at - now, 3))

    def take(self, chat: AccountId) -> Callable[[], None]:
        """A letter is on its way to this chat, and counts until what is given back is called, once or more often.

        That is when it has its turn, from where on the pace counts it, or when it gives up.
        """
        self._on_the_way[chat] += 1
        taken = True

        def leave() -> None:
            nonlocal taken
            if taken:
                taken = False
                self._on_the_way[chat] -= 1
                if not self._on_the_way[chat]:
                    del self._on_the_way[chat]

        return leave
