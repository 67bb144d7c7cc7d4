"""The demo's sample past: the same each time, right in its numbers, nobody's, and only where nothing was before."""

from bot.demo_history import write_history, write_visitors
from domain.moments import DAY, Instant
from domain.reports import By, Span
from storage.reporting import summaries
from storage.reporting.interest import interest
from storage.seats import audits
from tests.storage import rows
from tests.storage.desk import Desk

ALWAYS = Span(Instant(0), Instant(2**40))


async def programme(desk: Desk) -> None:
    city = await desk.do(rows.a_city)
    for _ in range(3):
        event = await desk.do(rows.an_event, grades=(7, 9))
        await desk.slot(event=event, city=city, capacity=20)
    for number in range(9):
        await desk.do(rows.a_school, f"Школа № {number}")


async def written(desk: Desk) -> int:
    after, parts = 0, 0
    while after := await desk.do(write_history, after=after):
        parts += 1
    return parts


async def test_reports_have_something_to_show(desk: Desk) -> None:
    await programme(desk)
    assert await written(desk) > 1, "in several steps, none of them long"
    owner = await desk.organizer()
    found = await desk.store.report(summaries.summary, actor=owner.id, partner=None, over=ALWAYS)
    assert found.filling.slots > 20
    assert found.attendance.came > found.attendance.absent > found.attendance.unknown > 0
    assert found.demand.asked > found.demand.got > 0
    assert found.funnel.seen > found.funnel.asked > found.funnel.seated > found.funnel.came > 0
    assert await desk.store.report(interest, actor=owner.id, partner=None, over=ALWAYS, by=By.EVENT)
    assert await desk.value("SELECT max(ends_at) FROM slots WHERE key LIKE 'sample%'") < desk.clock.now() - DAY


async def test_it_is_whole_and_nobodys(desk: Desk) -> None:
    await programme(desk)
    await written(desk)
    assert await desk.store.read(audits.miscounted_slots) == ()
    assert await desk.value("SELECT count(*) FROM people WHERE account IS NOT NULL") == 0
    assert await desk.value("SELECT count(*) FROM outbox") == 0
    assert {row["first_name"] for row in await desk.all("SELECT first_name FROM pupils")} == {"Sample"}


async def test_nothing_is_written_where_anybody_was(desk: Desk) -> None:
    await programme(desk)
    await desk.book(await desk.pupil(), await desk.slot())
    assert await desk.do(write_history) == 0
    assert await desk.value("SELECT count(*) FROM bookings") == 1


async def test_some_are_to_come_to_the_next_dates(desk: Desk) -> None:
    await programme(desk)
    await written(desk)
    await desk.do(write_visitors)
    awaited = "SELECT count(*) FROM bookings AS b JOIN slots AS s ON s.id = b.slot WHERE s.starts_at > :now"
    assert await desk.value(awaited, now=desk.clock.now()) > 8
    assert await desk.store.read(audits.miscounted_slots) == ()
