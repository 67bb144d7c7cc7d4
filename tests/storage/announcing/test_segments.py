"""Who is in a segment: found and counted by the same question."""

from collections.abc import Awaitable, Callable

import pytest

from domain.identities import PersonId, SchoolId, SlotId
from domain.languages import Language
from domain.people import Person
from domain.refusals import NotYours
from domain.rights import OrganizerRole
from domain.segments import EVERYBODY, Attending, Presence, Role, Segment
from storage.announcing import segments, steering
from storage.people import persons, rights
from storage.seats import privacy
from tests.storage import rows
from tests.storage.announcing.newsroom import Newsroom, an_organizer
from tests.storage.desk import pupil_of

Town = dict[str, Person]


@pytest.fixture
async def town(newsroom: Newsroom) -> Town:
    """A pupil of grade 8 with a guardian, one of grade 10 at another school, a teacher there, and a passer-by."""
    desk = newsroom.desk
    timur = await desk.pupil()
    alina = await desk.pupil(grade=10)
    there = await desk.do(rows.a_school, name="Лицей № 9")
    await desk.run("UPDATE schools SET city = 'Алматы' WHERE id = :school", school=there)
    await desk.run("UPDATE pupils SET school = :school WHERE id = :pupil", school=there, pupil=pupil_of(alina))
    teacher, passer = await desk.person(), await desk.person()
    await desk.run(
        """
        INSERT INTO teachers (person, school, name, state, asked_at, decided_at)
        VALUES (:person, :school, 'N.', 'approved', 0, 0)
        """,
        person=teacher.id,
        school=there,
    )
    await desk.run("UPDATE people SET language = 'kk' WHERE id = :person", person=alina.id)
    mother = await desk.guardian_of(timur)
    return {"timur": timur, "mother": mother, "alina": alina, "teacher": teacher, "passer": passer}


Find = Callable[[Segment], Awaitable[set[str]]]


@pytest.fixture
async def found(newsroom: Newsroom, town: Town) -> Find:
    """The names of whom an announcement to a segment is queued for; the count beforehand has to agree."""

    async def find(segment: Segment) -> set[str]:
        await newsroom.everybody_knows_us()
        counted = await newsroom.desk.store.report(
            segments.recipients, actor=newsroom.organizer, partner=newsroom.partner, segment=segment
        )
        announcement = await newsroom.queued(segment)
        await newsroom.work(chunk=2)
        assert (await newsroom.look(announcement)).progress.recipients == counted
        told = await newsroom.desk.all(
            "SELECT person FROM outbox WHERE announcement = :announcement", announcement=announcement.id
        )
        assert len(told) == counted
        names = {person.id: name for name, person in town.items()} | {newsroom.organizer: "organizer"}
        return {names[PersonId(row["person"])] for row in told}

    return find


async def test_everybody(found: Find, town: Town) -> None:
    assert await found(EVERYBODY) == {*town, "organizer"}


async def test_by_language(found: Find) -> None:
    assert await found(Segment(languages=frozenset({Language.KAZAKH}))) == {"alina"}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.PUPIL, {"timur", "alina"}),
        (Role.GUARDIAN, {"mother"}),
        (Role.TEACHER, {"teacher"}),
    ],
)
async def test_by_role(found: Find, role: Role, names: set[str]) -> None:
    assert await found(Segment(roles=frozenset({role}))) == names


async def test_by_grade_a_pupil_and_the_guardian_but_no_teacher(found: Find) -> None:
    assert await found(Segment(grades=frozenset({8, 9}))) == {"timur", "mother"}
    assert await found(Segment(grades=frozenset({8}), roles=frozenset({Role.GUARDIAN}))) == {"mother"}
    assert await found(Segment(grades=frozenset({10}), roles=frozenset({Role.TEACHER}))) == set()


async def test_by_school_and_city(newsroom: Newsroom, found: Find, town: Town) -> None:
    there = SchoolId(await newsroom.desk.value("SELECT id FROM schools WHERE city = 'Алматы'"))
    assert await found(Segment(schools=frozenset({there}))) == {"alina", "teacher"}
    assert await found(Segment(cities=frozenset({"Астана"}))) == {"timur", "mother"}
    assert await found(Segment(cities=frozenset({"Алматы", "Астана"}))) == {"timur", "mother", "alina", "teacher"}


async def test_all_that_is_named_holds_for_one_pupil(newsroom: Newsroom, found: Find, town: Town) -> None:
    """A guardian of two is not in it because one child has the grade and the other the school."""
    await newsroom.desk.do(rows.guardianship, person=town["mother"].id, pupil=pupil_of(town["alina"]))
    here = SchoolId(await newsroom.desk.value("SELECT id FROM schools WHERE city = 'Астана'"))
    assert await found(Segment(grades=frozenset({10}), schools=frozenset({here}))) == set()
    assert await found(Segment(grades=frozenset({8}), schools=frozenset({here}))) == {"timur", "mother"}


async def test_by_booking(newsroom: Newsroom, found: Find, town: Town) -> None:
    desk = newsroom.desk
    event = await desk.do(rows.an_event, partner=newsroom.partner)
    slot = await desk.do(rows.a_slot, event=event, capacity=1)
    other = await desk.do(rows.a_slot, event=event, capacity=1)
    booking = await desk.book(town["timur"], slot)
    await desk.book(town["alina"], slot)
    assert await found(Segment(attending=Attending(presence=Presence.CONFIRMED, slot=slot))) == {"timur", "mother"}
    assert await found(Segment(attending=Attending(presence=Presence.WAITING, slot=slot))) == {"alina"}
    assert await found(Segment(attending=Attending(presence=Presence.CONFIRMED, slot=other))) == set()
    assert await found(Segment(attending=Attending(presence=Presence.CONFIRMED, event=event))) == {"timur", "mother"}
    await desk.cancel(town["timur"], booking)  # and so the seat is offered
    assert await found(Segment(attending=Attending(presence=Presence.CONFIRMED, event=event))) == set()
    assert await found(Segment(attending=Attending(presence=Presence.WAITING, event=event))) == {"alina"}


async def test_nobody_who_is_gone_or_muted_announcements(newsroom: Newsroom, found: Find, town: Town) -> None:
    desk = newsroom.desk
    await desk.do(persons.mute_announcements, actor=town["timur"].id, muted=True)
    await desk.do(persons.unreachable, account=town["alina"].account)
    await desk.do(privacy.forget, actor=town["passer"].id)
    assert await found(EVERYBODY) == {"mother", "teacher", "organizer"}
    await desk.do(persons.mute_announcements, actor=town["timur"].id, muted=False)
    assert await found(EVERYBODY) == {"timur", "mother", "teacher", "organizer"}


async def test_whoever_comes_back_after_forgetting_has_nothing_muted(newsroom: Newsroom) -> None:
    who = await newsroom.desk.person()
    await newsroom.desk.do(persons.mute_announcements, actor=who.id, muted=True)
    await newsroom.desk.do(privacy.forget, actor=who.id)
    assert await newsroom.desk.value("SELECT announcements_muted FROM people WHERE id = :id", id=who.id) == 0


async def test_only_visitors_of_ones_own(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    theirs = await desk.slot()
    visitors = Segment(attending=Attending(presence=Presence.CONFIRMED, slot=theirs))
    ask = {"actor": newsroom.organizer, "partner": newsroom.partner, "segment": visitors}
    with pytest.raises(NotYours):
        await desk.do(segments.recipients, **ask)  # type: ignore[arg-type]  # one of each, spread
    with pytest.raises(NotYours):
        await newsroom.draft(visitors)
    owner = await desk.person()
    await desk.do(rights.name_owners, accounts=[owner.account])
    assert await desk.do(segments.recipients, actor=owner.id, partner=None, segment=visitors) == 0


async def test_an_event_that_went_to_another_partner_took_its_visitors_along(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    event = await desk.do(rows.an_event, partner=newsroom.partner)
    visitors = Segment(attending=Attending(presence=Presence.CONFIRMED, event=event))
    drafted = await newsroom.draft(visitors)
    other = await desk.do(rows.a_partner)
    await desk.run("UPDATE events SET partner = :partner WHERE id = :event", partner=other, event=event)
    with pytest.raises(NotYours):
        await newsroom.does(steering.queue, drafted)


async def test_only_with_the_role(newsroom: Newsroom) -> None:
    desk = newsroom.desk
    somebody = await desk.person()
    checks_in = await desk.do(an_organizer, partner=newsroom.partner, role=OrganizerRole.CHECK_IN)
    for actor, partner in (
        (somebody.id, newsroom.partner),
        (checks_in, newsroom.partner),
        (newsroom.organizer, await desk.do(rows.a_partner)),
        (newsroom.organizer, None),
    ):
        with pytest.raises(NotYours):
            await desk.do(segments.recipients, actor=actor, partner=partner, segment=EVERYBODY)


@pytest.mark.parametrize(
    "segment",
    [
        EVERYBODY,
        Segment(
            languages=frozenset({Language.KAZAKH}),
            roles=frozenset({Role.PUPIL, Role.GUARDIAN}),
            schools=frozenset({SchoolId(3)}),
            grades=frozenset({8, 11}),
            cities=frozenset({"Қостанай"}),
        ),
        Segment(attending=Attending(presence=Presence.WAITING, slot=SlotId(7))),
    ],
)
async def test_it_is_kept_as_it_is(segment: Segment) -> None:
    assert segments.read(segments.written(segment)) == segment


def test_a_slot_or_an_event() -> None:
    with pytest.raises(ValueError, match="either"):
        Attending(presence=Presence.CONFIRMED)
