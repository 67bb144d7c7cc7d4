"""Locked: another process holds the write lock for longer than the bot's patience."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from domain.bookings import BookingState
from storage.engine import Transaction
from storage.engine.store import PATIENCE
from storage.messages import inbox
from storage.people import persons
from tests.conversations.stage import Stage, a_slot, app_in, new_world
from tests.faults.database.holders import Holder
from tests.faults.database.lives import (
    at_the_card,
    bookings,
    is_told_they_have_a_seat,
    living,
    presses,
    toasts,
    until,
)

pytestmark = pytest.mark.process


async def test_a_press_that_was_taken_is_told_to_wait_and_then_done_once(
    stage: Stage, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alina = await at_the_card(stage)
    visit = persons.visit
    with Holder(database) as other:

        def lock_and_visit(tx: Transaction, **who: Any) -> object:
            other.locks()  # the update is in the inbox by now, and its handler about to begin
            monkeypatch.undo()
            return visit(tx, **who)

        async with living(stage.app):
            monkeypatch.setattr(persons, "visit", lock_and_visit)
            presses(alina, "Register")
            await until(lambda: stage.app.store.counts.lost_batches > 3)
            assert "I keep trying" in toasts(stage)[0]
            assert not is_told_they_have_a_seat(alina)
            assert await bookings(stage) == []
            other.lets_go()
            await until(lambda: is_told_they_have_a_seat(alina))
    assert await bookings(stage) == [BookingState.CONFIRMED]


async def test_a_press_that_could_not_be_taken_stays_at_telegram_and_is_done_later(
    stage: Stage, database: Path
) -> None:
    alina = await at_the_card(stage)
    with Holder(database) as other:
        async with living(stage.app):
            other.locks()
            presses(alina, "Register")
            lost = stage.app.store.counts.lost_batches
            await until(lambda: stage.app.store.counts.lost_batches > lost + 3)
            assert not is_told_they_have_a_seat(alina)
            assert await stage.app.store.read(inbox.to_do) == (), "what is not kept is not acknowledged"
            other.lets_go()
            await until(lambda: is_told_they_have_a_seat(alina))
    assert await bookings(stage) == [BookingState.CONFIRMED]


@pytest.mark.skipif("LONG" not in os.environ, reason="the long form (LONG=1): a lock of ten seconds in real time")
async def test_a_lock_of_ten_seconds_is_borne(database: Path) -> None:
    assert PATIENCE == 5, "what the figures in docs/promises.md speak of"
    world = new_world()
    async with app_in(world, database) as app:
        await app.prepare()
        stage = Stage(app, world)
        await stage.offers(a_slot())
        alina = await at_the_card(stage)
        with Holder(database) as other:
            async with living(app):
                other.locks()
                presses(alina, "Register")
                await asyncio.sleep(10)
                assert not is_told_they_have_a_seat(alina)
                assert app.store.counts.lost_batches >= 1
                other.lets_go()
                await until(lambda: is_told_they_have_a_seat(alina))
        assert await bookings(stage) == [BookingState.CONFIRMED]
