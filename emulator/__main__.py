"""`python -m emulator`: the emulator by itself, for any bot."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from typing import Final

from emulator.server import LOCAL, serve
from emulator.world import World

TOKEN: Final = "4200000042:local-telegram-needs-no-secret"  # noqa: S105 - it opens nothing but this emulator
PORT: Final = 8081
PEOPLE: Final = (("Тимур", "ru"), ("Айша", "kk"), ("Alice", "en"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; answers the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description="A local Telegram: a Bot API server for any bot, and a chat page on which to be anybody.",
        epilog="Point your bot at the printed address instead of https://api.telegram.org. See docs/emulator.md.",
    )
    parser.add_argument("--host", default=LOCAL, help="where to listen (default: %(default)s, this machine alone)")
    parser.add_argument("--port", type=int, default=PORT, help="0 takes a free one (default: %(default)s)")
    parser.add_argument("--token", default=TOKEN, help="the token your bot calls with (default: %(default)s)")
    parser.add_argument("--username", default="emulated_bot", help="its username (default: %(default)s)")
    parser.add_argument("--name", default="Bot", help="its name (default: %(default)s)")
    parser.add_argument("--real-limits", action="store_true", help="answer 429 to a bot that sends too fast")
    options = parser.parse_args(arguments)
    world = World(real_limits=options.real_limits)
    try:
        world.add_bot(options.token, first_name=options.name, username=options.username)
        asyncio.run(_run(world, options.host, options.port, options.token))
    except (OSError, ValueError, OverflowError) as error:
        sys.stderr.write(f"The emulator did not start: {error}\n")
        return 1
    return 0


async def _run(world: World, host: str, port: int, token: str) -> None:
    for name, language in PEOPLE:
        world.add_person(name, language)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # not on every system
            loop.add_signal_handler(number, stop.set)
    async with serve(world, host, port) as server:
        sys.stdout.write(f"Chat page: {server.url}/\nBot API:   {server.url}/bot{token}/getMe\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
