"""A partner with an organizer who announces things, in a test's own words."""

from dataclasses import dataclass
from typing import Any

from domain.announcements import Announcement, Contents, Written
from domain.identities import OutboxId, PartnerId, PersonId
from domain.languages import Language
from domain.messages import Outcome
from domain.people import Person
from domain.rights import OrganizerRole
from domain.segments import EVERYBODY, Segment
from storage.announcing import expansion, records, steering
from storage.engine import Transaction
from storage.messages import outbox
from storage.messages.outbox import Ending
from storage.people import rights
from tests.storage import rows
from tests.storage.desk import Desk

HELLO = Contents({Language.RUSSIAN: Written("<b>Привет</b>"), Language.ENGLISH: Written("<b>Hello</b>")})


def an_organizer(tx: Transaction, *, partner: PartnerId, role: OrganizerRole = OrganizerRole.ANNOUNCEMENTS) -> PersonId:
    person = rows.a_person(tx)
    rights.appoint(tx, person=person, name="А. О.", partner=partner, roles=[role])
    return person


@dataclass
class Newsroom:
    """One partner's organizer at work."""

    desk: Desk
    partner: PartnerId
    organizer: PersonId

    @classmethod
    async def opened(cls, desk: Desk) -> "Newsroom":
        partner = await desk.do(rows.a_partner)
        return cls(desk, partner, await desk.do(an_organizer, partner=partner))

    async def draft(self, segment: Segment = EVERYBODY, contents: Contents = HELLO) -> Announcement:
        return await self.desk.do(
            steering.draft, actor=self.organizer, partner=self.partner, contents=contents, segment=segment
        )

    async def everybody_knows_us(self) -> None:
        """Everybody there is by now follows an event of the partner: whom else may its organizers write to?"""
        event = await self.desk.value("SELECT id FROM events WHERE partner = :partner", partner=self.partner)
        if event is None:
            event = await self.desk.do(rows.an_event, partner=self.partner)
        await self.desk.run(
            """
            INSERT INTO wishes (person, event, wished_at)
            SELECT id, :event, 0 FROM people WHERE account IS NOT NULL ON CONFLICT DO NOTHING
            """,
            event=event,
        )

    async def queued(self, segment: Segment = EVERYBODY, contents: Contents = HELLO, **when: Any) -> Announcement:
        await self.everybody_knows_us()
        drafted = await self.draft(segment, contents)
        return await self.desk.do(steering.queue, actor=self.organizer, announcement=drafted.id, **when)

    async def does(self, what: Any, announcement: Announcement) -> Announcement:
        """Pause, resume or cancel."""
        done: Announcement = await self.desk.do(what, actor=self.organizer, announcement=announcement.id)
        return done

    async def look(self, announcement: Announcement) -> Announcement:
        return await self.desk.store.read(records.announcement, actor=self.organizer, announcement=announcement.id)

    async def work(self, *, chunk: int = 500) -> int:
        """Everything that is to be done now; in how many steps."""
        steps = 1
        while await self.desk.do(expansion.advance, chunk=chunk):
            steps += 1
        return steps

    async def told(self) -> list[PersonId]:
        """Who is to get something still, in the order of the rows."""
        found = await self.desk.all("SELECT person FROM outbox WHERE kind = 'announcement' AND state = 'waiting'")
        return [PersonId(row["person"]) for row in found]

    async def claim(self, size: int = 64) -> tuple[OutboxId, ...]:
        return await self.desk.do(outbox.claim, size=size)

    async def settle(self, row: OutboxId, outcome: Outcome = Outcome.SENT) -> None:
        await self.desk.do(outbox.settle, id=row, ending=Ending(outcome))

    async def people(self, number: int) -> list[Person]:
        return [await self.desk.person() for _ in range(number)]
