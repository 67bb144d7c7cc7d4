"""What is counted of seats and visitors: right, of the partner asked about, and of nobody by name."""

import asyncio
import re
from typing import Any

import pytest

from domain.identities import BookingId, PartnerId, PersonId, SlotId
from domain.moments import DAY, Instant
from domain.refusals import NotYours
from domain.reports import TAKEN_APART, Attendance, By, Span, Subject
from domain.rights import OrganizerRole
from domain.sources import SourceKind
from storage.people import rights
from storage.programme import looks, sources
from storage.reporting import attendance, filling, gathering, people, scopes, summaries, takings
from tests.storage import rows
from tests.storage.desk import Desk

ALWAYS = Span(Instant(0), Instant(2**40))


async def reporter(desk: Desk, *partners: PartnerId) -> PersonId:
    person = await desk.do(rows.a_person)
    for partner in partners:
        await desk.do(rights.appoint, person=person, name="Р. О.", partner=partner, roles=(OrganizerRole.REPORTS,))
    return person


async def marked(desk: Desk, booking: BookingId, state: str, pupils: int, adults: int = 0) -> None:
    await desk.run(
        """
        INSERT INTO attendances (booking, meeting, state, pupils, adults, how, noted_at, marked_at)
        SELECT :booking, meeting.id, :state, :pupils, :adults, 'by_list', 1, 1
          FROM bookings AS booking JOIN meetings AS meeting ON meeting.slot = booking.slot
         WHERE booking.id = :booking
        """,
        booking=booking,
        state=state,
        pupils=pupils,
        adults=adults,
    )


async def by(desk: Desk, actor: PersonId, what: By, partner: PartnerId | None = None) -> tuple[Attendance, ...]:
    return await desk.store.report(attendance.attendance, actor=actor, partner=partner, over=ALWAYS, by=what)


def counted(row: Attendance) -> tuple[int, int, int, int]:
    return row.expected, row.came, row.absent, row.unknown


async def test_present_absent_and_not_known_are_three_things(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=5, starts_in=DAY)
    bookings = [await desk.book(await desk.pupil(), slot) for _ in range(4)]
    await marked(desk, bookings[0].id, "present", 1)
    await marked(desk, bookings[1].id, "absent", 0)
    assert await by(desk, owner.id, By.GRADE) == (), "nobody is expected at what is still ahead"
    desk.clock.forward(2 * DAY)
    [row] = await by(desk, owner.id, By.GRADE)
    assert (row.group.key, counted(row)) == (8, (4, 1, 1, 2))


async def test_a_class_is_counted_by_heads_without_its_adults(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=60, starts_in=DAY)
    first = await desk.book_class(await desk.school_class(size=25), slot, adults=2)
    second = await desk.book_class(await desk.school_class(size=20, name="9А", grade=9), slot, adults=1)
    await marked(desk, first.id, "present", 22, 2)
    await marked(desk, second.id, "present", 23, 1)
    desk.clock.forward(2 * DAY)
    eight, nine = await by(desk, owner.id, By.GRADE)
    assert counted(eight) == (25, 22, 3, 0)
    assert counted(nine) == (20, 23, 0, 0), "three came whom nobody expected, and nobody is absent the less"


async def test_each_way_of_taking_apart_tells_the_same_whole(desk: Desk) -> None:
    owner = await desk.organizer()
    city = await desk.do(rows.a_city)
    for where in (None, city):
        slot = await desk.slot(capacity=10, starts_in=DAY, city=where)
        for grade in (7, 8, 8):
            booking = await desk.book(await desk.pupil(grade=grade), slot)
            await marked(desk, booking.id, "present", 1)
    desk.clock.forward(2 * DAY)
    for what in TAKEN_APART[Subject.ATTENDANCE]:
        found = await by(desk, owner.id, what)
        assert sum(row.came for row in found) == 6, what
    assert [row.group.key for row in await by(desk, owner.id, By.CITY)] == [None, city]
    for what in TAKEN_APART[Subject.FILLING]:
        filled = await desk.store.report(filling.filling, actor=owner.id, partner=None, over=ALWAYS, by=what)
        assert (sum(row.taken for row in filled), sum(row.seats for row in filled)) == (6, 20), what


async def test_cancelled_dates_offer_nothing(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=10, starts_in=DAY)
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=slot)
    desk.clock.forward(2 * DAY)
    assert await desk.store.report(filling.filling, actor=owner.id, partner=None, over=ALWAYS, by=By.MONTH) == ()
    assert await by(desk, owner.id, By.MONTH) == ()
    [row] = (await desk.store.report(gathering.everything, actor=owner.id, partner=None, over=ALWAYS)).dates
    assert (row.cancelled, row.seats, row.expected) == (True, 10, 0)


async def test_who_waited_and_what_became_of_it(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=1)
    first, second, third, fourth = [await desk.pupil() for _ in range(4)]
    seat = await desk.book(first, slot)
    waits = [await desk.book(one, slot) for one in (second, third, fourth)]
    await desk.cancel(fourth, waits[2])
    await desk.cancel(first, seat)
    await desk.accept(second, waits[0])
    [row] = await desk.store.report(filling.demand, actor=owner.id, partner=None, over=ALWAYS, by=By.EVENT)
    assert (row.asked, row.got, row.waiting, row.without) == (3, 1, 1, 1)


async def test_a_partners_numbers_are_for_those_who_report_on_it(desk: Desk) -> None:
    ours, theirs = await desk.do(rows.a_partner), await desk.do(rows.a_partner)
    for partner, capacity in ((ours, 10), (theirs, 20)):
        event = await desk.do(rows.an_event, partner=partner)
        await desk.slot(event=event, capacity=capacity)
    rita = await reporter(desk, ours)
    both = await reporter(desk, ours, theirs)
    owner = await desk.organizer()

    async def seats(actor: PersonId, partner: PartnerId | None) -> int:
        found = await desk.store.report(summaries.summary, actor=actor, partner=partner, over=ALWAYS)
        return found.filling.seats

    assert await seats(rita, None) == await seats(rita, ours) == 10
    assert await seats(both, None) == await seats(owner.id, None) == 30
    assert await seats(both, theirs) == 20
    programme = await desk.do(rows.a_person)
    await desk.do(rights.appoint, person=programme, name="П", partner=ours, roles=(OrganizerRole.PROGRAMME,))
    refused: list[tuple[PersonId, PartnerId | None]] = [(rita, theirs), (programme, ours), (programme, None)]
    for actor, of in refused:
        for report in (summaries.summary, people.funnel, people.sources, gathering.everything):
            with pytest.raises(NotYours):
                await desk.store.report(report, actor=actor, partner=of, over=ALWAYS)
        with pytest.raises(NotYours):
            await desk.do(takings.take_report, actor=actor, partner=of, form="workbook")
    scope = await desk.store.report(scopes.scope, actor=rita, partner=None)
    assert [number for number, _name in scope.may_see] == [ours]


async def test_the_funnel_narrows(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=2, starts_in=DAY)
    event = await desk.value("SELECT event FROM slots WHERE id = :slot", slot=slot)
    people_there = [await desk.pupil() for _ in range(4)]
    for one in (*people_there, owner):
        await desk.do(looks.look, actor=one.id, event=event)
        await desk.do(looks.look, actor=one.id, event=event)
    bookings = [await desk.book(one, slot) for one in people_there[:3]]
    await marked(desk, bookings[0].id, "present", 1)
    await desk.cancel(people_there[1], bookings[1])
    found = await desk.store.report(people.funnel, actor=owner.id, partner=None, over=ALWAYS)
    assert (found.seen, found.asked, found.seated, found.came) == (4, 3, 2, 1), "who organizes is no visitor"


async def test_schools_of_few_are_folded_in_what_leaves_the_store(desk: Desk) -> None:
    owner = await desk.organizer()
    slot = await desk.slot(capacity=30, starts_in=DAY)
    sizes = {"Школа № 1": 6, "Школа № 2": 3, "Школа № 3": 2}
    for name, size in sizes.items():
        number = await desk.do(rows.a_school, name)
        for _ in range(size):
            pupil = await desk.pupil()
            await desk.run("UPDATE pupils SET school = :school WHERE person = :person", school=number, person=pupil.id)
            await desk.book(pupil, slot)
    desk.clock.forward(2 * DAY)
    found = await by(desk, owner.id, By.SCHOOL)
    assert [(row.group.name, row.group.others, row.expected) for row in found] == [("Школа № 1", 0, 6), ("", 2, 5)]
    everything: Any = await desk.store.report(gathering.everything, actor=owner.id, partner=None, over=ALWAYS)
    assert "Школа № 2" not in repr(everything)
    assert "Тимур" not in repr(everything), "no names"


async def test_the_questions_of_every_kind_walk_no_table(desk: Desk) -> None:
    asked = {"partners": None, "since": 0, "before": 1, "now": 1}
    for questions in (filling.FILLING, filling.DEMAND, attendance.ATTENDANCE):
        for sql in questions.values():
            known = {name: value for name, value in asked.items() if f":{name}" in sql}
            steps = [row["detail"] for row in await desk.all(f"EXPLAIN QUERY PLAN {sql}", **known)]
            assert [step for step in steps if re.match(r"SCAN (?!json_each|wanted)", step)] == []


async def test_a_slot_row_tells_who_came(desk: Desk) -> None:
    owner = await desk.organizer()
    slot: SlotId = await desk.slot(capacity=5, starts_in=DAY)
    bookings = [await desk.book(await desk.pupil(), slot) for _ in range(3)]
    await marked(desk, bookings[0].id, "present", 1)
    await marked(desk, bookings[1].id, "absent", 0)
    desk.clock.forward(2 * DAY)
    [row] = (await desk.store.report(gathering.everything, actor=owner.id, partner=None, over=ALWAYS)).dates
    assert (row.seats, row.taken, row.expected, row.came, row.absent, row.unknown) == (5, 3, 3, 1, 1, 1)


async def test_twenty_taps_at_once_are_one_look(desk: Desk) -> None:
    timur, event = await desk.pupil(), await desk.do(rows.an_event)
    owner = await desk.organizer()
    poster = await desk.do(sources.make, event=event, kind=SourceKind.POSTER, name="", actor=owner.id)
    await asyncio.gather(
        *(desk.do(looks.look, actor=timur.id, event=event, source=poster) for _ in range(10)),
        *(desk.do(looks.look, actor=timur.id, event=event) for _ in range(10)),
    )
    assert await desk.value("SELECT count(*) FROM looks") == 1
    assert await desk.value("SELECT count(*) FROM arrivals") == 1
    [counted_by] = await desk.store.report(people.sources, actor=owner.id, partner=None, over=ALWAYS)
    assert (counted_by.came, counted_by.registered) == (1, 0)


async def test_looks_of_two_school_years_ago_are_forgotten(desk: Desk) -> None:
    timur, event = await desk.pupil(), await desk.do(rows.an_event)
    await desk.do(looks.look, actor=timur.id, event=event)
    assert await desk.do(looks.forget_old) == 0
    desk.clock.forward(looks.KEPT_FOR + 1)
    assert await desk.do(looks.forget_old) == 1


async def test_a_poster_of_another_event_counts_for_nothing(desk: Desk) -> None:
    timur, owner = await desk.pupil(), await desk.organizer()
    event, other = await desk.do(rows.an_event), await desk.do(rows.an_event)
    poster = await desk.do(sources.make, event=other, kind=SourceKind.POSTER, name="", actor=owner.id)
    await desk.do(looks.look, actor=timur.id, event=event, source=poster)
    assert await desk.value("SELECT count(*) FROM arrivals") == 0
    assert await desk.value("SELECT source FROM looks") is None
