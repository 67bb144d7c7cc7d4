"""Organizers at one door at once: a ticket shown to all of them lets in once, and no seat is given away twice."""

import asyncio

import pytest

from domain.check_in import Answer, How, Phase, Verdict, WalkIn
from domain.people import AgeLine
from domain.refusals import DoorFull
from storage.attending import arrivals, marks, walk_ins
from tests.faults.races.guards import miscounted, taken_out
from tests.storage.attending.conftest import Entrance, entrance_of
from tests.storage.desk import Desk

AT_ONCE = 20


async def shown_to_all(desk: Desk, beside: Desk) -> list[Answer | None]:
    """What twenty organizers, half of them at another program, are told about one ticket."""
    entrance = await entrance_of(desk)
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    beside.clock.shows = desk.clock.now()
    people = [await desk.organizer(entrance.partner) for _ in range(AT_ONCE)]
    said = await asyncio.gather(
        *[
            (desk, beside)[number % 2].do(
                arrivals.by_ticket,
                actor=person.id,
                token=booking.ticket_token,
                at=entrance.meeting,
                intent=(desk, beside)[number % 2].intent(),
            )
            for number, person in enumerate(people)
        ]
    )
    return list(said)


async def test_one_ticket_lets_in_once(desk: Desk, beside: Desk) -> None:
    answers = [answer.verdict for answer in await shown_to_all(desk, beside) if answer is not None]
    assert answers.count(Verdict.LET_IN) == 1
    assert answers.count(Verdict.ALREADY_IN) == AT_ONCE - 1
    assert len(await desk.all("SELECT 1 FROM audit WHERE action = 'checked_in'")) == 1


async def lets_in_by_what_was_read_before(desk: Desk, beside: Desk) -> list[bool]:
    """The usual way to write it: look in one transaction whether they are in, let in in another."""
    entrance = await entrance_of(desk)
    booking = await desk.book(await desk.pupil(), entrance.slot)
    await entrance.opens()
    seen = [
        await one.store.read(arrivals.guest, actor=entrance.dina.id, meeting=entrance.meeting, booking=booking.id)
        for one in (desk, beside)
    ]
    assert [answer.verdict for answer in seen] == [Verdict.LET_IN, Verdict.LET_IN]
    return [
        await one.do(
            marks.arrive,
            booking=booking.id,
            meeting=answer.meeting,
            phase=Phase.TODAY,
            how=How.BY_LIST,
            actor=entrance.dina.id,
        )
        for one, answer in zip((desk, beside), seen, strict=True)
    ]


async def test_what_was_read_before_lets_in_once(desk: Desk, beside: Desk) -> None:
    assert await lets_in_by_what_was_read_before(desk, beside) == [True, False]


async def test_without_the_guard_both_let_in(desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "ARRIVE", taken_out(marks.ARRIVE, "WHERE attendances.state = 'absent'"))
    assert await lets_in_by_what_was_read_before(desk, beside) == [True, True]


async def walk_in_at_once(entrance: Entrance, beside: Desk) -> int:
    """How many of twenty get one of the three seats that are left."""
    desk = entrance.desk
    found = await asyncio.gather(
        *[
            (desk, beside)[number % 2].do(
                walk_ins.add,
                actor=entrance.dina.id,
                meeting=entrance.meeting,
                guest=WalkIn(first_name="Д", grade=8, age_line=AgeLine.OLDER, school=""),
                sheet=None,
                photos=False,
                intent=(desk, beside)[number % 2].intent(),
            )
            for number in range(AT_ONCE)
        ],
        return_exceptions=True,
    )
    refused = [one for one in found if isinstance(one, BaseException)]
    assert all(isinstance(one, DoorFull) for one in refused)
    return AT_ONCE - len(refused)


async def test_no_more_walk_in_than_there_are_seats(desk: Desk, beside: Desk) -> None:
    entrance = await entrance_of(desk, capacity=3)
    await entrance.opens()
    beside.clock.shows = desk.clock.now()
    assert await walk_in_at_once(entrance, beside) == 3
    assert await desk.seats_taken(entrance.slot) == 3
    assert len(await entrance.marks()) == 3
    assert not await miscounted(desk)
