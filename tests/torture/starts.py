"""Starts that must fail: each ends the process soon, with a code that says so. Leaves their words to other tests."""

import contextlib
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emulator.server import serve
from emulator.world import World
from storage.engine.connections import APPLICATION_ID
from tests.bot.programs import ended
from tests.torture.figures import Figures

LIMIT: Final = 5.0
"""Seconds from the start of the process to its end (issue 4)."""
TOKEN: Final = "4242:STARTS"  # noqa: S105  a token of a bot that lives in the test


@dataclass(frozen=True, slots=True)
class Start:
    """What is wrong, and the settings that make it so."""

    wrong: str
    settings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Failed:
    """How a start ended."""

    wrong: str
    code: int
    seconds: float
    said: str


@contextlib.asynccontextmanager
async def wrong_starts(folder: Path) -> AsyncIterator[list[Start]]:
    """Every start that cannot succeed, while what it needs is there."""
    world = World()
    world.add_bot(TOKEN)
    with _silent() as silent, _nobody() as nobody:
        async with serve(world) as server:
            right = {"BOT_TOKEN": TOKEN, "BOT_API_URL": server.url, "DATABASE": str(folder / "right.db")}
            yield [
                Start("no token", {**right, "BOT_TOKEN": ""}),
                Start("a token that is none", {**right, "BOT_TOKEN": "secret"}),
                Start("a token nobody knows", {**right, "BOT_TOKEN": "4343:UNKNOWN"}),
                Start("nobody listens", {**right, "BOT_API_URL": nobody}),
                Start("Telegram is silent", {**right, "BOT_API_URL": silent}),
                Start("no database but other bytes", {**right, "DATABASE": str(_other_bytes(folder))}),
                Start("a damaged database", {**right, "DATABASE": str(_damaged(folder))}),
                Start("another program's database", {**right, "DATABASE": str(_foreign(folder))}),
                Start("a newer schema", {**right, "DATABASE": str(_newer(folder))}),
                Start("no place for the database", {**right, "DATABASE": str(_other_bytes(folder) / "etalon.db")}),
            ]


async def try_out(start: Start, cwd: Path) -> Failed:
    """Start so, in an interpreter of its own, and see how it ends."""
    began = time.monotonic()
    end = await ended("run", cwd=cwd, **start.settings)
    said = end.err.strip().splitlines()
    return Failed(start.wrong, end.code, time.monotonic() - began, said[-1] if said else "")


async def told(folder: Path, figures: Figures, *, judged: bool = True) -> str:
    """Try each out, one after the other; a table of how long they took. What is wrong goes to the figures.

    `judged`: so does what takes too long.
    """
    lines = ["  a start that fails          code       s"]
    async with wrong_starts(folder) as starts:
        for start in starts:
            failed = await try_out(start, folder)
            lines.append(f"  {failed.wrong:<28}{failed.code:>4}{failed.seconds:>8.1f}")
            if failed.code == 0:
                figures.find("a start that must fail did not", failed.wrong)
            if judged and failed.seconds > LIMIT:
                figures.find("a start failed too late", f"{failed.wrong}: {failed.seconds:.1f} s")
    return "\n".join([*lines, ""])


@contextlib.contextmanager
def _silent() -> Iterator[str]:
    """An address that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextlib.contextmanager
def _nobody() -> Iterator[str]:
    """An address at which nobody listens, and nobody else will: it is taken and not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def _other_bytes(folder: Path) -> Path:
    path = folder / "letter.txt"
    path.write_text("Dear museum,\n" * 1000, encoding="utf-8")
    return path


def _foreign(folder: Path) -> Path:
    path = folder / "foreign.db"
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER PRIMARY KEY)")
        connection.commit()
    return path


def _newer(folder: Path) -> Path:
    path = folder / "newer.db"
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE migrations (number INTEGER, name TEXT, checksum TEXT, applied_at INTEGER)")
        connection.execute("INSERT INTO migrations VALUES (9999, 'from_the_future', '', 0)")
        connection.commit()
    return path


def _damaged(folder: Path) -> Path:
    """Ours by its header, and torn behind it."""
    path = _newer(folder).rename(folder / "damaged.db")
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    return path
