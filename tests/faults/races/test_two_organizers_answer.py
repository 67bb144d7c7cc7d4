"""Two organizers at one question or application: one sees to it, one has decided, and the other is told so."""

import asyncio

import pytest

from domain.identities import BookingId, EventId, QuestionId
from domain.refusals import DecidedAlready, SeenToByAnother
from storage.organizing import requests
from storage.people import claims
from storage.questions import questions
from storage.seats import applications
from tests.faults.races.guards import miscounted, taken_out
from tests.storage import rows
from tests.storage.desk import Desk

GIVES_WAY = (
    "\n     WHERE claims.person = excluded.person OR claims.lapses_at IS NULL OR claims.lapses_at <= :now OR :over"
)


async def asked(desk: Desk) -> QuestionId:
    """A question that waits for an answer."""
    event: EventId = await desk.do(rows.an_event)
    who = await desk.pupil()
    made = await desk.do(
        questions.ask, actor=who.id, event=event, slot=None, text="Можно с братом?", intent=desk.intent()
    )
    assert made is not None
    return made.id


async def answered_at_once(desk: Desk, beside: Desk) -> tuple[object, ...]:
    """What became of two answers to one question."""
    question, one, other = await asked(desk), await desk.organizer(), await desk.organizer()
    return await asyncio.gather(
        desk.do(questions.answer, actor=one.id, question=question, text="Да"),
        beside.do(questions.answer, actor=other.id, question=question, text="Нет"),
        return_exceptions=True,
    )


async def answers(desk: Desk) -> int:
    """How often an answer was recorded."""
    return int(await desk.value("SELECT count(*) FROM audit WHERE action = 'question_answered'"))


async def test_a_question_is_answered_once(desk: Desk, beside: Desk) -> None:
    outcome = await answered_at_once(desk, beside)
    assert [type(one) for one in outcome].count(DecidedAlready) == 1
    assert await answers(desk) == 1


async def test_without_the_guard_both_answer(desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "END", taken_out(questions.END, " AND state = 'asked'"))
    outcome = await answered_at_once(desk, beside)
    assert not [one for one in outcome if isinstance(one, Exception)]
    assert await answers(desk) == 2


async def claimed_at_once(desk: Desk, beside: Desk) -> tuple[object, ...]:
    """What became of two who say that they see to one question."""
    matter = questions.matter_of(await asked(desk))
    one, other = await desk.organizer(), await desk.organizer()
    return await asyncio.gather(
        desk.do(requests.claim, actor=one.id, matter=matter),
        beside.do(requests.claim, actor=other.id, matter=matter),
        return_exceptions=True,
    )


async def test_one_of_two_sees_to_it(desk: Desk, beside: Desk) -> None:
    outcome = await claimed_at_once(desk, beside)
    assert [type(one) for one in outcome].count(SeenToByAnother) == 1


async def test_without_the_guard_both_see_to_it(desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "TAKE", taken_out(claims.TAKE, GIVES_WAY))
    outcome = await claimed_at_once(desk, beside)
    assert not [one for one in outcome if isinstance(one, Exception)]


async def applied(desk: Desk) -> BookingId:
    """A pupil whose seat is held for an organizer to decide."""
    event = await desk.do(rows.an_event)
    await desk.run("UPDATE events SET pupils = 'asked' WHERE id = :event", event=event)
    return (await desk.book(await desk.pupil(), await desk.slot(event=event, capacity=1))).id


async def decided_at_once(desk: Desk, beside: Desk) -> tuple[object, ...]:
    """What became of a yes and a no about one pupil."""
    booking, one, other = await applied(desk), await desk.organizer(), await desk.organizer()
    return await asyncio.gather(
        desk.do(requests.decide_pupil, actor=one.id, booking=booking, welcome=True),
        beside.do(requests.decide_pupil, actor=other.id, booking=booking, welcome=False),
        return_exceptions=True,
    )


async def test_a_pupil_is_decided_about_once(desk: Desk, beside: Desk) -> None:
    outcome = await decided_at_once(desk, beside)
    assert [type(one) for one in outcome].count(DecidedAlready) == 1
    assert len(await desk.all("SELECT 1 FROM outbox WHERE kind IN ('ticket', 'application_declined')")) == 1
    assert not await miscounted(desk)


async def test_what_was_read_before_decides_nothing(desk: Desk) -> None:
    booking, owner = await applied(desk), await desk.organizer()
    await desk.do(requests.decide_pupil, actor=owner.id, booking=booking, welcome=True)
    assert not await desk.do(applications.decide, booking=booking, welcome=False, reason="")


async def test_without_the_guard_a_welcome_is_taken_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applications, "DECIDE", taken_out(applications.DECIDE, " AND state = 'asked'"))
    booking, owner = await applied(desk), await desk.organizer()
    await desk.do(requests.decide_pupil, actor=owner.id, booking=booking, welcome=True)
    assert await desk.do(applications.decide, booking=booking, welcome=False, reason="")
