"""A process killed without warning: what it said was written is there."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import open_store
from tests.storage.engine.notebook import SetClock, texts

WRITES_AND_TELLS = """
import asyncio, itertools, sys
from pathlib import Path
from storage.engine import open_store
from tests.storage.engine.notebook import SetClock, note

async def main():
    async with open_store(Path(sys.argv[1]), clock=SetClock(), migrations=Path(sys.argv[2])) as store:
        async def write(number):
            await store.write(note, f"{number}")
            print(number, flush=True)

        for first in itertools.count(0, 50):
            await asyncio.gather(*(write(number) for number in range(first, first + 50)))

asyncio.run(main())
"""


@pytest.mark.process
async def test_nothing_that_was_acknowledged_is_lost(path: Path, clock: SetClock, migrations: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        with subprocess.Popen(  # noqa: ASYNC220  nothing else is to run on this loop
            [sys.executable, "-c", WRITES_AND_TELLS, path, migrations],
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            told.extend(process.stdout.readline().strip() for _ in range(500))
            process.send_signal(signal.SIGKILL)
            told.extend(line.strip() for line in process.stdout if line.endswith("\n"))
        assert process.returncode == -signal.SIGKILL
    async with open_store(path, clock=clock, migrations=migrations) as store:
        kept = await store.read(texts)
        integrity = await asyncio.wait_for(store.report(lambda tx: tx.value("PRAGMA integrity_check")), 60)
    assert len(told) >= 1000
    missing = [number for number in sorted(set(told)) if kept.count(number) < told.count(number)]
    assert missing == []
    assert integrity == "ok"
