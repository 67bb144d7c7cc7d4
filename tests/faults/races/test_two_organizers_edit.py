"""Two organizers edit one event at once: the second sees what the first has changed, and nothing is overwritten."""

import asyncio
from datetime import date, time
from typing import Any

import pytest

from domain.drafts import Change, EventSheet, Part, Planned, Said
from domain.identities import EventId, PartnerId
from domain.languages import Language, Texts
from domain.people import Person
from domain.programme import EventKind, MeetingTime
from domain.refusals import ChangedMeanwhile
from storage.drafting import dates, editing, publishing, reading
from tests.storage import rows
from tests.storage.desk import Desk

EDITS = 12
A_MEETING = MeetingTime(on=date(2030, 1, 5), at=time(15, 30), minutes=90)


async def shown_to_two(desk: Desk) -> tuple[Person, Person, EventId, int]:
    """An event, two who may change it, and the revision that both were shown."""
    event = await desk.do(rows.an_event, published=False)
    partner = PartnerId(await desk.value("SELECT partner FROM events WHERE id = :event", event=event))
    one, other = await desk.organizer(partner), await desk.organizer(partner)
    return one, other, event, await desk.value("SELECT revision FROM events WHERE id = :event", event=event)


def titled(text: str) -> Change:
    return Change(Part.TITLE, Said(Language.ENGLISH, text))


async def edit_at_once(desk: Desk, beside: Desk) -> tuple[EventId, list[Any]]:
    """What became of many edits of one event, made by two in two programs, all of what they were shown first."""
    one, other, event, seen = await shown_to_two(desk)
    edits = (
        (at.do(editing.change, actor=who.id, event=event, seen=seen, change=titled(f"{who.id} {number}")))
        for number in range(EDITS)
        for at, who in ((desk, one), (beside, other))
    )
    return event, await asyncio.gather(*edits, return_exceptions=True)


async def title(desk: Desk, event: EventId) -> Texts:
    return (await desk.store.read(reading.read, event=event)).sheet.title


async def test_one_is_kept_and_the_others_are_told_what_it_was(desk: Desk, beside: Desk) -> None:
    event, answers = await edit_at_once(desk, beside)
    (kept,) = [answer for answer in answers if not isinstance(answer, ChangedMeanwhile)]
    assert await title(desk, event) == kept.sheet.title
    refused = [answer for answer in answers if isinstance(answer, ChangedMeanwhile)]
    assert len(refused) == EDITS * 2 - 1
    assert {(no.revision, no.parts, no.by) for no in refused} == {(kept.revision, ("title",), ("А. О.",))}


async def test_without_the_guard_each_overwrites_the_one_before(
    desk: Desk, beside: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "check", lambda *_, **__: None)
    event, answers = await edit_at_once(desk, beside)
    assert not [answer for answer in answers if isinstance(answer, ChangedMeanwhile)]
    assert await desk.value("SELECT revision FROM events WHERE id = :event", event=event) == 1 + EDITS * 2


async def test_what_is_published_is_what_was_looked_at(desk: Desk, beside: Desk) -> None:
    one, other, event, seen = await shown_to_two(desk)
    answers = await asyncio.gather(
        desk.do(publishing.publish, actor=one.id, event=event, seen=seen),
        beside.do(editing.change, actor=other.id, event=event, seen=seen, change=titled("Other")),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers].count(ChangedMeanwhile) == 1
    published = await desk.value("SELECT published_at FROM events WHERE id = :event", event=event)
    assert (published is None) is ((await title(desk, event)).en == "Other")


async def test_dates_and_events_that_are_delivered_twice_are_made_once(desk: Desk, beside: Desk) -> None:
    one, _other, event, _seen = await shown_to_two(desk)
    planned = (Planned(meetings=(A_MEETING,), seats=5),)
    intent, another = desk.intent(), desk.intent()
    await asyncio.gather(
        *(
            at.do(dates.add, actor=one.id, event=event, planned=planned, zone="Europe/Moscow", intent=intent)
            for at in (desk, beside) * 3
        )
    )
    assert await desk.value("SELECT count(*) FROM slots WHERE event = :event", event=event) == 1
    partner = PartnerId(await desk.value("SELECT partner FROM events WHERE id = :event", event=event))
    made = await asyncio.gather(
        *(
            at.do(editing.make, actor=one.id, partner=partner, sheet=EventSheet(kind=EventKind.LECTURE), intent=another)
            for at in (desk, beside) * 3
        )
    )
    assert len({event.id for event in made}) == 1
