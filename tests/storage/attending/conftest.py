"""A door with somebody at it, on the day."""

from dataclasses import dataclass

import pytest

from domain.bookings import Booking
from domain.check_in import Answer, Guest, How, WalkIn
from domain.identities import BookingId, Intent, MeetingId, PartnerId, SlotId
from domain.moments import HOUR
from domain.people import AgeLine, Person
from storage.attending import arrivals, walk_ins
from tests.storage.desk import WORDS, Desk


@dataclass
class Entrance:
    """The door of one slot, and an organizer who checks in there."""

    desk: Desk
    slot: SlotId
    meeting: MeetingId
    partner: PartnerId
    dina: Person

    async def opens(self) -> None:
        """It is the day: an hour before it begins."""
        starts = int(await self.desk.value("SELECT starts_at FROM slots WHERE id = :slot", slot=self.slot))
        self.desk.clock.forward(starts - HOUR - self.desk.clock.now())

    async def lets_in(
        self, booking: Booking | BookingId, by: Person | None = None, intent: Intent | None = None
    ) -> Answer:
        number = booking.id if isinstance(booking, Booking) else booking
        return await self.desk.do(
            arrivals.let_in,
            actor=(by or self.dina).id,
            meeting=self.meeting,
            booking=number,
            how=How.BY_LIST,
            intent=intent or self.desk.intent(),
        )

    async def takes_back(self, booking: Booking | BookingId, intent: Intent | None = None) -> Guest:
        number = booking.id if isinstance(booking, Booking) else booking
        return await self.desk.do(
            arrivals.undo,
            actor=self.dina.id,
            meeting=self.meeting,
            booking=number,
            intent=intent or self.desk.intent(),
        )

    async def walks_in(self, name: str = "Дана", *, younger: bool = False, sheet: bool = False) -> Answer:
        return await self.desk.do(
            walk_ins.add,
            actor=self.dina.id,
            meeting=self.meeting,
            guest=WalkIn(first_name=name, grade=8, age_line=AgeLine.YOUNGER if younger else AgeLine.OLDER, school=""),
            sheet=WORDS if sheet else None,
            photos=False,
            intent=self.desk.intent(),
        )

    async def marks(self) -> list[tuple[int, str, int]]:
        """Booking, state and heads of everybody who was marked."""
        found = await self.desk.all("SELECT booking, state, pupils + adults AS heads FROM attendances ORDER BY booking")
        return [(row["booking"], row["state"], row["heads"]) for row in found]


async def entrance_of(desk: Desk, *, capacity: int = 10, meetings: int = 1) -> Entrance:
    """The door of a new slot."""
    slot = await desk.slot(capacity=capacity, meetings=meetings)
    meeting = MeetingId(await desk.value("SELECT id FROM meetings WHERE slot = :slot ORDER BY number", slot=slot))
    partner = PartnerId(await desk.value("SELECT partner FROM events ORDER BY id DESC LIMIT 1"))
    return Entrance(desk, slot, meeting, partner, await desk.organizer(partner))


@pytest.fixture
async def entrance(desk: Desk) -> Entrance:
    return await entrance_of(desk)
