"""Two organizers move or cancel one date at once, while people register, leave and are offered seats."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import date, time

import pytest

from domain.bookings import BookingState
from domain.identities import SlotId
from domain.moments import Instant
from domain.moves import Proposal, Why
from domain.refusals import ChangedMeanwhile, DecidedAlready, Refusal, SeatsTaken, SlotGone
from storage.changing import moving
from storage.publishing import programmes, slots
from tests.conversations.stage import EXCURSION, MONDAY, PARTNER, a_slot
from tests.faults.races.guards import miscounted, taken_out
from tests.storage.desk import Desk

SLOT = SlotId(1)
ROUNDS = 8


async def published(desk: Desk, *others: Desk, seats: int = 30) -> None:
    """A date as a programme file brings it."""
    for one in (desk, *others):
        one.clock.shows = Instant(MONDAY)
    await desk.do(programmes.bring_partners, partners=(PARTNER,))
    await desk.do(programmes.bring_events, events=(EXCURSION,))
    await desk.do(slots.bring_slots, slots=(a_slot(capacity=seats),))


async def seen(desk: Desk) -> int:
    """The revision that a screen would show."""
    return int(await desk.value("SELECT revision FROM slots WHERE id = 1"))


async def moved_at_once(desk: Desk, beside: Desk) -> list[object]:
    """What became of two moves, each by an organizer who saw the date as it was."""
    await desk.book(await desk.pupil(), SLOT)
    one, other, revision = await desk.organizer(), await desk.organizer(), await seen(desk)
    return list(
        await asyncio.gather(
            *(
                who.do(
                    moving.move,
                    actor=actor.id,
                    slot=SLOT,
                    proposal=Proposal(on=date(2026, 11, day), at=time(day - 20, 0)),
                    why=Why(),
                    seen=revision,
                    intent=who.intent(),
                )
                for who, actor, day in ((desk, one, 29), (beside, other, 30))
            ),
            return_exceptions=True,
        )
    )


async def letters(desk: Desk, kind: str) -> int:
    return int(await desk.value("SELECT count(*) FROM outbox WHERE kind = :kind", kind=kind))


async def test_one_of_two_moves_and_the_other_is_told_so(desk: Desk, beside: Desk) -> None:
    await published(desk, beside)
    answers = await moved_at_once(desk, beside)
    assert [type(answer) for answer in answers].count(ChangedMeanwhile) == 1
    assert answers.count(None) == 1
    assert await letters(desk, "slot_moved") == 1
    assert await desk.value("SELECT count(*) FROM told_changes") == 1


async def test_without_the_guard_both_move_and_people_are_told_twice(
    desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "check", lambda *_args, **_kwargs: None)
    await published(desk, beside)
    assert await moved_at_once(desk, beside) == [None, None]
    assert await letters(desk, "slot_moved") == 2


async def test_what_one_button_stands_for_moves_once(desk: Desk, beside: Desk) -> None:
    await published(desk, beside)
    await desk.book(await desk.pupil(), SLOT)
    actor, revision, intent = await desk.organizer(), await seen(desk), desk.intent()
    await asyncio.gather(
        *(
            who.do(
                moving.move,
                actor=actor.id,
                slot=SLOT,
                proposal=Proposal(on=date(2026, 11, 29)),
                why=Why(),
                seen=revision,
                intent=intent,
            )
            for who in (desk, beside, desk)
        )
    )
    assert await letters(desk, "slot_moved") == 1


async def cancelled_at_once(desk: Desk, beside: Desk) -> list[object]:
    one, other, revision = await desk.organizer(), await desk.organizer(), await seen(desk)
    given = {"slot": SLOT, "why": Why(typed="rain"), "seen": revision}
    return list(
        await asyncio.gather(
            desk.do(moving.call_off, actor=one.id, intent=desk.intent(), **given),  # type: ignore[arg-type]  # as named
            beside.do(moving.call_off, actor=other.id, intent=beside.intent(), **given),  # type: ignore[arg-type]
            return_exceptions=True,
        )
    )


async def test_a_date_is_cancelled_once(desk: Desk, beside: Desk) -> None:
    await published(desk, beside)
    await desk.book(await desk.pupil(), SLOT)
    answers = await cancelled_at_once(desk, beside)
    assert [type(answer) for answer in answers].count(DecidedAlready) == 1
    assert await letters(desk, "slot_cancelled") == 1


@pytest.mark.parametrize("seed", range(2))
async def test_whoever_leaves_or_is_offered_a_seat_nobody_holds_one_of_a_cancelled_date(
    desk: Desk, beside: Desk, seed: int
) -> None:
    orders = random.Random(seed)  # noqa: S311  a play, not a secret
    await published(desk, beside, seats=2)
    people = [await desk.pupil() for _ in range(ROUNDS)]
    made = [await desk.book(who, SLOT) for who in people]
    owner, revision = await desk.organizer(), await seen(desk)
    doing: list[Awaitable[object]] = [
        desk.cancel(who, booking) for who, booking in zip(people[:2], made[:2], strict=True)
    ]
    doing.append(
        beside.do(moving.call_off, actor=owner.id, slot=SLOT, why=Why(), seen=revision, intent=beside.intent())
    )
    orders.shuffle(doing)
    answers = await asyncio.gather(*doing, return_exceptions=True)

    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refusal)]
    assert await desk.seats_taken(SLOT) == 0
    states = {row["state"] for row in await desk.all("SELECT state FROM bookings")}
    assert states == {BookingState.CANCELLED}
    assert not await miscounted(desk)
    assert len(await desk.all("SELECT booking FROM told_parties")) >= ROUNDS - 2


async def test_without_the_guard_an_offered_seat_outlives_its_date(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "END_BOOKINGS", taken_out(slots.END_BOOKINGS, ", 'offered'"))
    await published(desk, seats=1)
    first, second = await desk.pupil(), await desk.pupil()
    made = await desk.book(first, SLOT)
    await desk.book(second, SLOT)
    await desk.cancel(first, made)
    owner = await desk.organizer()
    await desk.do(moving.call_off, actor=owner.id, slot=SLOT, why=Why(), seen=await seen(desk), intent=desk.intent())
    assert await miscounted(desk), "a seat is held in a date that does not take place"


async def lowered(desk: Desk, beside: Desk) -> list[object]:
    """Forty register while an organizer wants ever fewer seats."""
    people, owner = [await desk.pupil() for _ in range(40)], await desk.organizer()

    async def lower() -> list[object]:
        told: list[object] = []
        for seats in range(29, 4, -1):
            try:
                revision = await beside.value("SELECT revision FROM slots WHERE id = 1")
                await beside.do(moving.set_seats, actor=owner.id, slot=SLOT, seats=seats, seen=revision)
            except (SeatsTaken, ChangedMeanwhile, SlotGone) as refusal:
                told.append(refusal)
        return told

    _, told = await asyncio.gather(asyncio.gather(*(desk.book(who, SLOT) for who in people)), lower())
    return told


async def test_lowering_the_seats_by_hand_throws_nobody_out(desk: Desk, beside: Desk) -> None:
    await published(desk, beside)
    told = await lowered(desk, beside)
    row = (await desk.all("SELECT capacity, seats_taken FROM slots"))[0]
    confirmed = await desk.value("SELECT count(*) FROM bookings WHERE state = 'confirmed'")
    assert row["seats_taken"] == confirmed <= row["capacity"]
    assert any(isinstance(refusal, SeatsTaken) for refusal in told)
    assert not await miscounted(desk)
