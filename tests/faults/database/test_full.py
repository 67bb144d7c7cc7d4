"""Full: the disk takes nothing more, while people press; and then it does again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.bookings import BookingState
from domain.programme import Wanted
from storage.engine import Transaction, open_store
from storage.messages import inbox, reminders
from storage.programme import upcoming
from storage.seats import audits
from storage.seats import bookings as use_cases
from tests.conversations.stage import Stage
from tests.faults.database.disks import Disk, limited_files, memory_disk
from tests.faults.database.lives import (
    at_the_card,
    bookings,
    is_told_they_have_a_seat,
    living,
    presses,
    toasts,
    until,
)
from tests.storage.rows import StillClock


@pytest.fixture(params=[memory_disk, limited_files], ids=["a disk of memory", "limited files"])
def disk(request: pytest.FixtureRequest, apart: Path) -> Iterator[Disk]:
    with request.param(apart / "disk") as disk:
        yield disk


@pytest.fixture
def database(disk: Disk) -> Path:
    return disk.path / "etalon.db"


async def all_is_sound(stage: Stage) -> bool:
    faults = await stage.app.store.report(audits.integrity)
    return not faults and not await stage.app.store.report(audits.miscounted_slots)


async def test_a_press_is_not_taken_while_it_cannot_be_kept_and_done_once_it_can(stage: Stage, disk: Disk) -> None:
    alina = await at_the_card(stage)
    async with living(stage.app):
        disk.fills_up()
        presses(alina, "Register")
        lost = stage.app.store.counts.lost_batches
        await until(lambda: stage.app.store.counts.lost_batches > lost + 3)
        assert not is_told_they_have_a_seat(alina)
        assert await stage.app.store.read(inbox.to_do) == ()
        disk.has_room_again()
        await until(lambda: is_told_they_have_a_seat(alina))
    assert await bookings(stage) == [BookingState.CONFIRMED]
    assert await all_is_sound(stage)


async def test_a_seat_that_could_not_be_kept_is_never_told_as_taken(
    stage: Stage, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alina = await at_the_card(stage)
    book = use_cases.book

    def book_as_the_disk_fills_up(tx: Transaction, **what: Any) -> object:
        monkeypatch.undo()
        booked = book(tx, **what)
        disk.fills_up()  # after all has been done: it is the commit that fails
        return booked

    async with living(stage.app):
        monkeypatch.setattr(use_cases, "book", book_as_the_disk_fills_up)
        presses(alina, "Register")
        await until(lambda: any("I keep trying" in toast for toast in toasts(stage)))
        assert not is_told_they_have_a_seat(alina)
        assert await bookings(stage) == []
        disk.has_room_again()
        await until(lambda: is_told_they_have_a_seat(alina))
    assert await bookings(stage) == [BookingState.CONFIRMED]
    assert await all_is_sound(stage)


async def test_screens_are_shown_all_the_while(stage: Stage, disk: Disk) -> None:
    alina = await at_the_card(stage)
    await alina.taps("Register")
    disk.fills_up()
    page = await stage.app.store.read(upcoming.page, wanted=Wanted(), page=0)
    disk.has_room_again()
    assert [line.free for line in page.lines] == [9]


async def test_a_reminder_that_came_due_meanwhile_is_sent_once(stage: Stage, disk: Disk) -> None:
    alina = await at_the_card(stage)
    await alina.taps("Register")
    due = await stage.app.store.read(reminders.next_due)
    assert due is not None
    stage.world.clock.move_to(due)
    disk.fills_up()
    await stage.app.clockwork.run_due()
    assert not alina.has("soon:")
    disk.has_room_again()
    for _ in range(2):
        await stage.app.settle()
    assert sum("soon:" in message.get("text", "") for message in alina.from_bot()) == 1


async def test_what_was_told_before_is_there_after_a_start_on_a_full_disk(stage: Stage, disk: Disk) -> None:
    alina = await at_the_card(stage)
    await alina.taps("Register")
    disk.fills_up()
    async with open_store(disk.path / "etalon.db", clock=StillClock()) as beside:
        assert await beside.read(lambda tx: tx.value("SELECT count(*) FROM bookings")) == 1
    disk.has_room_again()
