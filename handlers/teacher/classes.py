"""A teacher's classes: seeing, making and changing them, the list of pupils. Leaves who joins to `rosters`."""

from io import BytesIO
from typing import Final

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Document, Message

from domain import typed
from domain.class_lists import ClassListDraft
from domain.conversations import Conversation
from domain.identities import ClassId, Intent, TeacherId
from domain.people import Person
from domain.refusals import NotAGrade, NotAName, NotANumber, NotText, PartyTooLarge, Refusal, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.class_buttons import AddNames, CloseClass, MakeClass, MyClasses, ResizeClass, SeeClass
from handlers.class_states import AskingClass, Describing, Listing
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import class_lists, school_classes, teachers
from handlers.screens.screen import Screen
from papers.class_lists.faults import FaultyClassList
from papers.class_lists.reading import parse_class_list, read_class_list
from papers.pool import PaperNotMade, PaperPool
from storage.classes import bookings, classes, joinings, lists
from storage.engine import Store
from storage.people import teachers as store_of_teachers

LONGEST_CLASS_NAME: Final = 20
LARGEST_FILE: Final = 2_000_000
"""Bytes of a list that is looked at; a list of sixty names has a hundredth of it."""
SECONDS_TO_READ: Final = 20


class IsDescribing(Filter):
    """Whether somebody is describing a class; hands on how far they are."""

    async def __call__(
        self, message: Message, conversation: Conversation | None = None
    ) -> bool | dict[str, Describing]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, Describing) if conversation else None
        return {"describing": state} if state else False


class IsListing(Filter):
    """Whether names for a list are awaited; hands on for which class."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, Listing]:
        """False where none are, and in groups."""
        del message
        state = states.resume(conversation, Listing) if conversation else None
        return {"listing": state} if state else False


def router() -> Router:
    """What is typed or sent about classes."""
    router = Router(name="classes")
    router.message.register(describe, IsDescribing())
    router.message.register(add_names, IsListing())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of classes and their lists."""
    presses.on(MyClasses)(see_classes)
    presses.on(SeeClass)(see_class)
    presses.on(MakeClass)(make_class)
    presses.on(ResizeClass)(resize)
    presses.on(CloseClass)(close)
    presses.on(AddNames)(ask_names)


async def see_classes(query: CallbackQuery, person: Person, conversation: Conversation, store: Store) -> Screen:
    """My classes, and what they are booked for."""
    del query
    states.end(conversation)
    if not person.teaches:
        return teachers.not_a_teacher()
    mine = await store.read(classes.mine, actor=person.id)
    return school_classes.classes(mine, await store.read(bookings.ahead, actor=person.id))


async def see_class(query: CallbackQuery, callback_data: SeeClass, person: Person, store: Store) -> Screen:
    """One of them."""
    del query
    return await shown(person, ClassId(callback_data.school_class), store)


async def shown(person: Person, school_class: ClassId, store: Store) -> Screen:
    """A class as it stands. Raises NotYours."""
    return school_classes.school_class(await store.read(joinings.roster, actor=person.id, school_class=school_class))


async def make_class(
    query: CallbackQuery, callback_data: MakeClass, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A new class, please: of which school, where there are several?"""
    del query
    schools = [one for one in await store.read(store_of_teachers.of_person, actor=person.id) if one.approved]
    if not schools:
        return teachers.not_a_teacher()
    if callback_data.teacher == 0 and len(schools) > 1:
        return school_classes.which_school(schools)
    teacher = callback_data.teacher or schools[0].id
    states.keep(conversation, Describing(intent=new_intent(), teacher=teacher))
    return school_classes.ask_name()


async def resize(
    query: CallbackQuery, callback_data: ResizeClass, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Another number of pupils."""
    del query
    known = await store.read(classes.of_teacher, actor=person.id, school_class=ClassId(callback_data.school_class))
    state = Describing(
        at=AskingClass.SIZE,
        intent=new_intent(),
        teacher=known.teacher,
        school_class=known.id,
        name=known.name,
        grade=known.grade,
    )
    states.keep(conversation, state)
    return school_classes.ask_size(known.name)


async def describe(
    message: Message, describing: Describing, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """A typed answer: the name, the grade where the name does not say it, the number of pupils."""
    try:
        return await _told(describing, own_words(message), person, conversation, store)
    except (NotAName, NotText, NotAGrade, NotANumber, TooLong, PartyTooLarge) as refusal:
        return _asked(describing).topped(sentence(refusal))


async def _told(state: Describing, words: str, person: Person, conversation: Conversation, store: Store) -> Screen:
    match state.at:
        case AskingClass.NAME:
            name = typed.answer(words, LONGEST_CLASS_NAME)
            grade = _grade_in(name)
            state = state.now(AskingClass.SIZE if grade else AskingClass.GRADE, name=name, grade=grade)
        case AskingClass.GRADE:
            state = state.now(AskingClass.SIZE, grade=typed.grade(words))
        case AskingClass.SIZE:
            return await _described(state, typed.number(words), person, conversation, store)
    states.keep(conversation, state)
    return _asked(state)


async def _described(state: Describing, size: int, person: Person, conversation: Conversation, store: Store) -> Screen:
    if state.school_class:
        known = await store.write(classes.change, actor=person.id, school_class=ClassId(state.school_class), size=size)
    else:
        known = await store.write(
            classes.make,
            actor=person.id,
            teacher=TeacherId(state.teacher),
            name=state.name,
            grade=state.grade,
            size=size,
            intent=Intent(state.intent),
        )
    states.end(conversation)
    return await shown(person, known.id, store)


def _asked(state: Describing) -> Screen:
    match state.at:
        case AskingClass.NAME:
            return school_classes.ask_name()
        case AskingClass.GRADE:
            return school_classes.ask_grade(state.name)
        case AskingClass.SIZE:
            return school_classes.ask_size(state.name)


def _grade_in(name: str) -> int:
    """The grade that a class's name begins with; 0 where it says none."""
    try:
        return typed.grade(name)
    except NotAGrade:
        return 0


async def close(query: CallbackQuery, callback_data: CloseClass, person: Person, store: Store) -> Screen:
    """The class is over, after asking once."""
    del query
    number = ClassId(callback_data.school_class)
    if not callback_data.sure:
        known = await store.read(classes.of_teacher, actor=person.id, school_class=number)
        return school_classes.ask_close(known)
    await store.write(classes.close, actor=person.id, school_class=number)
    mine = await store.read(classes.mine, actor=person.id)
    return school_classes.classes(mine, await store.read(bookings.ahead, actor=person.id))


async def ask_names(
    query: CallbackQuery, callback_data: AddNames, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Names for the list, please."""
    del query
    known = await store.read(classes.of_teacher, actor=person.id, school_class=ClassId(callback_data.school_class))
    states.keep(conversation, Listing(school_class=known.id))
    return class_lists.ask_names(known)


async def add_names(
    message: Message,
    listing: Listing,
    person: Person,
    conversation: Conversation,
    store: Store,
    papers: PaperPool,
    bot: Bot,
) -> Screen:
    """A list typed, pasted or sent as a file: all of it, or what is wrong with it, line by line."""
    known = await store.read(classes.of_teacher, actor=person.id, school_class=listing.class_id)
    try:
        draft = await _read(message, papers, bot)
        names = [(one.name, one.first_name or one.name) for one in draft.pupils]
        # What was sent once is read once: the message is the intent.
        intent = Intent(f"list-{message.chat.id}-{message.message_id}"[:64])
        await store.write(lists.add, actor=person.id, school_class=known.id, names=names, intent=intent)
    except FaultyClassList as faulty:
        return class_lists.faults(faulty.faults, known)
    except PaperNotMade:
        return class_lists.unreadable(known)
    except Refusal as refusal:
        return class_lists.ask_names(known).topped(sentence(refusal))
    states.end(conversation)
    roster = await store.read(joinings.roster, actor=person.id, school_class=known.id)
    return school_classes.school_class(roster).topped(class_lists.added(draft))


async def _read(message: Message, papers: PaperPool, bot: Bot) -> ClassListDraft:
    if message.document is not None:
        return await _read_file(message.document, papers, bot)
    return parse_class_list(own_words(message))


async def _read_file(document: Document, papers: PaperPool, bot: Bot) -> ClassListDraft:
    if (document.file_size or 0) > LARGEST_FILE:
        raise TooLong(longest=LARGEST_FILE, typed=document.file_size or 0)
    data = BytesIO()
    await bot.download(document, data)
    return await papers.make(
        read_class_list, data.getvalue(), document.file_name or "list.csv", seconds=SECONDS_TO_READ
    )
