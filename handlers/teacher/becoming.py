"""Becoming a teacher: one's name and school, and then an organizer's word, or none where an invite brought them."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.conversations import Conversation
from domain.identities import Intent
from domain.people import Person
from domain.refusals import NotAName, NotText, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.class_buttons import BecomeTeacher, ChooseSchool, TeachElsewhere
from handlers.class_states import AskingTeacher, Becoming, school_id
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.pupil.school_search import SchoolSearch
from handlers.refusals import sentence
from handlers.screens import home, teachers
from handlers.screens.screen import Screen
from storage.engine import Store
from storage.people import teachers as store_of_teachers


class IsBecoming(Filter):
    """Whether somebody is telling that they are a teacher; hands on how far they are."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Becoming]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, Becoming) if conversation else None
        return {"becoming": state} if state else False


def router() -> Router:
    """What is typed while becoming a teacher."""
    router = Router(name="becoming")
    router.message.register(answer, IsBecoming())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of becoming a teacher."""
    presses.on(BecomeTeacher)(begin)
    presses.on(TeachElsewhere)(begin_elsewhere)
    presses.on(ChooseSchool)(choose_school)


async def begin(query: CallbackQuery, person: Person, conversation: Conversation, store: Store) -> Screen:
    """I am a teacher."""
    del query
    return await begin_as_teacher(person, conversation, store)


async def begin_elsewhere(query: CallbackQuery, conversation: Conversation) -> Screen:
    """I teach at another school, too."""
    del query
    return begun(conversation)


async def begin_as_teacher(person: Person, conversation: Conversation, store: Store, *, code: str = "") -> Screen:
    """Show where one stands already; else, or with an invite, ask the first question."""
    known = await store.read(store_of_teachers.of_person, actor=person.id)
    if known and not code:
        return teachers.standing(known)
    return begun(conversation, code)


def begun(conversation: Conversation, code: str = "") -> Screen:
    """The first question."""
    state = Becoming(intent=new_intent(), code=code)
    states.keep(conversation, state)
    return teachers.ask_name()


async def answer(message: Message, becoming: Becoming, conversation: Conversation, schools: SchoolSearch) -> Screen:
    """A typed answer: the name as one signs, then the school."""
    try:
        words = own_words(message)
        if becoming.at is AskingTeacher.NAME:
            state = becoming.now(AskingTeacher.SCHOOL, name=typed.first_name(words))
            states.keep(conversation, state)
            return teachers.ask_school()
        wanted = typed.answer(words, typed.LONGEST_SCHOOL)
    except (NotAName, NotText, TooLong) as refusal:
        again = teachers.ask_name() if becoming.at is AskingTeacher.NAME else teachers.ask_school()
        return again.topped(sentence(refusal))
    states.keep(conversation, becoming.now(AskingTeacher.WHICH_SCHOOL, school_name=wanted))
    return teachers.which_school(wanted, await schools.find(wanted))


async def choose_school(
    query: CallbackQuery, callback_data: ChooseSchool, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """That school; and all is told."""
    del query
    state = states.resume(conversation, Becoming)
    if state is None or state.at is not AskingTeacher.WHICH_SCHOOL:
        return home.stale()
    states.end(conversation)
    teacher = await store.write(
        store_of_teachers.ask,
        actor=person.id,
        name=state.name,
        school=school_id(callback_data.school),
        school_name=state.school_name,
        code=state.code,
        intent=Intent(state.intent),
    )
    return teachers.approved(teacher) if teacher.approved else teachers.asked(teacher)
