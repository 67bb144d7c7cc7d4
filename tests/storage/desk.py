"""The front desk: people doing things in the store, one transaction each, in a test's own words."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from domain.bookings import Booking
from domain.classes import ClassBooking, Needs, Party, SchoolClass
from domain.consents import ConsentScope, ConsentText
from domain.identities import BookingId, Intent, OutboxId, PartnerId, PersonId, PupilId, SlotId
from domain.messages import LetterKind
from domain.people import AgeLine, Person
from domain.rights import OrganizerRole
from storage.classes import bookings as class_bookings
from storage.classes import classes
from storage.engine import Store, Transaction
from storage.people import persons, rights
from storage.seats import bookings, class_records, consents, waiting
from tests.storage import rows
from tests.storage.rows import StillClock

P = ParamSpec("P")
R = TypeVar("R")

WORDS: Final = ConsentText(version="2026-11", sha256="0" * 64)


@dataclass
class Desk:
    """Everybody does their things through one store."""

    store: Store
    clock: StillClock
    intents: int = field(default=0)

    async def do(self, function: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self.store.write(function, *args, **kwargs)

    def intent(self) -> Intent:
        """One that nobody has used."""
        self.intents += 1
        return Intent(f"intent-{self.intents}")

    async def organizer(self, partner: PartnerId | None = None) -> Person:
        """Somebody who may do everything for a partner; for every partner where none is named: an owner."""
        number = await self.do(rows.a_person)
        if partner is None:
            await self.do(rows.an_owner, person=number)
        else:
            await self.do(rights.appoint, person=number, name="А. О.", partner=partner, roles=tuple(OrganizerRole))
        return await self._person(number)

    async def school_class(self, *, size: int = 25, grade: int = 8, name: str = "8Б") -> SchoolClass:
        """A class of an approved teacher's; `teacher_person` is who acts for it."""
        number = await self.do(rows.a_person)
        teacher = await self.do(rows.a_teacher, person=number)
        return await self.do(
            classes.make, actor=number, teacher=teacher, name=name, grade=grade, size=size, intent=self.intent()
        )

    async def book_class(
        self,
        school_class: SchoolClass,
        *dates: SlotId,
        pupils: int | None = None,
        adults: int = 1,
        needs: Needs = Needs(),  # noqa: B008  frozen
    ) -> ClassBooking:
        party = Party(pupils=school_class.size if pupils is None else pupils, adults=adults)
        return await self.do(
            class_bookings.book,
            actor=school_class.teacher_person,
            school_class=school_class.id,
            dates=dates,
            party=party,
            needs=needs,
            intent=self.intent(),
        )

    async def look_at_class(self, booking: ClassBooking) -> ClassBooking:
        return await self.store.read(class_records.recorded, booking=booking.id)

    async def slot(self, **wishes: Any) -> SlotId:
        return await self.do(rows.a_slot, **wishes)

    async def person(self) -> Person:
        return await self._person(await self.do(rows.a_person))

    async def pupil(self, *, younger: bool = False, grade: int = 8, first_name: str = "Тимур") -> Person:
        """Somebody with an account, who is a pupil."""
        number = await self.do(rows.a_person)
        age_line = AgeLine.YOUNGER if younger else AgeLine.OLDER
        await self.do(rows.a_pupil, person=number, grade=grade, age_line=age_line, first_name=first_name)
        return await self._person(number)

    async def guardian_of(self, child: Person) -> Person:
        """Somebody who said yes for this child before."""
        number = await self.do(rows.a_person)
        await self.do(rows.guardianship, person=number, pupil=pupil_of(child))
        return await self._person(number)

    async def book(self, who: Person, slot: SlotId, *, pupil: PupilId | None = None, answer: str = "") -> Booking:
        return await self.do(
            bookings.book,
            actor=who.id,
            pupil=pupil_of(who) if pupil is None else pupil,
            slot=slot,
            answer=answer,
            intent=self.intent(),
        )

    async def cancel(self, who: Person, booking: Booking) -> Booking:
        return await self.do(bookings.cancel, actor=who.id, booking=booking.id, intent=self.intent())

    async def take_back(self, who: Person, booking: Booking) -> Booking:
        return await self.do(bookings.take_back, actor=who.id, booking=booking.id, intent=self.intent())

    async def change_date(self, who: Person, booking: Booking, slot: SlotId) -> Booking:
        return await self.do(bookings.change_date, actor=who.id, booking=booking.id, slot=slot, intent=self.intent())

    async def accept(self, who: Person, booking: Booking) -> Booking:
        return await self.do(waiting.accept, actor=who.id, booking=booking.id, intent=self.intent())

    async def decline(self, who: Person, booking: Booking) -> Booking:
        return await self.do(waiting.decline, actor=who.id, booking=booking.id, intent=self.intent())

    async def says(
        self, guardian: Person, token: str | None, *, given: bool = True, scope: ConsentScope = ConsentScope.EVENT
    ) -> Booking:
        assert token is not None
        answered = await self.do(
            consents.answer,
            actor=guardian.id,
            token=token,
            given=given,
            scope=scope,
            text=WORDS,
            intent=self.intent(),
        )
        assert isinstance(answered, Booking)
        return answered

    async def look(self, who: Person, booking: Booking | BookingId) -> Booking:
        number = booking.id if isinstance(booking, Booking) else booking
        return await self.store.read(bookings.booking, actor=who.id, booking=number)

    async def seats_taken(self, slot: SlotId) -> int:
        return int(await self.value("SELECT seats_taken FROM slots WHERE id = :slot", slot=slot))

    async def letters(self, kind: LetterKind | None = None) -> list[tuple[LetterKind, PersonId]]:
        """What waits to be sent to whom, in the order in which it was decided on."""
        found = await self.all("SELECT kind, person FROM outbox WHERE state = 'waiting' ORDER BY id")
        told = [(LetterKind(row["kind"]), PersonId(row["person"])) for row in found]
        return [letter for letter in told if kind is None or letter[0] is kind]

    async def letter_ids(self) -> list[OutboxId]:
        return [OutboxId(row["id"]) for row in await self.all("SELECT id FROM outbox ORDER BY id")]

    async def all(self, sql: str, **params: Any) -> list[sqlite3.Row]:
        return await self.store.read(lambda tx: tx.all(sql, **params))

    async def value(self, sql: str, **params: Any) -> Any:
        return await self.store.read(lambda tx: tx.value(sql, **params))

    async def run(self, sql: str, **params: Any) -> int:
        return await self.store.write(lambda tx: tx.run(sql, **params))

    async def _person(self, number: PersonId) -> Person:
        return await self.store.read(persons.person, id=number)


def pupil_of(person: Person) -> PupilId:
    """Who this person is as a pupil."""
    assert person.pupil is not None
    return person.pupil.id
