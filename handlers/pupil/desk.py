"""The registration desk: which question comes next, and the seat once all are answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from domain.conversations import Conversation
from domain.identities import Intent
from domain.moments import Clock
from domain.people import AgeLine, Person, Pupil
from handlers import states
from handlers.buttons import Register, new_intent
from handlers.house import House
from handlers.pupil.school_search import SchoolSearch
from handlers.pupil.tickets import outcome
from handlers.screens import changes, introductions, settings
from handlers.screens.screen import Screen
from handlers.states import Asking, Registering
from storage.engine import Store
from storage.people import persons, pupils
from storage.programme import slots
from storage.seats import bookings

ALL_STEPS: Final = 4
"""First name, grade, age line, school."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom and what registering needs at hand."""

    person: Person
    conversation: Conversation
    store: Store
    clock: Clock
    house: House
    schools: SchoolSearch

    async def ask(self, state: Registering) -> Screen:
        """Show the question that `state` is at, and remember being there."""
        states.keep(self.conversation, state)
        match state.at:
            case Asking.FIRST_NAME:
                return introductions.ask_first_name(state)
            case Asking.GRADE:
                return introductions.ask_grade(state)
            case Asking.AGE_LINE:
                return introductions.ask_age_line(state, self.house.consent_under)
            case Asking.SCHOOL:
                return introductions.ask_school(state)
            case Asking.WHICH_SCHOOL:
                return introductions.which_school(state, await self.schools.find(state.school_name))
            case Asking.QUESTION:
                slot = await self.store.read(slots.slot, slot=state.slot_id)
                return introductions.ask_question(slot.event)

    def begun(self, *, slot: int, intent: str, first_name: str = "") -> Registering:
        """Registering at its first question."""
        return Registering(
            steps=ALL_STEPS if self.house.consent_under else ALL_STEPS - 1,
            at=Asking.FIRST_NAME,
            slot=slot,
            introduction=new_intent(),
            intent=intent,
            first_name=first_name,
        )

    async def after_grade(self, state: Registering, grade: int) -> Screen:
        """The age line; where nobody needs a guardian's yes it makes no difference, and is not asked."""
        if self.house.consent_under:
            return await self.ask(state.now(Asking.AGE_LINE, grade=grade))
        return await self.ask(state.now(Asking.SCHOOL, grade=grade, age_line=AgeLine.OLDER))

    async def introduced(self, state: Registering) -> Screen:
        """All four questions are answered: remember the pupil, and go on to the seat."""
        intent = Intent(state.introduction)
        profile = state.profile()
        pupil = await self.store.write(pupils.introduce, actor=self.person.id, profile=profile, intent=intent)
        if state.slot:
            return await self.take_seat(state, pupil, even_so=False)
        states.end(self.conversation)
        person = await self.store.read(persons.person, id=self.person.id)
        return settings.settings(person)

    async def take_seat(self, state: Registering, pupil: Pupil | None, *, even_so: bool, answer: str = "") -> Screen:
        """Ask who it is for, where nobody has said, and what the event asks; warn; and take the seat."""
        if pupil is None:
            return await self.ask(state.now(Asking.FIRST_NAME))
        slot = await self.store.read(slots.slot, slot=state.slot_id)
        if slot.event.question and not answer:
            return await self.ask(state.now(Asking.QUESTION))
        if not even_so:
            warnings = await self.store.read(
                bookings.warnings, actor=self.person.id, pupil=pupil.id, slot=state.slot_id
            )
            if warnings:
                if answer:
                    states.keep(self.conversation, state.now(Asking.QUESTION, answer=answer))
                return changes.warned(warnings, Register(slot=state.slot, intent=state.intent))
        states.end(self.conversation)
        booking = await self.store.write(
            bookings.book,
            actor=self.person.id,
            pupil=pupil.id,
            slot=state.slot_id,
            answer=answer,
            intent=state.seat_intent,
        )
        return await outcome(booking, self.house, self.clock)


class AtDesk(BaseMiddleware):
    """Hands `desk` to the handlers of whoever is known: Turn has found out who it is, and in the middle of what."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Put the desk up for this event."""
        data["desk"] = Desk(*(data[name] for name in Desk.__slots__))
        return await handler(event, data)
