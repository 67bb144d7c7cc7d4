"""A class whose pupils have joined, and a stranger for every door."""

from dataclasses import dataclass

import pytest

from domain.classes import Entry, Joining, SchoolClass
from domain.people import Person
from storage.classes import classes, joinings, lists
from tests.storage.desk import Desk, pupil_of


@dataclass
class Room:
    """A class at work: its teacher, its link, who comes through it."""

    desk: Desk
    known: SchoolClass
    token: str

    async def asks(self, who: Person) -> Joining:
        return await self.desk.do(joinings.ask, actor=who.id, token=self.token, pupil=pupil_of(who))

    async def joins(self, who: Person, line: Entry | None = None) -> Joining:
        asked = await self.asks(who)
        return await self.desk.do(
            joinings.accept,
            actor=self.known.teacher_person,
            joining=asked.id,
            entry=None if line is None else line.id,
        )

    async def writes(self, *names: str) -> tuple[Entry, ...]:
        return await self.desk.do(
            lists.add,
            actor=self.known.teacher_person,
            school_class=self.known.id,
            names=[(name, name.split()[-1]) for name in names],
            intent=self.desk.intent(),
        )

    async def list(self) -> tuple[Entry, ...]:
        return await self.desk.store.read(lists.entries, school_class=self.known.id)


@pytest.fixture
async def room(desk: Desk) -> Room:
    known = await desk.school_class(size=5)
    opened = await desk.do(classes.open_link, actor=known.teacher_person, school_class=known.id)
    assert opened.link_token is not None
    return Room(desk, opened, opened.link_token)
