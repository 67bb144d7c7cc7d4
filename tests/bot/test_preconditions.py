"""What a start needs, looked at before aiogram is imported: the database, and whether Telegram knows the token."""

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import preconditions
from bot.clock import SystemClock
from bot.config import Config
from bot.preconditions import check
from bot.stops import UNKNOWN_BOT, MustStop
from emulator.server import serve
from emulator.world import World
from storage.engine import UnusableDatabase
from tests.bot.programs import ROOT, environment

TOKEN = "4242:PRECONDITIONS"  # noqa: S105  a token of a bot that lives in the test


def config(tmp_path: Path, **given: Any) -> Config:
    settings = {"bot_token": TOKEN, "database": tmp_path / "data" / "etalon.db", "_env_file": None}
    return Config(**{**settings, "backup_dir": tmp_path / "backups", **given})


@contextlib.contextmanager
def silence() -> Iterator[str]:
    """An address that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_a_start_that_can_succeed_leaves_a_database_and_no_word(tmp_path: Path) -> None:
    world = World()
    world.add_bot(TOKEN)
    async with serve(world) as server:
        await asyncio.to_thread(check, config(tmp_path, bot_api_url=server.url), SystemClock())
    assert (tmp_path / "data" / "etalon.db").exists()


async def test_an_unknown_token_is_refused(tmp_path: Path) -> None:
    async with serve(World()) as server:
        with pytest.raises(MustStop, match="correct BOT_TOKEN") as refused:
            await asyncio.to_thread(check, config(tmp_path, bot_api_url=server.url), SystemClock())
    assert str(refused.value) == UNKNOWN_BOT


async def test_what_telegram_says_besides_is_left_to_the_app(tmp_path: Path) -> None:
    world = World()
    world.add_bot(TOKEN)
    world.faults.order({"method": "getMe", "error_code": 502})
    async with serve(world) as server:
        await asyncio.to_thread(check, config(tmp_path, bot_api_url=server.url), SystemClock())
    assert not len(world.faults)


def test_where_nobody_listens_it_says_so_without_the_token(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(MustStop, match=r"cannot be reached \(ConnectionRefusedError\)") as refused:
            check(config(tmp_path, bot_api_url=url), SystemClock())
    assert "PRECONDITIONS" not in str(refused.value)


def test_a_telegram_that_says_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preconditions, "ASK_SECONDS", 0.05)
    with silence() as url, pytest.raises(MustStop, match=r"cannot be reached \(TimeoutError\)"):
        check(config(tmp_path, bot_api_url=url), SystemClock())


def test_a_database_that_cannot_be_used_is_found_before_telegram_is_asked(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear museum,\n" * 1000)
    with silence() as url, pytest.raises(UnusableDatabase):
        check(config(tmp_path, bot_api_url=url, database=letter), SystemClock())


def test_it_costs_no_import_of_aiogram() -> None:
    asked = "import sys, bot.preconditions, bot.clock; sys.exit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment(), check=False).returncode == 0
