"""`python -m emulator`: starts, says where it is, answers, stops when told; and says in one line why it does not."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import aiohttp
import pytest

from emulator.__main__ import main


@pytest.mark.process
async def test_it_starts_answers_and_stops() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "emulator", "--port", "0", "--token", "42:T", "--username", "my_bot",
        "--real-limits",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    try:
        page = await asyncio.wait_for(program.stdout.readline(), 30)
        found = re.search(r"http://127\.0\.0\.1:\d+", page.decode())
        assert found
        async with aiohttp.ClientSession(found.group()) as http:
            async with http.get("/bot42:T/getMe") as response:
                assert (await response.json())["result"]["username"] == "my_bot"
            async with http.get("/sim/limits") as response:
                assert await response.json() == {"on": True, "refused": 0}
            async with http.get("/sim/people") as response:
                assert len(await response.json()) == 3
            program.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(program.wait(), 30) == 0
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()


def test_help_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "local Telegram" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--token", "nonsense"], ["--port", "99999"], ["--host", "203.0.113.1"]])
def test_what_keeps_it_from_starting_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("The emulator did not start: ")
    assert said.count("\n") == 1
