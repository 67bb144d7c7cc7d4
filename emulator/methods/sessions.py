"""The bot's session with the server: closing it and logging out, as a bot does that moves to another server."""

from __future__ import annotations

import math
from typing import Final

from emulator.answers import too_many
from emulator.methods.call import Call

# "Returns error 429 in the first 10 minutes after the bot is launched": close. Seconds of this world's time.
FIRST_MINUTES: Final = 600.0


def close(call: Call) -> bool:
    """End the session, not sooner than ten minutes after its begin; the next call begins another."""
    now = call.state.clock.now()
    left = call.bot.started_at + FIRST_MINUTES - now
    if left > 0:
        raise too_many(math.ceil(left))
    call.bot.started_at = now
    return True


def log_out(call: Call) -> bool:
    """Leave this server; for ten minutes of this world's time every call is refused with "Logged out"."""
    call.bot.logged_out_until = call.state.clock.now() + FIRST_MINUTES
    return True
