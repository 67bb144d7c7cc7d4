"""Looking at everything, one thing after another. Leaves each look to the modules beside."""

import asyncio
from collections.abc import AsyncIterator, Callable

from bot.clock import SystemClock
from bot.config import BadSettings, read_config
from bot.doctor import database, places, telegram
from bot.doctor.finding import Finding


async def look(say: Callable[[str], None] = print) -> bool:
    """Look at everything and say a line for each; whether all is in order. Changes nothing, also beside a bot."""
    well = True
    async for finding in _findings():
        say(str(finding))
        well = well and finding.wrong is None
    return well


async def _findings() -> AsyncIterator[Finding]:
    try:
        config = read_config()
    except BadSettings as bad:
        for line in bad.lines:
            yield Finding("settings", line)
        return
    yield Finding("settings")
    clock = SystemClock()
    async for finding in telegram.findings(config, clock):
        yield finding
    for look_at in (places.zones, places.disks, places.backups, database.findings):
        for finding in await asyncio.to_thread(look_at, config, clock):
            yield finding
