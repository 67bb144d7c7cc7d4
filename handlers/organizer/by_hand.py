"""Writing down whoever phones: a pupil or a class, asked step by step, and what can be done for them afterwards."""

from collections.abc import Callable
from functools import partial
from typing import Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.capacity import ByHand
from domain.classes import adults_needed
from domain.conversations import Conversation
from domain.identities import BookingId, Intent, SlotId
from domain.people import Person
from domain.programme import Slot
from domain.refusals import (
    ClassesNotTaken,
    NotAGrade,
    NotAName,
    NotANumber,
    NotText,
    NotYourGrade,
    PartyTooLarge,
    TooFewAdults,
    TooLong,
    TooManyOfOneSchool,
)
from handlers import states
from handlers.buttons import new_intent
from handlers.capacity_buttons import (
    AnswerForThem,
    AnswerStep,
    CancelForThem,
    PaperIsHere,
    PutDown,
    SeeByHand,
    SeeWrittenDown,
    StepBack,
    WriteDown,
)
from handlers.capacity_states import AskingCaller, WritingDown
from handlers.house import House
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.pupil.school_search import SchoolSearch
from handlers.refusals import sentence
from handlers.screens import by_hand as screens
from handlers.screens import home
from handlers.screens.consents import paper_text
from handlers.screens.screen import Screen
from handlers.texts import _
from storage.capacity import by_hand
from storage.engine import Store
from storage.programme import slots

PAGE_SIZE = 8


class IsWritingDown(Filter):
    """Whether somebody is being written down; hands on how far that is."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, WritingDown]:
        """False where nobody is, and in groups."""
        del message
        state = states.resume(conversation, WritingDown) if conversation else None
        return {"writing_down": state} if state else False


def router() -> Router:
    """What is typed while writing somebody down."""
    router = Router(name="by_hand")
    router.message.register(type_answer, IsWritingDown())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons around whoever phones."""
    presses.on(SeeByHand)(see_by_hand)
    presses.on(WriteDown)(write_down)
    presses.on(AnswerStep)(tap_answer)
    presses.on(StepBack)(step_back)
    presses.on(PutDown)(put_down)
    presses.on(SeeWrittenDown)(see_written_down)
    presses.on(AnswerForThem)(answer_for_them)
    presses.on(CancelForThem)(cancel_for_them)
    presses.on(PaperIsHere)(paper_is_here)


async def see_by_hand(
    query: CallbackQuery, callback_data: SeeByHand, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Who is written down?"""
    del query
    states.end(conversation)
    return await _listed(person, SlotId(callback_data.slot), callback_data.page, store)


async def write_down(
    query: CallbackQuery,
    callback_data: WriteDown,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
) -> Screen:
    """Somebody phones: a pupil, or a class?"""
    del query
    slot = SlotId(callback_data.slot)
    await store.read(by_hand.of_slot, actor=person.id, slot=slot)
    of = await store.read(slots.slot, slot=slot)
    whole_class = bool(callback_data.whole_class)
    state = WritingDown(
        at=AskingCaller.TEACHER if whole_class else AskingCaller.NAME,
        slot=slot,
        intent=new_intent(),
        whole_class=whole_class,
        asks=of.event.question is not None,
        younger_than=house.consent_under,
    )
    return await _ask(state, conversation, store)


async def tap_answer(
    query: CallbackQuery, callback_data: AnswerStep, conversation: Conversation, store: Store, schools: SchoolSearch
) -> Screen:
    """An answer that was tapped."""
    del query
    state = states.resume(conversation, WritingDown)
    if state is None:
        return home.stale()
    value = callback_data.value
    match state.at:
        case AskingCaller.GRADE:
            state = state.told(grade=typed.grade(str(value)))
        case AskingCaller.WHICH_SCHOOL:
            name = await schools.name(value)
            state = state.told(school=value if name else 0, school_name=name or state.school_name)
        case AskingCaller.AGE:
            state = state.told(older=bool(value))
        case AskingCaller.PHONE:
            state = state.told(phone="")
        case _:
            return home.stale()
    return await _ask(state, conversation, store)


async def type_answer(
    message: Message, writing_down: WritingDown, conversation: Conversation, store: Store, schools: SchoolSearch
) -> Screen:
    """An answer that was typed."""
    try:
        words = own_words(message)
        if writing_down.at in {AskingCaller.SCHOOL, AskingCaller.WHICH_SCHOOL}:
            name = typed.answer(words, typed.LONGEST_SCHOOL)
            state = writing_down.model_copy(update={"at": AskingCaller.WHICH_SCHOOL, "school": 0, "school_name": name})
            states.keep(conversation, state)
            return screens.ask(state, await schools.find(name))
        state = _told(writing_down, words)
    except (NotAName, NotText, NotAGrade, NotANumber, TooLong) as refusal:
        return (await _ask(writing_down, conversation, store)).topped(f"⚠️ {sentence(refusal)}")
    return await _ask(state, conversation, store)


_LONGEST_CLASS_NAME = 20


_TYPED: Final[dict[AskingCaller, Callable[[str], dict[str, object]]]] = {
    AskingCaller.TEACHER: lambda words: {"teacher": typed.answer(words, typed.LONGEST_NAME)},
    AskingCaller.NAME: lambda words: {"name": typed.first_name(words)},
    AskingCaller.GRADE: lambda words: {"grade": typed.grade(words)},
    AskingCaller.ANSWER: lambda words: {"answer": typed.answer(words)},
    AskingCaller.PUPILS: lambda words: {"pupils": typed.number(words)},
    AskingCaller.ADULTS: lambda words: {"adults": typed.number(words)},
    AskingCaller.PHONE: lambda words: {"phone": typed.phone(words)},
}


def _told(state: WritingDown, words: str) -> WritingDown:
    """The state with what was typed. Raises NotAName, NotText, NotAGrade, NotANumber, TooLong."""
    if state.whole_class and state.at is AskingCaller.NAME:
        name = typed.answer(words, _LONGEST_CLASS_NAME)
        return state.told(name=name, grade=_grade_in(name))
    if state.at not in _TYPED:
        raise NotText
    return state.told(**_TYPED[state.at](words))


def _grade_in(name: str) -> int:
    try:
        return typed.grade(name)
    except NotAGrade:
        return 0


async def step_back(query: CallbackQuery, person: Person, conversation: Conversation, store: Store) -> Screen:
    """What was asked before; from the first question, back to the list."""
    del query
    state = states.resume(conversation, WritingDown)
    if state is None:
        return home.stale()
    before = state.before()
    if before is None:
        states.end(conversation)
        return await _listed(person, state.slot_id, 0, store)
    return await _ask(before, conversation, store)


async def put_down(
    query: CallbackQuery, callback_data: PutDown, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Book it."""
    del query
    state = states.resume(conversation, WritingDown)
    if state is None or state.intent != callback_data.intent or state.at is not AskingCaller.REVIEW:
        return home.stale()
    try:
        made = await _booked(state, person, store)
    except (TooFewAdults, PartyTooLarge, TooManyOfOneSchool, NotYourGrade, ClassesNotTaken) as refusal:
        return (await _ask(state, conversation, store)).topped(f"⚠️ {sentence(refusal)}")
    states.end(conversation)
    return screens.card(made, new_intent())


async def _booked(state: WritingDown, person: Person, store: Store) -> ByHand:
    if state.whole_class:
        book = partial(by_hand.add_class, caller=state.class_caller())
    else:
        book = partial(by_hand.add_pupil, caller=state.caller())
    return await store.write(book, actor=person.id, slot=state.slot_id, intent=state.booking_intent)


async def see_written_down(query: CallbackQuery, callback_data: SeeWrittenDown, person: Person, store: Store) -> Screen:
    """One of them."""
    del query
    booking = BookingId(callback_data.booking)
    return screens.card(await store.read(by_hand.look, actor=person.id, booking=booking), new_intent())


async def answer_for_them(query: CallbackQuery, callback_data: AnswerForThem, person: Person, store: Store) -> Screen:
    """They were phoned: they come, or they don't."""
    del query
    answered = await store.write(
        by_hand.answer_offer,
        actor=person.id,
        booking=BookingId(callback_data.booking),
        take=bool(callback_data.take),
        intent=Intent(callback_data.intent),
    )
    return screens.card(answered, new_intent()).saying(_("Done"))


async def cancel_for_them(query: CallbackQuery, callback_data: CancelForThem, person: Person, store: Store) -> Screen:
    """They can't come; cancelled after asking once."""
    del query
    booking = BookingId(callback_data.booking)
    if not callback_data.sure:
        return screens.ask_cancel(await store.read(by_hand.look, actor=person.id, booking=booking))
    cancelled = await store.write(by_hand.cancel, actor=person.id, booking=booking)
    return screens.card(cancelled, new_intent()).saying(_("Done"))


async def paper_is_here(query: CallbackQuery, callback_data: PaperIsHere, person: Person, store: Store) -> Screen:
    """A parent's signed sheet was handed in."""
    del query
    booking = BookingId(callback_data.booking)
    permitted = await store.write(by_hand.permitted, actor=person.id, booking=booking, text=paper_text())
    return screens.card(permitted, new_intent()).saying(_("Done"))


async def _listed(person: Person, slot: SlotId, page: int, store: Store) -> Screen:
    found = await store.read(by_hand.of_slot, actor=person.id, slot=slot, page=page, size=PAGE_SIZE)
    of = await store.read(slots.recorded, slot=slot)
    return screens.written_down(of, found.lines, page=page, more=found.more)


async def _ask(state: WritingDown, conversation: Conversation, store: Store) -> Screen:
    """Ask the next thing; of a class, the number of adults that its event asks for is offered."""
    states.keep(conversation, state)
    of: Slot = await store.read(slots.slot, slot=state.slot_id)
    screen = screens.ask(state, asks=screens.event_asks(of))
    if state.at is AskingCaller.ADULTS:
        needed = adults_needed(state.pupils, of.event.for_classes.pupils_per_adult)
        return screen.topped(_("The event asks for so many adults at least: {n}").format(n=needed))
    return screen
