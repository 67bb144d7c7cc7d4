"""How much one chat may get in a time, as Telegram counts it. Leaves the pace over all chats to bot.pace."""

import math
from collections import deque
from typing import Final

Chat = int | str
"""A chat as a request names it: a number (below zero for groups and channels), or a channel's @name."""

BURST: Final = 4
"""Messages that one person gets at once after a rest; then one a second ("avoid sending more than one message per
second … we may allow short bursts": core.telegram.org/bots/faq). It does not say how short: five have been seen to
pass, and one is kept back because messages arrive a little closer together than they left."""
CHANGE_SECONDS: Final = 1 / 3
CHANGES_AT_ONCE: Final = 12
"""Messages edited in one chat: faster than anybody taps for long. Telegram names no figure; this is ours, so that one
finger on a button does not spend everybody's pace."""
GROUP_MESSAGES: Final = 20
GROUP_SECONDS: Final = 61.0
"""20 messages a minute to one group (same FAQ), and a second more, for the same reason."""
MOST_KNOWN: Final = 20_000


class _Bucket:
    """One every `seconds`, and up to `most` at once after a rest."""

    __slots__ = ("_burst", "_full_at", "seconds")

    def __init__(self, seconds: float, most: int) -> None:
        self.seconds = seconds
        self._burst = (most - 1) * seconds
        self._full_at = -math.inf

    def wait(self, now: float, count: int) -> float:
        ahead = (count - 1) * self.seconds
        return max(0.0, max(self._full_at, now) + ahead - self._burst - now)

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self.seconds

    def rests(self, now: float) -> bool:
        return self._full_at <= now


class _Window:
    """At most `most` in any `span` seconds."""

    __slots__ = ("_most", "_span", "_taken", "seconds")

    def __init__(self, most: int, span: float) -> None:
        self._most = most
        self._span = span
        self._taken: deque[float] = deque()
        self.seconds = span / most

    def wait(self, now: float, count: int) -> float:
        self._forget(now)
        missing = len(self._taken) + count - self._most
        if missing <= 0:
            return 0.0
        # Those that are not taken yet come at the earliest when what they wait for is over.
        beyond, within = divmod(missing - 1, self._most)
        first = self._taken[within] if within < len(self._taken) else now
        return first + self._span * (beyond + 1) - now

    def take(self, now: float) -> None:
        self._taken.append(now)

    def rests(self, now: float) -> bool:
        self._forget(now)
        return not self._taken

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0] <= now - self._span:
            self._taken.popleft()


class Chats:
    """Counts what each chat gets. Times are seconds of one monotonic clock; a chat that rests is forgotten."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Chat, bool], _Bucket | _Window] = {}

    def wait(self, chat: Chat, now: float, *, change: bool = False, count: int = 1) -> float:
        """Seconds until `count` more messages (or changes of messages) fit in, the last of them included."""
        known = self._counts.get((chat, change))
        if known is None and count == 1:
            return 0.0
        # A clock that has run for weeks adds up to a little more or less than whole seconds.
        return round((known or _fresh(chat, change=change)).wait(now, count), 6)

    def take(self, chat: Chat, now: float, *, change: bool = False) -> None:
        """Count one."""
        known = self._counts.get((chat, change))
        if known is None:
            if len(self._counts) >= MOST_KNOWN:
                self._forget(now)
            known = self._counts[chat, change] = _fresh(chat, change=change)
        known.take(now)

    def gap(self, chat: Chat) -> float:
        """Seconds from one message to the next, in the long run."""
        return _fresh(chat, change=False).seconds

    def _forget(self, now: float) -> None:
        self._counts = {name: count for name, count in self._counts.items() if not count.rests(now)}


def _fresh(chat: Chat, *, change: bool) -> _Bucket | _Window:
    if change:
        return _Bucket(CHANGE_SECONDS, CHANGES_AT_ONCE)
    if isinstance(chat, int) and chat > 0:
        return _Bucket(1.0, BURST)
    return _Window(GROUP_MESSAGES, GROUP_SECONDS)
