"""Serving until asked to stop: signals, and the app's life between them. Leaves making it to bot.app."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.app import build_app
from bot.config import Config
from domain.moments import Clock

COLLECT_AFTER: Final = 50_000
"""Objects made before the garbage collector looks: its default of 700 costs a quarter of an update, over models that
are freed without it."""


@contextmanager
def stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM or SIGINT (Ctrl-C) sets; the second one of them ends the process as usual."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def heard() -> None:
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, heard)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def serve(
    config: Config,
    clock: Clock,
    *,
    serving: Callable[[], None] = lambda: None,
    owner_wanted: Callable[[str], None] | None = None,
) -> None:
    """Run the bot until a signal; `serving` is called once it takes updates.

    `owner_wanted` is called with a one-time link where nobody owns the installation yet.

    Raises BadSettings, UnusableDatabase and MustStop.
    """
    with stop_signals() as stop:
        async with build_app(config, clock=clock) as app:
            _spare_the_collector()
            if owner_wanted is not None and (link := await app.owner_link()) is not None:
                owner_wanted(link)
            await app.run(stop, serving=serving)


def _spare_the_collector() -> None:
    """What start-up made stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 100)
