"""Following: what fits, whom it is told to and when, and what is no news."""

from datetime import date, time

import pytest

from domain.following import MOST_FOLLOWS, MOST_TOLD, TOLD_AT, Wish, next_at
from domain.identities import EventId, PartnerId, PersonId
from domain.messages import LetterKind
from domain.moments import DAY, HOUR, Instant, instant, local
from domain.people import Person
from domain.programme import EventKind
from domain.refusals import NotYours, TooManyFollows
from storage.following import follows, news, telling
from storage.seats import privacy
from tests.storage import rows
from tests.storage.desk import Desk
from tests.storage.rows import ALMATY, MONDAY, StillClock


async def follow(desk: Desk, who: Person, wish: Wish) -> None:
    await desk.do(follows.follow, actor=who.id, wish=wish, zone=ALMATY)


async def published(desk: Desk, **wishes: object) -> EventId:
    """An event with a date, noticed as new a minute later."""
    event = await desk.do(rows.an_event, **wishes)  # type: ignore[arg-type]  # rows' own words
    await desk.slot(event=event)
    await desk.do(news.notice)
    return event


async def heard(desk: Desk, who: Person | PersonId, since: Instant = MONDAY) -> list[EventId]:
    person = who if isinstance(who, int) else who.id
    return [one.event for one in (await desk.store.read(news.fitting, person=person, since=since)).events]


async def test_each_wish_fits_what_it_says(desk: Desk) -> None:
    partner, city = await desk.do(rows.a_partner), await desk.do(rows.a_city)
    wishes = {
        "kind": Wish(kind=EventKind.LECTURE),
        "host": Wish(partner=partner),
        "city": Wish(city=city),
        "grade": Wish(grade=11),
        "own": Wish(own_grade=True),
        "both": Wish(kind=EventKind.LECTURE, partner=partner),
    }
    people = {name: await desk.pupil(grade=5) for name in wishes}
    for name, wish in wishes.items():
        await follow(desk, people[name], wish)
    lecture = await published(desk, kind=EventKind.LECTURE, grades=(11, None))
    theirs = await published(desk, partner=partner, grades=(1, 5))
    here = await desk.do(rows.an_event, grades=(1, 2))
    await desk.slot(event=here, city=city)
    await desk.do(news.notice)
    expected = {"kind": [lecture], "host": [theirs], "city": [here], "grade": [lecture], "own": [theirs], "both": []}
    assert {name: await heard(desk, who) for name, who in people.items()} == expected


async def test_ones_childrens_grades_are_ones_own(desk: Desk) -> None:
    child = await desk.pupil(grade=3)
    parent = await desk.guardian_of(child)
    await follow(desk, parent, Wish(own_grade=True))
    third = await published(desk, grades=(3, 3))
    await published(desk, grades=(9, None))
    assert await heard(desk, parent) == [third]


async def test_what_was_there_before_is_no_news(desk: Desk, clock: StillClock) -> None:
    who = await desk.pupil()
    await published(desk, kind=EventKind.LECTURE)
    clock.forward(60)
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    fresh = await published(desk, kind=EventKind.LECTURE)
    assert await heard(desk, who) == [fresh]


async def test_a_draft_and_what_has_no_date_is_not_noticed_yet(desk: Desk) -> None:
    draft = await desk.do(rows.an_event, published=False)
    await desk.slot(event=draft)
    await desk.do(rows.an_event)
    assert not await desk.store.read(news.unnoticed)
    assert await desk.do(news.notice) == 0
    await desk.run("UPDATE events SET published_at = 1 WHERE id = :event", event=draft)
    assert await desk.store.read(news.unnoticed)
    assert await desk.do(news.notice) == 1
    assert await desk.do(news.notice) == 0


async def test_one_message_a_day_at_five_there(desk: Desk, clock: StillClock) -> None:
    """MONDAY is 14:00 in Almaty."""
    who = await desk.pupil()
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    for _ in range(MOST_TOLD + 3):
        await published(desk, kind=EventKind.LECTURE)
    assert await desk.store.read(telling.next_due) == MONDAY + 3 * HOUR
    clock.forward(3 * HOUR - 1)
    await desk.do(telling.tell, zone=ALMATY)
    assert not await desk.letters(LetterKind.NEWS)
    clock.forward(1)
    assert await desk.do(telling.tell, zone=ALMATY) == 1
    assert await desk.do(telling.tell, zone=ALMATY) == 0
    assert await desk.letters(LetterKind.NEWS) == [(LetterKind.NEWS, who.id)]
    told = await desk.store.read(news.fitting, person=who.id, since=MONDAY)
    assert (len(told.events), told.more) == (MOST_TOLD, 3)
    clock.forward(DAY)
    await desk.do(telling.tell, zone=ALMATY)
    assert len(await desk.letters(LetterKind.NEWS)) == 1, "nothing is new, and nothing is said"


async def test_down_for_two_days_it_is_told_once(desk: Desk, clock: StillClock) -> None:
    who = await desk.pupil()
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    await published(desk, kind=EventKind.LECTURE)
    clock.forward(2 * DAY)
    while await desk.do(telling.tell, zone=ALMATY):
        pass
    assert len(await desk.letters(LetterKind.NEWS)) == 1


async def test_five_oclock_is_where_the_school_is(desk: Desk, clock: StillClock) -> None:
    """The school is in Astana, and so says a slot there, which keeps its own time; the house is elsewhere."""
    who = await desk.pupil()
    city = await desk.do(rows.a_city, "Астана")
    await desk.slot(city=city, zone="Asia/Kamchatka")
    assert await desk.store.read(telling.zone_of, person=who.id, otherwise=ALMATY) == "Asia/Kamchatka"
    stranger = await desk.person()
    assert await desk.store.read(telling.zone_of, person=stranger.id, otherwise=ALMATY) == ALMATY
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    clock.forward(3 * HOUR)
    await desk.do(telling.tell, zone=ALMATY)
    looks_at = await desk.value("SELECT looks_at FROM followers WHERE person = :person", person=who.id)
    assert f"{local(looks_at, 'Asia/Kamchatka'):%H:%M}" == "17:00"


def test_the_next_five_oclock_follows_local_clocks() -> None:
    before = instant(date(2026, 3, 28), time(17, 0), "Europe/Berlin")
    assert next_at(TOLD_AT, before, "Europe/Berlin") == before + DAY - HOUR, "a night in which clocks are put forward"
    assert next_at(TOLD_AT, Instant(before - 1), "Europe/Berlin") == before


async def test_twice_is_once_and_only_so_many(desk: Desk) -> None:
    who = await desk.pupil()
    for _ in range(2):
        await follow(desk, who, Wish(kind=EventKind.LECTURE))
    assert len((await desk.store.read(follows.mine, actor=who.id)).follows) == 1
    for _ in range(MOST_FOLLOWS - 1):
        await follow(desk, who, Wish(partner=await desk.do(rows.a_partner)))
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    with pytest.raises(TooManyFollows):
        await follow(desk, who, Wish(kind=EventKind.COURSE))
    with pytest.raises(NotYours):
        await follow(desk, who, Wish())
    with pytest.raises(NotYours):
        await desk.do(follows.follow, actor=(await desk.pupil()).id, wish=Wish(partner=PartnerId(10**6)), zone=ALMATY)


async def test_nobody_lets_go_of_anothers(desk: Desk) -> None:
    who, other = await desk.pupil(), await desk.pupil()
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    (mine,) = (await desk.store.read(follows.mine, actor=who.id)).follows
    await desk.do(follows.let_go, actor=other.id, follow=mine.id)
    assert (await desk.store.read(follows.mine, actor=who.id)).follows == (mine,)


async def test_my_data_shows_it_and_forgetting_ends_it(desk: Desk) -> None:
    who = await desk.pupil()
    await follow(desk, who, Wish(kind=EventKind.LECTURE))
    assert [one.wish.kind for one in (await desk.do(privacy.mine, actor=who.id)).follows] == [EventKind.LECTURE]
    await desk.do(privacy.forget, actor=who.id)
    assert await desk.value("SELECT (SELECT count(*) FROM follows) + (SELECT count(*) FROM followers)") == 0
