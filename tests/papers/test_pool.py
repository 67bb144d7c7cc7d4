"""Papers are made in a process of their own; whatever happens to it there, the pool goes on and ends cleanly."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from papers import pool as pools
from papers.class_lists import ClassListFaultKind, FaultyClassList, read_class_list
from papers.pool import (
    PaperNotMade,
    PaperPool,
    PaperProcessDied,
    PapersBusy,
    PapersClosed,
    PaperTooLarge,
    PaperTooSlow,
    paper_pool,
)
from tests.papers import pool_work

pytestmark = pytest.mark.process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PaperPool]:
    async with paper_pool(memory_mb=512) as opened:
        yield opened


async def begun(file: Path) -> int:
    """The process that has begun to stay, once it has."""

    def seen() -> int:
        until = time.monotonic() + 60
        while not (file.exists() and file.read_text(encoding="ascii")):
            assert time.monotonic() < until
            time.sleep(0.01)
        return int(file.read_text(encoding="ascii"))

    return await asyncio.to_thread(seen)


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.asyncio(loop_scope="module")
async def test_papers_come_from_one_other_process_in_order(pool: PaperPool) -> None:
    first, second = await asyncio.gather(pool.make(pool_work.process), pool.make(pool_work.process))

    assert first == second != os.getpid()
    assert await pool.make(pool_work.total, 1, 2, 3) == 6
    assert await pool.make(pool_work.limits) == (signal.SIG_IGN, "1")


@pytest.mark.asyncio(loop_scope="module")
async def test_what_the_function_raises_is_raised_here_and_says_where(pool: PaperPool) -> None:
    with pytest.raises(LookupError, match="no such word") as raised:
        await pool.make(pool_work.refuses, "no such word")
    assert "in refuses" in raised.value.__notes__[0]
    assert "no such word" not in raised.value.__notes__[0]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_list_with_faults_comes_back_with_all_of_them(pool: PaperPool) -> None:
    with pytest.raises(FaultyClassList) as faulty:
        await pool.make(read_class_list, "ФИО\nКим 87771234567\nИтого\n".encode(), "8Б.csv")
    assert [fault.kind for fault in faulty.value.faults] == [
        ClassListFaultKind.DIGITS,
        ClassListFaultKind.NOT_A_CHILD,
    ]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_sent_is_an_error_and_no_silence(pool: PaperPool) -> None:
    before = await pool.make(pool_work.process)

    with pytest.raises(PaperNotMade, match="NotSendable"):
        await pool.make(pool_work.raises_what_cannot_be_sent)
    with pytest.raises(Exception, match="pickle"):
        await pool.make(pool_work.returns_what_cannot_be_sent)
    with pytest.raises(Exception, match="pickle"):
        await pool.make(lambda: None)

    assert await pool.make(pool_work.process) == before


@pytest.mark.asyncio(loop_scope="module")
async def test_one_that_takes_too_long_is_ended_and_the_next_is_made(pool: PaperPool, tmp_path: Path) -> None:
    slow = asyncio.create_task(pool.make(pool_work.stays, str(tmp_path / "begun"), seconds=1))
    process = await begun(tmp_path / "begun")

    with pytest.raises(PaperTooSlow):
        await slow
    assert not is_there(process)
    assert await pool.make(pool_work.total, 1, 1) == 2


@pytest.mark.asyncio(loop_scope="module")
async def test_one_that_dies_is_an_error_and_the_next_is_made(pool: PaperPool) -> None:
    with pytest.raises(PaperProcessDied):
        await pool.make(pool_work.dies)
    assert await pool.make(pool_work.total, 1, 1) == 2


@pytest.mark.asyncio(loop_scope="module")
async def test_one_that_wants_too_much_memory_is_an_error_and_the_next_is_made(pool: PaperPool) -> None:
    with pytest.raises(PaperTooLarge):
        await pool.make(pool_work.takes_memory, 2_000)
    assert await pool.make(pool_work.takes_memory, 10) == 10 * 1024 * 1024


@pytest.mark.asyncio(loop_scope="module")
async def test_a_process_is_replaced_before_it_grows_old(pool: PaperPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "PAPERS_A_PROCESS", 1)
    first = await pool.make(pool_work.process)

    assert await pool.make(pool_work.process) != first
    assert not is_there(first)


async def test_closing_ends_the_process_in_the_middle_and_everybody_is_told(tmp_path: Path) -> None:
    async with paper_pool() as pool:
        made = asyncio.create_task(pool.make(pool_work.stays, str(tmp_path / "begun"), seconds=600))
        waits = asyncio.create_task(pool.make(pool_work.process))
        process = await begun(tmp_path / "begun")

    assert not is_there(process)
    for one in (made, waits):
        with pytest.raises(PapersClosed):
            await one
    with pytest.raises(PapersClosed):
        await pool.make(pool_work.process)


async def test_too_many_are_refused_at_once_and_those_that_wait_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "MOST_WAITING", 1)
    async with paper_pool() as pool:
        made = asyncio.create_task(pool.make(pool_work.stays, str(tmp_path / "begun"), seconds=600))
        waits = asyncio.create_task(pool.make(pool_work.total, 1, 1))
        process = await begun(tmp_path / "begun")

        with pytest.raises(PapersBusy):
            await pool.make(pool_work.process)
        os.kill(process, signal.SIGKILL)
        assert await waits == 2
        with pytest.raises(PaperProcessDied):
            await made


async def test_a_caller_that_is_cancelled_leaves_the_pool_in_order() -> None:
    async with paper_pool() as pool:
        first = await pool.make(pool_work.process)
        given_up = asyncio.create_task(pool.make(pool_work.total, 1, 1))
        await asyncio.sleep(0)
        given_up.cancel()

        with pytest.raises(asyncio.CancelledError):
            await given_up
        assert await pool.make(pool_work.process) == first


async def test_a_pool_nobody_asked_anything_starts_no_process() -> None:
    async with paper_pool() as pool:
        pass
    await pool.close()  # again is no harm
