"""The real program as a process of its own: started, watched, and ended by its number."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds. Importing aiogram alone takes 5 s of a slow machine, and tests run beside each other."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(**settings: str) -> dict[str, str]:
    """Nothing of ours but what a test sets. Output is UTF-8 whatever the machine's locale."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR", "LANG"}}
    return {**kept, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **settings}


async def ended(*arguments: str, cwd: Path, **settings: str) -> Ended:
    """Run `python -m bot …` to its end."""
    process = await _begun(arguments, cwd, settings)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


class Program:
    """A program that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def says(self, words: str) -> str:
        """Wait for a line with these words, on standard output."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            async for line in self._process.stdout:
                if words in line.decode():
                    return line.decode()
        raise AssertionError(f"it ended without saying {words!r}")

    async def ends(self, number: signal.Signals) -> int:
        """Send it a signal; its exit code."""
        self._process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()


@asynccontextmanager
async def program(*arguments: str, cwd: Path, **settings: str) -> AsyncIterator[Program]:
    """Run `python -m bot …` as long as the context lasts."""
    process = await _begun(arguments, cwd, settings)
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _begun(arguments: tuple[str, ...], cwd: Path, settings: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=cwd,
        env=environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
