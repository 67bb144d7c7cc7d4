"""Given up: a caller that is cancelled in the middle, as when the bot is stopped. What was done is told later, once."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from domain.bookings import BookingState
from storage.engine import Transaction
from storage.messages import inbox
from storage.seats import bookings as use_cases
from tests.conversations.stage import Actor, Stage, app_in
from tests.faults.database.lives import at_the_card, bookings, is_told_they_have_a_seat, presses


async def given_up_while_booking(stage: Stage, alina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press, and stop the bot while the booking is being written."""
    begun, gate = threading.Event(), threading.Event()
    book = use_cases.book

    def book_slowly(tx: Transaction, **what: Any) -> object:
        begun.set()
        gate.wait(10)
        return book(tx, **what)

    monkeypatch.setattr(use_cases, "book", book_slowly)
    presses(alina, "Register")
    fetching = asyncio.create_task(stage.app.intake.fetch_now())
    assert await asyncio.to_thread(begun.wait, 10)
    await stage.app.intake.stop(0)
    gate.set()
    await asyncio.gather(fetching, return_exceptions=True)
    monkeypatch.undo()


async def test_a_booking_whose_caller_was_cancelled_is_told_at_the_next_start_and_made_once(
    stage: Stage, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alina = await at_the_card(stage)
    await given_up_while_booking(stage, alina, monkeypatch)
    await stage.app.store.write(lambda _: None)  # whatever comes later comes after it
    assert await bookings(stage) == [BookingState.CONFIRMED], "what has begun is done"
    assert not is_told_they_have_a_seat(alina)
    assert len(await stage.app.store.read(inbox.to_do)) == 1

    async with app_in(stage.world, database) as again:
        await again.prepare()
        await again.settle()
        assert is_told_they_have_a_seat(alina)
        assert await again.store.read(inbox.to_do) == ()
    assert await bookings(stage) == [BookingState.CONFIRMED]
