"""Who stands how to an event: who was there, who never came, by a booking of their own or of their class; and whom a
partner's organizers reach at all.
"""

from dataclasses import dataclass

import pytest

from domain.classes import SchoolClass
from domain.identities import BookingId, EventId, PersonId, PupilId, SlotId
from domain.people import Person
from domain.refusals import NotYours
from domain.segments import EVERYBODY, Attending, Presence, Role, Segment
from storage.announcing import segments, targets
from storage.people import persons
from tests.storage import rows
from tests.storage.announcing.newsroom import Newsroom
from tests.storage.desk import Desk, pupil_of


@dataclass
class House:
    """An event on two dates, an owner who asks, and everybody's names."""

    desk: Desk
    owner: Person
    event: EventId
    first: SlotId
    second: SlotId
    names: dict[PersonId, str]

    async def who(self, segment: Segment, newsroom: Newsroom | None = None) -> set[str]:
        """Whom a segment reaches, for the house, or for a partner."""
        partner = None if newsroom is None else newsroom.partner
        wanted = segments.params(segment, partner)
        reached = f"SELECT id FROM people AS person WHERE {segments.WANTED}"  # noqa: S608  made of constants alone
        found = await self.desk.all(reached, **wanted)
        counted = await self.desk.do(segments.recipients, actor=self.owner.id, partner=partner, segment=segment)
        assert counted == len(found)
        return {self.names[PersonId(row["id"])] for row in found} - {"owner"}

    async def stood(self, presence: Presence, *, slot: SlotId | None = None, role: Role | None = None) -> set[str]:
        attending = Attending(presence=presence, slot=slot, event=None if slot else self.event)
        roles = frozenset() if role is None else frozenset({role})
        return await self.who(Segment(attending=attending, roles=roles))

    async def seen(self, booking: BookingId, state: str, *, but: PupilId | None = None) -> None:
        """Somebody at the door noted it."""
        meeting = await self.desk.value(
            "SELECT m.id FROM meetings AS m JOIN bookings AS b ON b.slot = m.slot WHERE b.id = :booking",
            booking=booking,
        )
        await self.desk.run(
            """
            INSERT INTO attendances (booking, meeting, state, pupils, how, noted_at, marked_at)
            VALUES (:booking, :meeting, :state, :pupils, 'by_list', 0, 0)
            """,
            booking=booking,
            meeting=meeting,
            state=state,
            pupils=int(state == "present"),
        )
        if but is not None:
            await self.desk.run(
                "INSERT INTO class_absentees (booking, meeting, pupil) VALUES (:booking, :meeting, :pupil)",
                booking=booking,
                meeting=meeting,
                pupil=but,
            )


@pytest.fixture
async def house(newsroom: Newsroom) -> House:
    desk = newsroom.desk
    owner = await desk.organizer()
    event = await desk.do(rows.an_event, partner=newsroom.partner)
    first, second = [await desk.do(rows.a_slot, event=event, capacity=60) for _ in range(2)]
    return House(desk, owner, event, first, second, {owner.id: "owner", newsroom.organizer: "organizer"})


async def named(house: House, name: str, person: Person | PersonId) -> None:
    house.names[person if isinstance(person, int) else person.id] = name


async def a_class(house: House, *pupils: Person) -> SchoolClass:
    """A class with these on its list."""
    made = await house.desk.school_class(size=10)
    await named(house, "teacher", made.teacher_person)
    for pupil in pupils:
        await house.desk.run(
            "INSERT INTO class_entries (class, name, pupil) VALUES (:school_class, 'N.', :pupil)",
            school_class=made.id,
            pupil=pupil_of(pupil),
        )
    return made


async def test_who_was_there_and_who_never_came(house: House) -> None:
    desk = house.desk
    came, missed, unknown, once = [await desk.pupil() for _ in range(4)]
    mother = await desk.guardian_of(missed)
    for name, who in {"came": came, "missed": missed, "unknown": unknown, "once": once, "mother": mother}.items():
        await named(house, name, who)
    bookings = {who.id: await desk.book(who, house.first) for who in (came, missed, unknown, once)}
    later = await desk.book(once, house.second)
    await house.seen(bookings[came.id].id, "present")
    await house.seen(bookings[missed.id].id, "absent")
    await house.seen(bookings[once.id].id, "absent")
    await house.seen(later.id, "present")

    assert await house.stood(Presence.ATTENDED) == {"came", "once"}
    assert await house.stood(Presence.ABSENT) == {"missed", "mother"}, "who came to another date did come"
    assert await house.stood(Presence.ABSENT, slot=house.first) == {"missed", "mother", "once"}
    assert await house.stood(Presence.ATTENDED, slot=house.first) == {"came"}
    assert await house.stood(Presence.CONFIRMED) == {"came", "missed", "unknown", "once", "mother"}


async def test_of_a_class_each_for_themselves_and_its_teacher_with_it(house: House) -> None:
    desk = house.desk
    there, ill = await desk.pupil(), await desk.pupil()
    father = await desk.guardian_of(ill)
    for name, who in {"there": there, "ill": ill, "father": father}.items():
        await named(house, name, who)
    school_class = await a_class(house, there, ill)
    booking = await desk.book_class(school_class, house.first, pupils=10)
    assert await house.stood(Presence.CONFIRMED) == {"there", "ill", "father", "teacher"}
    assert await house.stood(Presence.ATTENDED) == set()
    await house.seen(booking.id, "present", but=pupil_of(ill))
    assert await house.stood(Presence.ATTENDED) == {"there", "teacher"}
    assert await house.stood(Presence.ABSENT) == {"ill", "father"}
    assert await house.stood(Presence.ATTENDED, role=Role.TEACHER) == {"teacher"}

    assert await house.who(Segment(classes=frozenset({school_class.id}))) == {"there", "ill", "father", "teacher"}
    pupils = Segment(classes=frozenset({school_class.id}), roles=frozenset({Role.PUPIL}), grades=frozenset({8}))
    assert await house.who(pupils) == {"there", "ill"}


async def test_a_partner_reaches_those_who_have_had_to_do_with_it(house: House, newsroom: Newsroom) -> None:
    desk = house.desk
    booked, gone, wishes, classmate, stranger, follows = [await desk.pupil() for _ in range(6)]
    mother = await desk.guardian_of(booked)
    people = {"booked": booked, "gone": gone, "wishes": wishes, "classmate": classmate, "stranger": stranger}
    people["follows"] = follows
    for name, who in {**people, "mother": mother}.items():
        await named(house, name, who)
    await desk.book(booked, house.first)
    await desk.cancel(gone, await desk.book(gone, house.first))
    await desk.run("INSERT INTO wishes VALUES (:person, :event, 0)", person=wishes.id, event=house.event)
    await desk.book_class(await a_class(house, classmate), house.first, pupils=10)
    await desk.run(
        "INSERT INTO follows (person, partner, since) VALUES (:person, :partner, 0)",
        person=follows.id,
        partner=newsroom.partner,
    )
    # What somebody has with another partner opens nothing here.
    elsewhere = await desk.do(rows.a_slot, capacity=9)
    await desk.book(stranger, elsewhere)

    theirs = {"booked", "mother", "gone", "wishes", "classmate", "teacher", "follows"}
    assert await house.who(EVERYBODY, newsroom) == theirs
    assert await house.who(EVERYBODY) == {*theirs, "stranger", "organizer"}
    await desk.do(persons.mute_announcements, actor=mother.id, muted=True)
    assert await house.who(EVERYBODY, newsroom) == theirs - {"mother"}


async def test_classes_that_never_came_to_a_partner_cannot_be_aimed_at(house: House, newsroom: Newsroom) -> None:
    school_class = await a_class(house)
    theirs = Segment(classes=frozenset({school_class.id}))
    with pytest.raises(NotYours):
        await newsroom.draft(theirs)
    announcement = await newsroom.draft()
    given = {"actor": newsroom.organizer, "announcement": announcement.id, "page": 0, "size": 8}
    assert await house.desk.do(targets.classes, **given) == []  # type: ignore[arg-type]  # one of each, spread
    await house.desk.book_class(school_class, house.first, pupils=10)
    await newsroom.draft(theirs)
    (found,) = await house.desk.do(targets.classes, **given)  # type: ignore[arg-type]  # one of each, spread
    assert found.id == school_class.id


async def test_what_can_be_chosen_is_of_ones_own(house: House, newsroom: Newsroom) -> None:
    other = await house.desk.do(rows.an_event)
    await house.desk.pupil()
    announcement = await newsroom.draft()
    given = {"actor": newsroom.organizer, "announcement": announcement.id}
    found = await house.desk.do(targets.events, **given, page=0, size=8)  # type: ignore[arg-type]
    assert [one.id for one in found] == [house.event]
    assert other not in {one.id for one in found}
    assert await house.desk.do(targets.cities, **given) == ["Астана"]  # type: ignore[arg-type]
    (school,) = await house.desk.do(targets.schools, **given, page=0, size=8)  # type: ignore[arg-type]
    assert school.name == "Школа № 239, Астана"
    somebody = await house.desk.person()
    for ask in (targets.cities, targets.named):
        with pytest.raises(NotYours):
            await house.desk.do(ask, actor=somebody.id, announcement=announcement.id)
