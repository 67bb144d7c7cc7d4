"""Lives: subjects started, watched and ended by their number. Leaves what happens in them to lanes."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from tests.bot.programs import PATIENCE, ROOT, environment

LOOK_SECONDS: Final = 0.02
SERVING: Final = b'"event": "serving"'


class NotServing(Exception):  # noqa: N818  says what is so
    """A subject ended, or took too long, before it served."""


class Life:
    """One subject's life. `over` gives its exit code, negative for the signal that ended it."""

    def __init__(self, number: int, log: Path, over: "asyncio.Future[int]", started: float) -> None:
        self.number = number
        self.log = log
        self.over = over
        self.started = started

    async def until_serving(self) -> float:
        """Wait for the line that says so; seconds since it was started. Raises NotServing."""
        while True:
            over = self.over.done()  # asked before looking: what it said in between is in the log
            if SERVING in await asyncio.to_thread(self.log.read_bytes):
                return time.monotonic() - self.started
            if over:
                raise NotServing(f"it ended with {self.over.result()} before it served: {self.last_words()}")
            if time.monotonic() - self.started > PATIENCE:
                raise NotServing(f"it does not serve after {PATIENCE} s: {self.last_words()}")
            await asyncio.sleep(LOOK_SECONDS)

    async def until_over(self, seconds: float) -> int | None:
        """Its exit code, waiting at most so long; None where it lives on."""
        try:
            return await asyncio.wait_for(asyncio.shield(self.over), seconds)
        except TimeoutError:
            return None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, where it is still there to get one."""
        if not self.over.done():
            os.kill(self.number, number)

    async def kill(self) -> int:
        """End it now."""
        self.signal(signal.SIGKILL)
        return await self.over

    def last_words(self) -> str:
        """The last line of its log."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "(nothing)"


class Cradle(Protocol):
    """Where lives begin."""

    async def begin(self, words: Sequence[str], *, cwd: Path, log: Path, settings: dict[str, str]) -> Life:
        """A new subject with these words on its command line."""
        ...


class Fresh:
    """Every life is a new interpreter, as every restart in the field is."""

    async def begin(self, words: Sequence[str], *, cwd: Path, log: Path, settings: dict[str, str]) -> Life:
        """A new subject with these words on its command line."""
        started = time.monotonic()
        with log.open("ab") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.torture.subject",
                *words,
                cwd=cwd,
                env=environment(**settings),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        return Life(process.pid, log, asyncio.ensure_future(process.wait()), started)


class Nursery:
    """Every life is forked from a process that has imported everything."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lives: dict[int, asyncio.Future[int]] = {}
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._one_by_one = asyncio.Lock()

    async def begin(self, words: Sequence[str], *, cwd: Path, log: Path, settings: dict[str, str]) -> Life:
        """A new subject with these words on its command line."""
        await asyncio.to_thread(log.touch)
        given = {"arguments": list(words), "environment": settings, "cwd": str(cwd), "log": str(log)}
        async with self._one_by_one:
            started = time.monotonic()
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(given).encode() + b"\n")
            number = await self._born.get()
        return Life(number, log, self._lives[number], started)

    async def listen(self, ready: "asyncio.Future[None]") -> None:
        """Hear of births and deaths until the nursery ends. `ready` fails where it ended before it was."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if "born" in told:
                self._lives[told["born"]] = asyncio.get_running_loop().create_future()
                self._born.put_nowait(told["born"])
            elif "died" in told:
                self._lives[told["died"]].set_result(told["code"])
            elif not ready.done():
                ready.set_result(None)
        if not ready.done():
            ready.set_exception(NotServing("the nursery ended before it was ready: what it says stands above"))

    def kill_all(self) -> None:
        """End every life that goes on."""
        for number, over in self._lives.items():
            if not over.done():
                os.kill(number, signal.SIGKILL)


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """A nursery as long as the context lasts; whoever lives in it then is ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.torture.nursery",
        cwd=ROOT,
        env=environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    children = Nursery(process)
    ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    listening = asyncio.create_task(children.listen(ready))
    try:
        await asyncio.wait_for(ready, PATIENCE)
        yield children
    finally:
        children.kill_all()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
        await listening
