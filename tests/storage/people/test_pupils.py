"""Introducing oneself, and schools, listed and typed."""

import pytest

from domain.identities import Intent, SchoolId
from domain.moments import DAY
from domain.people import AgeLine, Profile
from domain.refusals import NotYours
from storage.people import intents, pupils, schools
from tests.storage.desk import Desk, pupil_of

LIST = [("Школа № 239", "Санкт-Петербург", "президентский лицей"), ("НИШ", "Астана", "")]


def profile(*, school: SchoolId | None = None, school_name: str = "", grade: int = 8) -> Profile:
    return Profile(first_name="Тимур", grade=grade, age_line=AgeLine.OLDER, school=school, school_name=school_name)


async def test_introducing_oneself(desk: Desk) -> None:
    await desk.do(schools.enlist, schools=LIST)
    person, known = await desk.person(), await desk.do(schools.known)
    told = profile(school=known[0].id)
    pupil = await desk.do(pupils.introduce, actor=person.id, profile=told, intent=desk.intent())
    assert (pupil.person, pupil.first_name, pupil.grade, pupil.age_line) == (person.id, "Тимур", 8, AgeLine.OLDER)
    assert pupil.school == known[0]


async def test_a_school_that_is_not_listed_is_remembered_once(desk: Desk) -> None:
    first, second = await desk.person(), await desk.person()
    told = profile(school_name="Школа на горе")
    one = await desk.do(pupils.introduce, actor=first.id, profile=told, intent=desk.intent())
    other = await desk.do(pupils.introduce, actor=second.id, profile=told, intent=desk.intent())
    assert one.school == other.school
    assert not one.school.listed
    assert await desk.do(schools.known) == ()


async def test_changing_ones_profile_keeps_the_pupil(desk: Desk) -> None:
    timur = await desk.pupil(grade=8)
    told = profile(school_name="Школа на горе", grade=9)
    pupil = await desk.do(pupils.introduce, actor=timur.id, profile=told, intent=desk.intent())
    assert (pupil.id, pupil.grade) == (pupil_of(timur), 9)


async def test_one_intent_introduces_once(desk: Desk) -> None:
    person, intent = await desk.person(), Intent("tap")
    told = profile(school_name="Школа на горе", grade=8)
    await desk.do(pupils.introduce, actor=person.id, profile=told, intent=intent)
    changed = profile(school_name="Школа на горе", grade=9)
    await desk.do(pupils.introduce, actor=person.id, profile=changed, intent=desk.intent())
    late = await desk.do(pupils.introduce, actor=person.id, profile=told, intent=intent)
    assert late.grade == 9, "the late repeat of an old tap changes nothing"


async def test_a_school_that_is_not_there(desk: Desk) -> None:
    person = await desk.person()
    with pytest.raises(NotYours):
        await desk.do(pupils.introduce, actor=person.id, profile=profile(school=SchoolId(99)), intent=desk.intent())


async def test_listing_schools_again_changes_only_what_changed(desk: Desk) -> None:
    await desk.do(schools.enlist, schools=LIST)
    before = await desk.do(schools.known)
    await desk.do(schools.enlist, schools=[*LIST[:1], ("НИШ", "Астана", "физмат")])
    after = await desk.do(schools.known)
    assert [school.id for school in after] == [school.id for school in before]
    assert [school.also for school in after if school.name == "НИШ"] == ["физмат"]


async def test_a_typed_school_may_become_listed(desk: Desk) -> None:
    typed = await desk.do(schools.remembered, name="Школа на горе")
    await desk.do(schools.enlist, schools=[("Школа на горе", "", "")])
    assert [school.id for school in await desk.do(schools.known)] == [typed]


async def test_intents_are_purged_by_age(desk: Desk) -> None:
    person = await desk.person()
    for number in range(3):
        await desk.do(intents.act, actor=person.id, intent=Intent(f"old-{number}"))
    desk.clock.forward(DAY)
    await desk.do(intents.act, actor=person.id, intent=Intent("new"))
    assert await desk.do(intents.purge, before=desk.clock.shows, chunk=2) == 2
    assert await desk.do(intents.purge, before=desk.clock.shows, chunk=2) == 1
    assert await desk.do(intents.acted, actor=person.id, intent=Intent("old-0")) is None
    assert await desk.do(intents.acted, actor=person.id, intent=Intent("new")) is not None
