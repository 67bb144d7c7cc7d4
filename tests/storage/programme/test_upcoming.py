"""What is coming: pages, filters, the month, cities, and what to loosen."""

from datetime import date

from domain.identities import SlotId
from domain.languages import Texts
from domain.listings import Filter
from domain.moments import DAY, HOUR, Instant
from domain.programme import EventKind, Format, Wanted
from storage.programme import upcoming
from tests.storage import rows
from tests.storage.desk import Desk

ALL = Wanted()


async def found(desk: Desk, wanted: Wanted = ALL, *, page: int = 0, size: int = 8) -> list[SlotId]:
    shown = await desk.store.read(upcoming.page, wanted=wanted, page=page, size=size)
    return [line.id for line in shown.lines]


async def test_soonest_first_and_nothing_else(desk: Desk) -> None:
    past = await desk.slot(starts_in=HOUR)
    later, sooner = await desk.slot(starts_in=5 * DAY), await desk.slot(starts_in=2 * DAY)
    cancelled = await desk.slot()
    await desk.run("UPDATE slots SET cancelled_at = 1 WHERE id = :slot", slot=cancelled)
    await desk.slot(event=await desk.do(rows.an_event, published=False))
    desk.clock.forward(HOUR)
    assert await found(desk) == [sooner, later]
    assert past not in await found(desk)


async def test_a_line_says_what_a_list_shows(desk: Desk) -> None:
    city = await desk.do(rows.a_city)
    event = await desk.do(rows.an_event, kind=EventKind.COURSE, title="Курс")
    slot = await desk.slot(event=event, city=city, capacity=3, meetings=8, opens_in=HOUR)
    line = (await desk.do(upcoming.page, wanted=ALL, page=0)).lines[0]
    assert (line.id, line.event, line.kind, line.format) == (slot, event, EventKind.COURSE, Format.IN_PERSON)
    assert (line.title, line.city, line.zone) == (Texts(ru="Курс"), Texts(ru="Астана"), rows.ALMATY)
    assert (line.starts_at, line.opens_at) == (rows.MONDAY + 7 * DAY, rows.MONDAY + HOUR)
    assert (line.free, line.meetings) == (3, 8)


async def test_seats_that_somebody_waits_for_are_not_free(desk: Desk) -> None:
    slot = await desk.slot(capacity=2)
    people = [await desk.pupil() for _ in range(4)]
    made = [await desk.book(who, slot) for who in people[:2]]
    await desk.book_class(await desk.school_class(size=1), slot)
    await desk.cancel(people[0], made[0])
    line = (await desk.do(upcoming.page, wanted=ALL, page=0)).lines[0]
    assert (await desk.seats_taken(slot), line.free) == (1, 0)


async def test_pages(desk: Desk) -> None:
    slots = [await desk.slot(starts_in=(nth + 1) * DAY) for nth in range(5)]
    pages = [await desk.do(upcoming.page, wanted=ALL, page=number, size=2) for number in range(3)]
    assert [line.id for page in pages for line in page.lines] == slots
    assert [page.more for page in pages] == [True, True, False]
    assert (await desk.do(upcoming.page, wanted=ALL, page=99)).lines == ()
    assert (await desk.do(upcoming.page, wanted=ALL, page=-3)).page == 0


async def test_filters(desk: Desk) -> None:
    astana, almaty = await desk.do(rows.a_city), await desk.do(rows.a_city, "Алматы")
    excursion = await desk.do(rows.an_event, grades=(5, 8))
    lecture = await desk.do(rows.an_event, kind=EventKind.LECTURE, format=Format.ONLINE, grades=(9, None))
    hybrid = await desk.do(rows.an_event, kind=EventKind.MEETING, format=Format.HYBRID)
    first = await desk.slot(event=excursion, city=astana, starts_in=DAY)
    second = await desk.slot(event=lecture, starts_in=2 * DAY)
    third = await desk.slot(event=hybrid, city=almaty, starts_in=3 * DAY)
    assert await found(desk, Wanted(kind=EventKind.LECTURE)) == [second]
    assert await found(desk, Wanted(grade=8)) == [first, third]
    assert await found(desk, Wanted(grade=9)) == [second, third]
    assert await found(desk, Wanted(grade=4)) == [third]
    assert await found(desk, Wanted(city=almaty)) == [third]
    assert await found(desk, Wanted(online=True)) == [second, third]
    assert await found(desk, Wanted(online=True, city=almaty, grade=1)) == [third]
    assert await found(desk, Wanted(starts_from=Instant(rows.MONDAY + 2 * DAY))) == [second, third]
    assert await found(desk, Wanted(starts_before=Instant(rows.MONDAY + 2 * DAY))) == [first]
    assert await found(desk, Wanted(starts_from=Instant(0))) == [first, second, third]


async def test_the_month_at_a_glance(desk: Desk) -> None:
    """00:30 on the 25th in Almaty is still the 24th by UTC."""
    await desk.slot(starts_in=10 * HOUR + 30 * 60)
    await desk.slot(starts_in=20 * HOUR)
    await desk.slot(starts_in=40 * DAY)
    days = await desk.do(upcoming.days, wanted=ALL, first=rows.MONDAY, before=Instant(rows.MONDAY + 30 * DAY))
    assert days == {date(2026, 11, 24): 2}
    none = await desk.do(
        upcoming.days, wanted=Wanted(kind=EventKind.COURSE), first=rows.MONDAY, before=Instant(rows.MONDAY + 30 * DAY)
    )
    assert none == {}


async def test_the_month_of_one_city_from_its_first_second(desk: Desk) -> None:
    city = await desk.do(rows.a_city)
    await desk.slot(city=city, starts_in=DAY)
    await desk.slot(starts_in=DAY)
    first = Instant(rows.MONDAY + DAY)
    counted = await desk.do(upcoming.days, wanted=Wanted(city=city), first=first, before=Instant(first + 1))
    assert counted == {date(2026, 11, 24): 1}
    assert await desk.do(upcoming.days, wanted=Wanted(city=city), first=Instant(first + 1), before=Instant(2**40)) == {}


async def test_cities_where_something_is_coming(desk: Desk) -> None:
    astana, almaty = await desk.do(rows.a_city), await desk.do(rows.a_city, "Алматы")
    await desk.slot(city=astana)
    await desk.slot(city=almaty, starts_in=HOUR)
    desk.clock.forward(HOUR)
    assert [city.id for city in await desk.do(upcoming.cities)] == [astana]


async def test_what_to_loosen(desk: Desk) -> None:
    city = await desk.do(rows.a_city)
    await desk.slot(event=await desk.do(rows.an_event, grades=(5, 8)), city=city)
    wanted = Wanted(kind=EventKind.EXCURSION, grade=10, city=city)
    assert await desk.do(upcoming.loosened, wanted=wanted) == (Filter.GRADE,)
    far = Wanted(starts_from=Instant(rows.MONDAY + 99 * DAY))
    assert await desk.do(upcoming.loosened, wanted=far) == (Filter.DATES,)
    hopeless = Wanted(kind=EventKind.COURSE, grade=10)
    assert await desk.do(upcoming.loosened, wanted=hopeless) == ()


async def test_seats_for_a_whole_class(desk: Desk) -> None:
    one_by_one = await desk.do(rows.an_event)
    await desk.run("UPDATE events SET classes = 'never' WHERE id = :event", event=one_by_one)
    await desk.slot(event=one_by_one, capacity=30)
    await desk.slot(capacity=26)
    fits = await desk.slot(capacity=27, starts_in=2 * DAY)
    over = await desk.slot(capacity=30, starts_in=3 * DAY)
    await desk.run("UPDATE slots SET closes_at = :now WHERE id = :slot", now=desk.clock.now(), slot=over)
    wanted = Wanted(seats=27)
    assert await found(desk, wanted) == [fits]
    assert await desk.do(upcoming.loosened, wanted=Wanted(seats=31)) == (Filter.SEATS,)
    await desk.book(await desk.pupil(), fits)
    assert await found(desk, wanted) == []


async def test_seats_that_somebody_waits_for_fit_no_class(desk: Desk) -> None:
    slot = await desk.slot(capacity=2)
    people = [await desk.pupil() for _ in range(2)]
    made = [await desk.book(who, slot) for who in people]
    await desk.book_class(await desk.school_class(size=1), slot)
    await desk.cancel(people[0], made[0])
    assert await found(desk, Wanted(seats=1)) == []
