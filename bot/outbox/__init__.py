"""Messages out: claimed, re-checked, sent at the pace, with what became of each. Leaves wording to the handlers."""

from bot.outbox.sender import Sender

__all__ = ["Sender"]
