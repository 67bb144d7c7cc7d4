"""grammY, a client for Node, against the emulator; skipped where there is no Node or its packages cannot be had."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from emulator.server import Server
from tests.emulator.conversation import converse
from tests.emulator.stand import TOKEN, Stand

SOURCE = Path(__file__).parent / "grammy"
CACHE = Path(__file__).parents[2] / ".cache" / "grammy"
NPM_PATIENCE = 180


@pytest.fixture(scope="module")
def script() -> Path:
    """The bot beside its packages, which are installed once for each lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not here: grammY is not tried")
    lock = (SOURCE / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not folder.exists():
        install(npm, folder)
    shutil.copy(SOURCE / "bot.mjs", folder)
    return folder / "bot.mjs"


def install(npm: str, folder: Path) -> None:
    """Install beside, then rename: another run may do the same just now."""
    CACHE.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=CACHE))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, making)
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        done = subprocess.run(command, cwd=making, capture_output=True, timeout=NPM_PATIENCE, check=False, text=True)
        why = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except subprocess.TimeoutExpired:
        why = [f"npm took longer than {NPM_PATIENCE} seconds"]
    if why:
        shutil.rmtree(making)
        pytest.skip(f"npm could not install grammY: {why[0]}")
    if folder.exists():
        shutil.rmtree(making)
    else:
        making.rename(folder)


@pytest.mark.process
async def test_its_bot_holds_the_conversation(stand: Stand, server: Server, script: Path) -> None:
    node = shutil.which("node")
    assert node is not None
    quiet = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    program = await asyncio.create_subprocess_exec(
        node, str(script), server.url, TOKEN, stdout=asyncio.subprocess.PIPE, env=quiet
    )
    assert program.stdout is not None
    try:
        assert await asyncio.wait_for(program.stdout.readline(), 30) == b"polling\n"
        await converse(stand)
    finally:
        program.terminate()
        await program.wait()
        program._transport.close()  # type: ignore[attr-defined]  # asyncio's, which has no other way to close the pipe
