"""Somebody without a booking at the door: who they are, on which side of the age line, whether a sheet is here."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain import typed
from domain.check_in import WalkIn
from domain.conversations import Conversation
from domain.identities import MeetingId
from domain.people import AgeLine, Person
from domain.refusals import DoorFull, NotAGrade, NotAName, NotOnThisDay, NotText, SheetWanted, TooLong
from handlers import states
from handlers.buttons import new_intent
from handlers.check_in_buttons import AddWalkIn, WalkInAge, WalkInSheet
from handlers.check_in_states import AskingWalkIn, AtDoor, WalkingIn
from handlers.house import House
from handlers.organizer.check_in import again
from handlers.organizer.door import WITH_PHOTOS
from handlers.own_words import own_words
from handlers.presses import Presses
from handlers.refusals import sentence
from handlers.screens import check_in, home
from handlers.screens import door as screens
from handlers.screens.consents import paper_text
from handlers.screens.screen import Screen
from storage.attending import arrivals, doors, walk_ins
from storage.engine import Store


class IsWalkingIn(Filter):
    """Whether somebody without a booking is being asked after; hands on what is known."""

    async def __call__(self, message: Message, conversation: Conversation | None = None) -> bool | dict[str, WalkingIn]:
        """False where nothing of the kind is under way, and in groups."""
        del message
        state = states.resume(conversation, WalkingIn) if conversation else None
        return {"walking_in": state} if state else False


def router() -> Router:
    """The name that is typed."""
    router = Router(name="walk-ins")
    router.message.register(type_who, IsWalkingIn())
    return router


def add_presses(presses: Presses) -> None:
    """The buttons of walk-ins."""
    presses.on(AddWalkIn)(add)
    presses.on(WalkInAge)(answer_age)
    presses.on(WalkInSheet)(answer_sheet)


async def add(
    query: CallbackQuery, callback_data: AddWalkIn, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Somebody without a booking is here; who?"""
    del query
    meeting = MeetingId(callback_data.meeting)
    await store.read(arrivals.opened, actor=person.id, meeting=meeting)
    return await _ask_who(WalkingIn(meeting=meeting, intent=new_intent()), person, conversation, store)


async def type_who(
    message: Message,
    walking_in: WalkingIn,
    person: Person,
    conversation: Conversation,
    store: Store,
    house: House,
) -> Screen:
    """ "Dana 8", or "Dana 8 № 239"."""
    try:
        name, grade, school = parted(own_words(message))
    except (NotAName, NotAGrade, NotText, TooLong) as refusal:
        return (await _ask_who(walking_in, person, conversation, store)).topped(sentence(refusal))
    state = walking_in.now(AskingWalkIn.AGE_LINE, first_name=name, grade=grade, school=school)
    if not house.consent_under:
        return await _let_in(state, AgeLine.OLDER, 0, person, conversation, store)
    states.keep(conversation, state)
    return screens.which_side(state, house.consent_under)


async def answer_age(
    query: CallbackQuery, callback_data: WalkInAge, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """Older: in. Younger: is a signed sheet here?"""
    del query
    state = states.resume(conversation, WalkingIn)
    if state is None or not state.first_name:
        return home.stale()
    if callback_data.older:
        return await _let_in(state, AgeLine.OLDER, 0, person, conversation, store)
    state = state.now(AskingWalkIn.SHEET)
    states.keep(conversation, state)
    return screens.is_a_sheet_here(state)


async def answer_sheet(
    query: CallbackQuery, callback_data: WalkInSheet, person: Person, conversation: Conversation, store: Store
) -> Screen:
    """The sheet is here."""
    del query
    state = states.resume(conversation, WalkingIn)
    if state is None or state.at is not AskingWalkIn.SHEET:
        return home.stale()
    return await _let_in(state, AgeLine.YOUNGER, callback_data.sheet, person, conversation, store)


def parted(text: str) -> tuple[str, int, str]:
    """First name, grade and school (empty: not said) out of "Dana 8 № 239" or "Дана, 8Б, школа 239".

    Raises NotAName, NotAGrade, TooLong.
    """
    words = typed.tidy(text.replace(",", " ")).split()
    at = next((place for place, word in enumerate(words) if any(letter.isdecimal() for letter in word)), len(words))
    name = typed.first_name(" ".join(words[:at]))
    grade = typed.grade(words[at] if at < len(words) else "")
    rest = " ".join(words[at + 1 :])
    return name, grade, typed.answer(rest) if rest else ""


async def _ask_who(state: WalkingIn, person: Person, conversation: Conversation, store: Store) -> Screen:
    door = await store.read(doors.door, actor=person.id, meeting=state.meeting_id)
    states.keep(conversation, state.now(AskingWalkIn.NAME))
    return screens.who_walks_in(check_in.head(door), state)


async def _let_in(
    state: WalkingIn, age_line: AgeLine, sheet: int, person: Person, conversation: Conversation, store: Store
) -> Screen:
    here = AtDoor(meeting=state.meeting)
    try:
        answer = await store.write(
            walk_ins.add,
            actor=person.id,
            meeting=state.meeting_id,
            guest=WalkIn(first_name=state.first_name, grade=state.grade, age_line=age_line, school=state.school),
            sheet=paper_text() if sheet else None,
            photos=sheet == WITH_PHOTOS,
            intent=state.walk_in_intent,
        )
    except (DoorFull, SheetWanted, NotOnThisDay) as refusal:
        return await again(person, here, conversation, store, note=sentence(refusal))
    states.keep(conversation, here)
    return screens.answer(answer, person.id, new_intent())
