"""The world in one object, usable in process without HTTP: bots call methods, people act, time moves."""

from __future__ import annotations

from emulator.callers import BotsSide
from emulator.clock import SimClock
from emulator.groups import Groups
from emulator.kept.limits import Limits
from emulator.kept.state import State
from emulator.persons import PersonsSide
from emulator.stage.alarm import Alarm
from emulator.stage.faults import Faults
from emulator.stage.followers import Followers
from emulator.stage.records import Records
from emulator.votes import end_polls


class World(BotsSide, PersonsSide):
    """Everything there is. A still clock (`SimClock(start, running=False)`) makes every test repeatable.

    `real_limits` has sending refused with a 429 where it goes faster than Telegram allows (see `kept.limits`).
    """

    def __init__(self, clock: SimClock | None = None, *, real_limits: bool = False) -> None:
        self.clock = clock or SimClock()
        self.limits = Limits(on=real_limits)
        self.state = State(self.clock, self.limits)
        self.state.on_webhook_reply = self._call_from_webhook
        self.faults = Faults()
        self.records = Records()
        polls = self.state.polls
        self.followers = Followers(self.clock, self._updates_wait, also_due=polls.next_end)
        self.groups = Groups(self.state)
        self._alarm = Alarm(self.clock, polls.next_end, self._end_polls)
        polls.on_end = self._alarm.set

    async def close(self) -> None:
        """Stop delivering to webhooks, and waiting for what time brings."""
        self._alarm.stop()
        for bot in self.state.bots.values():
            if bot.webhook is not None:
                bot.webhook.stop()
                bot.webhook = None

    def _end_polls(self) -> None:
        end_polls(self.state)

    def _updates_wait(self) -> bool:
        """Whether an update waits unconfirmed for a bot that is there to take it."""
        return any(
            len(bot.updates) > 0 and (bot.updates.polled or bot.webhook is not None) for bot in self.state.bots.values()
        )
