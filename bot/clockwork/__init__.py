"""Every timed job: asks the store what is due, by the clock. Leaves what then happens to use cases and the outbox."""

from bot.clockwork.clockwork import Clockwork
from bot.clockwork.due import Due, due

__all__ = ["Clockwork", "Due", "due"]
