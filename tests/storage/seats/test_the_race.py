"""Two hundred people after the last seat at once; and the proof that this test would see it sold twice."""

import asyncio
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from domain.bookings import Booking, BookingState
from domain.identities import Intent, PersonId, PupilId, SlotId
from storage.engine import MIGRATIONS, Store, Transaction, open_store
from storage.people import pupils
from storage.programme import slots
from storage.seats import bookings, counts
from tests.storage import rows
from tests.storage.rows import StillClock

PEOPLE = 200

UNGUARDED = "UPDATE slots SET seats_taken = seats_taken + :seats WHERE id = :slot"


def crowd(tx: Transaction) -> list[tuple[PersonId, PupilId]]:
    people = [rows.a_person(tx) for _ in range(PEOPLE)]
    return [(person, rows.a_pupil(tx, person=person)) for person in people]


async def all_at_once(store: Store) -> tuple[list[Booking], int]:
    """What each was told, and how many seats the slot of one seat says are taken."""
    people = await store.write(crowd)
    slot = await store.write(rows.a_slot, capacity=1)
    told = await asyncio.gather(
        *(
            store.write(bookings.book, actor=person, pupil=pupil, slot=slot, answer="", intent=Intent(f"tap-{person}"))
            for person, pupil in people
        )
    )
    return told, (await store.read(slots.slot, slot=slot)).seats_taken


def without_the_check(tmp_path: Path) -> Path:
    """The migrations, with the CHECK behind the guard taken out."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    checked = "seats_taken INTEGER NOT NULL DEFAULT 0 CHECK (seats_taken BETWEEN 0 AND capacity)"
    found = 0
    for path in MIGRATIONS.glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        found += text.count(checked)
        (folder / path.name).write_text(text.replace(checked, "seats_taken INTEGER NOT NULL DEFAULT 0"), "utf-8")
    assert found == 1
    return folder


async def test_one_has_the_seat_and_199_know_their_place(store: Store) -> None:
    told, taken = await all_at_once(store)
    states = Counter(booking.state for booking in told)
    assert states == {BookingState.CONFIRMED: 1, BookingState.WAITLISTED: PEOPLE - 1}
    places = sorted(booking.position or 0 for booking in told if not booking.confirmed)
    assert places == list(range(1, PEOPLE))
    assert len({booking.ticket_code for booking in told}) == PEOPLE
    assert taken == 1


async def test_without_the_guard_the_same_crowd_overbooks(
    tmp_path: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "TAKE_IN_TURN", UNGUARDED)
    path, migrations = tmp_path / "unguarded.db", without_the_check(tmp_path)
    async with open_store(path, clock=clock, migrations=migrations) as store:
        told, taken = await all_at_once(store)
    assert sum(booking.confirmed for booking in told) == PEOPLE
    assert taken == PEOPLE


async def test_without_the_guard_alone_the_check_behind_it_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "TAKE_IN_TURN", UNGUARDED)
    with pytest.raises(sqlite3.IntegrityError, match="seats_taken"):
        await all_at_once(store)


def look_first(tx: Transaction, *, slot: SlotId) -> int:
    return slots.slot(tx, slot=slot).free


def then_book(tx: Transaction, *, actor: PersonId, pupil: PupilId, slot: SlotId) -> None:
    who = pupils.in_care_of(tx, actor=actor, pupil=pupil)
    tx.run(UNGUARDED, seats=1, slot=slot)
    tx.run(
        """
        INSERT INTO bookings (slot, pupil, booked_by, state, ticket_token, ticket_code, requested_at, changed_at)
        VALUES (:slot, :pupil, :actor, 'confirmed', :code, :code, :now, :now)
        """,
        slot=slot,
        pupil=who.id,
        actor=actor,
        code=f"code-{actor}",
        now=tx.now,
    )


async def test_looking_in_one_transaction_and_booking_in_another_overbooks(tmp_path: Path, clock: StillClock) -> None:
    """Why a use case is one function: the usual way to write this, between two awaits, sells the seat to many."""
    async with open_store(tmp_path / "two.db", clock=clock, migrations=without_the_check(tmp_path)) as store:
        people = await store.write(crowd)
        slot = await store.write(rows.a_slot, capacity=1)

        saw = await asyncio.gather(*(store.read(look_first, slot=slot) for _ in people))
        await asyncio.gather(
            *(
                store.write(then_book, actor=person, pupil=pupil, slot=slot)
                for free, (person, pupil) in zip(saw, people, strict=True)
                if free > 0
            )
        )
        assert (await store.read(slots.slot, slot=slot)).seats_taken == PEOPLE
