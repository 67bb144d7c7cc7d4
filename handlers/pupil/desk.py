"""The registration desk: which question comes next, and the seat once all are answered."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from domain.bookings import BookingWarning
from domain.conversations import Conversation
from domain.identities import Intent, PupilId
from domain.moments import Clock
from domain.people import AgeLine, Person, Pupil
from handlers import states
from handlers.buttons import Register, RegisterFor, new_intent
from handlers.house import House
from handlers.pupil.school_search import SchoolSearch
from handlers.pupil.tickets import outcome
from handlers.screens import changes, introductions, joining, settings
from handlers.screens.screen import Screen
from handlers.states import Asking, Registering
from storage.classes import joinings
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
                return introductions.ask_first_name(state, may_be_child=self._may_be_child(state))
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

    def _may_be_child(self, state: Registering) -> bool:
        """Whether a stranger who registers may be a parent: nobody has said yet, and one more screen would be a tap."""
        return bool(state.slot) and self.person.pupil is None and not self.person.children

    def begun(self, *, slot: int, intent: str, first_name: str = "", child: bool = False) -> Registering:
        """Registering at its first question; `child`: a parent tells of a child of theirs."""
        return Registering(
            steps=ALL_STEPS if self.house.consent_under else ALL_STEPS - 1,
            at=Asking.FIRST_NAME,
            slot=slot,
            introduction=new_intent(),
            intent=intent,
            first_name=first_name,
            child=child,
        )

    def begun_to_join(self, token: str, *, child: bool) -> Registering:
        """Telling who joins a class, at the first question."""
        return self.begun(slot=0, intent=new_intent(), child=child).model_copy(update={"join": token})

    async def whose(self, state: Registering) -> Pupil | None:
        """Who takes the seat: whoever was chosen, else the person's own pupil. Raises NotYours."""
        if not state.pupil:
            return self.person.pupil
        return await self.store.read(pupils.in_care_of, actor=self.person.id, pupil=PupilId(state.pupil))

    async def after_grade(self, state: Registering, grade: int) -> Screen:
        """The age line; where nobody needs a guardian's yes it makes no difference, and is not asked."""
        if self.house.consent_under:
            return await self.ask(state.now(Asking.AGE_LINE, grade=grade))
        return await self.ask(state.now(Asking.SCHOOL, grade=grade, age_line=AgeLine.OLDER))

    async def introduced(self, state: Registering) -> Screen:
        """All four questions are answered: remember the pupil, and go on to the seat."""
        intent = Intent(state.introduction)
        profile = state.profile()
        tell = pupils.add_child if state.child else pupils.introduce
        pupil = await self.store.write(tell, actor=self.person.id, profile=profile, intent=intent)
        if state.join:
            states.end(self.conversation)
            asked = await self.store.write(joinings.ask, actor=self.person.id, token=state.join, pupil=pupil.id)
            return joining.asked(asked)
        if state.slot:
            return await self.take_seat(state, pupil, even_so=False)
        states.end(self.conversation)
        person = await self.store.read(persons.person, id=self.person.id)
        return settings.settings(person)

    async def take_seat(self, state: Registering, pupil: Pupil | None, *, even_so: bool, answer: str = "") -> Screen:
        """Ask who it is for, where nobody has said, and what the event asks; warn; and take the seat."""
        if pupil is None:
            return await self.ask(state.now(Asking.FIRST_NAME))
        state = state.model_copy(update={"pupil": pupil.id})
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
                return self._warned(warnings, state, pupil)
        states.end(self.conversation)
        booking = await self.store.write(
            bookings.book,
            actor=self.person.id,
            pupil=pupil.id,
            slot=state.slot_id,
            answer=answer,
            intent=state.seat_intent,
        )
        return await outcome(self.person, booking, self.store, self.house, self.clock)

    def _warned(self, warnings: Sequence[BookingWarning], state: Registering, pupil: Pupil) -> Screen:
        if pupil.person == self.person.id:
            return changes.warned(warnings, Register(slot=state.slot, intent=state.intent))
        register = RegisterFor(slot=state.slot, intent=state.intent, pupil=pupil.id)
        return changes.warned(warnings, register, child=pupil.first_name)


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
