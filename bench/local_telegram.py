"""The emulator as a process of its own, on a core of its own, for whoever measures it. Leaves measuring to others."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from emulator.server import serve
from emulator.world import World

TOKEN: Final = "4242:BENCH"  # noqa: S105  a token of a bot that lives in the emulator


@dataclass(frozen=True, slots=True)
class LocalTelegram:
    """Where it listens, and the people there, who have all pressed Start."""

    url: str
    port: int
    people: range


@asynccontextmanager
async def started(people: int) -> AsyncIterator[LocalTelegram]:
    """A fresh emulator with so many people; whoever measures keeps to the first core, the emulator to another."""
    affinity = _cores()
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.local_telegram", str(people), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        _keep_to(affinity[:1])
        first, port = (await program.stdout.readline()).split()
        numbers = range(int(first), int(first) + people)
        yield LocalTelegram(f"http://127.0.0.1:{int(port)}", int(port), numbers)
    finally:
        _keep_to(affinity)
        with suppress(ProcessLookupError):
            program.terminate()
        await program.wait()


async def _serve(people: int) -> None:
    _keep_to(_cores()[1:2])
    world = World()
    world.add_bot(TOKEN, username="bench_bot")
    numbers = [world.add_person(f"Pupil {number}", "en")["id"] for number in range(people)]
    for number in numbers:
        world.person_writes(number, "/start")
    async with serve(world) as server:
        print(numbers[0], server.port, flush=True)
        await asyncio.Event().wait()


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def _keep_to(cores: list[int]) -> None:
    """Stay on these cores, where the system lets one choose and there are some."""
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
