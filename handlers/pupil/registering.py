"""Registering: the few questions of the first time, one at a time, and then the seat."""

from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import SlotId
from domain.people import AgeLine
from domain.refusals import NotAGrade, NotAName, NotText, TooLong
from handlers import states
from handlers.buttons import (
    Back,
    EditDetails,
    Register,
    RegisterFor,
    Step,
    StopRegistering,
    TellOf,
    new_intent,
)
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.pupil.browsing import show_slot
from handlers.pupil.desk import AtDesk, Desk
from handlers.refusals import sentence
from handlers.screens import families, home, introductions, settings
from handlers.screens.screen import Screen
from handlers.states import Asking, Registering
from storage.programme import slots


class InMiddle(Filter):
    """Whether somebody is in the middle of registering; hands on where they are."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, Registering]:
        """False where nothing is under way, or what is cannot be read; and in groups."""
        del message
        state = states.resume(conversation, Registering) if conversation else None
        return {"registering": state} if state else False


def router() -> Router:
    """What is typed while registering."""
    router = Router(name="registering")
    router.message.middleware(AtDesk())
    router.message.register(answer, InMiddle())
    return router


def add_presses(presses: Presses) -> None:
    """What is pressed while registering."""
    presses.on(Register)(take_seats)
    presses.on(RegisterFor)(take_seats_for)
    presses.on(TellOf)(tell_of)
    presses.on(Step)(choose)
    presses.on(Back)(go_back)
    presses.on(StopRegistering)(stop)
    presses.on(EditDetails)(edit_details)


async def take_seats(
    query: CallbackQuery,
    callback_data: Register,
    desk: Desk,
) -> Screen:
    """A seat, please; whoever looks after children is asked for whom."""
    del query
    if desk.person.children and not callback_data.even_so:
        slot = await desk.store.read(slots.slot, slot=SlotId(callback_data.slot))
        return families.who_takes_it(slot, desk.person, new_intent)
    state = desk.begun(slot=callback_data.slot, intent=callback_data.intent)
    told = _told_before(desk, callback_data.intent)
    return await desk.take_seat(state, desk.person.pupil, even_so=bool(callback_data.even_so), answer=told)


async def take_seats_for(query: CallbackQuery, callback_data: RegisterFor, desk: Desk) -> Screen:
    """A seat for this one of us, please."""
    del query
    state = desk.begun(slot=callback_data.slot, intent=callback_data.intent)
    state = state.model_copy(update={"pupil": callback_data.pupil})
    told = _told_before(desk, callback_data.intent)
    return await desk.take_seat(state, await desk.whose(state), even_so=bool(callback_data.even_so), answer=told)


async def tell_of(query: CallbackQuery, callback_data: TellOf, desk: Desk) -> Screen:
    """Tell of a child, or of oneself, first; the seat follows by itself."""
    del query
    child = bool(callback_data.child)
    return await desk.ask(desk.begun(slot=callback_data.slot, intent=new_intent(), child=child))


def _told_before(desk: Desk, intent: str) -> str:
    """What the event's question was answered with, where a warning came in between."""
    under_way = states.resume(desk.conversation, Registering)
    return under_way.answer if under_way and under_way.intent == intent else ""


async def edit_details(
    query: CallbackQuery,
    desk: Desk,
) -> Screen:
    """Tell anew who I am; what is known is offered to be kept."""
    del query
    known = desk.person.pupil.first_name if desk.person.pupil else ""
    return await desk.ask(desk.begun(slot=0, intent=new_intent(), first_name=known))


async def answer(
    message: Message,
    registering: Registering,
    desk: Desk,
) -> Screen:
    """Something typed in answer to a question. What cannot be meant is said kindly, and the question stays."""
    try:
        return await told(desk, registering, own_words(message))
    except (NotText, TooLong, NotAName, NotAGrade) as refusal:
        return (await desk.ask(registering)).topped(f"⚠️ {sentence(refusal)}")


async def told(desk: Desk, state: Registering, words: str) -> Screen:
    """The next question, or the seat, after `words`. Raises the refusals of what was typed."""
    match state.at:
        case Asking.FIRST_NAME:
            return await desk.ask(state.now(Asking.GRADE, first_name=typed.first_name(words)))
        case Asking.GRADE:
            return await desk.after_grade(state, typed.grade(words))
        case Asking.AGE_LINE:
            return await desk.ask(state)
        case Asking.SCHOOL | Asking.WHICH_SCHOOL:
            name = typed.answer(words, typed.LONGEST_SCHOOL)
            return await desk.ask(state.now(Asking.WHICH_SCHOOL, school_name=name))
        case Asking.QUESTION:
            told = typed.answer(words)
            return await desk.take_seat(state, await desk.whose(state), even_so=False, answer=told)


async def choose(
    query: CallbackQuery,
    callback_data: Step,
    desk: Desk,
) -> Screen:
    """An answer that was tapped. One to a question that is no longer asked shows the one that is."""
    del query
    state = states.resume(desk.conversation, Registering)
    if state is None:
        return home.stale()
    value = callback_data.value
    match state.at if callback_data.at == state.at else None:
        case Asking.FIRST_NAME if value in introductions.WHO_IT_IS_FOR or state.first_name:
            return await desk.ask(_named(state, value))
        case Asking.GRADE if value.isdecimal():
            return await desk.after_grade(state, typed.grade(value))
        case Asking.AGE_LINE if value in set(AgeLine):
            return await desk.ask(state.now(Asking.SCHOOL, age_line=AgeLine(value)))
        case Asking.WHICH_SCHOOL if value.isdecimal():
            return await desk.introduced(state.now(Asking.WHICH_SCHOOL, school=int(value)))
        case _:
            return await desk.ask(state)


def _named(state: Registering, value: str) -> Registering:
    """The name that is kept; or the same question about somebody else."""
    if value in introductions.WHO_IT_IS_FOR:
        return state.now(Asking.FIRST_NAME, child=value == introductions.CHILD)
    return state.now(Asking.GRADE)


BEFORE: Final = {
    Asking.GRADE: Asking.FIRST_NAME,
    Asking.AGE_LINE: Asking.GRADE,
    Asking.SCHOOL: Asking.AGE_LINE,
    Asking.WHICH_SCHOOL: Asking.SCHOOL,
}
"""The step that "Back" leads to; from any other one, it leads out."""


async def go_back(
    query: CallbackQuery,
    desk: Desk,
) -> Screen:
    """One question back; from the first one, and from the event's own, to where registering began."""
    del query
    state = states.resume(desk.conversation, Registering)
    if state is None:
        return home.stale()
    before = BEFORE.get(state.at)
    if before is Asking.AGE_LINE and not desk.house.consent_under:
        before = Asking.GRADE
    if before is not None:
        return await desk.ask(state.now(before))
    states.end(desk.conversation)
    if state.slot:
        return await show_slot(desk.person, state.slot_id, "", desk.store, desk.clock, desk.house)
    return settings.settings(desk.person)


async def stop(query: CallbackQuery, conversation: Conversation) -> Screen:
    """No registering after all."""
    del query
    states.end(conversation)
    return introductions.stopped()
