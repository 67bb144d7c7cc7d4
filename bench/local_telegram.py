"""The emulator as a process of its own, on a core of its own, for whoever measures it. Leaves measuring to others.

The people who tap are in that process, too: what they cost must not be on the bot's bill. It is told what they do in
lines of JSON, and answers in such lines.
"""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from bench import tapping
from bench.tapping import Tapper
from bench.town import NOW
from emulator.clock import SimClock
from emulator.server import serve
from emulator.world import World

TOKEN: Final = "4242:BENCH"  # noqa: S105  a token of a bot that lives in the emulator
BOT: Final = "etalon_bench_bot"
PEER_TOKEN: Final = "4343:BENCH"  # noqa: S105  another's
PEER: Final = "peer_bench_bot"
LONGEST_LINE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalTelegram:
    """Where it listens, and the people there, who have all pressed Start at the first bot."""

    url: str
    port: int
    people: range
    process: Process

    async def do(self, **what: Any) -> dict[str, Any]:
        """Have the people do something: see `_Stage`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await self.process.stdout.readline())
        return answer


@asynccontextmanager
async def started(people: int, *, real_limits: bool = False) -> AsyncIterator[LocalTelegram]:
    """A fresh emulator with so many people; whoever measures keeps to the first core, the emulator to another."""
    affinity = _cores()
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.local_telegram", str(people), str(int(real_limits))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    assert program.stdout is not None
    try:
        _keep_to(affinity[:1])
        first, port = (await program.stdout.readline()).split()
        numbers = range(int(first), int(first) + people)
        yield LocalTelegram(f"http://127.0.0.1:{int(port)}", int(port), numbers, program)
    finally:
        _keep_to(affinity)
        with suppress(ProcessLookupError):
            program.terminate()
        await program.wait()


class _Stage:
    """What the people can be told to do; each answers a line."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tappers: dict[str, list[Tapper]] = {}

    async def start(self, bot: str, people: list[int]) -> dict[str, Any]:
        """These write /start to this bot, one after the other; what the last of them sees."""
        tappers = [Tapper(self._world, person, bot) for person in people]
        seen = [await tapper.start() for tapper in tappers]
        self._tappers[bot] = tappers
        return {"messages": seen[-1]}

    async def tap(self, bot: str, taps: int, at_once: bool) -> dict[str, Any]:  # noqa: FBT001  a field of a line
        """They tap so many times in all, all beside each other or one at a time; the seconds of all and of each."""
        tappers = self._tappers[bot]
        started = time.perf_counter()
        each = await (
            tapping.together(tappers, max(taps // len(tappers), 1)) if at_once else tapping.in_turn(tappers, taps)
        )
        return {"seconds": time.perf_counter() - started, "taps": len(each), "each": each}

    async def look(self, bot: str) -> dict[str, Any]:
        """The last of them taps once; what they see then."""
        tapper = self._tappers[bot][-1]
        await tapper.tap()
        return {"messages": self._world.person_sees(tapper.person)}

    async def refused(self) -> dict[str, Any]:
        """How many messages came faster than Telegram allows."""
        return {"refused": self._world.limits.refused}


async def _serve(people: int, *, real_limits: bool) -> None:
    _keep_to(_cores()[1:2])
    world = World(SimClock(float(NOW)), real_limits=real_limits)
    world.add_bot(TOKEN, username=BOT)
    world.add_bot(PEER_TOKEN, username=PEER)
    numbers = [world.add_person(f"Pupil {number}", "en")["id"] for number in range(people)]
    for number in numbers:
        world.person_writes(number, "/start")
    await world.take_updates(TOKEN)  # that they have met the bot is all that is wanted
    stage = _Stage(world)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with serve(world) as server:
        print(numbers[0], server.port, flush=True)
        async for line in reader:
            said = json.loads(line)
            print(json.dumps(await getattr(stage, said.pop("do"))(**said)), flush=True)


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _keep_to(cores: list[int]) -> None:
    """Stay on these cores, where the system lets one choose and there are some."""
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), real_limits=bool(int(sys.argv[2]))))
