"""How much a bot may send in a time, as Telegram counts it; counted only while real limits are switched on."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from emulator.answers import too_many
from emulator.kept.chats import Chat

# "Avoid sending more than one message per second … we may allow short bursts": the bot FAQ. How short, it does not say.
BURST: Final = 5
# "Bots are not able to send more than 20 messages per minute" in a group: the bot FAQ.
GROUP_MESSAGES: Final = 20
GROUP_SECONDS: Final = 60.0
# "No more than about 30 messages per second": the bot FAQ. "About" is a fifth: what leaves evenly comes in clumps.
ALL_MESSAGES: Final = 36
ALL_SECONDS: Final = 1.0
# telegram-bot-api answers 429 to a setWebhook within a second of the last.
WEBHOOK_SECONDS: Final = 1.0
MOST_CHATS: Final = 20_000


class Window:
    """At most so many in any so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def wait(self, cost: int, now: float) -> float:
        """The seconds until `cost` more fit in."""
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        missing = len(self._taken) + cost - self.most
        return 0.0 if missing <= 0 else self._taken[missing - 1] + self._seconds - now

    def take(self, cost: int, now: float) -> None:
        """Count `cost` more."""
        self._taken.extend([now] * cost)


class Bucket:
    """One a second, and a few at once after a rest."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._full_at = -math.inf

    def wait(self, cost: int, now: float) -> float:
        """The seconds until `cost` more fit in."""
        return max(0.0, max(self._full_at, now) + cost - self.most - now)

    def take(self, cost: int, now: float) -> None:
        """Count `cost` more."""
        self._full_at = max(self._full_at, now) + cost


class Limits:
    """1 message a second to one person, 20 a minute to one group, about 30 a second to all, in real time.

    Real time, not the emulator's: a bot's pacer measures real seconds, however far the clock has been moved.
    A message that is refused is not counted. Chats that have long been silent are forgotten.
    """

    def __init__(self, *, on: bool = False, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self.refused = 0
        self._monotonic = monotonic
        self._all: dict[int, Window] = {}
        self._webhooks: dict[int, float] = {}
        self._chats: OrderedDict[tuple[int, int, int], Window | Bucket] = OrderedDict()

    def take(self, bot_id: int, chat: Chat, messages: int = 1) -> None:
        """Count messages of one bot to one chat. Raises a 429 with the whole seconds to wait, and counts none then."""
        if not self.on:
            return
        now = self._monotonic()
        counters = (self._all.setdefault(bot_id, Window(ALL_MESSAGES, ALL_SECONDS)), self._of(bot_id, chat))
        costs = [min(messages, counter.most) for counter in counters]
        wait = max(counter.wait(cost, now) for counter, cost in zip(counters, costs, strict=True))
        if wait > 0:
            self.refused += 1
            raise too_many(math.ceil(wait))
        for counter, cost in zip(counters, costs, strict=True):
            counter.take(cost, now)

    def take_webhook(self, bot_id: int) -> None:
        """Count one setting of a webhook, of which there may be one a second. Raises a 429 for the next."""
        now = self._monotonic()
        if self.on and now < self._webhooks.get(bot_id, -math.inf):
            self.refused += 1
            raise too_many(1)
        self._webhooks[bot_id] = now + WEBHOOK_SECONDS

    def _of(self, bot_id: int, chat: Chat) -> Window | Bucket:
        key = (bot_id, *chat.key)
        counter = self._chats.get(key)
        if counter is None:
            counter = Bucket(BURST) if chat.private else Window(GROUP_MESSAGES, GROUP_SECONDS)
            self._chats[key] = counter
            if len(self._chats) > MOST_CHATS:
                self._chats.popitem(last=False)
        self._chats.move_to_end(key)
        return counter
